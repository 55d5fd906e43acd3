"""What an event tells: anybody where the request is public, else the peer that filed it, else nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.core.updates import PUBLIC_BOOK, peers_book, update_of
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.move import move
from tests.build import a_staffed_city, an_actor, what_is_said
from tests.fakes import Office

CITY = a_staffed_city()


def told(office: Office) -> list[tuple[str, str, str]]:
    return [(book, update.move, update.state) for book, update in office.requests.told]


def an_open311_request(office: Office, **fields: Any) -> str:
    source = Source("open311", "1", by="key:fixmystreet")
    return hear(office.desk, what_is_said(**fields), source).request.number


def test_changes_of_a_public_request_stand_in_the_public_book_and_nothing_else() -> None:
    office = replace(Office(), city=CITY)
    number = hear(office.desk, what_is_said(), Source("web", "k")).request.number
    for name, who, said in (
        ("note", "officer", {"text": "Gizli not"}),
        ("start", "officer", {}),
        ("message", "operator", {"text": "x"}),
        ("add", "citizen", {"text": "x"}),
        ("release", "operator", {"text": "Bir"}),
        ("resolve", "officer", {"outcome": "repaired", "answer": "Gizli cevap"}),
    ):
        move(office.desk, number, name, said, an_actor(who))
    assert told(office) == [
        (PUBLIC_BOOK, "start", "in_progress"),
        (PUBLIC_BOOK, "release", "in_progress"),
        (PUBLIC_BOOK, "resolve", "resolved"),
    ]
    last = office.requests.told[-1][1]
    assert (last.id, last.at) == (f"{number}-7", office.clock())
    assert last.facts == {"service": "road.pothole", "outcome": "repaired", "result": "positive"}


def test_changes_of_what_is_not_public_reach_the_peer_that_filed_it_alone() -> None:
    office = replace(Office(), city=CITY)
    number = an_open311_request(office, service_code="noise.music")
    move(office.desk, number, "triage", {"service_code": "zabita.vendor"}, an_actor("operator"))
    move(office.desk, number, "assign", {"unit": "fen-isleri"}, an_actor("operator"))
    move(office.desk, number, "resolve", {"outcome": "warned", "answer": "x"}, an_actor("officer"))
    assert {book for book, _ in office.requests.told} == {peers_book("fixmystreet")}
    assert [dict(update.facts) for _, update in office.requests.told][-1] == {"result": "positive"}


def test_a_peer_hears_of_a_confidential_matter_only_how_it_stands() -> None:
    office = replace(Office(), city=CITY)
    number = an_open311_request(office)
    move(office.desk, number, "confidential", {"reason": "x"}, an_actor("operator"))
    move(office.desk, number, "reject", {"answer": "x"}, an_actor("supervisor"))
    assert [(book, dict(update.facts)) for book, update in office.requests.told] == [(peers_book("fixmystreet"), {})]


def test_nobody_hears_of_what_is_not_public_and_no_peer_filed() -> None:
    office = replace(Office(), city=CITY)
    number = hear(office.desk, what_is_said(service_code="noise.music"), Source("web", "k")).request.number
    move(office.desk, number, "assign", {"unit": "fen-isleri"}, an_actor("operator"))
    assert office.requests.told == []


def test_an_update_survives_being_written_down() -> None:
    office = replace(Office(), city=CITY)
    number = hear(office.desk, what_is_said(), Source("web", "k")).request.number
    move(office.desk, number, "start", {}, an_actor("officer"))
    update = office.requests.told[0][1]
    told_as = {"at": update.at.isoformat(), "move": "start", "state": "in_progress", "facts": dict(update.facts)}
    assert update_of(number, 2, told_as) == update
