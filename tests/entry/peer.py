"""A strict client of Open311: every XML answer is held against the schema, every JSON one against its content type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from lxml import etree

from chalicelib.core.publication import Public
from chalicelib.core.tracking import derive, show
from tests.build import MONDAY
from tests.entry.gateway import Answer, call
from tests.fakes import Office

SCHEMA = Path(__file__).parent.parent / "schema" / "open311.xsd"
BASE = "/open311/v2"
TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}


@dataclass(frozen=True)
class Heard:
    """An answer in both formats: `json` as it is, `xml` as its root element."""

    status: int
    json: Any
    xml: Any
    answers: tuple[Answer, Answer]

    def words(self, path: str) -> list[str | None]:
        """The text of every element at this path."""
        return [found.text for found in self.xml.findall(path)]


@cache
def schema() -> Any:
    """The schema of everything that a server answers."""
    return etree.XMLSchema(etree.parse(SCHEMA))


def parsed(answer: Answer) -> Any:
    """The XML of an answer, valid by the schema."""
    return valid(answer.text)


def valid(text: str) -> Any:
    """The root of an XML document, valid by the schema and in no namespace."""
    root = etree.fromstring(text.encode())
    schema().assertValid(root)
    assert root.nsmap == {}
    return root


def get(path: str, headers: dict[str, str] | None = None, *, base: str = BASE, **query: str) -> Heard:
    """What GET gives in both formats; `path` has no suffix."""
    tail = f"?{urlencode(query)}" if query else ""
    xml, json = (call("GET", f"{base}{path}.{suffix}{tail}", headers=headers) for suffix in ("xml", "json"))
    assert xml.status == json.status
    for answer, suffix in ((xml, "xml"), (json, "json")):
        kind = TYPES[suffix] if path != "/discovery" else TYPES[suffix].partition(";")[0]
        assert answer.headers["content-type"] == kind
    return Heard(xml.status, json.json, parsed(xml), (xml, json))


def number(n: int) -> str:
    """The n-th of many request numbers that are well formed."""
    return derive(b"x", "test", str(n), 2026, 0)


def publish(office: Office, n: int = 1, **fields: Any) -> Public:
    """What is public of a pothole on the shelf."""
    made = {
        "service": "road.pothole", "status": "in_progress", "opened": MONDAY, "changed": MONDAY,
        "promise": MONDAY + timedelta(days=3), "unit": "fen-isleri", "district": "Bornova",
        "lat": 38.46289, "long": 27.21619,
    }  # fmt: skip
    public = Public(**{"number": number(n)} | made | fields)
    office.requests.publics[public.number] = public
    return public


def shown(public: Public) -> str:
    """The id of a request."""
    return show(public.number)


def ids(heard: Heard) -> list[str]:
    """The ids of a list, the same in both formats."""
    assert [row["service_request_id"] for row in heard.json] == heard.words("request/service_request_id")
    return [row["service_request_id"] for row in heard.json]


def asked(**query: str) -> list[str]:
    """The ids of the requests listed for these arguments."""
    return ids(get("/requests", **query))


def errors(heard: Heard, status: int) -> list[str]:
    """The descriptions of a list of errors, the same in both formats."""
    assert heard.status == status
    assert [type(error["code"]) for error in heard.json] == [int] * len(heard.json)
    assert {error["code"] for error in heard.json} == {status}
    said = [error["description"] for error in heard.json]
    assert heard.words("error/description") == said
    return said
