"""Uploads by the API, and published photos by their address."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from jsonschema import Draft202012Validator

from chalicelib.core.files import PUBLIC_TIME, REASONS, File, Position, clean_key, raw_key, thumbnail_key
from chalicelib.core.publication import publication
from chalicelib.entry.files_web import KEPT
from chalicelib.entry.openapi import document
from chalicelib.flows import files
from tests.build import a_city, a_request, the_wording, what_is_said
from tests.entry.gateway import Answer, call
from tests.fakes import Office

DOCUMENT = document("https://kopru.example.org", a_city())
SESSION = "a-form-key-of-this-page"
NUMBER = "261148173052"


def keeps_to(answer: Answer, method: str, path: str) -> None:
    """The answer is one that the OpenAPI document promises."""
    promised = DOCUMENT["paths"][path][method]["responses"][str(answer.status)]
    kind = answer.headers["content-type"].split(";")[0]
    schema = promised["content"][kind]["schema"] | {"components": DOCUMENT["components"]}
    Draft202012Validator(schema).validate(answer.json)


def offer(**said: object) -> Answer:
    answer = call("POST", "/api/uploads", {"media_type": "image/jpeg"} | said)
    keeps_to(answer, "post", "/api/uploads")
    return answer


def seen(id: str, session: str = SESSION) -> Answer:
    answer = call("GET", f"/api/uploads/{id}", headers={"X-Upload-Session": session})
    keeps_to(answer, "get", "/api/uploads/{file}")
    return answer


def test_an_upload_is_offered_in_the_session_that_was_said(office: Office) -> None:
    told = offer(session=SESSION, consent_position=True)
    assert (told.status, told.headers["cache-control"]) == (201, "no-store")
    assert (told.json["session"], told.json["url"]) == (SESSION, "https://kopru.example.org/files")
    assert told.json["fields"]["key"] == raw_key(told.json["file"])
    assert office.files.rows[told.json["file"]].consents
    assert told.headers["location"].endswith(f"/api/uploads/{told.json['file']}")


def test_without_a_session_one_is_minted_that_nobody_guesses(office: Office) -> None:
    one, two = offer().json, offer(session=None).json
    assert one["session"] != two["session"]
    assert len(one["session"]) == 64
    assert seen(one["file"], one["session"]).json == {"file": one["file"], "state": "awaited"}


@pytest.mark.parametrize(
    "said",
    [
        {"media_type": "image/svg+xml"},
        {"media_type": "image/heic"},
        {"media_type": None},
        {"media_type": 7},
        {"session": "short"},
        {"session": 7},
        {"consent_position": "yes"},
        {"key": "files/clean/x.jpg"},
    ],
)
def test_what_cannot_be_offered_is_400_in_words(office: Office, said: dict[str, object]) -> None:
    answer = offer(**said)
    assert answer.status == 400
    assert [error["field"] for error in answer.json["errors"]] == list(said)
    assert not office.files.rows


def test_a_clean_file_has_its_size_its_addresses_and_its_place(office: Office) -> None:
    id = offer(session=SESSION, consent_position=True).json["file"]
    office.files.settle(
        replace(office.files.rows[id], state="clean", width=640, height=480, position=Position(38.42, 27.14))
    )
    told = seen(id).json
    assert (told["state"], told["width"], told["height"]) == ("clean", 640, 480)
    assert told["position"] == {"lat": 38.42, "long": 27.14}
    assert clean_key(id) in told["url"]
    assert thumbnail_key(id) in told["thumbnail_url"]


@pytest.mark.parametrize("reason", REASONS)
def test_why_a_file_was_refused_is_said_in_words(office: Office, reason: str) -> None:
    id = offer(session=SESSION).json["file"]
    office.files.settle(replace(office.files.rows[id], state="refused", reason=reason))
    told = seen(id).json
    assert told["reason"]["code"] == reason
    assert "{" not in told["reason"]["message"]
    assert set(told) == {"file", "state", "reason"}


def test_every_word_about_a_file_is_used() -> None:
    assert {code for code in REASONS if the_wording().knows(f"file.{code}")} == set(REASONS)


def test_another_session_finds_what_an_unknown_id_finds(office: Office) -> None:
    id = offer(session=SESSION).json["file"]
    answers = [seen(id, SESSION + "x"), seen(id, ""), seen("0" * 48), seen("x"), seen("%C4%9F")]
    assert {(answer.status, answer.text) for answer in answers} == {(404, answers[0].text)}


def test_a_file_of_another_session_cannot_be_attached(office: Office) -> None:
    id = offer(session=SESSION).json["file"]
    for session in (SESSION + "x", "", None):
        answer = call("POST", "/api/requests", what_is_said(files=[id], upload_session=session))
        assert (answer.status, [error["field"] for error in answer.json["errors"]]) == (400, ["files"])
    assert not office.requests.rows


def test_neither_session_nor_address_is_logged(office: Office, logged: StringIO) -> None:
    id = offer(session=SESSION).json["file"]
    seen(id)
    seen(id, "another-secret-of-somebody")
    assert "secret" not in logged.getvalue()
    assert SESSION not in logged.getvalue()


def test_a_withdrawn_photo_is_gone_within_a_minute() -> None:
    assert KEPT + PUBLIC_TIME.total_seconds() <= 60


def a_public_photo(office: Office) -> str:
    request = a_request()
    public = publication(request, office.city)
    assert public
    id = files.offer(office.desk, SESSION, "image/jpeg")[0].id
    office.files.settle(File(id, "image/jpeg", office.clock(), "clean", width=640, height=480))
    files.attach(office.desk, NUMBER, [id])
    office.requests.open(request, None, replace(public, photos=(id,)))
    return id


def test_a_published_photo_is_a_way_that_is_forgotten_soon(office: Office) -> None:
    id = a_public_photo(office)
    for address, key in ((f"/foto/{id}", clean_key(id)), (f"/foto/{id}/kucuk", thumbnail_key(id))):
        answer = call("GET", address)
        assert (answer.status, answer.headers["cache-control"]) == (302, f"public, max-age={KEPT}")
        assert key in answer.headers["location"]


@pytest.mark.parametrize("which", ["unclaimed", "unreleased", "unknown", "nonsense", "thumbnail"])
def test_every_other_photo_is_the_same_404(office: Office, which: str) -> None:
    released = a_public_photo(office)
    unclaimed = files.offer(office.desk, SESSION, "image/jpeg")[0].id
    office.files.settle(replace(office.files.rows[unclaimed], state="clean"))
    unreleased = files.offer(office.desk, SESSION, "image/jpeg")[0].id
    office.files.settle(replace(office.files.rows[unreleased], state="clean"))
    files.attach(office.desk, NUMBER, [unreleased])
    ids = {"unclaimed": unclaimed, "unreleased": unreleased, "unknown": "0" * 48, "nonsense": "x"}
    answer = call("GET", f"/foto/{ids.get(which, released + '-s')}")
    assert (answer.status, answer.text) == (404, call("GET", f"/foto/{'f' * 48}").text)
