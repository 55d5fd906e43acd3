"""A message that is nothing but a stop word stops its channel; a sentence never does."""

from __future__ import annotations

import unicodedata

import pytest

from chalicelib.core.stop_words import is_stop_word

SAID = ["IPTAL", "iptal", "İPTAL", "ıptal", "İptal", "Iptal", "RET", "Ret", "ret", "STOP", "stop"]


@pytest.mark.parametrize("word", SAID)
def test_a_stop_word_is_heard_in_every_casing(word: str) -> None:
    assert is_stop_word(word)
    assert is_stop_word(unicodedata.normalize("NFD", word))
    assert is_stop_word(f"  «{word}».\n")
    assert is_stop_word(word.lower())
    assert is_stop_word(word.upper())


@pytest.mark.parametrize(
    "text",
    [
        "Randevumu iptal edin",
        "iptal etmeyin",
        "RETRO",
        "ret cevabı aldım",
        "iptali",
        "dur",
        "",
        "...",
        "ip tal",
        "3 ret",
    ],
)
def test_a_sentence_and_any_other_word_stop_nothing(text: str) -> None:
    assert not is_stop_word(text)
