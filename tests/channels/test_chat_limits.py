"""Whatever a reply says, every body that goes out obeys the documented limits of its network."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib import wire
from chalicelib.channels import PROVIDERS
from chalicelib.channels.provider import Sender
from chalicelib.core.chat import Button, Reply
from tests.build import a_city
from tests.channels.limits import REPLIES, check
from tests.channels.parcels import a_parcel

CHALICELIB = Path(wire.__file__).parent
CHATS = {
    "whatsapp-cloud": ("+905321112233", "TR.1349"),
    "whatsapp-aws": ("+905321112233", "TR.1349"),
    "telegram": ("110201543", "-1001234"),
    "messenger": ("2345678", "comment:1_2", "private:1_2"),
    "instagram": ("2345678", "comment:17", "private:17"),
}
SENDER = Sender("106540352242922", {"template": "basvuru_durumu"})
PRESETS = sorted(folder.name for folder in (CHALICELIB / "cities").iterdir() if folder.is_dir())
CONVERSATION = CHALICELIB / "texts" / "conversation.json"
PLACES = re.compile(r"\{\w+\}")


def check_everywhere(reply: Reply) -> None:
    for name, addresses in CHATS.items():
        for to in addresses:
            for window_open in (True, False):
                parcel = a_parcel(to=to, reply=reply, window_open=window_open)
                check(PROVIDERS[name].write(parcel, SENDER))


@settings(max_examples=150, deadline=None)
@given(REPLIES)
def test_every_reply_obeys_the_limits_in_every_chat(reply: Reply) -> None:
    check_everywhere(reply)


@given(st.text(max_size=300), st.booleans())
def test_every_notice_obeys_them_too(text: str, window_open: bool) -> None:
    for name, addresses in CHATS.items():
        check(PROVIDERS[name].write(a_parcel(to=addresses[0], text=text, window_open=window_open), SENDER))


def sentences(file: Path) -> dict[str, str]:
    """Every sentence of a file of texts in each of its languages, with something long in each of its places."""
    said: dict[str, dict[str, str]] = json.loads(file.read_text(encoding="utf-8"))
    return {
        f"{code} {language}": PLACES.sub("Şehit Fethi Bey Caddesi, Alsancak Mahallesi, Konak 👨‍👩‍👧‍👦", text)
        for code, each in said.items()
        for language, text in each.items()
        if isinstance(text, str)
    }


@pytest.mark.parametrize("preset", PRESETS)
def test_every_sentence_of_the_conversation_and_every_service_fits(preset: str) -> None:
    city = a_city(preset)
    services = list(city.services.values())
    for language in ("tr", "en"):
        for start in range(0, len(services), 10):
            some = services[start : start + 10]
            rows = tuple(Button(each.code, each.short.say(language), each.label.say(language)) for each in some)
            check_everywhere(Reply("Konu?", rows=rows, open_rows="Konu seçin"))
            check_everywhere(Reply("Konu?", buttons=rows[:3]))
    for text in sentences(CONVERSATION).values() if CONVERSATION.exists() else ():
        check_everywhere(Reply(text))
        check_everywhere(Reply(text, buttons=(Button("yes", text), Button("no", text))))
