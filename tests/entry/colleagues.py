"""People who call the staff API with real tokens, and a user pool that is a dict."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jwt
import pytest

from chalicelib import wire
from chalicelib.core.errors import NotFound, Refused, TryLater
from chalicelib.core.marks import Tries
from chalicelib.core.people import ROLES, Person, Substitute
from chalicelib.core.session import NEW_PASSWORD, Challenge, Tokens
from chalicelib.flows.session import Door
from chalicelib.tools.tokens import Verifier
from tests.build import MONDAY
from tests.entry.gateway import Answer, call
from tests.fakes import Office
from tests.tools.test_tokens import CLIENT, ISSUER, jwks, key, what_is_claimed

OWN, OTHER, ABOVE = "fen-isleri", "izsu", "saglik-isleri"
PASSWORD = "Kopru-yerel-2026"


def people() -> dict[str, Person]:
    """One for each role, those of units in OWN; an officer of OTHER, a head ABOVE, a substitute, one disabled."""
    made = [
        Person(role, role.title(), role, OWN if role.startswith("unit_") else None, f"{role}@example.org")
        for role in ROLES
    ]
    stand_in = Substitute("vekil", date(2026, 11, 20), date(2026, 11, 23))
    made += [
        Person("officer.other", "Başka Birim", "unit_officer", OTHER),
        Person("away", "İzinde", "unit_officer", OWN, substitute=stand_in),
        Person("vekil", "Vekil", "unit_officer", OTHER),
        Person("gone", "Ayrıldı", "operator", disabled=True),
        Person("head.above", "Üst Amir", "unit_head", ABOVE),
    ]
    return {person.username: person for person in made}


@dataclass
class Pool:
    """The user pool: passwords, who is asked for a new one, what was done to whom, and whether it is there."""

    passwords: dict[str, str] = field(default_factory=lambda: dict.fromkeys((*ROLES, "gone"), PASSWORD))
    first: set[str] = field(default_factory=set)
    done: list[tuple[str, ...]] = field(default_factory=list)
    tries: dict[str, Tries] = field(default_factory=dict)
    away: bool = False

    def sign_in(self, username: str, password: str) -> Tokens | Challenge:
        if self.passwords.get(username) != password:
            raise Refused("wrong-login")
        return Challenge(NEW_PASSWORD, username, "s" * 20) if username in self.first else tokens_of(username)

    def answer(self, challenge: Challenge, answer: str) -> Tokens | Challenge:
        self.passwords[challenge.username] = answer
        return tokens_of(challenge.username)

    def refresh(self, refresh_token: str) -> Tokens:
        username = refresh_token.removeprefix("refresh-")
        if username not in self.passwords:
            raise Refused("signed-out")
        return tokens_of(username)

    def offer_codes(self, access_token: str) -> str:
        return "JBSWY3DPEHPK3PXP"

    def demand_codes(self, access_token: str, code: str) -> None:
        if code != "123456":
            raise Refused("wrong-code")
        self.done.append(("codes", access_token))

    def read(self, key: str) -> Tries:
        return self.tries.get(key, Tries())

    def write(self, key: str, tries: Tries, expires: datetime) -> None:
        self.tries[key] = tries

    def invite(self, username: str, email: str, role: str) -> None:
        self._there()
        self.passwords[username] = PASSWORD
        self.done.append(("invite", username, email, role))

    def change_role(self, username: str, role: str) -> None:
        self._act("change_role", username, role)

    def disable(self, username: str) -> None:
        self._act("disable", username)

    def enable(self, username: str) -> None:
        self._act("enable", username)

    def sign_out(self, username: str) -> None:
        """As the directory by name, as sign-in by refresh token."""
        self._act("sign_out", username)

    def _act(self, *done: str) -> None:
        self._there()
        if done[1].removeprefix("refresh-") not in self.passwords:
            raise NotFound("no-such-person")
        self.done.append(done)

    def _there(self) -> None:
        if self.away:
            raise TryLater("cognito: away")


def tokens_of(username: str) -> Tokens:
    role = people()[username].role
    return Tokens(token_of(username, role), f"refresh-{username}", 900)


@cache
def token_of(username: str, *groups: str) -> str:
    """An access token that holds on MONDAY."""
    return signed({"username": username, "cognito:groups": list(groups)})


def signed(claims: dict[str, Any]) -> str:
    """Our pool's token with these claims changed."""
    return jwt.encode(what_is_claimed(**claims), key("ours"), "RS256", headers={"kid": "ours"})


@dataclass
class Staff:
    """An office with people in it, who call the API."""

    office: Office
    pool: Pool

    def call(self, who: str, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """A call by somebody with their token."""
        return self.send(token_of(who, self.office.city.people[who].role), method, path, body, **headers)

    def send(self, token: str | None, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """A call with this bearer token, or without any."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        bearer = {} if token is None else {"Authorization": f"Bearer {token}"}
        return call(method, path, body, headers=sent | bearer)


def move_in(office: Office, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Staff:
    """The people, and a pool whose keys stand in `folder`; the Desk is made once."""
    keys = folder / "jwks.json"
    keys.write_text(jwks("ours"), encoding="utf-8")
    units = {**office.city.units, OWN: replace(office.city.units[OWN], parent=ABOVE)}
    office.city = replace(office.city, people=people(), units=units)
    desk, pool, verifier = office.desk, Pool(), Verifier(ISSUER, CLIENT, keys.as_uri())
    monkeypatch.setattr(wire, "desk", lambda: desk)
    monkeypatch.setattr(wire, "verifier", lambda: verifier)
    monkeypatch.setattr(wire, "door", lambda: Door(pool, pool, verifier.read))
    monkeypatch.setattr(wire, "logins", lambda: pool)
    assert office.clock() == MONDAY
    return Staff(office, pool)
