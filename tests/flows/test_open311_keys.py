"""Keys are issued once, known again, counted, and void as soon as they are revoked."""

from __future__ import annotations

import pytest

from chalicelib.core.api_keys import ApiKey, hash_of
from chalicelib.core.errors import Invalid, NotFound, Refused
from chalicelib.flows import open311_keys
from chalicelib.flows.settings import present
from tests.fakes import Office


def renewed(office: Office) -> Office:
    """The office a minute later: with the settings as they are now."""
    office.city = present(office.desk).city
    return office


def enter(office: Office, key: str) -> ApiKey:
    """At the door of a process that has read the settings long ago."""
    return open311_keys.enter(office.desk, key, lambda: present(office.desk).city)


def test_a_key_is_random_and_only_its_hash_is_kept() -> None:
    office = Office()
    issued = open311_keys.issue(office.desk, "admin", " Konak  Belediyesi ", 30)
    assert len(issued.key) == 64
    assert (issued.record.id, issued.record.name) == ("konak-belediyesi", "Konak Belediyesi")
    (setting,) = office.settings.rows.values()
    assert setting.value == {"name": "Konak Belediyesi", "hash": hash_of(issued.key), "per_minute": 30}
    assert issued.key not in str(office.settings.rows) + str(office.log.lines)


def test_two_keys_of_one_name_are_two_keys() -> None:
    office = Office()
    first, second = (open311_keys.issue(office.desk, "admin", "Konak", 30) for _ in range(2))
    assert (first.record.id, second.record.id) == ("konak", "konak-2")
    assert first.key != second.key


@pytest.mark.parametrize(
    ("name", "rate", "field", "code"),
    [
        ("", 60, "name", "required"),
        (None, 60, "name", "required"),
        ("x" * 81, 60, "name", "too-long"),
        ("x", 0, "per_minute", "key-rate"),
        ("x", 6001, "per_minute", "key-rate"),
        ("x", "60", "per_minute", "key-rate"),
        ("x", True, "per_minute", "key-rate"),
        ("x", None, "per_minute", "key-rate"),
    ],
)
def test_what_cannot_be_a_key_is_refused(name: object, rate: object, field: str, code: str) -> None:
    office = Office()
    with pytest.raises(Invalid) as raised:
        open311_keys.issue(office.desk, "admin", name, rate)
    assert [(fault.field, fault.code) for fault in raised.value.faults] == [(field, code)]
    assert office.settings.rows == {}


def test_a_key_opens_the_door_until_it_is_revoked() -> None:
    office = Office()
    issued = open311_keys.issue(office.desk, "admin", "Konak", 30)
    assert enter(renewed(office), issued.key).id == "konak"
    open311_keys.revoke(office.desk, "admin", "konak")
    assert open311_keys.peer_of(renewed(office).desk, issued.key) is None
    with pytest.raises(Refused):
        enter(office, issued.key)


def test_revoking_twice_is_revoking_once_and_what_is_not_there_is_said() -> None:
    office = Office()
    open311_keys.issue(office.desk, "admin", "Konak", 30)
    assert open311_keys.revoke(office.desk, "admin", "konak").revoked
    assert open311_keys.revoke(office.desk, "admin", "konak").revoked
    assert office.settings.rows["api_keys", "konak"].version == 2
    with pytest.raises(NotFound):
        open311_keys.revoke(office.desk, "admin", "no-such-key")


def test_the_list_says_who_and_when_and_keeps_what_was_revoked() -> None:
    office = Office()
    open311_keys.issue(office.desk, "admin", "Konak", 30)
    office.clock.move(hours=1)
    open311_keys.issue(office.desk, "baskasi", "Bornova", 60)
    office.clock.move(hours=1)
    open311_keys.revoke(office.desk, "admin", "konak")
    found = [(each.record.id, each.record.revoked, each.setting.by) for each in open311_keys.listed(office.desk)]
    assert found == [("konak", True, "admin"), ("bornova", False, "baskasi")]


def test_a_wrong_key_is_not_counted_and_a_right_one_is() -> None:
    office = Office()
    issued = open311_keys.issue(office.desk, "admin", "Konak", 1)
    with pytest.raises(Refused):
        enter(renewed(office), "wrong")
    enter(office, issued.key)
    with pytest.raises(Refused) as raised:
        enter(office, issued.key)
    assert (raised.value.code, raised.value.wait) == ("too-many", 60)


def test_a_new_key_opens_the_door_at_once() -> None:
    office = Office()
    issued = open311_keys.issue(office.desk, "admin", "Konak", 30)
    assert office.city.api_keys == {}
    assert enter(office, issued.key).id == "konak"


def test_guessing_keys_reads_the_settings_seldom() -> None:
    office = Office()
    for guess in range(100):
        with pytest.raises(Refused):
            enter(office, f"{guess:064x}")
    assert office.settings.asked == 20
    with pytest.raises(Refused):
        enter(office, "no key of ours")
    assert office.settings.asked == 20
