"""Taken, answered, handed back, ended: once, by whoever has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.core.chat import Reply
from chalicelib.core.errors import Conflict, Invalid, NotAllowed
from chalicelib.flows import chat_desk, chat_work
from chalicelib.flows.chat_keep import ours as ours_of
from chalicelib.flows.sweep import overdue
from tests.build import MONDAY, an_actor
from tests.fakes import Office
from tests.flows.chatting import (
    ID,
    OPERATOR,
    SUPERVISOR,
    an_office,
    claimed,
    notes,
    now_is,
    ours,
    waits,
)


@pytest.fixture
def office() -> Office:
    return an_office()


def test_only_one_takes_it(office: Office) -> None:
    waits(office)
    chat_work.claim(office.desk, OPERATOR, ID, 1)
    with pytest.raises(NotAllowed, match="chat-taken"):
        chat_work.claim(office.desk, an_actor("supervisor"), ID, 1)
    assert now_is(office).owner == "operator"
    assert chat_work.claim(office.desk, OPERATOR, ID, 1).version == 2  # a double click changes nothing
    assert notes(office) == [("operator", "chats.did.claim")]


def test_the_slower_of_two_with_the_same_page_is_told(office: Office) -> None:
    waits(office)
    office.chats.threads[ID] = replace(now_is(office), version=2)
    with pytest.raises(Conflict) as caught:
        chat_work.claim(office.desk, OPERATOR, ID, 1)
    assert caught.value.version == 2


def test_nobody_answers_what_is_not_theirs(office: Office) -> None:
    waits(office)
    with pytest.raises(NotAllowed, match="chat-not-yours"):
        chat_work.answer(office.desk, OPERATOR, ID, 1, "Merhaba")
    assert ours(office) == []


def test_an_answer_keeps_the_promise_and_twice_the_same_form_says_it_once(office: Office) -> None:
    thread = claimed(office, "merhaba")
    for _ in range(2):
        chat_work.answer(office.desk, OPERATOR, ID, thread.version, "Ekip yolda.")
    assert ours(office) == ["Ekip yolda."]
    assert (now_is(office).promise, now_is(office).mode) == (None, "human")
    with pytest.raises(Conflict):
        chat_work.answer(office.desk, OPERATOR, ID, thread.version, "Başka bir şey.")


def test_an_answer_reaches_the_person_by_their_channel(office: Office) -> None:
    thread = claimed(office, "merhaba")
    chat_work.answer(office.desk, OPERATOR, ID, thread.version, "Ekip yolda.")
    (post,) = office.provider.sent
    assert "Ekip yolda." in str(post.body)
    assert office.chats.marks.keys() == {"m0"}  # what the desk said waits for nobody


def test_an_answer_that_was_stored_before_a_crash_is_sent_by_the_sweep_once(office: Office) -> None:
    thread = claimed(office)
    said = ours_of(office.desk, thread, Reply("Ekip yolda.", "desk"), "operator")
    assert office.chats.save(replace(thread, version=3), MONDAY + timedelta(days=1), outgoing=[said])
    for _ in range(3):
        office.clock.move(minutes=1)
        for _, job in overdue(office.desk):
            job()
    assert len(office.provider.sent) == 1
    assert office.chats.marks == {}


@pytest.mark.parametrize(
    ("text", "code"), [("", "required"), ("   ", "required"), ("x" * 1001, "too-long"), (7, "must-be-text")]
)
def test_an_answer_is_words_and_not_too_many(office: Office, text: object, code: str) -> None:
    thread = claimed(office)
    with pytest.raises(Invalid) as caught:
        chat_work.answer(office.desk, OPERATOR, ID, thread.version, text)
    assert [fault.code for fault in caught.value.faults] == [code]


@pytest.mark.parametrize(
    ("network", "later", "way"),
    [
        ("whatsapp", 23, "free"), ("whatsapp", 25, "template"), ("messenger", 25, "window"),
        ("instagram", 25, "window"), ("telegram", 500, "free"), ("sms", 500, "free"), ("email", 500, "free"),
        ("x", 1, "no-way"),
    ],
)  # fmt: skip
def test_each_network_has_its_way_after_a_while(office: Office, network: str, later: int, way: str) -> None:
    thread = claimed(office, network=network)
    office.clock.move(hours=later)
    assert chat_desk.open_chat(office.desk, OPERATOR, ID).way == way
    if way in ("window", "no-way"):
        with pytest.raises(NotAllowed, match=f"chat-{way}"):
            chat_work.answer(office.desk, OPERATOR, ID, thread.version, "Merhaba")
        assert ours(office) == []


def test_released_it_waits_again_and_a_supervisor_takes_it_from_who_went_home(office: Office) -> None:
    thread = claimed(office)
    second = replace(OPERATOR, name="second")
    with pytest.raises(NotAllowed):
        chat_work.release(office.desk, second, ID, thread.version)
    chat_work.release(office.desk, SUPERVISOR, ID, thread.version)
    assert (now_is(office).mode, now_is(office).owner, now_is(office).since) == ("waiting", "", MONDAY)
    assert chat_work.claim(office.desk, second, ID, now_is(office).version).owner == "second"


def test_handed_back_the_bot_has_the_word_and_nobody_waits(office: Office) -> None:
    thread = claimed(office, session={"step": "place"})
    chat_work.hand_back(office.desk, OPERATOR, ID, thread.version)
    now = now_is(office)
    assert (now.mode, now.owner, now.promise, now.why) == ("bot", "", None, "")
    assert now.session == {"step": "place"}
    assert chat_desk.queue(office.desk, OPERATOR)[0] == ()


def test_there_is_no_bot_in_mails_and_comments(office: Office) -> None:
    thread = claimed(office, network="email")
    with pytest.raises(NotAllowed, match="chat-no-bot"):
        chat_work.hand_back(office.desk, OPERATOR, ID, thread.version)


def test_a_comment_is_counted_with_its_outcome_when_it_is_closed(office: Office) -> None:
    thread = claimed(office, network="messenger", public=True, address="", why="comment")
    with pytest.raises(Invalid):
        chat_work.close(office.desk, OPERATOR, ID, thread.version, "no-such-outcome")
    chat_work.close(office.desk, OPERATOR, ID, thread.version, "informed")
    assert (now_is(office).mode, now_is(office).owner) == ("closed", "")
    (contact,) = office.contacts.of_day(MONDAY.date(), 10)[0]
    assert (contact.channel, contact.outcome, contact.staff) == ("social", "informed", "operator")


def test_what_is_counted_already_is_not_counted_again(office: Office) -> None:
    thread = claimed(office)
    chat_work.close(office.desk, OPERATOR, ID, thread.version, "informed")
    assert office.contacts.of_day(MONDAY.date(), 10)[0] == []


def test_a_note_is_for_colleagues_alone(office: Office) -> None:
    waits(office)
    chat_work.add_note(office.desk, OPERATOR, ID, 1, "Geçen hafta da yazmış.")
    assert notes(office) == [("operator", "Geçen hafta da yazmış.")]
    assert (ours(office), office.provider.sent) == ([], [])
    assert office.chats.marks == {}
