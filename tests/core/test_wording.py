"""Sentences are found by code and language."""

from __future__ import annotations

import pytest

from chalicelib.core.wording import Wording, pick_language

WORDS = Wording({"hello": {"tr": "Merhaba {name}", "en": "Hello {name}"}})


def test_a_sentence_is_said_in_its_language_and_turkish_for_all_others() -> None:
    assert [WORDS.say("hello", language, name="Ayşe") for language in ("en", "tr", "de")] == [
        "Hello Ayşe",
        "Merhaba Ayşe",
        "Merhaba Ayşe",
    ]


def test_a_missing_value_never_keeps_a_message_from_the_citizen() -> None:
    assert WORDS.say("hello", "tr") == "Merhaba "


def test_a_missing_value_fails_where_all_is_strict() -> None:
    assert WORDS.strictly().say("hello", "tr", name="Ayşe") == "Merhaba Ayşe"
    with pytest.raises(KeyError):
        WORDS.strictly().say("hello", "tr")


def test_an_unknown_code_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        WORDS.say("bye", "tr")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "tr"),
        ("en-GB,en;q=0.9,tr;q=0.8", "en"),
        ("en;q=0.1, tr;q=0.9", "tr"),
        ("de, fr", "tr"),
        ("de, en;q=0.2", "en"),
        ("tr, en", "tr"),
        ("en;q=0", "tr"),
        ("en;q=x", "tr"),
        ("\x00;;;,=,q", "tr"),
    ],
)
def test_the_language_that_weighs_most_is_picked(accepted: str, language: str) -> None:
    assert pick_language(accepted) == language
