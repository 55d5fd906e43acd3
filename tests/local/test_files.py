"""The bucket's door of one machine, and the scanner's stand-in behind it."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from botocore.credentials import ReadOnlyCredentials
from botocore.exceptions import ClientError
from starlette.applications import Starlette

from chalicelib.core.files import LARGEST, Offer, clean_key, raw_key
from chalicelib.tools.vault import Vault
from infrastructure.local.credentials import AWS_ACCESS, AWS_SECRET
from infrastructure.local.files import Files, form_of
from infrastructure.local.front import Front
from infrastructure.local.refusal import Refused
from infrastructure.local.scanner import Scanner
from infrastructure.local.settings import REGION
from infrastructure.local.stack import Stack
from infrastructure.local.switches import Switches
from tests.engine import free_port
from tests.photos import EICAR, a_jpeg

ID = "a" * 48
DOOR = "https://kopru.example.org"
VAULT = Vault("files", REGION, DOOR, lambda: ReadOnlyCredentials(AWS_ACCESS, AWS_SECRET, "", None))


@dataclass
class Cloud:
    """A bucket and a queue of a dict and a list, in the words of boto3."""

    objects: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)

    def client(self, _: str) -> Any:
        return self

    def put_object(self, *, Key: str, Body: bytes, ContentType: str, **_: object) -> None:
        self.objects[Key] = (Body, ContentType)
        self.tags.pop(Key, None)

    def get_object(self, *, Key: str, **_: object) -> dict[str, Any]:
        if Key not in self.objects:
            raise ClientError({"Error": {"Code": "NoSuchKey"}}, "GetObject")
        content, kind = self.objects[Key]
        return {"Body": io.BytesIO(content), "ContentType": kind}

    def put_object_tagging(self, *, Key: str, Tagging: dict[str, Any], **_: object) -> None:
        self.tags[Key] = {tag["Key"]: tag["Value"] for tag in Tagging["TagSet"]}

    def get_paginator(self, _: str) -> Any:
        return self

    def paginate(self, *, Prefix: str, **_: object) -> Iterator[dict[str, Any]]:
        marks = {key: hashlib.sha256(content).hexdigest() for key, (content, _) in self.objects.items()}
        yield {"Contents": [{"Key": key, "ETag": mark} for key, mark in marks.items() if key.startswith(Prefix)]}

    def send_message(self, *, MessageBody: str, **_: object) -> None:
        self.sent.append(json.loads(MessageBody)["detail"])


STACK = Stack({"Files": "files", "Uploads": "http://queue"}, "prod")


@contextmanager
def opened(files: Files) -> Iterator[httpx.Client]:
    """The door alone, over HTTP."""
    front = Front(Starlette(routes=files.routes()), port := free_port())
    front.open()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as client:
            yield client
    finally:
        front.close()


@pytest.fixture
def cloud() -> Cloud:
    return Cloud()


@pytest.fixture
def http(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[httpx.Client]:
    """The door, with a scanner that looks when a test says so."""
    monkeypatch.setattr(Scanner, "start", lambda _: None)
    files = Files(Switches())
    files.open(cloud, STACK)  # type: ignore[arg-type]  # a cloud as far as files go
    with opened(files) as client:
        yield client


def an_offer(media_type: str = "image/jpeg") -> Offer:
    return VAULT.offer(raw_key(ID), media_type, LARGEST, datetime.now(UTC), timedelta(minutes=10))


def posted(http: httpx.Client, content: bytes, **changes: str) -> Any:
    return http.post("/files", data=dict(an_offer().fields) | changes, files={"file": ("x.jpg", content, "image/jpeg")})


def test_a_form_as_it_was_offered_lies_in_the_bucket(http: httpx.Client, cloud: Cloud) -> None:
    assert posted(http, a_jpeg()).status_code == 204
    assert cloud.objects == {raw_key(ID): (a_jpeg(), "image/jpeg")}


@pytest.mark.parametrize(
    ("changes", "content", "status", "code"),
    [
        ({"key": "files/clean/x.jpg"}, b"x", 403, "AccessDenied"),
        ({"Content-Type": "text/html"}, b"x", 403, "AccessDenied"),
        ({"x-amz-signature": "0" * 64}, b"x", 403, "SignatureDoesNotMatch"),
        ({"acl": "public-read"}, b"x", 403, "AccessDenied"),
        ({}, b"", 400, "EntityTooSmall"),
        ({}, bytes(LARGEST + 1), 400, "EntityTooLarge"),
        ({}, bytes(40 * 1024 * 1024), 400, "EntityTooLarge"),
    ],
)
def test_a_form_that_was_changed_is_refused_as_s3_words_it(
    http: httpx.Client, cloud: Cloud, changes: dict[str, str], content: bytes, status: int, code: str
) -> None:
    answer = posted(http, content, **changes)
    assert (answer.status_code, f"<Code>{code}</Code>" in answer.text) == (status, True)
    assert answer.headers["content-type"].startswith("application/xml")
    assert not cloud.objects


def test_what_is_no_form_with_a_file_is_refused(http: httpx.Client, cloud: Cloud) -> None:
    assert http.post("/files", json={}).status_code == 412
    assert http.post("/files", data=dict(an_offer().fields)).status_code == 412
    assert http.post("/files", files={"other": ("x", b"x")}).status_code == 400
    assert not cloud.objects


def test_what_follows_the_file_is_passed_over() -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nk\xc3\xa7\r\n'
    body += b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n\x00\r\n--x\r\n\r\n--b\r\n'
    body += b'Content-Disposition: form-data; name="key"\r\n\r\nother\r\n--b--\r\n'
    assert form_of("multipart/form-data; boundary=b", body) == ({"key": "kç"}, b"\x00\r\n--x\r\n")
    with pytest.raises(Refused):
        form_of("multipart/form-data", body)


def test_a_presigned_address_is_read_and_a_changed_one_is_not(http: httpx.Client, cloud: Cloud) -> None:
    cloud.objects[clean_key(ID)] = (b"pixels", "image/jpeg")
    address = VAULT.address(clean_key(ID), "", datetime.now(UTC), timedelta(minutes=5)).removeprefix(DOOR)
    answer = http.get(address)
    assert (answer.content, answer.headers["content-type"]) == (b"pixels", "image/jpeg")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert http.get(address.replace("aaa", "aab", 1)).status_code == 403
    assert http.get(address.partition("?")[0]).status_code == 403
    assert http.put(address, content=b"x").status_code == 405
    gone = VAULT.address(clean_key("b" * 48), "", datetime.now(UTC), timedelta(minutes=5)).removeprefix(DOOR)
    assert http.get(gone).status_code == 404


def test_before_the_stack_stands_the_door_is_shut() -> None:
    with opened(Files(Switches())) as client:
        assert posted(client, b"x").status_code == 503
        assert client.get("/files/clean/x.jpg").status_code == 503


def test_the_scanner_tags_and_tells_each_upload_once(cloud: Cloud) -> None:
    scanner = Scanner(cloud, STACK, Switches())  # type: ignore[arg-type]  # as above
    cloud.objects |= {raw_key(ID): (b"photo", "image/jpeg"), raw_key("b" * 48): (b"-" + EICAR, "image/jpeg")}
    cloud.objects["files/clean/x.jpg"] = (EICAR, "image/jpeg")
    scanner.look()
    scanner.look()
    verdicts = {
        told["s3ObjectDetails"]["objectKey"]: told["scanResultDetails"]["scanResultStatus"] for told in cloud.sent
    }
    assert verdicts == {raw_key(ID): "NO_THREATS_FOUND", raw_key("b" * 48): "THREATS_FOUND"}
    assert len(cloud.sent) == 2
    assert {key: list(tags.values()) for key, tags in cloud.tags.items()} == {
        key: [said] for key, said in verdicts.items()
    }
    cloud.objects[raw_key(ID)] = (b"another", "image/jpeg")
    scanner.look()
    assert len(cloud.sent) == 3


def test_a_silent_scanner_says_nothing_until_it_speaks_again(cloud: Cloud) -> None:
    switches = Switches()
    scanner = Scanner(cloud, STACK, switches)  # type: ignore[arg-type]  # as above
    cloud.objects[raw_key(ID)] = (b"photo", "image/jpeg")
    switches.turn({"scanner": "off"})
    scanner.look()
    assert (cloud.sent, cloud.tags) == ([], {})
    switches.turn({"scanner": "on"})
    scanner.look()
    assert len(cloud.sent) == 1
