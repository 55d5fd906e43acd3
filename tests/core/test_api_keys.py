"""Keys of other systems: found by their hash alone, and named so that each can be told apart."""

from __future__ import annotations

import pytest

from chalicelib.core.api_keys import ApiKey, code_of, found, hash_of, key_of, writer

KEYS = {hash_of("a"): ApiKey("a", "A", 60), hash_of("b"): ApiKey("b", "B", 60, revoked=True)}


@pytest.mark.parametrize(("key", "id"), [("a", "a"), ("b", "b"), ("", None), ("A", None), (hash_of("a"), None)])
def test_a_key_is_found_by_itself_and_not_by_its_hash(key: str, id: str | None) -> None:
    record = found(KEYS, key)
    assert (record.id if record else None) == id


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("Yerel deneme", (), "yerel-deneme"),
        ("Yerel deneme", ("yerel-deneme",), "yerel-deneme-2"),
        ("Işık & Şehir A.Ş.", (), "isik-sehir-a-s"),
        ("—", (), "anahtar"),
        ("Москва", ("anahtar",), "anahtar-2"),
    ],
)
def test_a_key_gets_an_id_from_its_name(name: str, taken: tuple[str, ...], code: str) -> None:
    assert code_of(name, taken) == code


def test_who_wrote_a_request_down_tells_the_key() -> None:
    assert key_of(writer(KEYS[hash_of("a")])) == "a"
    assert key_of("operator") == ""
