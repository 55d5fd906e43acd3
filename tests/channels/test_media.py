"""A network is asked for a file by its own id, and only where it keeps its files is believed to be one."""

from __future__ import annotations

import base64
import hashlib

import pytest

from chalicelib.channels.media import ask_where, is_trusted, is_whole, where
from chalicelib.core.inbound import Media

HOSTS = ("https://lookaside.fbsbx.com", "https://*.fbcdn.net", "http://127.0.0.1:8000")


def test_whatsapp_and_telegram_are_asked_by_id() -> None:
    assert ask_where("whatsapp", Media("1234")) == "1234"
    assert ask_where("telegram", Media("AgAC-_x")) == "getFile?file_id=AgAC-_x"


def test_an_id_cannot_lead_elsewhere() -> None:
    assert ask_where("whatsapp", Media("../v1/me?x=")) == "..%2Fv1%2Fme%3Fx%3D"
    assert ask_where("telegram", Media("a&chat_id=1")) == "getFile?file_id=a%26chat_id%3D1"


def test_meta_told_the_address_already_and_others_have_no_files() -> None:
    assert ask_where("messenger", Media("m:0", url="https://x.fbcdn.net/a")) == ""
    assert ask_where("email", Media("part:1")) == ""


def test_where_the_file_lies_is_read_from_either_answer() -> None:
    assert where("whatsapp", {"url": "https://lookaside.fbsbx.com/a"}) == "https://lookaside.fbsbx.com/a"
    assert where("telegram", {"ok": True, "result": {"file_path": "photos/1.jpg"}}) == "photos/1.jpg"
    assert where("telegram", {"ok": True, "result": []}) == ""
    assert where("whatsapp", {"url": {"a": 1}}) == ""


@pytest.mark.parametrize(
    "address",
    ["https://lookaside.fbsbx.com/whatsapp?mid=1", "https://scontent.xx.fbcdn.net/v/1.jpg", "http://127.0.0.1:8000/1"],
)
def test_where_networks_keep_files_is_trusted(address: str) -> None:
    assert is_trusted(address, HOSTS)


@pytest.mark.parametrize(
    "address",
    [
        "http://lookaside.fbsbx.com/",
        "https://lookaside.fbsbx.com.evil.example/",
        "https://lookaside.fbsbx.com@169.254.169.254/",
        "https://lookaside.fbsbx.com:8443/",
        "https://fbcdn.net.evil.example/",
        "https://evilfbcdn.net/",
        "https://a.fbcdn.net:22/",
        "http://a.fbcdn.net/",
        "http://127.0.0.1:9000/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://2130706433/",
        "https://lookaside.fbsbx.com\\@evil.example/",
        "https://ｌookaside.fbsbx.com/",
        "//lookaside.fbsbx.com/",
        "file:///etc/passwd",
        "https://[",
        "",
    ],
)
def test_nothing_else_is(address: str) -> None:
    assert not is_trusted(address, HOSTS)


def test_bytes_must_be_those_that_were_told_of() -> None:
    digest = hashlib.sha256(b"photo").digest()
    assert is_whole(Media("1"), b"photo")
    assert is_whole(Media("1", sha256=base64.b64encode(digest).decode()), b"photo")
    assert is_whole(Media("1", sha256=digest.hex()), b"photo")
    assert not is_whole(Media("1", sha256=digest.hex()), b"another")
    assert not is_whole(Media("1", sha256="é"), b"photo")
