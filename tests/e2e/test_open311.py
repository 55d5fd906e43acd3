"""A peer of Open311 at the whole product: finds it, reads it, files, and polls; every XML answer is valid."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.e2e.local import LocalKopru
from tests.e2e.staff import sign_in
from tests.entry.peer import TYPES, valid

pytestmark = pytest.mark.e2e

KEY = "local-open311-key"
TROUBLE = 'İ ı ş ğ ü ö ç\r\n& < > "tırnak" ]]> 🌉'
QUIET = "park.bench"


class Peer:
    """A client that reads discovery first and asks in both formats."""

    def __init__(self, kopru: LocalKopru) -> None:
        self.http = kopru.http
        self.told = self.ask("/open311/discovery", types=("text/xml", "application/json"))
        self.base = next(each["url"] for each in self.told["endpoints"] if each["type"] == "production")

    def ask(self, path: str, types: tuple[str, str] = (TYPES["xml"], TYPES["json"]), **query: str) -> Any:
        """What GET gives as JSON; its XML is valid."""
        xml, json = (self.http.get(f"{path}.{suffix}", params=query) for suffix in ("xml", "json"))
        assert (xml.headers["content-type"], json.headers["content-type"]) == types
        assert xml.status_code == json.status_code
        self.root = valid(xml.text)
        return json.json()

    def post(self, path: str, **fields: str) -> httpx.Response:
        """POST urlencoded, with the key."""
        return self.http.post(f"{self.base}{path}.json", data={"api_key": KEY} | fields)

    @property
    def changeset(self) -> str:
        """The changeset of now."""
        return str(self.ask("/open311/discovery", types=("text/xml", "application/json"))["changeset"])


def test_a_report_goes_in_and_comes_back_with_everything_that_happened(kopru: LocalKopru) -> None:
    peer = Peer(kopru)
    services = peer.ask(f"{peer.base}/services")
    assert {"road.pothole", QUIET} <= {service["service_code"] for service in services}
    assert peer.ask(f"{peer.base}//services") == services
    assert peer.ask(f"{peer.base}/services/road.pothole")["attributes"]
    answer = peer.post(
        "/requests", service_code="road.pothole", lat="38.462900", long="27.216200", description=TROUBLE,
        **{"attribute[fixmystreet_id]": str(uuid4().int % 10**9)},
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    id = str(answer.json()[0]["service_request_id"])
    (row,) = peer.ask(f"{peer.base}/requests/{id}")
    assert (row["status"], row["description"]) == ("open", None)
    assert row["lat"] != 38.4629
    assert row in peer.ask(f"{peer.base}/requests", status="open", service_code="road.pothole")
    assert row["expected_datetime"][:16] == kopru.http.get(f"/api/requests/{id}").json()["due"][:16]

    operator = sign_in(kopru, "operator")
    operator.move(id, "release")
    (released,) = peer.ask(f"{peer.base}/requests/{id}")
    assert released["description"] == TROUBLE == peer.root.findtext("request/description")
    operator.move(id, "withdraw")
    (ended,) = peer.ask(f"{peer.base}/requests/{id}")
    assert (ended["status"], ended["expected_datetime"]) == ("closed", None)
    updates = [each for each in peer.ask(f"{peer.base}/servicerequestupdates") if each["service_request_id"] == id]
    assert [each["status"] for each in updates] == ["UNCHANGED", "CANCELLED"]
    at = updates[-1]["updated_datetime"]
    again = peer.ask(f"{peer.base}/servicerequestupdates", start_date=at, end_date=at)
    assert updates[-1] in again
    mine = peer.ask(f"{peer.base}/servicerequestupdates", api_key=KEY, start_date=at, end_date=at)
    assert "fixmystreet_id" in next(each for each in mine if each["update_id"] == updates[-1]["update_id"])


def test_the_changeset_follows_the_list_at_once(kopru: LocalKopru) -> None:
    peer, admin = Peer(kopru), sign_in(kopru, "admin")

    def publishes(value: object) -> None:
        path = f"/settings/services/{QUIET}"
        seen = admin.call("GET", path).json()
        answer = admin.call("PUT", path, json={"value": value, "version": seen["version"]})
        assert answer.status_code == 200, answer.text

    def keywords() -> str:
        rows = peer.ask(f"{peer.base}/services")
        return str(next(row["keywords"] for row in rows if row["service_code"] == QUIET))

    first = peer.changeset
    assert peer.changeset == first
    publishes({"publish": "nothing", "priority": "P4"})
    try:
        assert "private" in keywords().split(",")
        second = peer.changeset
        publishes({"publish": "nothing", "priority": "P5"})
        assert peer.changeset == second > first
    finally:
        publishes(None)
    assert "private" not in keywords().split(",")
    assert peer.changeset > second
    assert datetime.fromisoformat(peer.changeset).tzinfo


def test_what_is_wrong_is_a_list_in_the_format_of_the_suffix(kopru: LocalKopru) -> None:
    peer = Peer(kopru)
    for path, status in (
        ("/nothing", 404),
        ("/requests/2611-0000-0000", 404),
        ("/services/no.such", 404),
        ("/tokens/x", 404),
        ("/a/b/c", 404),
        ("/requests?start_date=x", 400),
        ("/requests?status=gone", 400),
        ("/requests?jurisdiction_id=another.example.net", 404),
    ):
        name, _, query = path.partition("?")
        for suffix in ("json", "xml"):
            answer = peer.http.get(f"{peer.base}{name}.{suffix}?{query}")
            assert answer.status_code == status
            code = answer.json()[0]["code"] if suffix == "json" else int(valid(answer.text).findtext("error/code"))
            assert code == status
