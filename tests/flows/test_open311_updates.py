"""The same update at the same time: one move, and both get its id."""

from __future__ import annotations

import pytest

from chalicelib.core.api_keys import ApiKey
from chalicelib.core.case import Change
from chalicelib.core.errors import NotFound, TryLater
from chalicelib.core.peer_form import PeerForm
from chalicelib.flows import open311_updates
from chalicelib.flows.intake import Source, hear
from tests.build import what_is_said
from tests.fakes import Office

KEY = ApiKey("fms", "FixMyStreet", 60)


@pytest.fixture
def office() -> Office:
    made = Office()
    hear(made.desk, what_is_said(), Source("open311", "r-1", by="key:fms"))
    return made


def an_update(office: Office, **fields: str) -> PeerForm:
    (number,) = office.requests.cases
    said = {
        "service_request_id": number,
        "update_id": "u-1",
        "status": "OPEN",
        "updated_datetime": "2026-11-23T10:31:00+03:00",
        "description": "Büyüdü.",
    }
    return PeerForm(tuple((said | fields).items()))


def test_who_comes_second_finds_what_the_first_one_did(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    real, late = office.requests.change, [True]

    def change(changes: tuple[Change, ...]) -> bool:
        if late:
            late.clear()
            open311_updates.post(office.desk, KEY, an_update(office))  # the first one comes in between
        return real(changes)

    monkeypatch.setattr(office.requests, "change", change)
    (number,) = office.requests.cases
    assert open311_updates.post(office.desk, KEY, an_update(office)) == f"{number}-2"
    assert len(office.requests.cases[number].events) == 1


def test_who_is_always_late_is_asked_to_come_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.requests, "change", lambda changes: False)
    with pytest.raises(TryLater):
        open311_updates.post(office.desk, KEY, an_update(office))


def test_only_who_filed_it_may_update_it(office: Office) -> None:
    with pytest.raises(NotFound):
        open311_updates.post(office.desk, ApiKey("fm", "F", 60), an_update(office))


def test_the_event_stays_whole_in_its_chain(office: Office) -> None:
    from chalicelib.core.chain import verify

    open311_updates.post(office.desk, KEY, an_update(office))
    (case,) = office.requests.cases.values()
    assert verify(case) == ()
    assert len(str(case.events[0].facts[open311_updates.FACT])) == 32
