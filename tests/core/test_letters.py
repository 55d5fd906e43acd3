"""What is said in each message, and what is never said in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.case import Case
from chalicelib.core.label import Label
from chalicelib.core.letter import Letter
from chalicelib.core.letters import write_chat, write_letter, write_sms
from chalicelib.core.notices import errands_of_opening
from chalicelib.core.opening import open_request
from chalicelib.core.request import Request
from chalicelib.core.sms import LIMIT
from chalicelib.core.text import plain
from tests.build import MONDAY, a_city, a_draft, a_request, an_errand, the_wording

LINK = "https://kopru.example.org/takip/2611-4817-3052"
CITIES = ("izmir-him", "ilkadim-ilkim", "example")


def letter(role: str, request: Request, purpose: str = "alert", pin: str = "") -> Letter:
    errand = an_errand(role=role, purpose=purpose)
    return write_letter(errand, Case(request), a_city(), the_wording(), link=LINK, pin=pin)


def everything(written: Letter) -> str:
    return "\n".join(
        (written.subject, written.heading, *written.paragraphs, *(f"{a}: {b}" for a, b in written.facts), written.quote)
    )


@pytest.mark.parametrize("city_code", CITIES)
@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_sms_of_every_service_is_plain_short_and_without_a_link(city_code: str, language: str) -> None:
    city = a_city(city_code)
    for service in city.services.values():
        request = a_request(
            city=city,
            service_code=service.code,
            language=language,
            district=max((d.name for d in city.districts), key=len),
        )
        for errand in errands_of_opening(request, city):
            if errand.channel != "sms":
                continue
            text = write_sms(errand, Case(request), city, the_wording())
            assert len(text) <= LIMIT
            assert text.endswith(city.line), "cut, or without the line to call"
            assert text == plain(text)
            assert "2611-4817-3052" in text
            assert "http" not in text
            assert not any(word in text for word in ("Ayse", "Yilmaz", "532", "Ankara"))


def test_a_confidential_service_names_neither_unit_nor_subject_in_an_sms() -> None:
    city = a_city()
    for service in city.services.values():
        if not service.confidential:
            continue
        request = a_request(service_code=service.code)
        unit = city.units[request.route.unit]
        for errand in errands_of_opening(request, city):
            if errand.channel == "sms":
                text = write_sms(errand, Case(request), city, the_wording())
                assert plain(unit.short.tr) not in text
                assert plain(service.short.tr) not in text
        assert service.label.tr not in letter(f"unit:{request.route.unit}", request).subject
        acknowledged = everything(letter("reporter:1", request, "ack"))
        assert service.label.tr not in acknowledged
        assert unit.name.tr not in acknowledged


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, False),
        ({"service_code": "aid.food"}, True),
        ({"service_code": "aid.food", "kind": "ihbar"}, False),
        ({"service_code": "aid.food", "hide_identity": True}, False),
        ({"legal_basis": "petition"}, True),
    ],
)
def test_name_and_phone_go_to_the_unit_only_where_it_must_call(fields: dict[str, object], shown: bool) -> None:
    request = a_request(**fields)
    said = everything(letter(f"unit:{request.route.unit}", request))
    assert ("Ayşe Yılmaz" in said) is shown
    assert ("+905321112233" in said) is shown


def test_who_does_not_want_to_be_called_is_not_given_with_a_phone() -> None:
    request = a_request(service_code="aid.food", do_not_call=True)
    said = everything(letter(f"unit:{request.route.unit}", request))
    assert "+905321112233" not in said
    assert "Aranmak istemiyor" in said


def test_who_cannot_receive_an_sms_is_shown_as_to_be_called() -> None:
    assert "aranarak bilgilendirilecek" in everything(letter("unit:fen-isleri", a_request(phone="0232 111 22 33")))


def test_another_body_gets_the_matter_and_the_place_and_nobody() -> None:
    request = a_request(service_code="waste.collection", district="Konak", email="ayse@example.org")
    said = everything(letter("body:konak-belediyesi", request, "referral"))
    assert "Büyük bir çukur" in said
    assert "Konak" in said
    assert not any(word in said for word in ("Ayşe", "Yılmaz", "5321112233", "ayse@"))


def test_the_desk_is_told_whether_the_referral_was_sent_or_is_its_task() -> None:
    sent = a_request(service_code="waste.collection", district="Konak")
    assert "e-postayla ilettik" in everything(letter("unit:cagri-merkezi", sent))
    by_hand = a_request(service_code="waste.collection", district="Karaburun")
    assert "Başvuruyu siz iletin" in everything(letter("unit:cagri-merkezi", by_hand))
    nobody_knows = a_request(service_code="waste.collection", district=None)
    assert "hangi ilçe olduğu anlaşılmadı" in everything(letter("unit:cagri-merkezi", nobody_knows))


def test_the_reporter_hears_by_sms_that_another_body_is_in_charge() -> None:
    request = a_request(service_code="waste.collection", district="Konak")
    (ack,) = (errand for errand in errands_of_opening(request, a_city()) if errand.purpose == "ack")
    said = write_sms(ack, Case(request), a_city(), the_wording())
    assert (
        said == "Basvurunuz alindi. No: 2611-4817-3052. Konu: Konak Belediyesi. Sonucunu biz takip ediyoruz. Bilgi: 153"
    )


def test_the_duty_phone_is_told_of_a_danger_that_only_the_words_tell_of() -> None:
    request = a_request(description="Yolda yangın çıktı")
    duty = next(errand for errand in errands_of_opening(request, a_city()) if errand.role.endswith(":duty"))
    assert write_sms(duty, Case(request), a_city(), the_wording()).startswith("P1 TEHLIKE: ")


def test_a_petitioner_is_named_to_the_unit_even_where_the_matter_is_a_tip() -> None:
    assert "Ayşe Yılmaz" in everything(letter("unit:fen-isleri", a_request(legal_basis="petition", kind="ihbar")))


def test_no_header_holds_a_word_of_the_citizen() -> None:
    request = a_request(description="KANARYA", address="KANARYA", first_name="KANARYA", neighbourhood="KANARYA")
    for role, purpose in (("unit:fen-isleri", "alert"), ("body:konak-belediyesi", "referral"), ("reporter:1", "ack")):
        assert "KANARYA" not in letter(role, request, purpose).subject


def test_the_acknowledgement_speaks_the_citizens_language_and_shows_the_pin_to_them_alone() -> None:
    request = a_request(phone=None, email="ayse@example.org", language="en")
    acknowledged = everything(letter("reporter:1", request, "ack", pin="123456"))
    assert "We received your request" in acknowledged
    assert "Thursday 26 November 2026, 17:30" in acknowledged
    assert "123456" in acknowledged
    assert "123456" not in everything(letter("unit:fen-isleri", request, pin="123456"))


def test_a_danger_comes_first() -> None:
    request = a_request(service_code="emergency.gas", phone=None, email="a@b.org")
    assert "187" in letter("reporter:1", request, "ack").paragraphs[0]


def test_the_words_of_the_citizen_cannot_turn_the_mail_around() -> None:
    assert "\u202e" not in everything(letter("unit:fen-isleri", a_request(description="\u202eters", address="\u2066x")))


@pytest.mark.parametrize("city_code", CITIES)
def test_every_message_of_every_service_can_be_written(city_code: str) -> None:
    city = a_city(city_code)
    for service in city.services.values():
        for language in ("tr", "en"):
            draft = a_draft(city, service_code=service.code, language=language, email="a@b.org", phone=None)
            request = open_request(draft, city, number="261148173052", channel="web", source="", body="", now=MONDAY)
            for errand in errands_of_opening(request, city):
                if errand.channel == "email":
                    written = write_letter(errand, Case(request), city, the_wording(), link=LINK, pin="123456")
                    assert "{" not in everything(written)


def test_a_mail_in_place_of_the_duty_phone_says_that_it_was_not_reached() -> None:
    request = a_request(service_code="emergency.gas")
    duty = letter("unit:fen-isleri:duty", request)
    assert duty.subject.startswith("Nöbet telefonuna ulaşılamadı · ")
    assert duty.heading.startswith("Nöbet telefonuna ulaşılamadı · ")
    assert "SMS ulaşmadı" in duty.paragraphs[0]
    assert "ulaşılamadı" not in everything(letter("unit:fen-isleri", request))


def test_an_sms_in_place_of_a_mail_points_to_no_mail() -> None:
    case = Case(a_request())
    mailbox = an_errand(role="unit:fen-isleri", channel="sms", turn=1)
    duty = an_errand(role="unit:fen-isleri:duty", channel="sms")
    assert "E-posta ulasmadi, konsola bakin." in write_sms(mailbox, case, a_city(), the_wording())
    assert "Ayrinti e-postada." in write_sms(duty, case, a_city(), the_wording())


def test_a_citizen_is_told_the_same_whatever_channel_failed_before() -> None:
    case = Case(a_request())
    first, second = (an_errand(role="reporter:1", purpose="ack", channel="sms", turn=turn) for turn in (0, 1))
    assert write_sms(first, case, a_city(), the_wording()) == write_sms(second, case, a_city(), the_wording())


@pytest.mark.parametrize("folded", [True, False])
def test_an_sms_is_folded_where_the_city_wants_it(folded: bool) -> None:
    city = replace(a_city(), sms_transliterate=folded)
    said = write_sms(an_errand(role="reporter:1", purpose="ack", channel="sms"), Case(a_request()), city, the_wording())
    assert said.startswith("Basvurunuz alindi. No: " if folded else "Başvurunuz alındı. No: ")


def test_a_chat_says_the_words_of_the_sms_with_their_letters_and_nothing_left_out() -> None:
    city = a_city()
    units = {code: replace(unit, short=Label("Ş" * 120, "Ş" * 120)) for code, unit in city.units.items()}
    long = replace(city, units=units)
    ack = an_errand(role="reporter:1", purpose="ack", channel="whatsapp")
    said = write_chat(ack, Case(a_request()), long, the_wording())
    assert said == f"Başvurunuz alındı. No: 2611-4817-3052. Birim: {'Ş' * 120}. Bilgi: 153"
    assert write_sms(ack, Case(a_request()), long, the_wording()) == "Basvurunuz alindi. No: 2611-4817-3052. Bilgi: 153"
