"""The desk of conversations: who sees which, in which order, and what they see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.core.errors import NotFound, Refused
from chalicelib.flows import chat_desk, chat_request, chat_work
from tests.build import MONDAY
from tests.fakes import Office
from tests.flows.chatting import (
    AID,
    ID,
    OFFICER,
    OPERATOR,
    SUPERVISOR,
    an_office,
    claimed,
    now_is,
    waits,
)


@pytest.fixture
def office() -> Office:
    return an_office()


def test_alarms_come_first_then_who_waits_longest(office: Office) -> None:
    for place, (age, alarm) in enumerate(((1, False), (9, False), (0, True))):
        waits(office, id="C" + str(place) * 24, since=MONDAY - timedelta(minutes=age), alarm=alarm)
    found, cursor = chat_desk.queue(office.desk, OPERATOR)
    assert [each.id[1] for each in found] == ["2", "1", "0"]
    assert cursor == ""


def test_queue_goes_page_by_page(office: Office) -> None:
    for place in range(5):
        waits(office, id="C" + str(place) * 24, since=MONDAY - timedelta(minutes=place))
    first, cursor = chat_desk.queue(office.desk, OPERATOR, 3)
    rest, _ = chat_desk.queue(office.desk, OPERATOR, 3, cursor)
    assert len({each.id for each in (*first, *rest)}) == 5


def test_nothing_of_the_queue_is_a_word_or_a_name(office: Office) -> None:
    waits(office, "çöp alınmadı")
    (found,), _ = chat_desk.queue(office.desk, OPERATOR)
    assert "Ayşe" not in repr(found)
    assert "0532" not in repr(found)
    assert "532111" not in repr(found)


def test_social_aid_is_the_aid_lines_and_the_supervisors(office: Office) -> None:
    waits(office, why="aid")
    assert chat_desk.queue(office.desk, OPERATOR)[0] == ()
    with pytest.raises(Refused):
        chat_desk.open_chat(office.desk, OPERATOR, ID)
    for who in (AID, SUPERVISOR):
        assert len(chat_desk.queue(office.desk, who)[0]) == 1
        assert chat_desk.open_chat(office.desk, who, ID).thread.id == ID


def test_the_aid_line_sees_no_other_conversation(office: Office) -> None:
    waits(office)
    assert chat_desk.queue(office.desk, AID)[0] == ()
    with pytest.raises(Refused):
        chat_desk.open_chat(office.desk, AID, ID)


def test_a_conversation_with_a_confidential_request_stays_closed_to_operators(office: Office) -> None:
    thread = claimed(office, "yardım istiyorum")
    opened, _ = chat_request.open_from(
        office.desk, OPERATOR, ID, ["m0"], {"service_code": "aid.food", "first_name": "Ayşe", "last_name": "Yılmaz"}
    )
    assert opened.request.number in now_is(office).numbers
    with pytest.raises(Refused):
        chat_desk.open_chat(office.desk, OPERATOR, thread.id)
    assert chat_desk.open_chat(office.desk, AID, thread.id)


def test_units_have_no_part_in_conversations(office: Office) -> None:
    waits(office)
    for act in (
        lambda: chat_desk.queue(office.desk, OFFICER),
        lambda: chat_desk.open_chat(office.desk, OFFICER, ID),
        lambda: chat_work.claim(office.desk, OFFICER, ID, 1),
        lambda: chat_work.add_note(office.desk, OFFICER, ID, 1, "x"),
    ):
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize("id", ["", "C1", "M" + "1" * 24, ID, ID + "\n", "C" + "1" * 23 + "G"])
def test_what_is_no_conversation_is_not_found(office: Office, id: str) -> None:
    with pytest.raises(NotFound):
        chat_desk.open_chat(office.desk, OPERATOR, id)


def test_messages_are_shown_newest_last_and_the_log_says_who_looked_without_a_word(office: Office) -> None:
    waits(office, "bir", "iki", "üç")
    chat = chat_desk.open_chat(office.desk, OPERATOR, ID, limit=2)
    assert [each.item.text for each in chat.messages if each.item] == ["iki", "üç"]
    before = chat_desk.open_chat(office.desk, OPERATOR, ID, chat.cursor)
    assert [each.item.text for each in before.messages if each.item] == ["bir"]
    assert ("chat read", {"thread": ID, "staff": "operator"}) in office.log.lines
