"""When silence has a consequence: not before the citizen knows the outcome, or the fee."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chalicelib.core.case import Case
from chalicelib.core.city import City

if TYPE_CHECKING:
    from chalicelib.core.marks import Sent


def told_at(case: Case, sent: Iterable[Sent]) -> datetime | None:
    """Since when the citizen knows the outcome; None if nothing says that they do.

    They were reached by a call, a notice of the outcome among `sent` was delivered, or they left no way to be told:
    then the tracking page tells them since the answer.
    """
    state = case.state
    calls = [
        event.at
        for event in case.events
        if event.n > state.outcome_event and event.move == "called" and event.facts.get("reached")
    ]
    notices = [
        each.changed
        for each in sent
        if each.errand.event == state.outcome_event
        and each.errand.role.startswith("reporter:")
        and each.state == "delivered"
    ]
    silent = [state.answered] if state.told and state.answered and not calls else []
    return min([*calls, *notices, *silent], default=None)


def knows_of_fee(case: Case, sent: Iterable[Sent]) -> bool:
    """Whether the citizen was told of the fee: by its delivered notice among `sent` or by a call, or by the tracking
    page if they want no call."""
    told = max((event.n for event in case.events if event.move == "fee"), default=0)
    called = any(event.n > told and event.move == "called" and event.facts.get("reached") for event in case.events)
    delivered = any(
        each.errand.event == told and each.errand.role.startswith("reporter:") and each.state == "delivered"
        for each in sent
    )
    return called or delivered or case.request.draft.do_not_call


def wants_reminder(case: Case, city: City, now: datetime) -> bool:
    """Whether the centre is to hear at `now` that this citizen still waits for a call: at first, and then again after
    as many days as the city gives a citizen to answer. In between the list of calls says it."""
    said = [event.at for event in case.events if event.move == "untold" and event.n > case.state.outcome_event]
    return not said or now >= max(said) + timedelta(days=city.confirm_days)
