"""How fast requests of each priority climb the ladder."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from chalicelib.core.city import Priority
from chalicelib.core.shape import Table

_CLOCKS: tuple[Literal["working", "wall"], ...] = ("working", "wall")
_LONGEST = 30 * 24 * 60
_WAITS = 12


@dataclass(frozen=True, slots=True)
class Pace:
    """How a late request climbs the ladder, in minutes: a warning `warn` before it is due, a rung at each of `waits`
    (they grow) after it, again every `repeat`; with `take` it must be taken so soon after its alert (0: need not)."""

    clock: Literal["working", "wall"]
    warn: int
    waits: tuple[int, ...]
    repeat: int
    take: int


def read_paces(table: Table, priorities: tuple[Priority, ...]) -> dict[str, Pace]:
    """The pace of each of the `priorities`; all times in minutes, `take` for P1 alone (0, none, for the others)."""
    paces: dict[str, Pace] = {}
    for priority in priorities:
        row = table.table(priority)
        paces[priority] = Pace(
            clock=row.choice("clock", _CLOCKS),
            warn=row.number("warn", 1, _LONGEST),
            waits=_read_waits(row),
            repeat=row.number("repeat", 5, _LONGEST),
            take=row.number("take", 1, 60) if priority == "P1" else 0,
        )
        row.close()
    table.close()
    return paces


def _read_waits(row: Table) -> tuple[int, ...]:
    waits = row.numbers("waits", 1, _LONGEST)
    if len(waits) > _WAITS or any(before >= after for before, after in pairwise(waits)):
        row.fault("waits", f"must grow, at most {_WAITS} of them: they are minutes after the due time")
    return waits
