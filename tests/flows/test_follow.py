"""Whoever follows a public request is joined with it, told once, and hears what came of it; nobody is alerted twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.chain import verify
from chalicelib.core.city import City
from chalicelib.core.errors import Conflict, Invalid, TryLater
from chalicelib.flows.notify import tell
from tests.core.told import a_told_city
from tests.fakes import Office
from tests.flows.passing import opened
from tests.flows.queues import does, mark_of, work_the_queues
from tests.proof.stories import MAIL

OTHER = "+905334445566"


def a_public_city(publish: str = "place") -> City:
    """A city where potholes, paving and playgrounds may be public so far."""
    city = a_told_city()
    free = {
        code: replace(city.services[code], publish=publish, private=False, questions=())
        for code in ("road.pothole", "road.paving", "park.playground", "road.collapse")
    }
    return replace(city, services={**city.services, **free})


@pytest.fixture
def office() -> Office:
    """An office that has told of a pothole, and lies quiet."""
    office = Office(city=a_public_city())
    opened(office, key="main", email="main@example.org")
    work_the_queues(office)
    office.clock.move(minutes=30)
    return office


def main_of(office: Office) -> str:
    return next(iter(office.requests.cases))


def follows(office: Office, key: str = "me too", **fields: Any) -> str:
    """Somebody else's request that follows the first one."""
    told = {"phone": OTHER, "description": "Bu sorun bende de var.", "follows": main_of(office)} | fields
    return opened(office, key=key, **told)


def purposes(office: Office, number: str) -> list[str]:
    """What was sent about a request, to whom."""
    mine = (row.errand for row in office.ledger.rows.values() if row.errand.number == number)
    return sorted(f"{errand.role} {errand.purpose}" for errand in mine)


def test_a_follower_is_joined_and_acknowledged_and_no_unit_is_alerted(office: Office) -> None:
    number = follows(office)
    work_the_queues(office)
    case, main = office.requests.cases[number], office.requests.cases[main_of(office)]
    assert (case.state.status, case.state.into, main.state.merged) == ("duplicate", main.number, (number,))
    assert purposes(office, number) == ["reporter:1 ack"]
    assert "Ayni konudaki bir basvuruyla" in str(office.provider.sent[-1].body)
    assert (verify(case), verify(main)) == ((), ())
    assert [event.actor for event in (*case.events, *main.events)] == ["system", "system"]


def test_a_mail_says_that_it_was_joined(office: Office) -> None:
    follows(office, phone=None, email=MAIL)
    work_the_queues(office)
    assert "ikisini birlikte ele alıyoruz" in str(office.provider.sent[-1].body)


def test_a_follower_hears_what_came_of_it_once(office: Office) -> None:
    number = follows(office)
    work_the_queues(office)
    office.clock.move(hours=1)
    does(office, main_of(office), "resolve", "officer", outcome="repaired", answer="Çukur kapatıldı.")
    work_the_queues(office)
    work_the_queues(office)
    assert purposes(office, number) == ["reporter:1 ack", "reporter:1 follow"]
    assert [event.move for event in office.requests.cases[number].events] == ["merge", "follow"]


def test_without_a_contact_it_is_joined_too_and_can_be_followed_by_its_number(office: Office) -> None:
    office.city = replace(office.city, anonymous="always")
    number = follows(office, phone=None, first_name=None, last_name=None)
    work_the_queues(office)
    assert office.requests.cases[number].state.into == main_of(office)
    assert purposes(office, number) == []


def test_told_again_nothing_happens_again(office: Office) -> None:
    number = follows(office)
    mark = mark_of(office, number)
    first = tell(office.desk, mark)
    again = tell(office.desk, mark)
    assert first == again
    assert [event.move for event in office.requests.cases[number].events] == ["merge"]
    assert purposes(office, number) == ["reporter:1 ack"]


def test_a_worker_that_dies_after_joining_leaves_the_rest_to_the_next(office: Office) -> None:
    number = follows(office)
    mark, add = mark_of(office, number), office.ledger.add
    office.ledger.add = _away  # type: ignore[method-assign]  # the ledger is away for a moment
    with pytest.raises(TryLater):
        tell(office.desk, mark)
    assert office.requests.cases[number].state.status == "duplicate"
    assert purposes(office, number) == []
    office.ledger.add = add  # type: ignore[method-assign]
    work_the_queues(office)
    assert purposes(office, number) == ["reporter:1 ack"]


def test_a_worker_that_dies_before_joining_leaves_the_mark(office: Office) -> None:
    number = follows(office)
    change = office.requests.change
    office.requests.change = lambda changes: False  # type: ignore[method-assign]  # somebody else is always quicker
    with pytest.raises(Conflict):
        tell(office.desk, mark_of(office, number))
    assert purposes(office, number) == []
    office.requests.change = change  # type: ignore[method-assign]
    work_the_queues(office)
    assert office.requests.cases[number].state.status == "duplicate"


@pytest.mark.parametrize("name", ["resolve", "withdraw", "confidential", "triage"])
def test_where_the_first_one_cannot_be_followed_any_more_it_is_like_any_other(office: Office, name: str) -> None:
    number, main = follows(office), main_of(office)
    said: dict[str, tuple[str, dict[str, str]]] = {
        "resolve": ("officer", {"outcome": "repaired", "answer": "Çukur kapatıldı."}),
        "withdraw": ("citizen", {}),
        "confidential": ("supervisor", {"reason": "Şikâyetçi korkuyor."}),
        "triage": ("operator", {"service_code": "park.playground"}),
    }
    who, told = said[name]
    does(office, main, name, who, **told)
    work_the_queues(office)
    assert office.requests.cases[number].state.status == "received"
    assert purposes(office, number) == ["reporter:1 ack", "unit:fen-isleri alert"]
    assert "birlestirildi" not in str(office.provider.sent[-1].body)


@pytest.mark.parametrize(
    "fields",
    [
        {"service_code": "park.playground"},
        {"service_code": "road.collapse"},
        {"description": "Çukurda gaz kokusu var"},
        {"kind": "ihbar"},
        {"legal_basis": "petition"},
    ],
)
def test_what_would_lose_by_it_is_not_joined(office: Office, fields: dict[str, Any]) -> None:
    number = follows(office, **fields)
    work_the_queues(office)
    assert office.requests.cases[number].state.into == ""
    assert [line for line in purposes(office, number) if line.endswith(" alert")]
    assert "reporter:1 ack" in purposes(office, number)


def test_another_service_of_its_group_is_joined(office: Office) -> None:
    number = follows(office, service_code="road.paving")
    work_the_queues(office)
    assert office.requests.cases[number].state.into == main_of(office)


def test_what_somebody_has_moved_already_stays_theirs(office: Office) -> None:
    number = follows(office)
    does(office, number, "start", "officer")
    work_the_queues(office)
    assert office.requests.cases[number].state.status == "in_progress"
    assert "unit:fen-isleri alert" in purposes(office, number)


def test_when_the_first_one_is_withdrawn_the_follower_is_its_units_own(office: Office) -> None:
    number = follows(office)
    work_the_queues(office)
    office.clock.move(hours=1)
    does(office, main_of(office), "withdraw", "citizen")
    work_the_queues(office)
    assert office.requests.cases[number].state.status == "received"
    assert purposes(office, number) == ["reporter:1 ack", "reporter:1 unmerge", "unit:fen-isleri unmerge"]


def test_ten_neighbours_follow_one_request(office: Office) -> None:
    numbers = [follows(office, key=f"{place}", phone=f"053344455{place:02d}") for place in range(10)]
    work_the_queues(office)
    assert office.requests.cases[main_of(office)].state.merged == tuple(numbers)
    does(office, main_of(office), "resolve", "officer", outcome="repaired", answer="Çukur kapatıldı.")
    work_the_queues(office)
    assert all(purposes(office, number) == ["reporter:1 ack", "reporter:1 follow"] for number in numbers)


def test_nobody_joins_by_the_system_what_they_do_not_follow(office: Office) -> None:
    number = opened(office, key="other", phone=OTHER)
    with pytest.raises(Invalid):
        does(office, number, "merge", "system", into=main_of(office))


def test_who_follows_what_is_not_public_is_told_at_once(office: Office) -> None:
    hidden = opened(office, key="hidden", service_code="aid.food")
    for number in (hidden, "261148173056"):
        with pytest.raises(Invalid) as refused:
            follows(office, key=f"me too {number}", follows=number)
        assert [fault.code for fault in refused.value.faults] == ["cannot-follow"]


def test_who_sends_again_after_the_first_one_ended_gets_their_own_number(office: Office) -> None:
    number = follows(office)
    does(office, main_of(office), "resolve", "officer", outcome="repaired", answer="Çukur kapatıldı.")
    assert follows(office) == number
    with pytest.raises(Invalid):
        follows(office, key="too late")


def _away(*_: object, **__: object) -> bool:
    raise TryLater("dynamodb away")
