"""The OpenAPI document says of Open311 what it answers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chalicelib.core.tracking import show
from chalicelib.entry.openapi import document
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.move import move
from tests.build import a_staffed_city, an_actor, what_is_said
from tests.entry.gateway import call
from tests.fakes import Office

DOCUMENT = document("https://kopru.example.org", a_staffed_city())
PATHS = [path for path in DOCUMENT["paths"] if path.startswith("/open311/")]


def schema_of(path: str, method: str, status: int) -> Any:
    content = DOCUMENT["paths"][path][method]["responses"][str(status)]["content"]
    return content["application/json"]["schema"] | {"components": DOCUMENT["components"]}


@pytest.fixture
def number(office: Office) -> str:
    """A pothole that was started, released and solved."""
    office.city = a_staffed_city()
    opened = hear(office.desk, what_is_said(lat=38.46, long=27.21), Source("web", "k")).request.number
    for name, who, said in (
        ("start", "officer", {}),
        ("release", "operator", {"text": "Çukur"}),
        ("resolve", "officer", {"outcome": "repaired", "answer": "x"}),
    ):
        move(office.desk, opened, name, said, an_actor(who))
    public = office.requests.publics[opened]
    office.requests.publics[opened] = replace(public, photos=("a" * 48,))
    return show(opened)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_keeps_to_the_document(office: Office, number: str, path: str) -> None:
    parts = {"service_code": "road.pothole", "service_request_id": number, "token": "x"}
    address = re.sub(r"\{(\w+)\}", lambda found: parts[found[1]], path)
    for query in ("", "?extensions=true", "?start_date=x", "?jurisdiction_id=another.example.net"):
        answer = call("GET", address + query)
        Draft202012Validator(schema_of(path, "get", answer.status)).validate(answer.json)
    if "token" not in path:
        assert call("GET", address).status == 200
        assert call("GET", address).json != []


def test_what_is_posted_without_a_key_keeps_to_the_document(office: Office) -> None:
    for path in ("/open311/v2/requests.json", "/open311/v2/servicerequestupdates.json"):
        answer = call("POST", path, "service_code=x", {"content-type": "application/x-www-form-urlencoded"})
        assert answer.status == 403
        Draft202012Validator(schema_of(path, "post", 403)).validate(answer.json)
