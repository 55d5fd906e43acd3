"""Which step of the ladder is to be raised now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.core.case import State
from chalicelib.core.city import City
from chalicelib.core.clocks import step_after
from chalicelib.core.ladder import role_at, rungs

WARNING, BREACH = 1, 2


@dataclass(frozen=True, slots=True)
class Step:
    """A step as its event keeps it: the `level` it reaches on its `clock`, and the `role` that is told."""

    clock: Literal["due", "legal"]
    level: int
    role: str

    @property
    def name(self) -> str:
        """What it says: the warning before the due time, the breach at it, or a rung of the ladder after it."""
        return {WARNING: "warning", BREACH: "breach"}.get(self.level, "ladder")


def step_now(clock: Literal["due", "legal"], state: State, city: City, now: datetime) -> Step:
    """The step after the last one raised for this clock, at the aware moment `now` at which it is due.

    Where more of them are due by now, as after a stillstand or for a request that became late by a new priority, steps
    that would tell the same role again are one; no role is left out.
    """
    steps = rungs(state.unit, city)
    level = (state.due_level if clock == "due" else state.legal_level) + 1
    role = role_at(level, steps)
    while role_at(level + 1, steps) == role and step_after(level, clock, state, city) <= now:
        level += 1
    return Step(clock, level, role)
