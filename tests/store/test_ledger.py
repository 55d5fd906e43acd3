"""The ledger on a real engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from chalicelib.core.marks import Mark, Sent
from chalicelib.store import keys
from tests.build import MONDAY, an_errand
from tests.engine import EngineOffice

LATER = MONDAY + timedelta(minutes=15)


def state_of(office: EngineOffice, number: str = "261148173052") -> dict[str, str]:
    return {sent.errand.id: sent.state for sent in office.ledger.of_request(number)}


def due(office: EngineOffice, errand: str, at: object = LATER) -> list[Mark]:
    return list(office.ledger.due(int(keys.shard(errand)), at))


def test_an_errand_is_put_down_once(office: EngineOffice) -> None:
    errand = an_errand()
    assert office.ledger.add(errand)
    assert not office.ledger.add(errand)
    assert state_of(office) == {errand.id: "created"}
    assert [mark.part for mark in due(office, errand.id, MONDAY)] == [errand.id]


def test_eight_workers_at_once_get_one_claim(office: EngineOffice) -> None:
    errands = [an_errand(number=f"26114817{place:04d}") for place in range(40)]
    for errand in errands:
        office.ledger.add(errand)
    with ThreadPoolExecutor(8) as workers:
        claims = list(
            workers.map(lambda errand: office.ledger.claim(errand.number, errand.id, MONDAY, LATER), errands * 5)
        )
    won = [claim.errand for claim in claims if claim]
    assert sorted(won, key=lambda errand: errand.id) == errands


def test_a_claim_stands_until_its_time_and_then_another_may_take_it(office: EngineOffice) -> None:
    errand = an_errand()
    office.ledger.add(errand)
    first = office.ledger.claim(errand.number, errand.id, MONDAY, LATER)
    assert first
    assert first.attempt == 1
    assert office.ledger.claim(errand.number, errand.id, LATER - timedelta(seconds=1), LATER) is None
    second = office.ledger.claim(errand.number, errand.id, LATER, LATER + timedelta(minutes=15))
    assert second
    assert second.attempt == 2
    office.ledger.accept(first, "ses", "late", LATER)  # the first worker wakes up again: it has no say any more
    assert state_of(office) == {errand.id: "claimed"}
    office.ledger.accept(second, "ses", "m-2", LATER)
    assert state_of(office) == {errand.id: "accepted"}


def test_what_is_accepted_is_due_no_more(office: EngineOffice) -> None:
    errand = an_errand()
    office.ledger.add(errand)
    claim = office.ledger.claim(errand.number, errand.id, MONDAY, LATER)
    assert claim
    office.ledger.accept(claim, "ses", "m-1", MONDAY)
    assert due(office, errand.id, MONDAY + timedelta(days=400)) == []
    assert office.ledger.claim(errand.number, errand.id, MONDAY + timedelta(days=1), LATER) is None


def test_what_was_not_sent_is_due_again_when_it_was_said(office: EngineOffice) -> None:
    errand = an_errand()
    office.ledger.add(errand)
    claim = office.ledger.claim(errand.number, errand.id, MONDAY, LATER)
    assert claim
    again = MONDAY + timedelta(seconds=30)
    office.ledger.retry(claim, again, "ses: Throttling")
    assert office.ledger.claim(errand.number, errand.id, MONDAY, LATER) is None
    taken = office.ledger.claim(errand.number, errand.id, again, LATER)
    assert taken
    assert taken.attempt == 2


def test_states_never_go_backwards(office: EngineOffice) -> None:
    errand = an_errand()
    office.ledger.add(errand)

    def settle(state: str) -> bool:
        return bool(office.ledger.settle(errand.number, errand.id, state, "m-1", "event", MONDAY))

    assert settle("accepted")
    assert not settle("accepted")
    assert settle("delivered")
    assert not settle("accepted")
    assert settle("undeliverable")
    assert not settle("delivered")
    assert state_of(office) == {errand.id: "undeliverable"}


def test_of_every_message_it_is_known_what_became_of_it_and_since_when(office: EngineOffice) -> None:
    late = an_errand(event=3, purpose="assign", at=LATER)
    early = an_errand()
    for errand in (late, early):
        office.ledger.add(errand)
    claim = office.ledger.claim(early.number, early.id, MONDAY, LATER)
    assert claim
    office.ledger.retry(claim, LATER, "ses: Throttling")
    assert office.ledger.of_request(early.number) == [
        Sent(early, "created", "ses: Throttling", 1, MONDAY),
        Sent(late, "created", "", 0, LATER),
    ]
    claim = office.ledger.claim(early.number, early.id, LATER, LATER + timedelta(minutes=15))
    assert claim
    office.ledger.accept(claim, "ses", "m-1", LATER)
    assert office.ledger.of_request(early.number)[0] == Sent(early, "accepted", "", 2, LATER)


def test_an_event_of_an_unknown_errand_makes_no_row(office: EngineOffice) -> None:
    assert not office.ledger.settle("261148173052", "no-such", "delivered", "m", "event", MONDAY)
    assert state_of(office) == {}


def test_counting_stops_at_the_limit(office: EngineOffice) -> None:
    with ThreadPoolExecutor(8) as hands:
        counted = list(hands.map(lambda _: office.work.count("cap", 5, LATER), range(20)))
    assert sum(counted) == 5
