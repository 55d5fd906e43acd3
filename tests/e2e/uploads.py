"""Somebody who uploads files to the running product over HTTP."""

from __future__ import annotations

import time
from typing import Any

import httpx

from tests.e2e.local import LocalKopru

PENDING = ("awaited", "checking")


def offered(kopru: LocalKopru, media_type: str = "image/jpeg", **said: object) -> dict[str, Any]:
    """The permission to upload one file."""
    answer = kopru.http.post("/api/uploads", json={"media_type": media_type} | said)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def posted(kopru: LocalKopru, offer: dict[str, Any], content: bytes, **changes: str) -> httpx.Response:
    """The file posted by its form, with these fields changed."""
    fields = offer["fields"] | changes
    return kopru.http.post(offer["url"], data=fields, files={"file": ("foto.jpg", content, "image/jpeg")})


def uploaded(kopru: LocalKopru, content: bytes, media_type: str = "image/jpeg", **said: object) -> dict[str, Any]:
    """The same, offered and posted."""
    offer = offered(kopru, media_type, **said)
    answer = posted(kopru, offer, content)
    assert answer.status_code == 204, answer.text
    return offer


def seen(kopru: LocalKopru, offer: dict[str, Any], session: str = "") -> httpx.Response:
    """What became of it, to this session or its own."""
    headers = {"X-Upload-Session": session or offer["session"]}
    return kopru.http.get(f"/api/uploads/{offer['file']}", headers=headers)


def examined(kopru: LocalKopru, offer: dict[str, Any], seconds: float = 60) -> dict[str, Any]:
    """What became of it as soon as that is decided."""
    deadline = time.monotonic() + seconds
    while True:
        told: dict[str, Any] = seen(kopru, offer).json()
        if told["state"] not in PENDING:
            return told
        assert time.monotonic() < deadline, told
        time.sleep(0.1)
