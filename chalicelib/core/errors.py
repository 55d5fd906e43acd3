"""Errors named after what the caller should do about them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one field; `code` names a sentence in texts/errors.json."""

    field: str
    code: str
    values: tuple[tuple[str, str], ...] = ()


class KopruError(Exception):
    """What every deliberate error of the product descends from."""


class Invalid(KopruError):
    """The input cannot be taken as it is: tell the person, field by field."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(", ".join(f"{fault.field}: {fault.code}" for fault in faults))
        self.faults = faults


class Refused(KopruError):
    """The caller may not do this; says nothing about what exists. `wait` is in seconds, 0 for none."""

    def __init__(self, code: str, wait: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait


class NotFound(KopruError):
    """There is nothing under this name; `code` says whether it was mistyped."""

    def __init__(self, code: str = "not-found") -> None:
        super().__init__(code)
        self.code = code


class KeyReused(KopruError):
    """An idempotency key came back with another body; `number` is what the first body opened."""

    def __init__(self, number: str) -> None:
        super().__init__("idempotency key reused with another body")
        self.number = number


class Conflict(KopruError):
    """Somebody else changed it meanwhile; `version` is the present one."""

    def __init__(self, version: int) -> None:
        super().__init__(f"changed meanwhile, now at version {version}")
        self.version = version


class NotAllowed(KopruError):
    """The move does not fit the present state; `code` names a sentence of texts/errors.json."""

    def __init__(self, code: str = "not-allowed", version: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.version = version


class TryLater(KopruError):
    """Nothing is wrong with the input; the same call may succeed in `wait` seconds. `code` names the sentence of
    texts/ that says so."""

    def __init__(self, reason: str, wait: int = 60, code: str = "try-later") -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait
        self.code = code


class Undeliverable(KopruError):
    """A message can never arrive by this way: stop, record `reason`, let a person see it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotReached(KopruError):
    """A provider was surely not handed the message: no connection, or no credentials. `reason` names its kind."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Lost(KopruError):
    """No answer came from a provider: it may have the message. `reason` names its kind."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Misconfigured(KopruError):
    """A preset, a text or a setting is wrong; each line names the key and what is wrong with it."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines
