"""A provider's refusal of one call, as that provider words it."""

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """`code` is the provider's own name for it, `status` its HTTP status, the text what it says; `reason` is AWS's
    further word where its exception has one."""

    def __init__(self, code: str, message: str, status: int = 400, reason: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.reason = reason


def part(body: object, *path: str) -> Any:
    """What stands at `path` of nested objects, or None where something on the way is missing or no object."""
    for name in path:
        body = body.get(name) if isinstance(body, Mapping) else None
    return body
