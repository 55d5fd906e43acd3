"""The context that Lambda hands to a function."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Context:
    """With as much time left as the test wants."""

    function_name: str = "kopru-test"
    memory_limit_in_mb: int = 256
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:000000000000:function:kopru-test"
    aws_request_id: str = "00000000-0000-0000-0000-000000000000"
    left_ms: int = 55_000

    def get_remaining_time_in_millis(self) -> int:
        return self.left_ms
