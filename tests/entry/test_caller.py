"""Whose call it is: by the gateway's own eyes, or CloudFront's, and by nothing that the caller writes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib import wire
from chalicelib.entry.rim import caller_of

KEY = "k" * 48


def request(forwarded: str = "", shown: str = "") -> Any:
    headers = {name: text for name, text in (("x-forwarded-for", forwarded), ("x-kopru-front", shown)) if text}
    return SimpleNamespace(context={"identity": {"sourceIp": "130.176.0.1"}}, headers=headers)


@pytest.mark.parametrize(
    ("key", "forwarded", "shown", "caller"),
    [
        ("", "198.51.100.7, 130.176.0.1", "", "130.176.0.1"),
        ("", "198.51.100.7, 130.176.0.1", KEY, "130.176.0.1"),
        (KEY, "198.51.100.7, 130.176.0.1", KEY, "198.51.100.7"),
        (KEY, "10.0.0.1, 198.51.100.7, 130.176.0.1", KEY, "198.51.100.7"),
        (KEY, "198.51.100.7, 130.176.0.1", "k" * 47, "130.176.0.1"),
        (KEY, "198.51.100.7, 130.176.0.1", "ş", "130.176.0.1"),
        (KEY, "198.51.100.7, 130.176.0.1", "", "130.176.0.1"),
        (KEY, "130.176.0.1", KEY, "130.176.0.1"),
        (KEY, "", KEY, "130.176.0.1"),
    ],
)
def test_the_caller_is_who_the_last_of_ours_saw(
    monkeypatch: pytest.MonkeyPatch, key: str, forwarded: str, shown: str, caller: str
) -> None:
    monkeypatch.setattr(wire, "front_key", lambda: key)
    assert caller_of(request(forwarded, shown)) == caller
