"""Turkish text is cased, folded, sorted, cleaned and searched as Turkish."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.text import (
    ascii_digits,
    clean,
    fold,
    lower_tr,
    mentions,
    plain,
    sort_key_tr,
    upper_tr,
    without_bidi,
)

ANY_TEXT = st.text(st.characters())  # lone surrogates included
TURKISH = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
GSM_BASIC_ASCII = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"


def test_dotted_and_dotless_i_keep_their_dots() -> None:
    assert lower_tr("ISPARTA İZMİR") == "ısparta izmir"
    assert upper_tr("ısparta izmir") == "ISPARTA İZMİR"


def test_decomposed_letters_are_cased_as_composed_ones() -> None:
    assert lower_tr("I\u0307ZMI\u0307R S\u0327I\u0307S\u0327LI\u0307") == "izmir şişli"


@given(st.text(TURKISH))
def test_casing_there_and_back_loses_no_turkish_letter(text: str) -> None:
    assert lower_tr(upper_tr(text)) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IŞIK", "ışık"),
        ("İZMİR", "izmir"),
        ("ALİNMADİ", "alınmadı"),
        ("şikâyet", "SIKAYET"),
        ("ş", "s\u0327"),
        ("１２３ Sok.", "123 sok"),
        ("٣ gün", "3 gün"),
        ("kal\u00addı\u200brım", "kaldirim"),
        ("i̇zmir", "İzmir"),
        ("Hauptstraße", "HAUPTSTRASSE"),
    ],
)
def test_two_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folding_leaves_words_with_single_spaces() -> None:
    assert fold("  Çöp, konteyner_taştı!! 🗑️ (1851/10 Sk.) ") == "cop konteyner tasti 1851 10 sk"


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_folded_text_holds_letters_digits_and_single_spaces_only(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert all(mark == " " or mark.isalnum() for mark in folded)


@given(st.text(TURKISH + " "))
def test_case_does_not_survive_folding(text: str) -> None:
    assert fold(upper_tr(text)) == fold(text)


def test_an_sms_keeps_case_digits_and_punctuation() -> None:
    assert plain("Başvurunuz alındı: 2611-4817-3052. Bilgi: 153’ü arayın…") == (
        "Basvurunuz alindi: 2611-4817-3052. Bilgi: 153'u arayin..."
    )


def test_all_turkish_letters_become_plain_letters_of_the_same_case() -> None:
    assert plain("çÇğĞıİöÖşŞüÜâÂîÎûÛ é ñ Ł") == "cCgGiIoOsSuUaAiIuU e n "


def test_an_sms_has_no_line_breaks_emoji_or_two_septet_marks() -> None:
    assert plain("“Su\r\nkesik” – 😀 [acil] {x} 5€ ₺7") == '"Su kesik" - acil x 5EUR TL7'


@given(ANY_TEXT)
def test_every_character_of_an_sms_is_one_septet(text: str) -> None:
    assert set(plain(text)) <= set(GSM_BASIC_ASCII)


@given(st.text(GSM_BASIC_ASCII))
def test_plain_text_stays_as_it_is_but_for_runs_of_spaces(text: str) -> None:
    assert plain(text) == re.sub(" +", " ", text)


def test_line_breaks_of_every_kind_become_one_kind() -> None:
    assert clean("a\r\nb\rc\u2028d\u2029e\x85f", lines=True) == "a\nb\nc\nd\ne\nf"


def test_a_name_has_no_line_break_and_no_tab() -> None:
    assert clean("  Ayşe\r\nBcc: x@example.org\t  Kaya\u00a0 ", lines=False) == "Ayşe Bcc: x@example.org Kaya"


def test_a_description_keeps_its_lines_tabs_and_inner_spaces() -> None:
    assert clean("\n bir  iki\n\tüç\n ", lines=True) == "bir  iki\n\tüç"


def test_control_characters_go_and_lone_surrogates_are_replaced() -> None:
    assert clean("a\x00b\x1b[31m\x7f\x9fc\ud800d", lines=True) == "ab[31mc\ufffdd"


def test_decomposed_letters_are_stored_composed() -> None:
    assert clean("s\x00\u0327", lines=False) == "ş"


@given(ANY_TEXT, st.booleans())
def test_clean_text_can_be_stored_and_is_stable(text: str, lines: bool) -> None:
    cleaned = clean(text, lines=lines)
    cleaned.encode()
    assert clean(cleaned, lines=lines) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    controls = {mark for mark in cleaned if unicodedata.category(mark) == "Cc"}
    assert controls <= ({"\t", "\n"} if lines else set())


def test_direction_marks_are_removed_and_arabic_letters_kept() -> None:
    hidden = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
    assert without_bidi(f"a{hidden}سلام") == "aسلام"


def test_digits_of_other_scripts_become_ours_and_superscripts_stay() -> None:
    assert ascii_digits("٠١٢ ०१२ ０１２ ²") == "012 012 012 ²"


@pytest.mark.parametrize(
    ("folded", "phrase"),
    [
        ("kaldirimda cukur var", "cukur"),
        ("kaldirimlar bozuk", "kaldirim"),
        ("evde gaz kokusu var", "gaz kokusu"),
        ("pis sularin akmasi", "pis sular"),
        ("kopmus elektrik teli", "kopmus elektrik teli"),
    ],
)
def test_a_phrase_is_found_at_the_start_of_words(folded: str, phrase: str) -> None:
    assert mentions(folded, (phrase,)) == phrase


@pytest.mark.parametrize(
    ("folded", "phrase"),
    [
        ("gaziemir belediyesi", "gaz"),
        ("sus kopegi", "su"),
        ("telefonum yok", "tel"),
        ("toprak", "kopra"),
        ("kopmus elektrik teli", "kopmus elektrik tel"),
        ("gaz evde kokusu", "gaz kokusu"),
        ("kokusu gaz", "gaz kokusu"),
        ("gaz", "gaz kokusu"),
        ("", "gaz"),
        ("gaz", ""),
    ],
)
def test_a_phrase_is_not_found_in_other_words(folded: str, phrase: str) -> None:
    assert mentions(folded, (phrase,)) is None


def test_the_first_phrase_of_the_list_wins() -> None:
    assert mentions("yangin ve gaz", ("duman", "gaz", "yangin")) == "gaz"


def test_districts_sort_in_turkish_order() -> None:
    names = ["Urla", "Ödemiş", "İdil", "Iğdır", "İzmir", "Ordu", "Ceyhan", "Şile", "Sinop", "Çiğli"]
    assert sorted(names, key=sort_key_tr) == [
        "Ceyhan",
        "Çiğli",
        "Iğdır",
        "İdil",
        "İzmir",
        "Ordu",
        "Ödemiş",
        "Sinop",
        "Şile",
        "Urla",
    ]


def test_a_circumflex_decides_only_between_equal_words() -> None:
    assert sorted(["hâlâ", "halay", "hala", "hak"], key=sort_key_tr) == ["hak", "hala", "hâlâ", "halay"]


@given(st.lists(st.text(TURKISH + TURKISH.upper() + " 0123456789")))
def test_sorting_as_bytes_is_sorting_as_text(texts: list[str]) -> None:
    assert sorted(texts, key=sort_key_tr) == sorted(texts, key=lambda text: sort_key_tr(text).encode())
