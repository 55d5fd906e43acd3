"""A person's record comes first, the login follows, and what could not be done is said."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from chalicelib.core.errors import Conflict, Fault, Invalid, NotFound, TryLater
from chalicelib.flows import people
from tests.fakes import Office

RECORD = {"name": "Yeni", "role": "operator", "email": "yeni@example.org"}


@dataclass
class Logins:
    """Logins as a dict of roles, and what goes wrong next."""

    roles: dict[str, str] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    fails: list[Exception] = field(default_factory=list)

    def invite(self, username: str, email: str, role: str) -> None:
        self._check()
        self.roles[username] = role

    def change_role(self, username: str, role: str) -> None:
        self._check(username)
        self.roles[username] = role

    def disable(self, username: str) -> None:
        self._check(username)
        self.closed.add(username)

    def enable(self, username: str) -> None:
        self._check(username)
        self.closed.discard(username)

    def sign_out(self, username: str) -> None:
        self._check(username)

    def _check(self, username: str = "") -> None:
        if self.fails:
            raise self.fails.pop(0)
        if username and username not in self.roles:
            raise NotFound("no-such-person")


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def logins() -> Logins:
    return Logins()


def save(office: Office, logins: Logins, value: object, version: int) -> str:
    return people.save(office.desk, logins, "admin", "yeni", value, version).login


def test_login_is_made_changed_closed_and_opened_again(office: Office, logins: Logins) -> None:
    assert save(office, logins, RECORD, 0) == "invited"
    assert save(office, logins, RECORD | {"role": "auditor"}, 1) == "kept"
    assert logins.roles == {"yeni": "auditor"}
    assert save(office, logins, RECORD | {"disabled": True}, 2) == "closed"
    assert logins.closed == {"yeni"}
    assert save(office, logins, RECORD, 3) == "kept"
    assert (logins.roles, logins.closed) == ({"yeni": "operator"}, set())


def test_person_whose_record_goes_cannot_sign_in(office: Office, logins: Logins) -> None:
    save(office, logins, RECORD, 0)
    assert save(office, logins, None, 1) == "closed"
    assert logins.closed == {"yeni"}


@pytest.mark.parametrize("error", [TryLater("cognito: away"), Invalid(Fault("username", "username-taken"))])
def test_record_stands_where_the_login_fails(office: Office, logins: Logins, error: Exception) -> None:
    logins.fails = [NotFound("no-such-person"), error]
    assert save(office, logins, RECORD, 0) == "failed"
    assert office.settings.rows["people", "yeni"].value == RECORD
    assert save(office, logins, RECORD, 1) == "invited"


def test_login_is_left_alone_where_the_record_is_refused(office: Office, logins: Logins) -> None:
    for value, version in ((RECORD | {"role": "king"}, 0), (RECORD | {"unit": "no-such-unit"}, 0), (RECORD, 7)):
        with pytest.raises((Invalid, Conflict)):
            save(office, logins, value, version)
    assert logins.roles == {}


def test_log_names_nobody_but_the_username(office: Office, logins: Logins) -> None:
    logins.fails = [TryLater("cognito: away")]
    save(office, logins, RECORD, 0)
    assert "yeni@example.org" not in str(office.log.lines)
    assert ("login not changed", {"username": "yeni", "error": "TryLater"}) in office.log.lines
