"""What is said of each event, in every language and to everybody, and what is never said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.case import Case
from chalicelib.core.city import City
from chalicelib.core.event_notices import errands_of_event
from chalicelib.core.letter import Letter
from chalicelib.core.letters import write_letter, write_sms
from chalicelib.core.notices import Errand
from chalicelib.core.sms import LIMIT
from chalicelib.core.text import plain
from chalicelib.core.workflow import TABLE
from chalicelib.tools.mail import render
from tests.build import MONDAY, moved, the_wording
from tests.core.told import LEGAL, SCENES, WORD, a_told_city, erased, happened, marked

LINK = "https://kopru.example.org/takip/2611-4817-3052"
# The longest line to call of the presets.
CITY = a_told_city(line="444 55 01")
EMAIL: dict[str, Any] = {"phone": None, "email": "ayse@example.org"}


def errands(scene: str, city: City = CITY, **fields: Any) -> tuple[Case, tuple[Errand, ...]]:
    case, event = happened(scene, city, **fields)
    return case, errands_of_event(case, event, city)


def letter(errand: Errand, case: Case, city: City = CITY, pin: str = "") -> Letter:
    return write_letter(errand, case, city, the_wording(), link=LINK, pin=pin)


def everything(written: Letter) -> str:
    facts = (f"{label}: {value}" for label, value in written.facts)
    return "\n".join(
        (written.subject, written.heading, *written.paragraphs, *facts, written.quote, *written.closing, written.footer)
    )


def to_reporter(scene: str, city: City = CITY, **fields: Any) -> str:
    case, told = errands(scene, city, **EMAIL | fields)
    (errand,) = (errand for errand in told if errand.role == "reporter:1")
    return everything(letter(errand, case, city, "123456"))


def by_sms(scene: str, city: City = CITY, **fields: Any) -> str:
    case, told = errands(scene, city, **fields)
    (errand,) = (errand for errand in told if errand.role == "reporter:1")
    return write_sms(errand, case, city, the_wording())


def test_every_move_that_tells_somebody_is_walked_here() -> None:
    assert {move for _, move, _, _ in SCENES.values()} == {move.name for move in TABLE if move.told}


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("reach", ["sms", "email"])
@pytest.mark.parametrize("guarded", ["open", "confidential", "erased"])
def test_every_event_has_its_words_for_everybody(scene: str, language: str, reach: str, guarded: str) -> None:
    fields = {"language": language} | (EMAIL if reach == "email" else {})
    case, told = errands(scene, **fields)
    case = {"open": case, "confidential": marked(case), "erased": erased(case)}[guarded]
    assert told or scene == "new_pin"
    service = CITY.services[case.state.service]
    for errand in told:
        if errand.channel == "sms":
            text = write_sms(errand, case, CITY, the_wording())
            assert len(text) < LIMIT, "it may be cut"
            assert text == plain(text)
            assert "2611-4817-3052" in text
            assert CITY.line in text
            assert "http" not in text
            assert WORD not in text
            assert guarded != "confidential" or plain(service.short.say(language)) not in text
        else:
            written = letter(errand, case, pin="123456")
            assert WORD not in written.subject
            assert "2611-4817-3052" in written.subject
            assert all(part.strip() for part in (written.heading, *written.paragraphs, *written.closing))
            for part in render(written):
                assert "{" not in part.partition("</title>")[2]
            if guarded == "erased":
                assert WORD not in everything(written)
            if guarded == "confidential" and not errand.role.startswith("body:"):
                said = everything(written)
                assert WORD not in said
                assert service.label.say("en") not in said
                assert service.label.tr not in said


@pytest.mark.parametrize("scene", SCENES)
def test_even_the_longest_names_fit_into_an_sms(scene: str) -> None:
    """The longest outcome, body, service and district at once."""
    long = "Ş" * 60
    services = {
        code: replace(
            service,
            short=replace(service.short, tr="Köprü, alt ve üst geçit", en="Bridge or underpass"),
            outcomes=tuple(
                replace(outcome, text=replace(outcome.text, tr=long, en=long)) for outcome in service.outcomes
            ),
        )
        for code, service in CITY.services.items()
    }
    name = "Sağlık Bakanlığı İletişim Merkezi"
    bodies = {code: replace(body, name=replace(body.name, tr=name, en=name)) for code, body in CITY.bodies.items()}
    city = replace(CITY, services=services, bodies=bodies)
    for language in ("tr", "en"):
        case, told = errands(scene, city, language=language, district="Seferihisar")
        for errand in told:
            if errand.channel == "sms":
                assert len(write_sms(errand, case, city, the_wording())) < LIMIT


def test_the_sms_has_the_short_outcome_and_the_mail_the_whole_answer() -> None:
    text = by_sms("resolve")
    assert "Yol ya da kaldirim onarildi." in text
    assert "Memnun degilseniz arayin: 444 55 01" in text
    said = to_reporter("resolve")
    assert "Sonuç: Yol ya da kaldırım onarıldı." in said
    assert WORD in said
    assert "Sorununuz çözüldü mü?" in said
    assert "dava" not in said


@pytest.mark.parametrize(
    ("basis", "remedy"),
    [
        ("petition", "idare mahkemesinde"),
        ("foi", "Bilgi Edinme Değerlendirme Kuruluna"),
        ("privacy", "Kişisel Verileri Koruma Kuruluna"),
    ],
)
def test_a_negative_answer_to_a_legal_application_names_the_remedy_and_its_time(basis: str, remedy: str) -> None:
    said = to_reporter("resolve in the negative", legal_basis=basis)
    assert remedy in said
    assert {"petition": "60 gün", "foi": "15 gün", "privacy": "30 gün"}[basis] in said
    assert "Itiraz yolu ve suresi takip sayfasinda" in by_sms("resolve in the negative", legal_basis=basis)


def test_the_remedy_is_named_only_where_the_law_wants_it() -> None:
    assert "idare mahkemesinde" not in to_reporter("resolve", legal_basis="petition")
    assert "idare mahkemesinde" not in to_reporter("reject")


def test_whoever_was_merged_hears_the_outcome_as_their_own() -> None:
    assert "Yol ya da kaldirim onarildi." in by_sms("follow")
    said = to_reporter("follow")
    assert WORD in said
    assert "birleştirildiği başvuru" in said
    assert to_reporter("follow in the negative").startswith("Başvurunuz işleme alınamadı: ")


def test_a_merged_petition_is_told_its_own_remedy() -> None:
    assert "idare mahkemesinde" in to_reporter("follow in the negative", legal_basis="petition")


def test_more_time_is_told_with_its_date_and_its_reason() -> None:
    said = to_reporter("extend")
    assert "5 Ocak 2027 Salı" in said
    assert WORD in said
    assert "Yeni son gun: 5 Ocak 2027 Sali" in by_sms("extend")


def test_a_fee_is_told_with_its_amount_and_the_last_day_to_pay() -> None:
    said = to_reporter("fee")
    assert f"Ücret: {WORD} 120 TL" in said
    assert "14 Aralık 2026 Pazartesi" in said


def test_a_question_is_told_with_the_day_until_which_we_wait() -> None:
    said = to_reporter("ask")
    assert "7 Aralık 2026 Pazartesi gününe kadar" in said
    assert WORD in said


def test_the_new_pin_is_said_in_its_own_mail_and_in_no_other() -> None:
    assert "Takip şifresi: 123456" in to_reporter("new_pin")
    others = (scene for scene in SCENES if scene != "new_pin")
    for scene in others:
        case, told = errands(scene, **EMAIL)
        assert all("123456" not in everything(letter(each, case, pin="123456")) for each in told if _is_mail(each))


def test_the_answer_to_a_confidential_matter_stays_on_the_tracking_page() -> None:
    said = to_reporter("resolve")
    assert WORD in said
    case, told = errands("resolve", **EMAIL)
    hidden = everything(letter(told[-1], marked(case)))
    assert WORD not in hidden
    assert "Gizliliğiniz için" in hidden


def test_what_was_confidential_is_not_named_after_it_was_reclassified() -> None:
    city = a_told_city()
    case, event = happened("warning", city)
    request = replace(case.request, draft=replace(case.request.draft, service="aid.food"))
    (errand, *_) = errands_of_event(case, event, city)
    assert "Gizli başvuru" in letter(errand, replace(case, request=request), city).subject


def test_an_alert_says_what_to_do_by_when_and_for_whom() -> None:
    case, told = errands("assign")
    written = letter(told[0], case)
    assert written.subject.startswith("P3 · Size yönlendirildi · ")
    assert "İZSU" in written.paragraphs[0]
    assert "iade edin" in written.paragraphs[-1]
    assert dict(written.facts)["Not"] == WORD
    assert "En geç" in dict(written.facts)
    assert written.quote == WORD


def test_no_event_gives_staff_the_name_or_the_phone_of_the_citizen() -> None:
    for scene in SCENES:
        case, told = errands(scene, first_name="Ayşe", last_name="Yılmaz", email="ayse@example.org")
        mails = "\n".join(
            everything(letter(each, case)) for each in told if _is_mail(each) and "reporter" not in each.role
        )
        assert not any(word in mails for word in ("Ayşe", "Yılmaz", "5321112233", "ayse@"))


def test_the_desk_is_asked_to_assign_and_not_to_take() -> None:
    case, told = errands("assign to the desk")
    assert "doğru birime yönlendirin" in letter(told[0], case).paragraphs[-1]
    case, told = errands("triage to another body")
    assert "GDZ Elektrik" in letter(told[0], case).paragraphs[-1]


def test_a_date_of_the_law_is_said_as_one() -> None:
    case, told = errands("breach")
    written = letter(told[0], case)
    assert any("kanunun" in paragraph for paragraph in written.paragraphs)
    assert "Yasal son gün" in dict(written.facts)
    case, told = errands("ladder")
    assert not any("kanunun" in paragraph for paragraph in letter(told[0], case).paragraphs)


def test_a_late_worker_says_what_was_true_at_the_event() -> None:
    case, event = happened("assign", CITY)
    (errand,) = (each for each in errands_of_event(case, event, CITY) if each.role == "unit:izsu")
    at_once = letter(errand, case)
    later = moved(case, "triage", "operator", now=MONDAY + timedelta(hours=9), city=CITY, unit="zabita", priority="P2")
    assert letter(errand, later) == at_once


def test_the_other_body_gets_the_receipt_and_no_name() -> None:
    case, told = errands("refer", first_name="Ayşe")
    (errand,) = (each for each in told if each.role.startswith("body:"))
    written = letter(errand, case)
    assert dict(written.facts)["Sizdeki kayıt"] == WORD
    assert "Ayşe" not in everything(written)


def test_the_legal_scenes_are_of_a_legal_application() -> None:
    assert all(happened(scene)[0].request.draft.basis == "foi" for scene in LEGAL)


def _is_mail(errand: Errand) -> bool:
    return errand.channel == "email"
