"""Another system at Open311: its key, and what it posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from chalicelib.core.api_keys import ApiKey, hash_of
from tests.entry.gateway import Answer, call
from tests.fakes import Office

KEY = "a key of the tests, long enough to be one"
OTHER_KEY = "the key of another system in these tests"
FORM = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
REQUESTS = "/open311/v2/requests.json"
UPDATES = "/open311/v2/servicerequestupdates.json"
Fields = Sequence[tuple[str, str]]


def with_keys(office: Office, per_minute: int = 60, **records: ApiKey) -> Office:
    """The office with two peers: "fms" and "other"."""
    keys = {hash_of(KEY): ApiKey("fms", "FixMyStreet", per_minute), hash_of(OTHER_KEY): ApiKey("other", "Other", 60)}
    office.city = replace(office.city, api_keys=keys | {hash_of(key): record for key, record in records.items()})
    return office


def a_report(**fields: str) -> dict[str, str]:
    """What a peer posts of a pothole in Bornova; a field set to "" stays out."""
    said = {
        "api_key": KEY,
        "service_code": "road.pothole",
        "lat": "38.462000",
        "long": "27.217000",
        "address_string": "Ankara Caddesi no 12, Bornova",
        "description": "Büyük bir çukur var.",
        "attribute[size]": "",
    } | fields
    return {name: value for name, value in said.items() if value}


def post(url: str, fields: dict[str, str] | Fields, **headers: str) -> Answer:
    sent = list(fields.items()) if isinstance(fields, dict) else list(fields)
    return call("POST", url, urlencode(sent), FORM | {name.replace("_", "-"): each for name, each in headers.items()})


def post_parts(url: str, fields: Fields, files: Sequence[tuple[str, str, str, bytes]] = (), **headers: str) -> Answer:
    """The same as multipart/form-data; files are (field, name, type, bytes)."""
    parts = [f'--frontier\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
             for name, value in fields]  # fmt: skip
    parts += [
        f'--frontier\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        f"Content-Type: {kind}\r\n\r\n".encode()
        + content
        + b"\r\n"
        for field, name, kind, content in files
    ]
    body = b"".join(parts) + b"--frontier--\r\n"
    return call("POST", url, body, {"content-type": "multipart/form-data; boundary=frontier"} | headers)


def the_row(answer: Answer) -> dict[str, Any]:
    """The one entry of a JSON answer."""
    assert answer.status == 200, answer.text
    (row,) = answer.json
    return dict(row)


def faults(answer: Answer) -> list[str]:
    """The descriptions of a JSON list of errors, each of which has the answer's own status."""
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert {error["code"] for error in answer.json} == {answer.status}
    return [str(error["description"]) for error in answer.json]
