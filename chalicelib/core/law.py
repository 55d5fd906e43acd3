"""Legal clocks: when the law, or the date that another body set, wants the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from chalicelib.core.city import Calendar
from chalicelib.core.due import Due, Line, count_days, explain, line
from chalicelib.core.moments import local_day
from chalicelib.core.workdays import (
    OFFICE_WEEK,
    Holidays,
    add_working_days,
    closing,
    moment,
    open_spans,
    rules,
    to_local,
)

Basis = Literal["petition", "foi", "privacy", "cimer", "body"]

LAW: Mapping[Basis, tuple[Literal["working_days", "calendar_days"], int]] = {
    "petition": ("calendar_days", 30),  # Law 3071 m.7
    "foi": ("working_days", 15),  # Law 4982 m.11
    "privacy": ("calendar_days", 30),  # Law 6698 (KVKK) m.13
}

_EXTENDED = 30  # working days from the same start: Law 4982 m.11
_PAYMENT = 15  # working days for the proof of payment, else the application counts as withdrawn: Law 4982
_OFFICE_CLOSING = OFFICE_WEEK[0][-1][1]


@dataclass(frozen=True, slots=True)
class Legal:
    """What a legal clock runs on: its ground, the aware moment of receipt, and what has happened to it.

    Law 4982: `extended` to 30 working days, `cut` by the notice of a fee, `resumed` by its payment. `own` is the last
    day that CİMER or another body set, as staff entered it.
    """

    basis: Basis
    start: datetime
    extended: bool = False
    cut: datetime | None = None
    resumed: datetime | None = None
    own: date | None = None


def legal_due(legal: Legal, calendar: Calendar, holidays: Holidays) -> Due | None:
    """When the answer is due by law, by the periods in LAW; None while a fee is awaited, as no period runs then.

    `holidays` are the public ones alone: administrative leave never moves a legal date. Legal working days are Mon-Fri
    without full holidays, whatever the unit's week. The last one ends when the unit closes, or with the office day
    (17:30, half days 13:00) if the unit is closed on it; a body's own date is never moved to another day.

    After a fee the whole period runs anew from the day of payment, which does not count. CİMER without a date of its
    own counts as a petition; raises ValueError for another body's matter without one.
    """
    received = to_local(legal.start)
    if legal.basis in ("cimer", "body") and legal.own:
        rule = line(f"rule-{legal.basis}", day=legal.own.isoformat())
        return explain(received, [rule], _end_of(legal.own, calendar, holidays))
    if legal.basis == "body":
        raise ValueError("another body's matter needs the date that it set")
    if _awaits_fee(legal):
        return None
    lines = [_rule(legal), _uncounted(legal)]
    last, passed = count_days(_counts_from(legal), *_period(legal), OFFICE_WEEK, holidays)
    return explain(received, [*lines, *passed], _end_of(last, calendar, holidays))


def fee_due(cut: datetime, holidays: Holidays) -> date:
    """The last day for the proof of payment after the notice of a fee at the aware moment `cut`: 15 working days."""
    return add_working_days(local_day(cut), _PAYMENT, holidays)


def may_extend(legal: Legal, now: datetime, holidays: Holidays) -> bool:
    """Whether the period can still be extended at the aware moment `now`, by telling the applicant: Law 4982 m.11,
    once, up to the last of the 15 working days; not while a fee is awaited."""
    if legal.basis != "foi" or legal.extended or _awaits_fee(legal):
        return False
    return local_day(now) <= add_working_days(_counts_from(legal), LAW["foi"][1], holidays)


def _awaits_fee(legal: Legal) -> bool:
    return legal.basis == "foi" and legal.cut is not None and legal.resumed is None


def _period(legal: Legal) -> tuple[Literal["working_days", "calendar_days"], int]:
    if legal.basis == "foi" and legal.extended:
        return "working_days", _EXTENDED
    return LAW["petition" if legal.basis == "cimer" else legal.basis]


def _rule(legal: Legal) -> Line:
    code = "petition" if legal.basis == "cimer" else legal.basis
    extended = "-extended" if legal.basis == "foi" and legal.extended else ""
    return line(f"rule-{code}{extended}", amount=str(_period(legal)[1]))


def _counts_from(legal: Legal) -> date:
    """The day that does not count: of the payment after a fee, else of the receipt."""
    paid = legal.resumed if legal.basis == "foi" and legal.cut else None
    return local_day(paid or legal.start)


def _uncounted(legal: Legal) -> Line:
    day = _counts_from(legal).isoformat()
    if legal.basis == "foi" and legal.cut:
        return line("fee-cut", day=local_day(legal.cut).isoformat(), to=day)
    return line("receipt-day-not-counted", day=day)


def _end_of(day: date, calendar: Calendar, holidays: Holidays) -> datetime:
    for week, closed in (rules(calendar, holidays), (OFFICE_WEEK, holidays)):
        if open_spans(day, week, closed):
            return closing(day, week, closed)
    return moment(day, _OFFICE_CLOSING)
