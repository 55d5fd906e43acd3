"""The small parts of the conversation: short answers, the language, what is remembered."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.chat import Button
from chalicelib.core.inbound import Media
from chalicelib.core.talk.consent import HUMAN, NO, YES, chosen_number, hide_identity, is_one_of, number_in
from chalicelib.core.talk.memory import Memory, read_memory, write_memory
from chalicelib.core.talk.scene import distinct, shorten
from chalicelib.core.talk.tongue import tongue
from tests.build import a_city

CITY = a_city()


@pytest.mark.parametrize("text", ["Evet", "EVET.", "evt", "tamam", "Gönder", "Doğru", "yes please", "نعم"])
def test_yes_is_understood_as_people_type_it(text: str) -> None:
    assert is_one_of(text, YES)


@pytest.mark.parametrize("text", ["evet ama yeri yanlış", "hayır", "evetlik bir şey", ""])
def test_only_a_plain_yes_is_a_yes(text: str) -> None:
    assert not is_one_of(text, YES)


def test_no_and_a_person_are_words_of_their_own() -> None:
    assert is_one_of("Hayır", NO)
    assert is_one_of("TEMSİLCİ", HUMAN)
    assert is_one_of("0", HUMAN)
    assert not YES & NO


@pytest.mark.parametrize(
    ("typed", "id"), [("1", "a"), ("2)", "b"), (" 2. ", "b"), ("٢", "b"), ("3", ""), ("0", ""), ("1 2", ""), ("x", "")]
)
def test_a_number_is_the_choice_at_its_place(typed: str, id: str) -> None:
    assert chosen_number(typed, ("a", "b")) == id


def test_a_number_of_a_request_is_found_among_words() -> None:
    assert number_in("No: 2611-4817-3056 hâlâ çözülmedi") == "261148173056"
    assert number_in("261148173057 ve +905321112233, 10000000146") == ""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("tc 10000000146.", "tc •••••••••••."),
        ("١٠٠٠٠٠٠٠١٤٦", "•••••••••••"),
        ("17291716060 ve 10000000146", "••••••••••• ve •••••••••••"),
        ("17291716050", "17291716050"),
        ("11111111110", "11111111110"),
        ("100000001460", "100000001460"),
        ("05321112233", "05321112233"),
    ],
)
def test_only_valid_identity_numbers_are_covered(text: str, kept: str) -> None:
    assert hide_identity(text) == kept


@pytest.mark.parametrize(
    ("text", "present", "language"),
    [
        ("çöp alınmadı", "tr", "tr"),
        ("English", "tr", "en"),
        ("türkçe", "en", "tr"),
        ("there is no water in our street", "tr", "en"),
        ("su yok bizim mahallede", "en", "tr"),
        ("ok", "en", "en"),
        ("Konak 12", "en", "en"),
        ("النفايات في الشارع", "tr", "ar"),
        ("😡", "tr", "tr"),
    ],
)
def test_the_language_follows_the_words(text: str, present: str, language: str) -> None:
    assert tongue(text, present, CITY) == language


def test_a_city_without_english_answers_in_turkish() -> None:
    assert tongue("there is no water in our street", "tr", replace(CITY, languages=("tr",))) == "tr"


def test_what_is_remembered_survives_being_stored() -> None:
    memory = Memory(
        step="confirm", offered=("send:1:x",), n=1, words="x", lat=38.4, long=27.1, photos=(Media("m", "image/jpeg"),),
        rest=("y",), greeted=True,
    )  # fmt: skip
    assert read_memory(json.loads(json.dumps(write_memory(memory)))) == memory
    assert write_memory(Memory()) == {"edition": 1}


@given(
    st.dictionaries(
        st.sampled_from([*Memory.__slots__]),
        st.one_of(st.none(), st.text(), st.integers(), st.lists(st.none()), st.booleans()),
    )
)
def test_any_object_is_a_memory_or_none(session: dict[str, object]) -> None:
    memory = read_memory({"edition": 1} | session)
    assert read_memory(json.loads(json.dumps(write_memory(memory)))) == memory


@given(st.text(), st.integers(2, 60))
def test_a_shortened_text_fits(text: str, most: int) -> None:
    assert len(shorten(text, most)) <= most


def test_no_two_titles_are_the_same() -> None:
    twins = [Button("a", "Sokak temizliği ve yıkama"), Button("b", "Sokak temizliği ve yıkaması"), Button("c", "Başka")]
    assert [button.id for button in distinct(twins, 3, 20)] == ["a", "c"]
