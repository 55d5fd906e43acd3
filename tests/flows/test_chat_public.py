"""Public comments: answered without anybody's data, moved to private, hidden for three reasons."""

from __future__ import annotations

import pytest

from chalicelib.channels.provider import Answer
from chalicelib.core.chat import Thread
from chalicelib.core.errors import Invalid, NotAllowed, TryLater
from chalicelib.flows import chat_public, chat_request, chat_work
from tests.fakes import Office
from tests.flows.chatting import (
    ID,
    OPERATOR,
    an_office,
    claimed,
    hears,
    notes,
    now_is,
    ours,
)


@pytest.fixture
def office() -> Office:
    return an_office()


def commented(office: Office, text: str = "Çöpler alınmıyor") -> Thread:
    thread = claimed(office, network="messenger", address="", public=True, why="comment", phone="")
    hears(office, thread, "90_1", "comment", text=text)
    return thread


def test_a_public_answer_stands_below_the_comment(office: Office) -> None:
    thread = commented(office)
    with pytest.raises(NotAllowed, match="chat-is-public"):
        chat_work.answer(office.desk, OPERATOR, ID, thread.version, "Merhaba")
    for _ in range(2):
        chat_public.answer_publicly(office.desk, OPERATOR, ID, thread.version, "90_1", "Ekibimiz yarın orada.")
    assert ours(office) == ["Ekibimiz yarın orada."]
    assert now_is(office).address == "comment:90_1"
    (post,) = office.provider.sent
    assert (post.call, post.body) == ("90_1/comments", {"message": "Ekibimiz yarın orada."})


def test_a_public_answer_shows_nobodys_data(office: Office) -> None:
    thread = commented(office)
    for text in ("0532 111 22 33", "2611-4817-3056", "Sayın Ayşe Yılmaz"):
        with pytest.raises(Invalid) as caught:
            chat_public.answer_publicly(office.desk, OPERATOR, ID, thread.version, "90_1", text)
        assert caught.value.faults[0].code.startswith("public-")
    assert ours(office) == []


def test_moved_to_private_once_by_the_comments_own_id(office: Office) -> None:
    thread = commented(office)
    chat_public.move_to_private(office.desk, OPERATOR, ID, thread.version, "90_1", "Telefonunuzu yazar mısınız?")
    (private,) = [each for each in office.chats.threads.values() if each.id != ID]
    assert (private.address, private.public, private.mode) == ("private:90_1", False, "closed")
    assert ours(office, private.id) == ["Telefonunuzu yazar mısınız?"]
    assert ours(office) == []
    (post,) = office.provider.sent
    assert post.body["recipient"] == {"comment_id": "90_1"}
    with pytest.raises(NotAllowed, match="chat-private-once"):
        chat_public.move_to_private(office.desk, OPERATOR, ID, now_is(office).version, "90_1", "Bir daha")


def test_after_seven_days_no_private_message_is_possible(office: Office) -> None:
    thread = commented(office)
    office.clock.move(days=7)
    with pytest.raises(NotAllowed, match="chat-private-late"):
        chat_public.move_to_private(office.desk, OPERATOR, ID, thread.version, "90_1", "Merhaba")


@pytest.mark.parametrize("reason", ["personal_data", "insult", "spam"])
def test_hidden_with_a_reason_and_a_name(office: Office, reason: str) -> None:
    thread = commented(office)
    office.provider.fails = [Answer(200, "", {"success": True})]
    chat_public.hide(office.desk, OPERATOR, ID, thread.version, "90_1", reason)
    assert office.chats.kept["90_1"].fate == "hidden"
    assert notes(office)[-1] == ("operator", "chats.did.hide")
    assert ("comment hidden", {"thread": ID, "staff": "operator", "reason": reason}) in office.log.lines


@pytest.mark.parametrize("reason", ["criticism", "", None, "eleştiri", 7])
def test_criticism_is_never_hidden(office: Office, reason: object) -> None:
    thread = commented(office, "Belediye çok kötü çalışıyor")
    with pytest.raises(Invalid):
        chat_public.hide(office.desk, OPERATOR, ID, thread.version, "90_1", reason)
    assert (office.chats.kept["90_1"].fate, office.provider.sent) == ("", [])


def test_what_the_network_did_not_hide_is_not_called_hidden(office: Office) -> None:
    thread = commented(office)
    office.provider.fails = [Answer(400, "100", {})]
    with pytest.raises(TryLater):
        chat_public.hide(office.desk, OPERATOR, ID, thread.version, "90_1", "spam")
    assert office.chats.kept["90_1"].fate == ""


def test_the_number_of_a_request_is_never_told_in_public(office: Office) -> None:
    commented(office)
    opened, thread = chat_request.open_from(
        office.desk, OPERATOR, ID, ["90_1"], {"service_code": "road.pothole", "phone": "0532 111 22 33"}
    )
    assert thread.numbers == (opened.request.number,)
    assert (ours(office), opened.request.draft.chat) == ([], "")
