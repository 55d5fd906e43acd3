"""The tests of delivery can fail: careless twins of the same flows lose and double what the real ones do not.

Each twin leaves out one thing, and is put through the same story as the real flow in test_delivery.py.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from chalicelib.channels import PROVIDERS
from chalicelib.core.case import Case
from chalicelib.core.errors import KeyReused
from chalicelib.core.marks import Claim, Mark
from chalicelib.core.notices import Errand, errands_of_opening
from chalicelib.core.opening import open_request
from chalicelib.core.request import Request
from chalicelib.flows.address import address
from chalicelib.flows.deliver import deliver
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.notify import tell
from chalicelib.flows.write import write
from tests.build import a_draft, what_is_said
from tests.fakes import SENDERS, Ledger, Office
from tests.flows.queues import Killed, events_of, sweep_for, work_the_queues


def hand_over(office: Office, errand: Errand, request: Request) -> None:
    """Straight to the provider, whatever happened before."""
    parcel = write(office.desk, errand, Case(request), address(office.city, errand, request))
    office.desk.carry(PROVIDERS["ses"].write(parcel, SENDERS["ses"]))


class NaiveIntake:
    """Puts the row under the next number and never asks whether the message was there before."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def hear(self, **fields: object) -> Request:
        number = f"2600000000{len(self.office.requests.rows):02d}"
        request = open_request(
            a_draft(**fields),
            self.office.city,
            number=number,
            channel="web",
            source="",
            body="",
            now=self.office.clock(),
        )
        self.office.requests.cases[number] = Case(request)
        return request


class NaiveDelivery:
    """Sends whatever the queue says and then notes that it was sent; nothing is claimed, nothing is swept."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.sent: set[str] = set()

    def tell(self, request: Request) -> list[str]:
        """Writes to the queue straight away: with the queue off, nobody ever hears of it."""
        if self.office.queues.away:
            return []
        return [errand.id for errand in errands_of_opening(request, self.office.city)]

    def deliver(self, request: Request, errand_id: str, others: int = 0) -> None:
        by_id = {errand.id: errand for errand in errands_of_opening(request, self.office.city)}
        known = errand_id in self.sent
        for _ in range(others):  # another worker looked at the same moment
            hand_over(self.office, by_id[errand_id], request)
        if not known:
            hand_over(self.office, by_id[errand_id], request)
        self.sent.add(errand_id)


class ForgetfulDelivery:
    """Sends whatever the queue brings, as often as the queue brings it."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def deliver(self, request: Request, errand_id: str) -> None:
        by_id = {errand.id: errand for errand in errands_of_opening(request, self.office.city)}
        hand_over(self.office, by_id[errand_id], request)


class ImpatientLedger(Ledger):
    """A ledger whose claims lapse after a minute, whether or not the provider has had time to say anything."""

    def claim(self, number: str, errand: str, now: datetime, until: datetime) -> Claim | None:
        return super().claim(number, errand, now, now + timedelta(minutes=1))


def doubled(office: Office) -> int:
    return sum(count - 1 for count in Counter(office.provider.errands()).values())


def test_a_double_click_opens_two_requests_in_the_twin_and_one_here() -> None:
    office = Office()
    twin = NaiveIntake(office)
    twin.hear()
    twin.hear()
    assert len(office.requests.rows) == 2
    office = Office()
    for _ in range(2):
        hear(office.desk, what_is_said(), Source("web", "key-1"))
    assert len(office.requests.rows) == 1


def test_another_body_under_one_key_passes_unseen_in_the_twin_and_not_here() -> None:
    office = Office()
    twin = NaiveIntake(office)
    twin.hear()
    twin.hear(description="Başka bir konu")
    hear(office.desk, what_is_said(), Source("web", "key-1"))
    with pytest.raises(KeyReused):
        hear(office.desk, what_is_said(description="Başka bir konu"), Source("web", "key-1"))


def test_two_workers_at_once_double_the_alert_in_the_twin_and_not_here() -> None:
    office = Office()
    request = NaiveIntake(office).hear(phone=None)
    twin = NaiveDelivery(office)
    for errand in twin.tell(request):
        twin.deliver(request, errand, others=1)
    assert doubled(office) == 1


def test_a_kill_between_sending_and_noting_doubles_the_alert_in_the_twin_and_not_here() -> None:
    office = Office()
    request = NaiveIntake(office).hear(phone=None)
    twin = NaiveDelivery(office)
    (errand,) = twin.tell(request)
    office.provider.fails_after = [Killed()]
    with pytest.raises(Killed):
        twin.deliver(request, errand)
    twin.deliver(request, errand)  # the queue brings it again
    assert doubled(office) == 1


def test_a_redelivered_message_doubles_the_alert_in_the_twin_and_not_here() -> None:
    office = Office()
    request = NaiveIntake(office).hear(phone=None)
    (errand,) = errands_of_opening(request, office.city)
    for _ in range(5):
        ForgetfulDelivery(office).deliver(request, errand.id)
    assert doubled(office) == 4
    office = Office()
    hear(office.desk, what_is_said(phone=None), Source("web", "key-1"))
    work_the_queues(office)
    (errand_id,) = office.ledger.rows
    for _ in range(5):
        deliver(office.desk, errand_id.split("-")[0], errand_id)
    assert doubled(office) == 0


def test_without_the_hold_a_late_event_comes_too_late_in_the_twin_and_not_here() -> None:
    for ledger, expected in ((ImpatientLedger(), 1), (Ledger(), 0)):
        office = Office(ledger=ledger)
        number = hear(office.desk, what_is_said(phone=None), Source("web", "key-1")).request.number
        tell(office.desk, Mark(number, "A", office.requests.marks[number]))
        office.provider.fails_after = [Killed()]
        with pytest.raises(Killed):
            deliver(office.desk, number, f"{number}-1-unit_fen-isleri-alert")
        sweep_for(office, minutes=5)  # the provider's event takes as long
        events_of(office)
        sweep_for(office, hours=1)
        assert doubled(office) == expected


def test_with_the_stream_off_a_twin_that_lives_by_it_tells_nobody_and_the_sweep_everybody() -> None:
    office = Office()
    hear(office.desk, what_is_said(phone=None), Source("web", "key-1"))
    twin = Office(requests=office.requests)
    twin.requests.forget_todo()  # the twin's rows carry no mark: the stream's record was all there was
    sweep_for(twin, hours=1)
    assert not twin.provider.sent
    office = Office()
    hear(office.desk, what_is_said(phone=None), Source("web", "key-1"))
    sweep_for(office, minutes=2)
    assert len(office.provider.sent) == 1


def test_with_the_queue_off_the_twin_loses_the_alert_and_the_sweep_does_not() -> None:
    office = Office()
    office.queues.away = True
    twin = NaiveDelivery(office)
    for errand in twin.tell(NaiveIntake(office).hear(phone=None)):
        raise AssertionError(errand)
    sweep_for(office, hours=1)
    assert not office.provider.sent
    office = Office()
    office.queues.away = True
    hear(office.desk, what_is_said(phone=None), Source("web", "key-1"))
    work_the_queues(office)
    sweep_for(office, minutes=2)
    assert len(office.provider.sent) == 1
