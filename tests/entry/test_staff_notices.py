"""The table of notices and the preview of each, by API and on the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chalicelib.core.notices import NOTICES
from chalicelib.core.tracking import show
from tests.entry.colleagues import Staff, move_in
from tests.entry.staff import Desk
from tests.fakes import Office

PAGE = "/personel/bildirimler"
HOSTILE = "<script>alert('KANARYA')</script>"


@pytest.fixture
def staff(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Staff:
    return move_in(office, monkeypatch, tmp_path)


def test_the_table_is_told_in_its_order_with_every_channel(staff: Staff) -> None:
    told = staff.call("admin", "GET", "/api/staff/notices").json["notices"]
    assert [(each["event"], each["audience"]) for each in told] == [(n.event, n.audience) for n in NOTICES]
    assert told[0] == {
        "event": "open", "audience": "unit", "channel": "email", "urgency": "by_priority", "purpose": "alert",
        "status": False, "channels": ["email", "sms"], "texts": "mail.alert",
    }  # fmt: skip


def test_a_notice_is_told_as_an_sms_with_what_it_takes(staff: Staff) -> None:
    told = staff.call("supervisor", "GET", "/api/staff/notices/ack/reporter?channel=sms").json
    assert told["sms"] == {"encoding": "GSM-7", "length": len(told["text"]), "parts": 1}
    assert (told["subject"], told["html"], told["language"]) == ("", "", "tr")


def test_a_notice_is_told_as_a_mail_in_the_language_asked_for(staff: Staff) -> None:
    told = staff.call("supervisor", "GET", "/api/staff/notices/resolve/reporter?channel=email&language=en").json
    assert told["subject"] == "Your request has its outcome: 0000-0000-0000"
    assert told["html"].startswith("<!doctype html>")
    assert told["sms"] is None


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("ack/reporter?channel=fax", 400),
        ("ack/reporter?language=de", 400),
        ("ack/reporter?kanal=sms", 400),
        ("ack/unit", 404),
        ("none/reporter", 404),
        ("ack/reporter?number=2611-4817-3056", 404),
        ("ack/reporter?number=x", 404),
    ],
)
def test_what_is_asked_wrongly_is_answered_with_a_sentence(staff: Staff, path: str, status: int) -> None:
    answer = staff.call("supervisor", "GET", f"/api/staff/notices/{path}")
    assert answer.status == status
    assert answer.json["detail"]


def test_officers_and_operators_have_no_table(desk: Desk) -> None:
    assert {desk.as_(who).get(PAGE)[0].status for who in ("operator", "fen", "santral", "denetci")} == {403}
    assert "Bildirimler" not in desk.as_("operator").get("/personel")[1].words
    assert "Bildirimler" in desk.as_("sorumlu").get("/personel")[1].words


def test_the_page_leads_from_the_table_to_every_preview(desk: Desk) -> None:
    browser = desk.as_("sorumlu")
    _, page = browser.get(PAGE)
    links = [link for link in page.links if "bildirim=" in link]
    assert len(links) == len(NOTICES)
    for link in links:
        answer, seen = browser.get(link.partition("#")[0])
        assert answer.status == 200
        assert "0000-0000-0000" in seen.words
        assert "onizleme" in seen.ids


def test_the_preview_follows_channel_language_and_number(desk: Desk) -> None:
    case, browser = desk.opens(), desk.as_("sorumlu")
    query = f"?bildirim=open.reporter&kanal=sms&dil=en&numara={show(case.number)}"
    _, page = browser.get(PAGE + query)
    assert f"We received your request. No: {show(case.number)}" in page.words
    assert "GSM-7, 1 SMS" in page.words
    assert page.fields == {"bildirim": "open.reporter", "kanal": "sms", "dil": "en", "numara": show(case.number)}


def test_a_number_that_nobody_has_is_said_beside_its_field(desk: Desk) -> None:
    answer, page = desk.as_("sorumlu").get(f"{PAGE}?bildirim=open.unit&numara=2611-4817-3056")
    assert answer.status == 404
    assert page.ids["f-numara"]["aria-invalid"] == "true"
    assert page.fields["numara"] == "2611-4817-3056"


def test_a_mail_is_shown_in_a_frame_that_lets_nothing_in(desk: Desk) -> None:
    case, browser = desk.opens(description=HOSTILE, address=HOSTILE), desk.as_("sorumlu")
    answer, page = browser.get(f"{PAGE}?bildirim=open.unit&kanal=email&numara={show(case.number)}")
    assert "frame-src 'self'" in answer.headers["content-security-policy"]
    (frame,) = (given for tag, given in page.tags if tag == "iframe")
    assert frame["title"]
    mail, inside = browser.get(frame["src"])
    policy = mail.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "frame-ancestors 'self'" in policy
    assert mail.headers["cache-control"] == "no-store"
    for screen in (page, inside):
        assert HOSTILE in screen.words
        assert not [given for tag, given in screen.tags if tag == "script" and "src" not in given]


def test_nothing_strange_in_the_address_breaks_the_page(desk: Desk) -> None:
    browser = desk.as_("sorumlu")
    for query in ("?bildirim=", "?bildirim=x", "?bildirim=open.x", "?bildirim=open.unit&kanal=x&dil=x", "?kanal=sms"):
        assert browser.get(PAGE + query)[0].status == 200
    assert browser.get(f"{PAGE}/none/unit")[0].status == 404


def test_the_page_speaks_english_too(desk: Desk) -> None:
    _, page = desk.as_("sorumlu").get(f"{PAGE}?lang=en&bildirim=open.unit")
    assert "Accountable unit" in page.words
    assert page.fields["lang"] == "en"


def test_every_event_audience_and_urgency_has_its_words() -> None:
    texts = Path(__file__).parents[2] / "chalicelib" / "texts" / "delivery.json"
    codes = set(json.loads(texts.read_text(encoding="utf-8")))
    for notice in NOTICES:
        wanted = {f"notice.{name}.{getattr(notice, name)}" for name in ("event", "audience", "channel", "urgency")}
        assert wanted - codes == set()
    assert {code.partition("notice.event.")[2] for code in codes if code.startswith("notice.event.")} == {
        notice.event for notice in NOTICES
    }
