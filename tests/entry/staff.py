"""Somebody of the staff at the pages: a centre with people, a browser with cookies, and a pool that knows them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest

from chalicelib import wire
from chalicelib.core.case import Case
from chalicelib.core.errors import Refused
from chalicelib.core.marks import Tries
from chalicelib.core.people import Person
from chalicelib.core.rights import Actor
from chalicelib.core.rights import staff as staff_of
from chalicelib.core.session import Challenge, Claims, Tokens
from chalicelib.core.tracking import show
from chalicelib.flows import intake
from chalicelib.flows.move import move
from chalicelib.flows.session import Door
from tests.build import MONDAY, what_is_said
from tests.entry.citizen import FORM
from tests.entry.gateway import Answer, call
from tests.entry.screen import Screen
from tests.fakes import Office

PASSWORD = "Kopru-yerel-2026"
PEOPLE = {
    person.username: person
    for person in (
        Person("operator", "Elif Operatör", "operator", "cagri-merkezi"),
        Person("santral", "Sinan Santral", "switchboard", "santral"),
        Person("sorumlu", "Meral Sorumlu", "supervisor", "cagri-merkezi"),
        Person("fen", "Fikret Fen", "unit_officer", "fen-isleri"),
        Person("izsu", "İrem İzsu", "unit_officer", "izsu"),
        Person("admin", "Adil Yönetici", "admin"),
        Person("denetci", "Deniz Denetçi", "auditor"),
    )
}


@dataclass
class Pool:
    """A user pool in which a token is its user's name; what it `asks` comes before the tokens."""

    asks: Challenge | None = None
    refreshed: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    tries: dict[str, Tries] = field(default_factory=dict)

    def sign_in(self, username: str, password: str) -> Tokens | Challenge:
        if username not in PEOPLE or password != PASSWORD:
            raise Refused("wrong-login")
        return self.asks or Tokens(username, f"refresh-{username}", 900)

    def answer(self, challenge: Challenge, answer: str) -> Tokens | Challenge:
        if answer != "123456":
            raise Refused("wrong-code")
        return Tokens(challenge.username, f"refresh-{challenge.username}", 900)

    def refresh(self, refresh_token: str) -> Tokens:
        name = refresh_token.removeprefix("refresh-")
        if name not in PEOPLE:
            raise Refused("signed-out")
        self.refreshed.append(name)
        return Tokens(name, "", 900)

    def sign_out(self, refresh_token: str) -> None:
        self.ended.append(refresh_token)

    def offer_codes(self, access_token: str) -> str:
        return "JBSWY3DPEHPK3PXP"

    def demand_codes(self, access_token: str, code: str) -> None:
        if code != "123456":
            raise Refused("wrong-code")

    def read(self, key: str) -> Tries:
        return self.tries.get(key, Tries())

    def write(self, key: str, tries: Tries, expires: datetime) -> None:
        self.tries[key] = tries


class Tokenless:
    """Reads the tokens of the pool above."""

    def read(self, token: str, now: datetime) -> Claims:
        if token not in PEOPLE:
            raise Refused("signed-out")
        role = PEOPLE[token].role
        return Claims(token, token, (role,), now + timedelta(minutes=15), f"id-{token}", f"session-{token}")


@dataclass
class Desk:
    """A staffed centre: `as_` gives the browser of one of its people."""

    office: Office
    pool: Pool = field(default_factory=Pool)

    def as_(self, name: str) -> Browser:
        return Browser({"kopru_session": name, "kopru_refresh": f"refresh-{name}"} if name else {})

    def actor(self, name: str) -> Actor:
        found = staff_of(self.office.city, name, (PEOPLE[name].role,), MONDAY.date())
        assert found
        return found

    def opens(self, key: str = "k1", **said: object) -> Case:
        opened = intake.hear(self.office.desk, what_is_said(**said), intake.Source("web", key))
        return self.office.requests.cases[opened.request.number]

    def moves(self, case: Case, name: str, who: str, **said: object) -> Case:
        self.office.clock.move(minutes=10)
        return move(self.office.desk, case.number, name, said, self.actor(who))


@dataclass
class Browser:
    """A browser: sends its cookies, keeps those it is given."""

    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, url: str) -> tuple[Answer, Screen]:
        return self._go("GET", url, None)

    def post(self, url: str, fields: dict[str, str], **headers: str) -> tuple[Answer, Screen]:
        return self._go("POST", url, urlencode(fields), FORM | headers)

    def form(self, url: str, **typed: str) -> dict[str, str]:
        """The hidden key of the session as a page carries it, and what was typed."""
        _, page = self.get(url)
        keys = [given["value"] for tag, given in page.tags if tag == "input" and given.get("name") == "csrf"]
        return {"csrf": keys[0]} | typed

    def _go(
        self, method: str, url: str, body: str | None, headers: dict[str, str] | None = None
    ) -> tuple[Answer, Screen]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = call(method, url, body, (headers or {}) | ({"cookie": cookie} if cookie else {}))
        for given in answer.many.get("set-cookie", []):
            name, _, rest = given.partition("=")
            self.cookies[name] = rest.split(";")[0]
            if "Max-Age=0" in given:
                del self.cookies[name]
        return answer, Screen(answer.text)


def staffed(office: Office, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The office of the entries' tests with people in it, who can sign in."""
    office.city = replace(office.city, people=PEOPLE)
    desk = Desk(office)
    monkeypatch.setattr(wire, "verifier", Tokenless)
    door = Door(pool=desk.pool, wrong=desk.pool, read=Tokenless().read)
    monkeypatch.setattr(wire, "door", lambda: door)
    return desk


def path(case: Case) -> str:
    """The address of a request's page."""
    return f"/personel/basvuru/{show(case.number)}"
