"""A provider's refusal of one call, as AWS words it."""

from collections.abc import Callable, Mapping
from typing import Any


class Refused(Exception):
    """`code` is the name of AWS's exception, `status` its HTTP status, the text what it says."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


Body = Mapping[str, Any]
# A call's body and the id its message would get -> the message taken, or Refused.
Take = Callable[[Body, str], Any]


def part(body: object, *path: str) -> Any:
    """What stands at `path` of nested objects, or None where something on the way is missing or no object."""
    for name in path:
        body = body.get(name) if isinstance(body, Mapping) else None
    return body
