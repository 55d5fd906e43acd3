"""A public answer shows nobody's data, and what the municipality publishes of itself may be said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.chat_public import is_identity_number, leak
from chalicelib.core.city import Channel
from chalicelib.core.label import Label
from tests.build import a_city

OWN = Channel("whatsapp", Label("WhatsApp", "WhatsApp"), "0505 178 55 01", Label("7/24", "24/7"))
MAIL = Channel("email", Label("E-posta", "E-mail"), "him@izmir.example.org", Label("", ""))
CITY = replace(a_city(), channels=(*a_city().channels, OWN, MAIL))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sizi 0532 111 22 33 numarasından arayacağız.", "public-phone"),
        ("+90 (532) 111-22-33", "public-phone"),
        ("٠٥٣٢١١١٢٢٣٣", "public-phone"),
        ("05321112233 05331112233", "public-identity"),
        ("ayse@example.org adresine yazdık", "public-email"),
        ("T.C. 10000000146 ile", "public-identity"),
        ("IBAN 330006100519786457841326", "public-identity"),
        ("Başvuru no 2611-4817-3056", "public-number"),
        ("Sayın Ayşe Yılmaz, ekip yolda.", "public-name"),
        ("Sayin ayse YILMAZ", "public-name"),
    ],
)
def test_what_is_a_persons_own_is_refused_with_its_reason(text: str, code: str) -> None:
    assert leak(text, CITY, "Ayşe Yılmaz") == code


@pytest.mark.parametrize(
    "text",
    [
        "Ekibimiz yarın 08.30'da sokağınızda olacak.",
        "23.11.2026 tarihinde 1851/10 Sokak'ta çalışma var.",
        "153'ü arayın ya da 0505 178 55 01'e WhatsApp'tan yazın.",
        "Bize him@izmir.example.org adresinden yazın.",
        "Ayşe Hanım, özelden yazdık.",
        "12 bin 345 ton çöp toplandı.",
    ],
)
def test_plain_words_and_the_municipalitys_own_contacts_may_be_said(text: str) -> None:
    assert leak(text, CITY, "Ayşe Yılmaz") == ""


def test_eleven_digits_are_an_identity_number_by_their_check_digits_alone() -> None:
    assert is_identity_number("10000000146")
    assert not is_identity_number("10000000147")
    assert not is_identity_number("00000000000")
    assert not is_identity_number("1000000014")
