"""What the sparse indexes and the ledger hand to the flows."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.core.notices import Errand


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong proofs of one day for one number: how many by this caller, and until when it must wait (epoch seconds)."""

    day: str = ""
    wrong: int = 0
    wait_until: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry of a sparse index: the row's key, and the mark's own value that a conditional write must still find."""

    number: str
    part: str
    value: str


@dataclass(frozen=True, slots=True)
class Claim:
    """An errand that this worker alone may carry; `due` is the mark it set, `attempt` counts from 1."""

    errand: Errand
    attempt: int
    due: str
