"""Whatever people send, in any order: the bot never fails, obeys every limit, and opens only what was confirmed."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.core.chat import Reply, Thread
from chalicelib.core.conversation import step
from chalicelib.core.talk.answers import ANSWERS
from chalicelib.core.talk.scene import Scene
from chalicelib.core.talk.taps import DECIDING, LEADING
from chalicelib.core.talk.things import THINGS
from chalicelib.core.turn import Open
from tests.build import MONDAY, a_city, the_wording
from tests.core.chatting import Chat, an_item

CITIES = ("izmir-him", "ilkadim-ilkim", "example")
PAGE = Path(__file__).parents[2] / "docs" / "conversation.md"
TEXTS = Path(__file__).parents[2] / "chalicelib" / "texts" / "conversation.json"

WORDS = st.one_of(
    st.sampled_from(
        ["evet", "hayır", "1", "2", "3", "10", "0", "çöp alınmadı", "yolda çukur var", "gaz kokusu var", "{x}", "%s",
         "gıda yardımı", "başvurum ne oldu", "teşekkürler", "bilgi edinme başvurusu", "english", "menü", "👍",
         "Konak 12 Sokak", "Ayşe Yılmaz 0532 111 22 33", "2611-4817-3056", "10000000146",
         "👨‍👩‍👧‍👦" * 300, "a" * 5000, "\u202e\u0000x", "مرحبا"]
    ),
    st.text(max_size=80),
)  # fmt: skip
THING = st.sampled_from(
    ["[photo]", "[photo a1]", "[video: çöp]", "[file]", "[voice]", "[contact]", "[sticker]", "[reaction]", "[edited]",
     "[deleted]", "[unsupported]", "[location 38.41 27.12]", "[location 41 29]", "[location nan 27]",
     "[location 999 0]"]
)  # fmt: skip
TAP = st.one_of(
    st.sampled_from(
        [f"[{name}:x]" for name in (*LEADING, *DECIDING)] + ["[menu]", "[human]", "[status]", "[g:other:1]"]
    ),
    st.sampled_from(
        ["[s:waste.collection]", "[s:aid.food]", "[s:legal.foi4982]", "[s:road.collapse]", "[s:office.damage]"]
    ),
    st.integers(0, 9).map(lambda place: f"#{place}"),
)
LINES = st.lists(st.one_of(WORDS, THING, TAP), max_size=12)


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def check(reply: Reply) -> None:
    assert reply.text.strip()
    assert reply.code
    assert units(reply.text) <= (1024 if reply.buttons or reply.rows else 4096)
    assert len(reply.buttons) <= 3
    assert len(reply.rows) <= 10
    assert not (reply.buttons and reply.rows)
    assert all(units(button.title) <= 20 for button in reply.buttons)
    assert all(units(row.title) <= 24 and units(row.about) <= 72 for row in reply.rows)
    assert bool(reply.rows) == bool(reply.open_rows)
    assert units(reply.open_rows) <= 20
    choices = (*reply.buttons, *reply.rows)
    assert len({choice.id for choice in choices}) == len({choice.title for choice in choices}) == len(choices)
    assert all(choice.id.isascii() and 0 < len(choice.id) <= 60 and choice.title for choice in choices)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(CITIES), st.sampled_from(["tr", "en", "ar"]), LINES)
def test_whatever_is_sent_the_bot_answers_within_every_limit(code: str, language: str, lines: list[str]) -> None:
    chat = Chat(city=a_city(code), thread=Thread("C1", "whatsapp", "p1", "x", language=language))
    offered: list[str] = []
    for line in lines:
        before, done = dict(chat.session), len(chat.acts)
        tapped = f"[{offered[int(line[1:]) % len(offered)]}]" if line[:1] == "#" and offered else line
        replies = chat.send(an_item(tapped, f"m{chat.sent}") if tapped.startswith("[") else tapped)
        for reply in replies:
            check(reply)
            offered = [choice.id for choice in (*reply.buttons, *reply.rows)] or offered
        for act in chat.acts[done:]:
            if isinstance(act, Open):
                assert before["step"] == "confirm"
                assert before["service"] == act.said["service_code"]
                assert any(id.startswith("send:") and id.endswith(f":{before['service']}") for id in before["offered"])
    assert json.loads(json.dumps(chat.session)) == chat.session


@pytest.mark.parametrize(("code", "language"), [*product(CITIES, ("tr", "en", "ar"))])
def test_the_opening_says_who_speaks_privacy_and_112_in_four_hundred_characters(code: str, language: str) -> None:
    scene = Scene(a_city(code), the_wording(), Thread("C1", "telegram", "p", "x"), MONDAY, language)
    opening = scene.say("opening", centre=scene.city.centre.say(language))
    assert units(opening) <= 400
    assert "112" in opening
    assert ("6698" in opening) or ("KVKK" in opening)


@pytest.mark.parametrize(("code", "language"), [*product(CITIES, ("tr", "en", "ar"))])
def test_every_list_of_every_heading_obeys_the_limits(code: str, language: str) -> None:
    city = a_city(code)
    thread = Thread("C1", "telegram", "p", "x", language=language)
    for group, page in product(city.groups, range(9)):
        item = an_item(f"[g:{group.code}:{page}]")
        for reply in step({}, item, thread, city, the_wording(), MONDAY).replies:
            check(reply)


def test_every_service_can_be_asked_about_and_confirmed() -> None:
    for code in CITIES:
        for service in a_city(code).services.values():
            for language in ("tr", "en"):
                session = {"edition": 1, "greeted": True, "n": 1, "words": "x", "language": language, "placed": True}
                chat = Chat(city=a_city(code), session=session | {"name": "Ayşe Yılmaz", "phone": "+905321112233"})
                for reply in chat.send(f"[s:{service.code}]"):
                    check(reply)
                assert chat.requests == []


def test_no_sentence_goes_unsaid() -> None:
    core = PAGE.parents[1] / "chalicelib" / "core"
    source = "\n".join(file.read_text(encoding="utf-8") for file in (core / "talk").glob("*.py"))
    source += (core / "conversation.py").read_text(encoding="utf-8")
    made = ("talk.group.", "talk.handed.", "talk.button.fix-")
    codes = [code for code in json.loads(TEXTS.read_text(encoding="utf-8")) if not code.startswith(made)]
    assert [code for code in codes if f'"{code[5:]}"' not in source and f'"{code[12:]}"' not in source] == []


def test_the_page_tells_of_every_step_tap_and_thing() -> None:
    page = PAGE.read_text(encoding="utf-8")
    named = {name for name in (*ANSWERS, *LEADING, *DECIDING, *THINGS) if name}
    assert [name for name in sorted(named) if f"`{name}`" not in page] == []
