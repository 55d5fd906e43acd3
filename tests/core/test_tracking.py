"""The request number says at once when it is mistyped, and is the same for the same source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.errors import NotFound
from chalicelib.core.tracking import derive, key_hash, pin, read, same, show

SECRET = b"test secret"
NUMBERS = st.builds(derive, st.just(SECRET), st.just("web"), st.text(), st.integers(2025, 2099), st.integers(0, 3))
A_NUMBER = derive(SECRET, "web", "form-1", 2026, 0)


def is_refused(text: str) -> bool:
    try:
        read(text)
    except NotFound as error:
        return error.code == "mistyped"
    return False


def test_a_number_is_twelve_digits_and_begins_with_its_year() -> None:
    assert len(A_NUMBER) == 12
    assert A_NUMBER.isdigit()
    assert A_NUMBER.startswith("26")


def test_the_same_source_always_gets_the_same_number() -> None:
    assert derive(SECRET, "web", "form-1", 2026, 0) == A_NUMBER


@pytest.mark.parametrize(
    "other",
    [
        derive(b"other secret", "web", "form-1", 2026, 0),
        derive(SECRET, "api", "form-1", 2026, 0),
        derive(SECRET, "web", "form-2", 2026, 0),
        derive(SECRET, "web", "form-1", 2027, 0),
        derive(SECRET, "web", "form-1", 2026, 1),
        derive(SECRET, "we", "bform-1", 2026, 0),
        derive(SECRET, "web\0form-1", "", 2026, 0),
        derive(SECRET, "web", "form-12026", 0, 0),
    ],
)
def test_any_other_argument_gives_another_number(other: str) -> None:
    assert other[2:] != A_NUMBER[2:]


def test_the_nine_digits_spread_evenly() -> None:
    firsts = [derive(SECRET, "web", str(source), 2026, 0)[2] for source in range(5000)]
    assert all(400 < firsts.count(digit) < 600 for digit in "0123456789")


@given(NUMBERS)
def test_a_shown_number_reads_back(number: str) -> None:
    assert read(show(number)) == number


@given(NUMBERS)
def test_every_single_wrong_digit_is_caught(number: str) -> None:
    for place, right in enumerate(number):
        for wrong in set("0123456789") - {right}:
            assert is_refused(number[:place] + wrong + number[place + 1 :])


@given(NUMBERS)
def test_every_swap_of_two_different_neighbours_is_caught(number: str) -> None:
    for place in range(11):
        left, right = number[place], number[place + 1]
        if left != right:
            assert is_refused(number[:place] + right + left + number[place + 2 :])


def test_exactly_one_of_ten_check_digits_is_right() -> None:
    assert sum(not is_refused(A_NUMBER[:11] + digit) for digit in "0123456789") == 1


@pytest.mark.parametrize(
    "pattern",
    [
        "{0} {1} {2}",
        "{0}.{1}.{2}",
        "{0}–{1}—{2}",
        "  {0}-{1}-{2}\n",
        "No: {0}-{1}-{2}",
        "NO {0}{1}{2}",
        "no:{0}{1}{2}",
        "#{0}-{1}-{2}",
        "Başvuru No: {0}-{1}-{2}",
        "№ {0} {1} {2}",
        "\u202a{0}-{1}-{2}\u202c",
    ],
)
def test_what_people_type_around_the_digits_is_ignored(pattern: str) -> None:
    assert read(pattern.format(A_NUMBER[:4], A_NUMBER[4:8], A_NUMBER[8:])) == A_NUMBER


@given(NUMBERS)
def test_lookalike_letters_and_digits_of_other_scripts_are_understood(number: str) -> None:
    assert read(number.translate(str.maketrans("01", "Ol"))) == number
    assert read(number.translate(str.maketrans("01", "oI"))) == number
    assert read(number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))) == number
    assert read(number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))) == number


@pytest.mark.parametrize(
    "text",
    ["", "No:", "abc", A_NUMBER[:11], A_NUMBER + "0", A_NUMBER + " " + A_NUMBER, A_NUMBER + " " * 99 + "x", "\ud800"],
)
def test_another_length_is_mistyped(text: str) -> None:
    assert is_refused(text)


@given(st.text(st.characters()))
def test_any_text_is_a_number_or_mistyped(text: str) -> None:
    assert is_refused(text) or len(read(text)) == 12


def test_a_pin_is_six_digits_and_changes_with_its_edition() -> None:
    first, second = pin(SECRET, A_NUMBER, 1), pin(SECRET, A_NUMBER, 2)
    assert len(first) == len(second) == 6
    assert (first + second).isdigit()
    assert first != second
    assert pin(SECRET, A_NUMBER, 1) == first


def test_a_key_hash_depends_on_secret_purpose_and_text() -> None:
    hashes = {
        key_hash(SECRET, "source", "x"),
        key_hash(SECRET, "citizen", "x"),
        key_hash(SECRET, "source", "y"),
        key_hash(b"other secret", "source", "x"),
        key_hash(SECRET, "sourcex", ""),
    }
    assert len(hashes) == 5
    assert all(len(value) == 32 and int(value, 16) >= 0 for value in hashes)


def test_equal_texts_are_the_same_even_with_letters_no_encoding_knows() -> None:
    assert same("1234ş", "1234ş")
    assert same("\ud800", "\ud800")
    assert not same("1234", "1235")
    assert not same("1234", "12345")
