"""Words are cut between letters as people see them, and choices are written out where none can be tapped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.chat_text import CUT, cut, length, letters, plain, tappable, titles, words
from chalicelib.core.chat import Button, Reply
from tests.channels.limits import BUTTONS, LETTERS, REPLIES, TEXTS, units

FAMILY = "👨‍👩‍👧‍👦"


@given(TEXTS)
def test_a_text_is_as_long_as_its_longer_count(text: str) -> None:
    assert length(text) == max(len(text), len(text.encode("utf-16-le", "surrogatepass")) // 2)


@pytest.mark.parametrize("letter", [letter for letter in LETTERS if letter.strip()])
def test_what_people_see_as_one_letter_is_one(letter: str) -> None:
    assert list(letters(f"a{letter}b")) == ["a", letter, "b"]


def test_flags_are_told_apart_in_a_row() -> None:
    assert list(letters("🇹🇷🇬🇧🇩🇪")) == ["🇹🇷", "🇬🇧", "🇩🇪"]


@given(st.lists(st.sampled_from([each for each in LETTERS if each.strip()]), max_size=40), st.integers(1, 80))
def test_a_cut_keeps_whole_letters_and_as_many_as_fit(said: list[str], most: int) -> None:
    short = cut("".join(said), most)
    assert units(short) <= most
    wholes = ["".join(said[:count]) for count in range(len(said) + 1)]
    if short != wholes[-1]:
        kept = short.removesuffix(CUT)
        assert kept in wholes
        following = said[wholes.index(kept)]
        assert units(kept + following) > most - 1


def test_an_emoji_at_the_cut_is_left_out_whole() -> None:
    assert cut("a" * 10 + FAMILY, 20) == "a" * 10 + CUT
    assert cut("a" * 9 + FAMILY, 20) == "a" * 9 + FAMILY


def test_half_a_character_is_replaced() -> None:
    assert cut("a\ud83d b", 10) == "a\ufffd b"
    assert cut("\ud83d\ude00", 10) == "😀"


@given(TEXTS, st.integers(1, 50))
def test_words_are_never_nothing(text: str, most: int) -> None:
    assert 1 <= units(words(text, most)) <= most


@given(st.lists(BUTTONS, max_size=15), st.integers(1, 13))
def test_what_can_be_tapped_comes_back_as_itself_alone(buttons: list[Button], most: int) -> None:
    left = tappable(buttons, most, 60)
    ids = [button.id for button in left]
    assert len(set(ids)) == len(ids) <= most
    assert all(each.isascii() and 0 < len(each) <= 60 for each in ids)
    assert set(left) <= set(buttons)


@given(st.lists(BUTTONS, max_size=13))
def test_no_two_titles_are_the_same(buttons: list[Button]) -> None:
    said = titles(buttons, 20)
    assert len(said) == len(buttons) == len(set(said))
    assert all(1 <= units(title) <= 20 for title in said)


def test_titles_that_the_cut_makes_the_same_get_a_number() -> None:
    buttons = [Button("a", "Park ve bahçe bakımı talebi"), Button("b", "Park ve bahçe bakımı şikâyeti")]
    assert titles(buttons, 20) == ["Park ve bahçe bakım…", "2. Park ve bahçe ba…"]


def test_choices_are_numbered_where_nothing_can_be_tapped() -> None:
    reply = Reply("Hangisi?", buttons=(Button("yes", "Evet"),), rows=(Button("road", "Yol", "Çukur"),))
    assert plain(reply, 1600) == "Hangisi?\n\n1) Yol: Çukur\n2) Evet"


@given(REPLIES, st.integers(60, 2000))
def test_plain_words_are_no_longer_than_they_may(reply: Reply, most: int) -> None:
    assert 1 <= units(plain(reply, most)) <= most


def test_words_are_cut_before_a_choice_is() -> None:
    assert plain(Reply("a" * 500, buttons=(Button("yes", "Evet"),)), 30).endswith("…\n\n1) Evet")
