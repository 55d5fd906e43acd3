"""Stream, queues, sweep and providers' events, worked by hand on the Office."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.core.marks import Mark
from chalicelib.flows.deliver import deliver
from chalicelib.flows.move import move
from chalicelib.flows.notify import tell
from chalicelib.flows.receipts import read, settle
from chalicelib.flows.sweep import overdue
from tests.build import an_actor
from tests.fakes import Office, errand_of
from tests.flows.passing import opened


class Killed(BaseException):
    """The worker is gone: no `except Exception` sees it."""


def mark_of(office: Office, number: str) -> Mark:
    return Mark(number, "A", office.requests.marks[number])


def marks_of(office: Office) -> list[Mark]:
    """The marks of every opening and event that still has to be told."""
    return [Mark(number, part, value) for (number, part), value in office.requests.todos.items()]


def does(office: Office, number: str, name: str, who: str, **said: object) -> None:
    """Somebody of the staff, or the citizen, makes a move."""
    move(office.desk, number, name, said, an_actor(who, office.city))


def work_the_queues(office: Office) -> None:
    """Stream and queues do their work at once."""
    while marks_of(office) or office.queues.woken:
        for mark in marks_of(office):
            tell(office.desk, mark)
        while office.queues.woken:
            _, number, errand = office.queues.woken.pop(0)
            deliver(office.desk, number, errand)
            office.clock.move(seconds=0.1)  # no provider takes everything at the same moment


def sweep(office: Office) -> None:
    for _, job in overdue(office.desk):
        job()
        office.clock.move(seconds=0.1)  # no provider takes everything at the same moment


def sweep_for(office: Office, **time: float) -> None:
    """The sweep of every minute, for so long."""
    start, end = office.clock(), office.clock() + timedelta(**time)
    while office.clock() < end:
        start += timedelta(minutes=1)
        office.clock.at = max(start, office.clock())
        sweep(office)


def events_of(office: Office, kind: str = "Send") -> None:
    """The provider's events about everything it has."""
    for place, post in enumerate(office.provider.sent):
        if post.provider == "ses":
            event: dict[str, object] = {
                "eventType": kind,
                "mail": {"messageId": f"message-{place + 1}", "tags": {"errand": [errand_of(post)]}},
            }
        else:
            event = {"eventType": "TEXT_QUEUED", "messageId": f"message-{place + 1}", "context": post.body["Context"]}
        said(office, event)


def said(office: Office, event: dict[str, object]) -> None:
    """A provider's event has come in."""
    for receipt in read(event):
        settle(office.desk, receipt)


def killed(office: Office, when: list[BaseException]) -> str:
    """An alert whose worker is killed: `provider.fails` before the provider has it, `provider.fails_after` after."""
    number = opened(office, phone=None)
    tell(office.desk, mark_of(office, number))
    when.append(Killed())
    errand = f"{number}-1-unit_fen-isleri-alert"
    with pytest.raises(Killed):
        deliver(office.desk, number, errand)
    return errand
