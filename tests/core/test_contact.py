"""Phone numbers and addresses are read as people write them and shown masked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.contact import Phone, last_four, mask_email, mask_phone, read_email, read_phone, spell_phone
from chalicelib.core.errors import Fault, Invalid


@pytest.mark.parametrize(
    "written",
    [
        "0505 178 55 01",
        "+90 (505) 178-55-01",
        "0090.505.178.55.01",
        "90 505 178 55 01",
        "+90 (0) 505 178 55 01",
        "5051785501",
        "05O5 l78 55 01".replace("l", "1"),
        "０５０５ １７８ ５５ ０１",
        "٠٥٠٥ ١٧٨ ٥٥ ٠١",
        "\u202a+90 505 178 55 01\u202c",
        " 0505\u00a0178\u00a055\u00a001 ",
    ],
)
def test_every_way_to_write_a_mobile_gives_one_number(written: str) -> None:
    assert read_phone(written) == Phone("+905051785501", "mobile")


@pytest.mark.parametrize(
    ("written", "e164", "kind"),
    [
        ("444 55 01", "+904445501", "fixed"),
        ("+90 444 55 01", "+904445501", "fixed"),
        ("0362 000 00 01", "+903620000001", "fixed"),
        ("0850 000 00 01", "+908500000001", "fixed"),
        ("+49 30 1234567", "+49301234567", "foreign"),
        ("0049 (0)30 1234567", "+49301234567", "foreign"),
        ("+1 202 555 0100", "+12025550100", "foreign"),
    ],
)
def test_fixed_and_foreign_numbers_are_told_apart(written: str, e164: str, kind: str) -> None:
    assert read_phone(written) == Phone(e164, kind)  # type: ignore[arg-type]  # kinds come from a table of texts


def test_only_turkish_mobiles_receive_sms() -> None:
    written = ["0505 178 55 01", "444 55 01", "0232 000 00 01", "+491701234567"]
    assert [read_phone(number).receives_sms for number in written] == [True, False, False, False]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "153",
        "112",
        "0505 178 55",
        "0505 178 55 011",
        "0505 178 55 01 / 0505 178 55 02",
        "0505 178 55 01 dahili 3",
        "0905 178 55 01",
        "+90 505 178 55",
        "+0505 178 55 01",
        "++90 505 178 55 01",
        "505+1785501",
        "+123456",
        "+1234567890123456",
        "yok",
        "\ud800",
    ],
)
def test_what_cannot_be_a_phone_is_refused_under_its_field(written: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_phone(written, field="duty_phone")
    assert refused.value.faults == (Fault("duty_phone", "phone"),)


@given(st.integers(5_000_000_000, 5_999_999_999))
def test_a_number_that_was_read_reads_again_as_itself(national: int) -> None:
    phone = read_phone(f"0{national}")
    assert read_phone(phone.e164) == phone


@given(st.text(st.characters()))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        phone = read_phone(text)
    except Invalid:
        return
    assert phone.e164[0] == "+"
    assert phone.e164[1:].isascii()
    assert phone.e164[1:].isdigit()
    assert 8 <= len(phone.e164) <= 16


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("ayse.kaya@example.org", "ayse.kaya@example.org"),
        ("  Ayse+Belediye@Example.ORG\n", "Ayse+Belediye@example.org"),
        ("a@xn--rnek-5qa.example", "a@xn--rnek-5qa.example"),
        ("o'neil_1@mail-1.example.com.tr", "o'neil_1@mail-1.example.com.tr"),
    ],
)
def test_an_address_keeps_its_local_part_and_lowers_its_domain(written: str, address: str) -> None:
    assert read_email(written) == address


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ayse",
        "ayse@",
        "@example.org",
        "ayse@example",
        "ayse@@example.org",
        "ayse..kaya@example.org",
        ".ayse@example.org",
        "ayse.@example.org",
        "ayşe@example.org",
        "ayse@örnek.example",
        "ayse@example.org\r\nBcc: x@example.org",
        "ayse@exa mple.org",
        '"a b"@example.org',
        "Ayse <ayse@example.org>",
        "ayse@example.org,x@example.org",
        "ayse@-example.org",
        "ayse@127.0.0.1",
        "=cmd()@example.org",
        "a" * 65 + "@example.org",
        "a@" + "b" * 60 + ("." + "b" * 60) * 4 + ".org",
    ],
)
def test_what_cannot_be_an_address_is_refused_under_its_field(written: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_email(written, field="reply_to")
    assert refused.value.faults == (Fault("reply_to", "email"),)


@given(st.text("aB1.@-+ \r\n\x00ş"))
def test_an_accepted_address_is_one_ascii_word(text: str) -> None:
    try:
        address = read_email(text)
    except Invalid:
        return
    assert address.isascii()
    assert address.split() == [address]
    assert address.count("@") == 1


def test_the_last_four_digits_are_the_proof() -> None:
    assert last_four("+905051785501") == "5501"


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+905051785501", "+90 5•• ••• 55 01"),
        ("+903620000001", "+90 3•• ••• 00 01"),
        ("+904445501", "+90 4•• 55 01"),
        ("+49301234567", "+4•••••• 45 67"),
    ],
)
def test_a_shown_number_hides_its_middle(e164: str, shown: str) -> None:
    assert mask_phone(e164) == shown


def test_a_shown_address_hides_its_local_part_and_length() -> None:
    assert mask_email("ayse.kaya@example.org") == "a•••@example.org"
    assert mask_email("a@example.org") == "a•••@example.org"


@pytest.mark.parametrize(
    ("e164", "spelled"),
    [
        ("+905321112233", "0532 111 22 33"),
        ("+902324445566", "0232 444 55 66"),
        ("+90153", "+90153"),
        ("+4915112345678", "+4915112345678"),
        ("+90 5•• ••• 22 33", "+90 5•• ••• 22 33"),
        ("", ""),
    ],
)
def test_a_turkish_number_is_spelled_as_it_is_dialled_here(e164: str, spelled: str) -> None:
    assert spell_phone(e164) == spelled
