"""Whose jurisdiction it is, and when the services of a preset last changed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.core.errors import Invalid, NotFound
from chalicelib.core.open311_discovery import changeset, check_jurisdiction, digest
from tests.build import MONDAY, a_city
from tests.services_changed import FILE, presets, stamps

URL = "https://kopru.izmir.bel.tr"


@pytest.mark.parametrize(
    "given", ["", "izmir-him", "kopru.izmir.bel.tr", "izmir.bel.tr", "www.izmir.bel.tr", "IZMIR.bel.tr"]
)
def test_one_jurisdiction_needs_no_name_and_knows_its_own(given: str) -> None:
    check_jurisdiction(given, a_city(), URL)


def test_where_several_are_served_a_missing_one_is_400_and_an_unknown_one_404() -> None:
    with pytest.raises(Invalid) as missing:
        check_jurisdiction("", a_city(), URL, required=True)
    assert [(fault.field, fault.code) for fault in missing.value.faults] == [("jurisdiction_id", "required")]
    for required in (True, False):
        with pytest.raises(NotFound) as unknown:
            check_jurisdiction("ankara.bel.tr", a_city(), URL, required=required)
        assert unknown.value.code == "no-jurisdiction"
    check_jurisdiction("izmir.bel.tr", a_city(), URL, required=True)


@pytest.mark.parametrize("url", ["http://localhost:8000", "http://127.0.0.1:8000"])
def test_the_last_part_of_a_domain_is_nobodys_jurisdiction(url: str) -> None:
    with pytest.raises(NotFound):
        check_jurisdiction("tr", a_city(), "https://izmir.tr")
    with pytest.raises(NotFound):
        check_jurisdiction("example.org", a_city(), url)


def test_the_changeset_is_sortable_and_lies_before_its_change() -> None:
    changes = [changeset(a_city(), MONDAY + timedelta(seconds=n)) for n in range(5)]
    assert changes == sorted(changes)
    for n, text in enumerate(changes):
        at = datetime.fromisoformat(text)
        assert MONDAY + timedelta(seconds=n - 2) < at <= MONDAY + timedelta(seconds=n)
        assert text.endswith("Z")


def test_two_cities_of_the_same_moment_have_two_changesets() -> None:
    assert digest(a_city("izmir-him")) != digest(a_city("ilkadim-ilkim"))
    assert changeset(a_city("izmir-him"), MONDAY) != changeset(a_city("ilkadim-ilkim"), MONDAY)


def test_every_preset_says_when_its_services_last_changed() -> None:
    held = json.loads(FILE.read_text(encoding="utf-8"))
    assert held == stamps(datetime.now(UTC)), "run `python -m tests.services_changed`"
    assert sorted(held) == presets()
    assert all(datetime.fromisoformat(each["at"]) <= datetime.now(UTC) for each in held.values())
