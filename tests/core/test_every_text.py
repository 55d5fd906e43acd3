"""Every sentence of a notice is said to somebody, with every value it asks for, and an SMS holds no link."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from chalicelib import wire
from chalicelib.core.bundle_letters import SHOWN, bundle_letter, bundle_sms, digest_letter
from chalicelib.core.case import Case, Event
from chalicelib.core.event_notices import errands_of_event
from chalicelib.core.holding import Line
from chalicelib.core.letter import Letter
from chalicelib.core.letters import instead_of_a_phone, write_chat, write_letter, write_sms
from chalicelib.core.moments import local_day
from chalicelib.core.notices import NOTICES, Errand, errands_of_opening
from chalicelib.core.sample import at_notice, body_of, sample_case
from chalicelib.core.sms import LIMIT, parts
from chalicelib.core.wording import Wording
from tests.build import MONDAY, a_city, a_request
from tests.core.told import LEGAL, SCENES, a_told_city, happened, marked

TEXTS = Path(wire.__file__).parent / "texts"
FILES = ("notices", "events", "delivery")
SENTENCES = {
    code: sentence
    for file in FILES
    for code, sentence in json.loads((TEXTS / f"{file}.json").read_text(encoding="utf-8")).items()
}
# Said by pages and by the API, not in a notice.
OF_PAGES = ("notice.", "error.", "sample.")
IN_AN_SMS = {
    code: sentence for code, sentence in SENTENCES.items() if code.startswith(("sms.", "bundle.sms")) or ".sms" in code
}
CITIES = ("izmir-him", "ilkadim-ilkim", "example")
LINK = "https://kopru.example.org/x"
A_LINK = re.compile(r"https?|www|://|\.com|\.org|\.net|\.tr\b|\.bel\b", re.IGNORECASE)


class Heard(Wording):
    """A strict wording that remembers what was said in which language."""

    def __init__(self) -> None:
        sentences: dict[str, dict[str, str]] = {}
        for file in sorted(TEXTS.glob("*.json")):
            sentences |= json.loads(file.read_text(encoding="utf-8"))
        super().__init__(sentences, strict=True)
        self.said: set[str] = set()

    def say(self, code: str, language: str, /, **values: object) -> str:
        self.said.add(code)
        return super().say(code, language, **values)


def cases() -> Iterator[tuple[Case, Errand]]:
    """Every errand of every event and of an opening of every kind, for citizens of both languages, before and after
    somebody marked it confidential."""
    city = a_told_city()
    for language in ("tr", "en"):
        for scene in SCENES:
            for basis in (
                ("petition", "foi", "privacy", "cimer", "body") if scene == "resolve in the negative" else ("",)
            ):
                fields: dict[str, Any] = {"legal_basis": basis} if basis in ("petition", "foi", "privacy") else {}
                reach = {"email": "ayse@example.org"} | ({"phone": None} if scene == "new_pin" else {})
                case, event = happened(scene, city, language=language, **reach | fields)
                if basis in ("cimer", "body"):
                    state = replace(case.state, basis=basis)
                    case = replace(case, request=replace(case.request, state=state))
                for errand in errands_of_event(case, event, city):
                    yield case, errand
                    yield marked(case), errand
        for code in city.services:
            for more in ({}, {"phone": None}, {"legal_basis": "petition"}, {"do_not_call": True}):
                case = Case(a_request(city=city, service_code=code, email="a@b.org", language=language, **more))
                yield from ((case, errand) for errand in errands_of_opening(case.request, city))
    yield from odd_openings()
    yield from samples()


def samples() -> Iterator[tuple[Case, Errand]]:
    """What a preview shows of every line of the table, and a request that came back twice."""
    city, wording = a_told_city(), wire.wording().strictly()
    for notice in NOTICES:
        case, n = at_notice(sample_case(city, wording, "tr", MONDAY), notice, city, wording, MONDAY)
        role = {"reporter": "reporter:1", "body": f"body:{body_of(case, city)}"}.get(notice.audience, "unit:fen-isleri")
        yield case, Errand(case.number, n, role, notice.purpose, "email", "unit-alerts", MONDAY)
        if notice.event == "return":
            again = replace(case.events[-1], facts={**case.events[-1].facts, "returns": 2})
            case = replace(case, events=(again,))
            yield case, Errand(case.number, n, role, notice.purpose, "email", "unit-alerts", MONDAY)


def odd_openings() -> Iterator[tuple[Case, Errand]]:
    """What only some openings say."""
    city = a_city()
    for fields in (
        {"service_code": "waste.collection", "district": "Karaburun"},
        {"service_code": "waste.collection", "district": None},
        {"service_code": "waste.collection", "district": "Konak"},
        {"description": "Yolda yangın çıktı"},
        {"legal_basis": "foi"},
        {"legal_basis": "privacy"},
        {"phone": "0232 111 22 33", "service_code": "aid.food"},
        {"service_code": "aid.food", "first_name": None, "last_name": None, "phone": None, "email": "a@b.org"},
        {"service_code": "aid.food", "kind": "ihbar"},
        {"service_code": "aid.food", "on_behalf_of": "Annesi"},
    ):
        case = Case(a_request(city=city, **{"email": "a@b.org"} | fields))
        yield from ((case, errand) for errand in errands_of_opening(case.request, city))
    for language in ("tr", "en"):
        case = followed(Case(a_request(city=city, email="a@b.org", language=language)))
        yield from ((case, errand) for errand in errands_of_opening(case.request, city, joined=True))


def followed(case: Case) -> Case:
    """The case joined by the system with the one that it follows."""
    facts = {"into": "261148173062", "unit_then": case.state.unit, "priority_then": case.state.priority}
    return replace(case, events=(Event(case.number, 2, MONDAY, "merge", "system", facts),))


@cache
def heard() -> tuple[frozenset[str], tuple[str, ...]]:
    """The codes that are said by some message on some channel, and every SMS."""
    city, wording = a_told_city(), Heard()
    sms = []
    for case, errand in cases():
        body = errand.role.startswith("body:")
        for pin in ("123456", ""):
            write_letter(replace(errand, channel="email"), case, city, wording, link=LINK, pin=pin)
        if body or errand.purpose == "new_pin":
            continue
        for turn in (0, 1):
            told = replace(errand, channel="sms", turn=turn)
            sms.append(write_sms(told, case, city, wording))
            sms.append(write_sms(told, case, replace(city, sms_transliterate=False), wording))
        write_chat(replace(errand, channel="whatsapp"), case, city, wording)
    sms += bundles(wording)
    return frozenset(wording.said), tuple(sms)


def bundles(wording: Wording) -> list[str]:
    city = a_city()
    purposes = [code.removeprefix("list.") for code in SENTENCES if code.startswith("list.")]
    lines = [
        Line("261148173052", "road.pothole" if n % 2 else "water.bill", "Konak" if n % 3 else "", "P2", purpose, n == 4)
        for n, purpose in enumerate(purposes * 9)
    ]
    letters: list[Letter] = [bundle_letter(lines, "fen-isleri", city, wording, str, LINK)]
    letters.append(
        digest_letter(lines[: SHOWN + 1], [], [], [], "fen-isleri", city, wording, local_day(MONDAY), str, LINK)
    )
    for role in ("unit:fen-isleri:duty", "person:fen:phone"):
        errand = Errand("261148173052", 1, role, "alert", "email", "unit-alerts", MONDAY, 1)
        instead_of_a_phone(letters[0], errand, wording)
    everywhere = [replace(line, service=code) for line, code in zip(lines, city.services, strict=False)]
    nowhere = replace(city, services={})
    many = [replace(line, service="Ş" * 130) for line in lines]
    return [
        bundle_sms(lines, "fen-isleri", city, wording),
        bundle_sms(everywhere, "fen-isleri", city, wording),
        bundle_sms(many, "fen-isleri", nowhere, wording),
    ]


def test_every_sentence_of_a_notice_is_said_to_somebody() -> None:
    said, _ = heard()
    assert {code for code in SENTENCES if not code.startswith(OF_PAGES)} - said == set()


def test_no_sms_is_longer_than_one_part_of_plain_letters_or_holds_a_link() -> None:
    _, sms = heard()
    assert len(sms) > 1000
    assert [text for text in sms if len(text) > LIMIT or A_LINK.search(text) or not text] == []
    assert {parts(text).parts for text in sms if parts(text).encoding == "GSM-7"} == {1}


def test_no_text_of_an_sms_holds_a_link() -> None:
    assert [code for code, text in IN_AN_SMS.items() if A_LINK.search(text["tr"] + text["en"])] == []


@pytest.mark.parametrize("code", sorted(IN_AN_SMS))
def test_what_may_go_is_marked_in_both_languages_and_never_holds_the_number(code: str) -> None:
    marks = []
    for text in IN_AN_SMS[code].values():
        spare = re.findall(r"\[[^\[\]]*\]", text)
        assert len(spare) == text.count("[") == text.count("]")
        assert not any("{number}" in part for part in spare)
        marks.append([re.findall(r"\{\w+\}", part) for part in spare])
    assert marks[0] == marks[1]


def test_nothing_may_go_from_what_is_no_sms() -> None:
    others = {code: text for code, text in SENTENCES.items() if code not in IN_AN_SMS}
    assert [code for code, text in others.items() if "[" in text["tr"] + text["en"]] == []


def test_a_placeholder_is_a_name_and_nothing_else() -> None:
    for code, sentence in SENTENCES.items():
        for _, name, spec, conversion in Formatter().parse(sentence["tr"] + sentence["en"]):
            assert name is None or (name.isidentifier() and not spec and not conversion), code


def test_the_legal_scenes_are_among_them() -> None:
    assert set(LEGAL) <= set(SCENES)
