"""SMS are counted as networks count them, and kept within one part without cutting a word or a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.sms import LIMIT, Coded, fit, parts, whole, without_marks
from chalicelib.core.text import plain

# A sentence in good Turkish of 148 characters: three parts as it is, one in plain letters (facts on SMS in Türkiye).
TURKISH = (
    "Sayın hemşerimiz, 2611-4817-3052 numaralı başvurunuz çözüldü: Işıklı caddede çukur kapatıldı. Görüşünüz için "
    "153 numarasını arayın. Teşekkür ederiz."
)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("", Coded("GSM-7", 0, 1)),
        ("a" * 160, Coded("GSM-7", 160, 1)),
        ("a" * 161, Coded("GSM-7", 161, 2)),
        ("a" * 306, Coded("GSM-7", 306, 2)),
        ("a" * 307, Coded("GSM-7", 307, 3)),
        ("Ç ö Ö ü Ü é @ £ ¿ §", Coded("GSM-7", 19, 1)),
        ("€[]{}\\^~|", Coded("GSM-7", 18, 1)),
        ("ç", Coded("UCS-2", 1, 1)),
        ("ğ" * 70, Coded("UCS-2", 70, 1)),
        ("ğ" * 71, Coded("UCS-2", 71, 2)),
        ("ğ" * 134, Coded("UCS-2", 134, 2)),
        ("ğ" * 135, Coded("UCS-2", 135, 3)),
        ("😀", Coded("UCS-2", 2, 1)),
        ("😀" * 35, Coded("UCS-2", 70, 1)),
    ],
)
def test_a_text_is_counted_by_the_rules_of_the_network(text: str, counted: Coded) -> None:
    assert parts(text) == counted


@pytest.mark.parametrize("letter", "çğĞıİşŞâî“”’…–")
def test_one_letter_outside_of_the_alphabet_costs_the_whole_text(letter: str) -> None:
    assert parts("a" * 100 + letter) == Coded("UCS-2", 101, 2)


def test_an_escaped_character_is_not_split_between_parts() -> None:
    assert parts("a" * 152 + "€" + "a" * 152) == Coded("GSM-7", 306, 3)
    assert parts("a" * 151 + "€" + "a" * 153) == Coded("GSM-7", 306, 2)


def test_a_pair_is_not_split_between_parts() -> None:
    assert parts("ğ" * 66 + "😀" + "ğ" * 66) == Coded("UCS-2", 134, 3)
    assert parts("ğ" * 65 + "😀" + "ğ" * 67) == Coded("UCS-2", 134, 2)


def test_turkish_letters_cost_three_parts_and_plain_ones_one() -> None:
    assert len(TURKISH) == 148
    assert parts(TURKISH).parts == 3
    assert parts(plain(TURKISH)) == Coded("GSM-7", 148, 1)


def test_what_matters_least_goes_first_and_whole() -> None:
    text = "No: 2611-4817-3052.[ Birim: " + "İ" * 40 + ".][ " + "Sonucunu izliyoruz " * 4 + ".] Bilgi: 153"
    assert fit(text, folded=True) == "No: 2611-4817-3052. Birim: " + "I" * 40 + ". Bilgi: 153"
    assert fit(text, folded=False) == "No: 2611-4817-3052. Birim: " + "İ" * 40 + ". Bilgi: 153"


def test_what_fits_is_said_whole() -> None:
    assert fit("Alındı.[ Birim: Fen İşleri.] Bilgi: 153", folded=True) == "Alindi. Birim: Fen Isleri. Bilgi: 153"
    assert whole("Alındı.[ Birim: Fen İşleri.] Bilgi: 153") == "Alındı. Birim: Fen İşleri. Bilgi: 153"


def test_a_value_is_never_taken_for_what_may_go() -> None:
    assert without_marks("Park [eski adı] 7") == "Park eski adı 7"


def test_a_number_is_never_cut_in_two() -> None:
    text = "kelime " * 19 + "arayin 444 55 01"
    assert fit(text, folded=True) == ("kelime " * 19 + "arayin").strip()


@given(st.text(alphabet="abçğış 0123456789-.,;€", max_size=400), st.booleans())
def test_no_text_is_ever_too_long_nor_cut_within_a_word(text: str, folded: bool) -> None:
    said = fit(text, folded=folded)
    assert len(said) <= LIMIT
    words = (plain(text) if folded else text).split()
    assert said.split() == [] or said.split()[:-1] == words[: len(said.split()) - 1]
    assert said.split() == [] or words[len(said.split()) - 1].rstrip(",;:") == said.split()[-1].rstrip(",;:")
