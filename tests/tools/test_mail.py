"""A mail reads in the plainest client: own styles, no script, nothing fetched, and a text part that stands alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

import pytest

from chalicelib.core.bundle_letters import bundle_letter, digest_letter
from chalicelib.core.case import Case
from chalicelib.core.event_notices import errands_of_event
from chalicelib.core.holding import Line
from chalicelib.core.letter import Letter, Row, Table
from chalicelib.core.letters import write_letter
from chalicelib.core.moments import local_day
from chalicelib.core.notices import errands_of_opening
from chalicelib.tools.mail import render
from tests.build import MONDAY, a_city, a_request, the_wording
from tests.core.told import SCENES, a_told_city, happened
from tests.hostile import STRANGE

HOST = "https://kopru.example.org/"
LINK = f"{HOST}takip/2611-4817-3052"
CITY = a_told_city()
# What mail clients leave alone.
TAGS = {
    "html", "head", "meta", "title", "body", "table", "tr", "td", "th", "h1", "h2", "p", "a", "bdi", "blockquote",
}  # fmt: skip


@dataclass
class Mail(HTMLParser):
    """A mail as a strict reader takes it: its tags, its words, its styles, and what is left open."""

    html: str
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def a_letter(**fields: object) -> Letter:
    plain = Letter("tr", "Konu", "Başlık", ("Bir cümle.",), (("Ad", "Değer"),), "", LINK, "Aç", "Alt bilgi")
    return replace(plain, **fields)  # type: ignore[arg-type]  # fields of Letter


def letters() -> list[Letter]:
    """Every kind of letter there is."""
    request = a_request(email="ayse@example.org")
    cases = [(Case(request), errand) for errand in errands_of_opening(request, a_city())]
    for scene in SCENES:
        case, event = happened(scene, CITY, phone=None, email="ayse@example.org")
        cases += [(case, errand) for errand in errands_of_event(case, event, CITY)]
    told = [
        write_letter(errand, case, CITY, the_wording(), link=LINK, pin="123456")
        for case, errand in cases
        if errand.channel == "email"
    ]
    line = [Line("261148173052", "road.pothole", "Konak", "P2", "alert", at=MONDAY, due=MONDAY)]
    told.append(bundle_letter(line, "fen-isleri", CITY, the_wording(), lambda number: HOST + number, HOST))
    day = local_day(MONDAY)
    told.append(
        digest_letter(line, [], line, [], "fen-isleri", CITY, the_wording(), day, lambda number: HOST + number, HOST)
    )
    return told


def test_nothing_is_fetched_run_or_laid_out_by_what_clients_drop() -> None:
    for letter in letters():
        mail = Mail(render(letter)[1])
        assert mail.open == []
        assert {tag for tag, _ in mail.tags} <= TAGS
        for tag, given in mail.tags:
            assert not any(name.startswith("on") or name in ("src", "background", "class", "id") for name in given), tag
            assert "url(" not in given.get("style", "")
            assert given.get("href", HOST).startswith(HOST)
            assert tag != "table" or given.get("role") == "presentation" or given.get("border") == "1"


def test_the_text_part_says_what_the_html_part_says() -> None:
    for letter in letters():
        text, html = render(letter)
        words = " ".join(" ".join(Mail(html).words).split())
        said = " ".join(text.split())
        for part in (letter.heading, *letter.paragraphs, *letter.closing, letter.footer, letter.link_text):
            assert " ".join(part.split()) in words
            assert " ".join(part.split()) in said
        assert letter.link in text
        assert f'href="{letter.link}"' in html
        assert "<" not in text


def test_no_line_of_a_text_part_is_left_blank_in_a_row() -> None:
    for letter in letters():
        assert "\n\n\n\n" not in render(letter)[0]


def test_every_mail_says_its_language_and_has_one_heading() -> None:
    for letter in letters():
        mail = Mail(render(letter)[1])
        assert mail.tags[0] == ("html", {"lang": letter.language})
        assert [tag for tag, _ in mail.tags].count("h1") == 1


@pytest.mark.parametrize("strange", STRANGE)
def test_hostile_text_is_only_text(strange: str) -> None:
    hostile = strange.format(c="KANARYA")
    table = Table(hostile, (hostile,), (Row((hostile, hostile), LINK),), hostile, hostile)
    letter = a_letter(
        heading=hostile, paragraphs=(hostile,), facts=((hostile, hostile),), quote=hostile, closing=(hostile,),
        tables=(table, replace(table, rows=())), footer=hostile,
    )  # fmt: skip
    text, html = render(letter)
    plain = a_letter(quote="x", closing=("x",), tables=(Table("x", ("x",), (Row(("x", "x"), LINK),), "x", "x"),
                                                          Table("x", ("x",), (), "x", "x")))  # fmt: skip
    assert [tag for tag, _ in Mail(html).tags] == [tag for tag, _ in Mail(render(plain)[1]).tags]
    assert "KANARYA" in text


def test_a_table_without_rows_says_so_and_one_with_more_too() -> None:
    empty = Table("Geciken", ("No",), (), "Geciken yok.")
    full = Table("Yeni", ("No", "Konu"), (Row(("1", "Çukur"), LINK),), "Yeni yok.", "Kalanı sayfada.")
    for part in render(a_letter(tables=(empty, full))):
        assert "Geciken yok." in part
        assert "Yeni yok." not in part
        assert "Kalanı sayfada." in part
        assert LINK in part


def test_a_letter_without_facts_has_no_empty_table() -> None:
    tags = [tag for tag, _ in Mail(render(a_letter(facts=()))[1]).tags]
    assert tags.count("table") == 1
