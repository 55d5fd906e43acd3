"""How a message goes to Telegram, and what its refusals ask for."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.channels.provider import Answer, Refusal, Sender
from chalicelib.channels.telegram import REACTIONS, TELEGRAM, answer_tap
from chalicelib.core.chat import Button, Reply
from tests.channels.parcels import a_parcel

SENDER = Sender("KopruBot")


def written(to: str = "110201543", **said: Any) -> dict[str, Any]:
    reply = Reply(**{"text": "Doğru mu?"} | said)
    return dict(TELEGRAM.write(a_parcel(to=to, reply=reply), SENDER).body)


def test_words_go_plain_to_the_chat() -> None:
    post = TELEGRAM.write(a_parcel(to="110201543", text="<b>Çukur</b> *kapatıldı*."), SENDER)
    assert (post.way, post.target, post.call) == ("http", "telegram", "sendMessage")
    assert post.body == {
        "chat_id": 110201543,
        "text": "<b>Çukur</b> *kapatıldı*.",
        "link_preview_options": {"is_disabled": True},
    }


def test_choices_stand_below_each_on_its_line() -> None:
    body = written(rows=(Button("road", "Yol", "Çukur"),), buttons=(Button("no", "Başka konu"),))
    assert body["reply_markup"] == {
        "inline_keyboard": [
            [{"text": "Yol · Çukur", "callback_data": "road"}],
            [{"text": "Başka konu", "callback_data": "no"}],
        ]
    }


def test_the_place_is_asked_for_in_private_alone() -> None:
    keyboard = [[{"text": "📍 Konum gönder", "request_location": True}]]
    private = written(ask_place=True, open_rows="Konum gönder")
    assert private["reply_markup"] == {"keyboard": keyboard, "one_time_keyboard": True, "resize_keyboard": True}
    assert "reply_markup" not in written("-1001234", ask_place=True)


def test_a_choice_that_would_not_come_back_whole_is_left_out() -> None:
    assert "reply_markup" not in written(buttons=(Button("ş" * 20, "Evet"), Button("x" * 65, "Hayır"), Button("", "?")))


def test_a_tap_is_answered() -> None:
    post = answer_tap("4382bfdwdsb323b2d9")
    assert (post.call, post.body) == ("answerCallbackQuery", {"callback_query_id": "4382bfdwdsb323b2d9"})


def test_acceptance_gives_the_message_id() -> None:
    assert TELEGRAM.read_answer(Answer(200, "", {"ok": True, "result": {"message_id": 7}})) == "7"
    for result in (None, [], 7, {}, {"message_id": None}):
        assert TELEGRAM.read_answer(Answer(200, "", {"ok": True, "result": result})) == ""


@pytest.mark.parametrize(("code", "reaction"), REACTIONS.items())
def test_every_row_of_the_table_is_what_it_does(code: str, reaction: Any) -> None:
    body = {"ok": False, "error_code": int(code), "description": "Forbidden: Ayşe"}
    assert TELEGRAM.read_answer(Answer(int(code), "", body)) == Refusal(code, reaction)
    assert TELEGRAM.read_answer(Answer(int(code), code, body)) == Refusal(code, reaction)
    assert TELEGRAM.read_answer(Answer(int(code), "", {})) == Refusal(code, reaction)


def test_who_blocked_the_bot_is_written_to_no_more() -> None:
    assert TELEGRAM.read_answer(Answer(403, "403", {})) == Refusal("403", "opted_out")


@pytest.mark.parametrize(
    ("parameters", "wait"),
    [({"retry_after": 17}, 17), ({"retry_after": 10**9}, 3600), ({"retry_after": True}, 0), ({"retry_after": "5"}, 0),
     ({}, 0), (None, 0), ([], 0)],
)  # fmt: skip
def test_too_much_says_how_long_to_wait(parameters: Any, wait: int) -> None:
    body = {"ok": False, "error_code": 429, "parameters": parameters}
    assert TELEGRAM.read_answer(Answer(429, "429", body)) == Refusal("429", "wait", wait)


def test_an_ok_that_is_none_is_a_refusal() -> None:
    assert isinstance(TELEGRAM.read_answer(Answer(200, "", {"ok": False, "error_code": 400})), Refusal)
