"""The stand-ins of Telegram, Messenger and Instagram take what the product writes and refuse what they would refuse."""

import json
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest

from chalicelib.channels import messenger as meta
from chalicelib.channels.messenger import INSTAGRAM, MESSENGER
from chalicelib.channels.provider import Parcel, Sender
from chalicelib.channels.telegram import TELEGRAM
from chalicelib.core.chat import Button, Reply
from infrastructure.local import instagram, messenger, telegram
from infrastructure.local.overheard import who_wrote
from infrastructure.local.refusal import Refused

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SENDER = Sender("109000000000001")
REPLY = Reply("Konu?", rows=(Button("road", "Yol", "Çukur"), Button("water", "Su")), open_rows="Seç")


def a_parcel(**changes: Any) -> Parcel:
    return Parcel(**{"errand": "C0-1-chat_1-reply", "to": "2345", "text": "Merhaba", "window_open": True} | changes)


@pytest.mark.parametrize("reply", [None, REPLY, Reply("Nerede?", ask_place=True), Reply("", buttons=REPLY.rows)])
def test_what_the_product_writes_is_taken(reply: Reply | None) -> None:
    parcel = a_parcel(reply=reply)
    said = telegram.take(TELEGRAM.write(parcel, SENDER).body, "7", NOW)
    assert (said.provider, said.channel, said.to) == ("telegram", "telegram", "2345")
    for stand, provider in ((messenger, MESSENGER), (instagram, INSTAGRAM)):
        message = stand.take(provider.write(parcel, SENDER).body, "m_1", NOW)
        assert (message.provider, message.to, message.taken["free"]) == (provider.name, "2345", True)
    assert messenger.take(MESSENGER.write(parcel, SENDER).body, "m_1", NOW).errand == parcel.errand


def test_first_private_words_to_the_writer_of_a_comment_need_no_window() -> None:
    body = MESSENGER.write(a_parcel(to=f"{meta.PRIVATE}1_2"), SENDER).body
    message = messenger.take(body, "m_1", NOW)
    assert (message.to, message.taken["free"]) == ("private:1_2", False)


@pytest.mark.parametrize(
    "changes",
    [
        {"chat_id": None}, {"chat_id": True}, {"chat_id": "a b"}, {"text": ""}, {"text": "x" * 4097}, {"text": None},
        {"reply_markup": []}, {"reply_markup": {"inline_keyboard": [{}]}},
        {"reply_markup": {"inline_keyboard": [[{"text": "", "callback_data": "a"}]]}},
        {"reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": ""}]]}},
        {"reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "ş" * 33}]]}},
        {"reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "a"}] * 101]}},
        {"reply_markup": {"keyboard": [[{"text": ""}]]}},
        {"chat_id": -5, "reply_markup": {"keyboard": [[{"text": "a", "request_location": True}]]}},
    ],
)  # fmt: skip
def test_what_telegram_would_not_send_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        telegram.take({"chat_id": 7, "text": "Merhaba"} | changes, "7", NOW)
    assert refused.value.status == 400


@pytest.mark.parametrize(("stand", "body"), [
    (telegram, {"chat_id": 700403, "text": "x"}),
    (messenger, {"recipient": {"id": "700551"}, "messaging_type": "RESPONSE", "message": {"text": "x"}}),
])  # fmt: skip
def test_who_is_gone_cannot_be_written_to(stand: ModuleType, body: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        stand.take(body, "7", NOW)
    assert refused.value.code in ("403", "551")


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": {}}, {"recipient": {"id": 7}}, {"recipient": {"comment_id": "x y"}}, {"messaging_type": None},
        {"message": {}}, {"message": {"text": "x" * 2001}}, {"message": {"text": "😀" * 1001}},
        {"message": {"text": "x", "metadata": "x" * 1001}}, {"message": {"text": "x", "quick_replies": []}},
        {"message": {"text": "x", "quick_replies": [{"content_type": "text", "title": "a", "payload": "a"}] * 14}},
        {"message": {"text": "x", "quick_replies": [{"content_type": "text", "title": "a" * 21, "payload": "a"}]}},
        {"message": {"text": "x", "quick_replies": [{"content_type": "location", "title": "a", "payload": "a"}]}},
        {"comment": "../me", "message": "x"}, {"comment": "1_2", "message": "x" * 2001},
    ],
)  # fmt: skip
def test_what_meta_would_not_send_is_refused(changes: dict[str, Any]) -> None:
    body = {"recipient": {"id": "2345"}, "messaging_type": "RESPONSE", "message": {"text": "Merhaba"}}
    with pytest.raises(Refused) as refused:
        messenger.take(body | changes, "m_1", NOW)
    assert refused.value.code == "100"


@pytest.mark.parametrize("stand", [telegram, messenger, instagram])
def test_nothing_is_ever_said_of_a_message(stand: ModuleType) -> None:
    body = {"chat_id": 2345, "text": "x", "recipient": {"id": "2345"}, "messaging_type": "RESPONSE"}
    message = stand.take(body | {"message": {"text": "x"}}, "7", NOW)
    assert list(stand.events(message)) == []
    with pytest.raises(ValueError, match="says nothing"):
        stand.become(message, "delivered")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[" * 100_000, b"7", b"null", b"\xff", b'{"entry": 7}', b'{"entry": [7, {"changes": [{}]}]}',
             b'{"entry": [{"messaging": [{"sender": {"id": 7}}]}]}'],
)  # fmt: skip
def test_nobody_wrote_in_what_is_no_webhook(body: bytes) -> None:
    assert who_wrote(body) == []


def test_everybody_who_wrote_in_a_webhook_is_heard() -> None:
    messages = [{"from": "905321112233", "from_user_id": "TR.1"}, {"from_user_id": "TR.2"}]
    entries = [{"changes": [{"value": {"messages": messages}}, {"value": {"statuses": [{}]}}]}]
    entries.append({"messaging": [{"sender": {"id": "77"}}]})
    assert who_wrote(json.dumps({"entry": entries}).encode()) == ["+905321112233", "TR.1", "TR.2", "77"]
