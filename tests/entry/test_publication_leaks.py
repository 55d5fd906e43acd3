"""Nothing that its service does not make public leaves by any public way: every service, every reason, every way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle

import pytest

from tests.build import a_city
from tests.entry.leaks import KINDS, LISTS, ONES, Bird, Heard, faults, fill, look_at, of_the_peer, silenced
from tests.fakes import Office

PRESETS = ("izmir-him", "ilkadim-ilkim", "example")


def of_city(office: Office, code: str) -> Office:
    office.city = replace(a_city(code), bounds=None)
    return office


def listed(office: Office) -> dict[str, Heard]:
    """What every list says now."""
    return {name: Heard(look(office)) for name, look in LISTS.items()}


def of_lists(office: Office, birds: list[Bird]) -> list[str]:
    """What leaks from them."""
    return [
        f"{name}: {fault}"
        for name, heard in listed(office).items()
        for bird in birds
        for fault in faults(heard, bird, listed=True)
    ]


def one_by_one(birds: Iterator[Bird]) -> list[str]:
    """What leaks where somebody asks for one request after the other."""
    return [
        f"{name}: {fault}"
        for bird in birds
        for name, url in ONES.items()
        for fault in faults(look_at(url, bird), bird, listed=False)
    ]


def of_the_next_kind(birds: list[Bird]) -> Iterator[Bird]:
    """Of every service one bird, each of the next kind."""
    kinds = dict(zip(dict.fromkeys(bird.service.code for bird in birds), cycle(KINDS), strict=False))
    return (bird for bird in birds if kinds[bird.service.code] == bird.kind)


@pytest.mark.parametrize("code", PRESETS)
def test_no_list_holds_what_is_not_public(office: Office, code: str) -> None:
    assert of_lists(office, fill(of_city(office, code))) == []


def test_the_lists_do_hold_what_is_public(office: Office) -> None:
    birds = fill(of_city(office, "izmir-him"))
    found = listed(office)
    for name in ("open311 requests.json", "open311 requests.xml"):
        assert {bird.n for bird in birds if bird.speaks} == found[name].opened
        assert {bird.number for bird in birds if bird.is_public} <= found[name].digits
    assert found["near me"].opened
    assert found["open311 updates"].digits


def test_a_peer_hears_of_its_own_requests_and_no_word_of_anybody(office: Office) -> None:
    birds = fill(of_city(office, "izmir-him"))
    heard = of_the_peer(office)
    theirs = [bird for bird in birds if bird.kind.name == "peer"]
    assert {bird.number for bird in theirs if not bird.is_public} & heard.digits
    others = [bird for bird in birds if bird not in theirs]
    assert [fault for bird in others for fault in faults(heard, bird, listed=True)] == []
    assert heard.canaries == frozenset()


def test_no_request_tells_more_than_is_public(office: Office) -> None:
    birds = fill(of_city(office, "izmir-him"))
    assert one_by_one(of_the_next_kind(birds)) == []


def test_what_an_admin_closes_is_closed_everywhere_at_once(office: Office) -> None:
    birds = fill(of_city(office, "izmir-him"), tuple(kind for kind in KINDS if kind.opens))
    assert listed(office)["open311 requests.json"].opened
    silenced(office)
    closed = [replace(bird, service=office.city.services[bird.service.code]) for bird in birds]
    assert of_lists(office, closed) == []
    assert one_by_one(of_the_next_kind(closed)) == []


@pytest.mark.prove
@pytest.mark.parametrize("code", PRESETS)
def test_no_request_of_any_service_and_kind_tells_more_than_is_public(office: Office, code: str) -> None:
    assert one_by_one(iter(fill(of_city(office, code)))) == []
