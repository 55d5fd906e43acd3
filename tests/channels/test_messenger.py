"""How messages go to Messenger and Instagram, how comments are answered, and what refusals ask for."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.channels.messenger import INSTAGRAM, MESSENGER, REACTIONS, SUBCODES, hide_comment
from chalicelib.channels.provider import Answer, Refusal, Sender
from chalicelib.core.chat import Button, Reply
from tests.channels.parcels import ERRAND, a_parcel, refused

SENDER = Sender("109000000000001")


def test_words_go_to_the_pages_own_id_of_somebody() -> None:
    post = MESSENGER.write(a_parcel(to="2345", window_open=True), SENDER)
    assert (post.way, post.target, post.call) == ("http", "messenger", "109000000000001/messages")
    assert post.body == {
        "recipient": {"id": "2345"},
        "messaging_type": "RESPONSE",
        "message": {"text": "Çukur kapatıldı.", "metadata": ERRAND},
    }
    assert "metadata" not in INSTAGRAM.write(a_parcel(to="2345"), SENDER).body["message"]


def test_choices_are_quick_replies_and_rows_are_written_out_too() -> None:
    reply = Reply("Konu?", rows=(Button("road", "Yol", "Çukur, kaldırım"),), buttons=(Button("other", "Başka konu"),))
    message = INSTAGRAM.write(a_parcel(to="2345", reply=reply), SENDER).body["message"]
    assert message == {
        "text": "Konu?\n\n1) Yol: Çukur, kaldırım\n2) Başka konu",
        "quick_replies": [
            {"content_type": "text", "title": "Yol", "payload": "road"},
            {"content_type": "text", "title": "Başka konu", "payload": "other"},
        ],
    }
    asked = Reply("Doğru mu?", buttons=(Button("yes", "Evet"),))
    assert MESSENGER.write(a_parcel(to="2", reply=asked), SENDER).body["message"]["text"] == "Doğru mu?"


@pytest.mark.parametrize(("provider", "below"), [(MESSENGER, "comments"), (INSTAGRAM, "replies")])
def test_a_comment_is_answered_below_it(provider: Any, below: str) -> None:
    post = provider.write(a_parcel(to="comment:1_2", text="Teşekkürler"), SENDER)
    assert (post.call, post.body) == (f"1_2/{below}", {"message": "Teşekkürler"})


def test_whoever_wrote_a_comment_is_written_to_in_private_by_it() -> None:
    body = MESSENGER.write(a_parcel(to="private:1_2"), SENDER).body
    assert body["recipient"] == {"comment_id": "1_2"}


def test_a_comment_is_hidden_in_each_networks_way() -> None:
    assert (hide_comment("messenger", "1_2").call, hide_comment("messenger", "1_2").body) == (
        "1_2",
        {"is_hidden": True},
    )
    assert hide_comment("instagram", "17").body == {"hide": True}


def test_no_address_leads_elsewhere() -> None:
    assert MESSENGER.write(a_parcel(to="comment:../me?x="), SENDER).call == "..%2Fme%3Fx%3D/comments"
    assert hide_comment("messenger", "../me").call == "..%2Fme"


@pytest.mark.parametrize("provider", [MESSENGER, INSTAGRAM])
def test_outside_the_window_nothing_is_sent_but_to_comments(provider: Any) -> None:
    assert provider.refuses(a_parcel(to="2")) == Refusal("window", "stop")
    assert provider.refuses(a_parcel(to="2", window_open=True)) is None
    assert provider.refuses(a_parcel(to="comment:2")) is None
    assert provider.refuses(a_parcel(to="private:2")) is None


def test_acceptance_gives_metas_id() -> None:
    assert MESSENGER.read_answer(Answer(200, "", {"recipient_id": "2", "message_id": "m_1"})) == "m_1"
    assert MESSENGER.read_answer(Answer(200, "", {"id": "1_3"})) == "1_3"
    assert MESSENGER.read_answer(Answer(200, "", {})) == ""


@pytest.mark.parametrize(("code", "reaction"), [each for each in REACTIONS.items() if each[0].isdigit()])
def test_every_row_of_the_table_is_what_it_does(code: str, reaction: Any) -> None:
    assert MESSENGER.read_answer(refused(400, code, error={"code": int(code)})) == Refusal(code, reaction)


@pytest.mark.parametrize(("subcode", "word"), SUBCODES.items())
def test_a_subcode_says_that_it_is_about_one_person(subcode: int, word: str) -> None:
    said = refused(403, "10", error={"code": 10, "error_subcode": subcode})
    assert MESSENGER.read_answer(said) == Refusal(word, "stop")
    token = refused(401, "190", error={"code": 190, "error_subcode": subcode})
    assert MESSENGER.read_answer(token) == Refusal("190", "alarm")
