"""The documented limits of what chats take, told independently of the product; and letters that no cut may split."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from chalicelib.channels.provider import Post
from chalicelib.core.chat import Button, Reply

LETTERS = (
    "👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🇹🇷", "🇬🇧", "👍🏽", "❤️‍🔥", "1️⃣", "g̈", "e\u0301",
    "\u0627\u064b", "ş", "İ", "م", "\u202e", "😀", "a", " ", "\n", "…",
)  # fmt: skip
LISTS_OF_LETTERS = st.lists(
    st.sampled_from(LETTERS) | st.characters(categories=("L", "N", "P", "S", "Zs")), max_size=60
)

TEXTS = st.one_of(
    st.text(max_size=40),
    LISTS_OF_LETTERS.map("".join),
    st.builds(lambda letters, times: "".join(letters) * times, LISTS_OF_LETTERS, st.integers(1, 200)),
)
IDS = st.from_regex(r"[a-z0-9:._-]{1,60}", fullmatch=True)
BUTTONS = st.builds(Button, id=IDS | st.text(max_size=300), title=TEXTS, about=TEXTS | st.just(""))
REPLIES = st.builds(
    Reply,
    text=TEXTS,
    buttons=st.lists(BUTTONS, max_size=5).map(tuple),
    rows=st.just(()) | st.lists(BUTTONS, max_size=14).map(tuple),
    open_rows=TEXTS,
    ask_place=st.booleans(),
)


def units(text: str) -> int:
    """The larger of the two ways in which a text is counted; raises UnicodeEncodeError for half a character."""
    return max(len(text), len(text.encode("utf-16-le")) // 2)


def check(post: Post) -> None:
    """Fails where a chat's provider would refuse the body of this Post for a limit that it documents."""
    body = json.loads(post.body["message"]) if post.provider == "whatsapp-aws" else post.body
    json.dumps(body, ensure_ascii=False).encode()
    match post.provider:
        case "whatsapp-cloud" | "whatsapp-aws":
            _check_whatsapp(body)
        case "telegram":
            _check_telegram(body)
        case "messenger" | "instagram":
            _check_messenger(body)


def _check_whatsapp(body: Any) -> None:
    assert len(body["biz_opaque_callback_data"]) <= 512
    assert ("to" in body) != ("recipient" in body)
    if body["type"] == "text":
        assert 1 <= units(body["text"]["body"]) <= 4096
        return
    if body["type"] == "template":
        filled = [each["text"] for part in body["template"]["components"] for each in part["parameters"]]
        assert all(1 <= units(text) <= 1024 and not set(text) & set("\n\t") and "     " not in text for text in filled)
        return
    said = body["interactive"]
    assert 1 <= units(said["body"]["text"]) <= 1024
    if said["type"] == "button":
        buttons = [button["reply"] for button in said["action"]["buttons"]]
        assert 1 <= len(buttons) <= 3
        _check_each(buttons, title=20, id=256)
    elif said["type"] == "list":
        (section,) = said["action"]["sections"]
        assert 1 <= units(said["action"]["button"]) <= 20
        assert 1 <= len(section["rows"]) <= 10
        _check_each(section["rows"], title=24, id=200)
        assert all(1 <= units(row.get("description", "-")) <= 72 for row in section["rows"])
    else:
        assert (said["type"], said["action"]) == ("location_request_message", {"name": "send_location"})


def _check_telegram(body: Any) -> None:
    assert 1 <= units(body["text"]) <= 4096
    assert "parse_mode" not in body
    markup = body.get("reply_markup", {})
    for row in markup.get("inline_keyboard", ()):
        for key in row:
            assert 1 <= len(key["callback_data"].encode()) <= 64
            assert key["text"].strip()
    for row in markup.get("keyboard", ()):
        for key in row:
            assert key["text"].strip()
            assert not str(body["chat_id"]).startswith("-")


def _check_messenger(body: Any) -> None:
    if "recipient" not in body:
        assert 1 <= units(body["message"]) <= 2000
        return
    message = body["message"]
    assert 1 <= units(message["text"]) <= 2000
    assert body["messaging_type"] == "RESPONSE"
    assert len(message.get("metadata", "")) <= 1000
    quick = message.get("quick_replies")
    if quick is not None:
        assert 1 <= len(quick) <= 13
        _check_each([{"title": each["title"], "id": each["payload"]} for each in quick], title=20, id=1000)


def _check_each(buttons: list[dict[str, str]], *, title: int, id: int) -> None:
    assert all(1 <= units(button["title"]) <= title and button["title"].strip() for button in buttons)
    assert all(1 <= units(button["id"]) <= id for button in buttons)
    assert len({button["id"] for button in buttons}) == len(buttons)
    assert len({button["title"] for button in buttons}) == len(buttons)
