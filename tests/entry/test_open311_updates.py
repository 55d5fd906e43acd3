"""The feed of updates, as peers of mySociety's poll it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.api_keys import ApiKey, hash_of
from chalicelib.core.open311_status import CODES, code_of
from chalicelib.core.tracking import show
from chalicelib.core.updates import Update
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.move import move
from tests.build import MONDAY, a_staffed_city, an_actor, what_is_said
from tests.entry.gateway import call
from tests.entry.peer import BASE, errors, get
from tests.fakes import Office

KEY = "a key of a peer"
RESOLVE = {"outcome": "repaired", "answer": "Gizli cevap"}


@pytest.fixture
def city(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The office with people who make moves, and one peer."""
    office.city = replace(a_staffed_city(), api_keys={hash_of(KEY): ApiKey("fms", "FMS", 60)})
    return office


def opened(office: Office, key: str = "k", *, extras: Any = (), **fields: Any) -> str:
    source = Source("open311", key, by="key:fms") if extras is not None else Source("web", key)
    return hear(office.desk, what_is_said(**fields), source, extras=extras or ()).request.number


def makes(office: Office, number: str, name: str, who: str, **said: Any) -> None:
    office.clock.move(minutes=1)
    move(office.desk, number, name, said, an_actor(who, office.city))


def feed(**query: str) -> list[dict[str, Any]]:
    heard = get("/servicerequestupdates", **query)
    assert heard.words("request_update/update_id") == [row["update_id"] for row in heard.json]
    return list(heard.json)


def test_every_move_that_matters_is_told_oldest_first(city: Office) -> None:
    number = opened(city, extras=None)
    makes(city, number, "start", "officer")
    makes(city, number, "note", "officer", text="Gizli not")
    makes(city, number, "resolve", "officer", **RESOLVE)
    makes(city, number, "not_solved", "citizen", text="Gizli söz")
    told = feed()
    outcome = next(each.text.tr for each in city.city.services["road.pothole"].outcomes if each.code == "repaired")
    assert [(row["update_id"], row["status"], row["description"]) for row in told] == [
        (f"{number}-2", "IN_PROGRESS", "İşlemde"),
        (f"{number}-4", "FIXED", f"Sonuçlandırıldı: {outcome}"),
        (f"{number}-5", "REOPEN", "Yeniden açıldı"),
    ]
    assert {row["service_request_id"] for row in told} == {show(number)}
    assert [row["external_status_code"] for row in told] == ["in_progress", "repaired", "reopened"]
    assert [row["updated_datetime"] for row in told] == [
        "2026-11-23T10:31:00+03:00", "2026-11-23T10:33:00+03:00", "2026-11-23T10:34:00+03:00",
    ]  # fmt: skip
    assert [row["media_url"] for row in told] == [None] * 3
    assert "Gizli" not in call("GET", f"{BASE}/servicerequestupdates.json").text
    assert feed() == told


def test_what_staff_do_among_themselves_moves_no_date(city: Office) -> None:
    number = opened(city, extras=None)
    assert get(f"/requests/{number}").json[0]["updated_datetime"] == "2026-11-23T10:30:00+03:00"
    makes(city, number, "resolve", "officer", **RESOLVE)
    makes(city, number, "note", "officer", text="Gizli not")
    (closed,) = get(f"/requests/{number}").json
    assert (closed["status"], closed["updated_datetime"]) == ("closed", "2026-11-23T10:31:00+03:00")


def test_both_ends_of_the_window_are_included(city: Office) -> None:
    number = opened(city)
    makes(city, number, "start", "officer")
    at = "2026-11-23T10:31:00+03:00"
    assert len(feed(start_date=at, end_date=at)) == 1
    assert feed(end_date="2026-11-23T07:30:59Z") == []
    city.clock.move(days=2)
    assert feed() == []
    assert len(feed(start_date=at)) == 1
    assert errors(get("/servicerequestupdates", start_date=at, end_date="2027-02-22T10:31:00+03:00"), 400)
    assert errors(get("/servicerequestupdates", start_date="x"), 400)[0].startswith("start_date: ")


def test_what_is_no_more_public_is_told_to_nobody(city: Office) -> None:
    number = opened(city, extras=None)
    makes(city, number, "start", "officer")
    assert len(feed()) == 1
    hidden = replace(city.city.services["road.pothole"], publish="nothing")
    city.city = replace(city.city, services={**city.city.services, "road.pothole": hidden})
    assert feed() == []


def test_a_peer_hears_of_what_it_filed_though_it_is_private(city: Office) -> None:
    number = opened(city, extras=(("fixmystreet_id", ("123456",)),), service_code="noise.music")
    makes(city, number, "assign", "operator", unit="fen-isleri")
    assert feed() == []
    assert feed(api_key="wrong") == []
    (row,) = feed(api_key=KEY)
    assert (row["status"], row["fixmystreet_id"]) == ("INVESTIGATING", "123456")


def test_only_the_peer_who_filed_it_sees_its_own_number(city: Office) -> None:
    number = opened(city, extras=(("fixmystreet_id", ("123456",)),))
    makes(city, number, "start", "officer")
    assert "fixmystreet_id" not in feed()[0]
    assert feed(api_key=KEY)[0]["fixmystreet_id"] == "123456"
    city.city = replace(city.city, api_keys={hash_of(KEY): ApiKey("other", "Other", 60)})
    assert "fixmystreet_id" not in feed(api_key=KEY)[0]
    city.city = replace(city.city, api_keys={hash_of(KEY): ApiKey("fms", "FMS", 60, revoked=True)})
    assert "fixmystreet_id" not in feed(api_key=KEY)[0]


def test_a_released_photo_is_told_with_the_release(city: Office) -> None:
    number = opened(city)
    makes(city, number, "start", "officer")
    makes(city, number, "release", "operator", text="Çukur")
    public = city.requests.publics[number]
    for photos, told in (((), None), (("a" * 48,), f"https://kopru.example.org/foto/{'a' * 48}")):
        city.requests.publics[number] = replace(public, photos=photos)
        row = feed()[-1]
        assert (row["status"], row["media_url"]) == ("UNCHANGED", told)
    city.requests.publics[number] = replace(public, photos=("a" * 48, "b" * 48))
    heard = get("/servicerequestupdates")
    assert [address[-48:] for address in heard.json[-1]["media_url"]] == ["a" * 48, "b" * 48]
    assert len(heard.xml[-1].findall("media_url")) == 2


def test_a_thousand_updates_at_the_most(city: Office) -> None:
    number = opened(city)
    at = MONDAY - timedelta(hours=1)
    city.requests.told += [
        ("P", Update(number, n, at + timedelta(seconds=n), "start", "in_progress", {})) for n in range(2, 1103)
    ]
    told = feed()
    assert [row["update_id"] for row in told] == [f"{number}-{n}" for n in range(2, 1002)]


def test_what_is_hidden_takes_no_place_among_the_thousand(city: Office) -> None:
    number, hidden = opened(city), "261148173052"
    at = MONDAY - timedelta(hours=1)
    city.requests.told += [
        ("P", Update(number if n % 2 else hidden, n, at + timedelta(seconds=n), "start", "in_progress", {}))
        for n in range(2, 1802)
    ]
    assert [row["update_id"] for row in feed()] == [f"{number}-{n}" for n in range(3, 1802, 2)]


def test_every_state_has_its_status_in_upper_case() -> None:
    from chalicelib.core.case import STATES

    def code(state: str, name: str = "x", **facts: str) -> str:
        return code_of(Update("1", 2, MONDAY, name, state, facts))

    assert {state for state in STATES if state not in CODES} == {"resolved", "closed"}
    assert {code(state) for state in STATES} == {*CODES.values(), "CLOSED"}
    assert code("resolved", result="positive") == code("closed", result="positive") == "FIXED"
    assert code("resolved", result="partial") == "CLOSED"
    assert code("resolved", result="negative") == code("rejected", result="rejected") == "NO_FURTHER_ACTION"
    assert code("withdrawn") == "CANCELLED"
    assert code("duplicate") == "DUPLICATE"
    assert code("assigned", "unmerge") == code("reopened", "reopen") == "REOPEN"
    assert code("resolved", "release", result="positive") == "UNCHANGED"


def test_the_words_are_in_the_language_that_is_asked_for(city: Office) -> None:
    number = opened(city)
    makes(city, number, "start", "officer")
    heard = get("/servicerequestupdates", {"Accept-Language": "en"})
    assert heard.words("request_update/description") == ["In progress"]
