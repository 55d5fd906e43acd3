"""What the bot has decided is done once, and shows a request to nobody but its own person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.chat import Thread
from chalicelib.core.inbound import Media
from chalicelib.core.turn import Add, Found, Hand, Handed, Look, Open, Opened, Wrong
from chalicelib.flows.acts import LONGEST, chat_of, perform
from chalicelib.flows.identify import Person
from chalicelib.flows.intake import Source, hear
from tests.build import MONDAY, MONDAY_NIGHT, what_is_said
from tests.fakes import Clock, Office

PHOTO = Media("media-1", "image/jpeg")
PHONE = "+905321112233"
THREAD = Thread("C" + "1" * 24, "whatsapp", "person", "TR.1349", phone=PHONE, heard=MONDAY, version=1)
STRANGER = replace(THREAD, id="C" + "2" * 24, person="other", address="TR.9", phone="")
PERSON, NOBODY = Person("person", phone=PHONE, since=MONDAY), Person("other")


@pytest.fixture
def office() -> Office:
    return Office()


def opens(office: Office, key: str = "draft-1", media: tuple[Media, ...] = (), **said: Any) -> Opened:
    done = perform(office.desk, Open(key, what_is_said(**{"phone": None} | said), media), THREAD, PERSON)
    assert isinstance(done, Opened)
    return done


def finds(office: Office, act: Look | Add, thread: Thread = THREAD, person: Person = PERSON) -> Found:
    done = perform(office.desk, act, thread, person)
    assert isinstance(done, Found)
    return done


def added(office: Office, number: str) -> list[str]:
    case = office.requests.case(number)
    assert case is not None
    return [case.texts(event.n)["text"] for event in case.events if event.move == "add"]


def test_the_same_draft_opens_one_request_and_its_photos_are_named_once(office: Office) -> None:
    first, again = opens(office, media=(PHOTO, PHOTO)), opens(office, media=(PHOTO, PHOTO))
    assert first.request.number == again.request.number
    assert len(office.requests.cases) == 1
    assert added(office, first.request.number) == ["2 dosya"]


def test_a_draft_that_was_opened_and_then_changed_gives_the_request_that_stands(office: Office) -> None:
    first = opens(office)
    assert opens(office, description="Başka bir çukur da var.").request == first.request


def test_who_leaves_no_phone_is_given_a_pin(office: Office) -> None:
    assert len(opens(office).pin) == 6
    assert opens(office, "draft-2", phone=PHONE).pin == ""


def test_what_is_wrong_with_it_is_named_and_nothing_is_opened(office: Office) -> None:
    done = perform(office.desk, Open("draft-1", what_is_said(service_code="no.such")), THREAD, PERSON)
    assert isinstance(done, Wrong)
    assert [fault.field for fault in done.faults] == ["service_code"]
    assert office.requests.cases == {}


def test_its_own_person_sees_the_service_and_a_stranger_with_the_number_the_state_alone(office: Office) -> None:
    number = opens(office).request.number
    own = finds(office, Look(number), replace(THREAD, numbers=(number,))).briefs[0]
    (strange,) = finds(office, Look(number), STRANGER, NOBODY).briefs
    assert (own.own, own.may_add, bool(own.service)) == (True, True, True)
    assert (strange.own, strange.may_add, strange.service) == (False, False, "")
    assert strange.status == own.status


@pytest.mark.parametrize("typed", ["123", "2611-4817-3053", "abc"])
def test_a_number_that_is_none_finds_nothing(office: Office, typed: str) -> None:
    assert finds(office, Look(typed)) == Found()


def test_requests_by_their_phone_are_theirs_only_since_the_phone_is(office: Office) -> None:
    number = hear(office.desk, what_is_said(phone=PHONE), Source("web", "k")).request.number
    assert [brief.number for brief in finds(office, Look()).briefs] == [number]
    for since in (MONDAY + timedelta(seconds=1), None):
        assert finds(office, Look(), person=replace(PERSON, since=since)) == Found()
    assert not finds(office, Look(number), person=replace(PERSON, since=None)).briefs[0].own


def test_of_many_requests_the_newest_three_are_told(office: Office) -> None:
    numbers = []
    for n in range(5):
        office.clock.move(hours=1)
        numbers.append(opens(office, f"draft-{n}").request.number)
    found = finds(office, Look(), replace(THREAD, numbers=tuple(numbers)))
    assert [brief.number for brief in found.briefs] == numbers[:1:-1]


def test_nobody_adds_to_a_strangers_request(office: Office) -> None:
    number = opens(office).request.number
    assert finds(office, Add(number, "Kapatın"), STRANGER, NOBODY) == Found()
    assert added(office, number) == []


def test_words_that_are_too_long_for_a_request_are_cut_and_stop_nobody(office: Office) -> None:
    number = opens(office).request.number
    mine = replace(THREAD, numbers=(number,))
    assert finds(office, Add(number, "ş" * (LONGEST + 96)), mine).briefs[0].may_add
    assert added(office, number) == ["ş" * LONGEST]


def test_what_holds_no_words_at_all_is_not_said_to_be_added(office: Office) -> None:
    number = opens(office).request.number
    office.desk.requests.case(number)
    finds(office, Add(number, "\x00\x01", (PHOTO,)), replace(THREAD, numbers=(number,)))
    assert added(office, number) == ["1 dosya"]


@pytest.mark.parametrize(("clock", "says"), [(MONDAY, False), (MONDAY_NIGHT, True)], ids=["open", "at night"])
def test_who_asks_for_a_person_hears_when_one_is_there(clock: Any, says: bool) -> None:
    office = Office(clock=Clock(clock))
    done = perform(office.desk, Hand("human"), THREAD, PERSON)
    assert isinstance(done, Handed)
    assert bool(done.opens) is says


def test_later_notices_go_to_a_chat_that_can_be_answered_and_to_no_comment_mail_or_sms() -> None:
    assert chat_of(THREAD) == "whatsapp:TR.1349"
    for other in (replace(THREAD, public=True), replace(THREAD, network="email"), replace(THREAD, address="")):
        assert chat_of(other) == ""
