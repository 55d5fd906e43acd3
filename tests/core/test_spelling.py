"""Words are found as people type them, and no others."""

from __future__ import annotations

import pytest

from chalicelib.core.spelling import MISSPELT, Vocabulary, spell


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Çöp ALINMADI!!", ["cop", "alinmadi"]),
        ("2gündür", ["2", "gundur"]),
        ("yooook", ["yok"]),
        ("water", ["vater"]),
        ("🦟var", ["sivrisinek", "var"]),
    ],
)
def test_words_are_brought_to_one_spelling(typed: str, words: list[str]) -> None:
    assert spell(typed, {"🦟": "sivrisinek"}) == words


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("gazdan", ["gaz"]),
        ("gaziemir", []),
        ("suyumuz", ["su"]),
        ("sulari", ["su"]),
        ("kopekler", ["kopek"]),
        ("kopegi", ["kopek"]),
        ("gelmedi", ["gel~"]),
        ("gelmiyor", ["gel~"]),
        ("gelmeyi", ["gel~"]),
        ("geldi", []),
        ("gelmek", []),
        ("it", []),
        ("bus=", []),
        ("bus", ["bus="]),
        ("690", ["0"]),
        ("05321112233", []),
    ],
)
def test_a_word_is_found_with_its_endings_and_no_other(word: str, known: list[str]) -> None:
    assert list(Vocabulary(("gaz", "su", "kopek", "gel~", "bus=", "0")).find(word)) == known


@pytest.mark.parametrize("word", ["kldrm", "kladirim", "kaldirrim", "kaldrimlar", "kaldirimda"])
def test_a_slip_is_forgiven(word: str) -> None:
    assert Vocabulary(("kaldirim",)).find(word)


def test_a_slip_counts_less_and_never_for_a_word_that_is_right() -> None:
    assert Vocabulary(("dovuyor",)).find("dovuyyor") == {"dovuyor": MISSPELT}
    assert Vocabulary(("dovuyor",)).find("dokuyor") == {"dovuyor": MISSPELT}
    assert Vocabulary(("dovuyor",), right=("dokuyor",)).find("dokuyor") == {}
    assert Vocabulary(("kaldirim",)).find("kaldirin") == {}
