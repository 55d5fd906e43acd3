"""What a request was right after one of its events, whatever has happened to it since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.case import Case

# Moves that end a legal clock without a fact of their own about its date.
_END_THE_LAW = ("resolve", "reject")


@dataclass(frozen=True, slots=True)
class Then:
    """The state after an event, as far as messages tell of it; moments are aware UTC."""

    status: str
    unit: str
    service: str
    priority: str
    basis: str
    body: str
    taken_by: str
    due: datetime
    legal_due: datetime | None

    @property
    def promise(self) -> datetime:
        """The date that the citizen was promised: the law's where one ran, else the city's own target."""
        return self.legal_due or self.due


def as_of(case: Case, n: int) -> Then:
    """The request after event `n`; 1 is the opening.

    Every event keeps what it changed, from and to, so the value of that time is what the next change took away.
    """
    return Then(
        status=_value(case, n, "status"),
        unit=_value(case, n, "unit"),
        service=_value(case, n, "service"),
        priority=_value(case, n, "priority"),
        basis=_value(case, n, "basis"),
        body=_value(case, n, "body"),
        taken_by=_value(case, n, "taken_by"),
        due=_due(case, n),
        legal_due=_legal_due(case, n),
    )


def _value(case: Case, n: int, name: str) -> str:
    for event in case.events:
        changed = event.facts.get("changed", {})
        if event.n > n and name in changed:
            return str(changed[name][0])
    return str(getattr(case.state, name))


def _due(case: Case, n: int) -> datetime:
    for event in reversed(case.events):
        if event.n <= n and event.facts.get("due"):
            return datetime.fromisoformat(event.facts["due"]["at"])
    if case.state.due_event == 1:
        return case.state.due
    return case.request.due.at  # of a legal matter whose own target is known no more: the law's date


def _legal_due(case: Case, n: int) -> datetime | None:
    if n == case.state.version:
        return case.state.legal_due
    for event in reversed(case.events):
        if event.n <= n and "legal_due" in event.facts:
            said = event.facts["legal_due"]
            return datetime.fromisoformat(said["at"]) if said else None
        if event.n <= n and event.move in _END_THE_LAW:
            return None
    return case.request.due.at if _value(case, 1, "basis") != "service" else None
