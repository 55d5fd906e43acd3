"""What is somebody's own."""

from __future__ import annotations

import pytest

from chalicelib.core.errors import NotFound, Refused
from chalicelib.flows import own
from chalicelib.flows.intake import Source, hear
from tests.build import what_is_said
from tests.fakes import Office
from tests.flows.test_codes import CALLER, signed_in


def opened(office: Office, key: str, **said: object) -> str:
    return hear(office.desk, what_is_said(**said), Source("web", key)).request.number


def test_a_session_lists_the_requests_of_its_phone_the_newest_first() -> None:
    office = Office()
    first = opened(office, "1")
    office.clock.move(hours=1)
    opened(office, "2", phone="0533 444 55 66")
    office.clock.move(hours=1)
    last = opened(office, "3")
    token = signed_in(office).token
    assert [entry.number for entry in own.requests(office.desk, token)] == [last, first]
    assert [entry.number for entry in own.requests(office.desk, token, 1)] == [last]


def test_a_session_sees_its_own_and_no_others() -> None:
    office = Office()
    mine, other = opened(office, "1"), opened(office, "2", phone="0533 444 55 66")
    unknown = opened(office, "3", phone=None, email=None)
    token = signed_in(office).token
    assert own.see(office.desk, mine, token, CALLER).own
    assert not own.see(office.desk, other, token, CALLER).own
    assert not own.see(office.desk, unknown, token, CALLER).own


def test_without_a_session_nothing_is_anybodys() -> None:
    office = Office()
    number = opened(office, "1")
    for token in ("", "0" * 64):
        with pytest.raises(Refused, match="signed-out"):
            own.see(office.desk, number, token, CALLER)
        with pytest.raises(Refused, match="signed-out"):
            own.requests(office.desk, token)
    with pytest.raises(NotFound):
        own.see(office.desk, "261148173053", signed_in(office).token, CALLER)
