"""People of the staff at the whole product, through the API."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from infrastructure.local.people import PASSWORD
from tests.e2e.local import LocalKopru


@dataclass
class Staff:
    """Somebody who is signed in."""

    kopru: LocalKopru
    username: str
    token: str

    def call(self, method: str, path: str, **more: Any) -> httpx.Response:
        """A call to the staff API with this person's token."""
        headers = {"Authorization": f"Bearer {self.token}"} | more.pop("headers", {})
        return self.kopru.http.request(method, f"/api/staff{path}", headers=headers, **more)

    def see(self, number: str) -> dict[str, Any]:
        """The request as this person sees it."""
        answer = self.call("GET", f"/requests/{number}")
        assert answer.status_code == 200, answer.text
        seen: dict[str, Any] = answer.json()
        return seen

    def move(self, number: str, move: str, **fields: Any) -> dict[str, Any]:
        """Make a move on the present version; the new state."""
        body = {"move": move, "version": self.see(number)["version"]} | fields
        answer = self.call("POST", f"/requests/{number}/moves", json=body)
        assert answer.status_code == 200, (move, answer.text)
        moved: dict[str, Any] = answer.json()
        return moved

    def open(self, **said: Any) -> dict[str, Any]:
        """Open a request for somebody."""
        answer = self.call("POST", "/requests", json=said, headers={"Idempotency-Key": uuid4().hex})
        assert answer.status_code == 201, answer.text
        opened: dict[str, Any] = answer.json()
        return opened


def sign_in(kopru: LocalKopru, username: str) -> Staff:
    """Somebody of the local logins, signed in."""
    answer = kopru.http.post("/api/staff/session", json={"username": username, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return Staff(kopru, username, answer.json()["access_token"])


def errands_of(messages: list[dict[str, Any]], number: str) -> Counter[str]:
    """What was sent for a request, by errand without its number: `<event>-<role>-<purpose>`."""
    return Counter(each["errand"].split("-", 1)[1] for each in messages if each["number"] == number)
