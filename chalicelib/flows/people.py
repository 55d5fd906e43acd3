"""An admin changes who works here: first the record, which gives the rights, then the login."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from chalicelib.core.errors import Fault, Invalid, NotFound, TryLater
from chalicelib.core.patterns import USERNAME
from chalicelib.core.settings import Setting
from chalicelib.flows import settings
from chalicelib.flows.desk import Desk

KIND = "people"


class Logins(Protocol):
    """Who may sign in; tools/directory.py."""

    def invite(self, username: str, email: str, role: str) -> None:
        """Raises Invalid, TryLater."""

    def change_role(self, username: str, role: str) -> None:
        """Raises NotFound, TryLater."""

    def disable(self, username: str) -> None:
        """Raises NotFound, TryLater."""

    def enable(self, username: str) -> None:
        """Raises NotFound, TryLater."""

    def sign_out(self, username: str) -> None:
        """Raises NotFound, TryLater."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The record as it stands now, and what became of the login: "invited", "kept" (with the record's role), "closed",
    "none" (nobody of this name can sign in, and there is no e-mail to invite them by), or "failed": then the same
    record is to be saved again."""

    setting: Setting
    login: str


def save(desk: Desk, logins: Logins, actor_name: str, username: str, value: object, version: int | None) -> Saved:
    """Set somebody's record where `version` stands now (None or 0: nothing so far; a `value` of None: back to the
    preset), then let the login follow: a new person with an e-mail is invited, a disabled one is signed out.

    Raises what flows/settings.change raises, Invalid ("username") for a name that nobody can have. What goes wrong with
    the login is said in Saved, since the record stands by then; saving again repeats it.
    """
    if not USERNAME.fullmatch(username):
        raise Invalid(Fault("username", "username"))
    setting = settings.change(desk, actor_name, KIND, username, value, version)
    return Saved(setting, _follow(desk, logins, username))


def _follow(desk: Desk, logins: Logins, username: str) -> str:
    try:
        person = settings.present(desk).city.people.get(username)
        if person is None or person.disabled:
            return _close(logins, username)
        return _let_in(logins, username, person.role, person.email or "")
    except (TryLater, Invalid) as error:
        desk.log.warning("login not changed", username=username, error=type(error).__name__)
        return "failed"


def _close(logins: Logins, username: str) -> str:
    try:
        logins.disable(username)
    except NotFound:
        return "none"
    return "closed"


def _let_in(logins: Logins, username: str, role: str, email: str) -> str:
    try:
        logins.change_role(username, role)
        logins.enable(username)
    except NotFound:
        if not email:
            return "none"
        logins.invite(username, email, role)
        return "invited"
    return "kept"
