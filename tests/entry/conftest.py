"""The application with a Desk of lists behind it."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO
from uuid import uuid4

import pytest
from aws_lambda_powertools import Logger

from chalicelib import wire
from tests.entry.staff import Desk, staffed
from tests.fakes import Office


@pytest.fixture
def logged() -> StringIO:
    """What the entries logged."""
    return StringIO()


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch, logged: StringIO) -> Office:
    """An office in İzmir; what the entries wire up is its Desk."""
    made, strict = Office(), wire.wording().strictly()
    monkeypatch.setattr(wire, "desk", lambda: made.desk)
    monkeypatch.setattr(wire, "city", lambda: made.city)
    monkeypatch.setattr(wire, "city_now", lambda: made.city)
    monkeypatch.setattr(wire, "services_stamp", lambda: datetime(2026, 11, 1, tzinfo=UTC))
    monkeypatch.setattr(wire, "wording", lambda: strict)
    monkeypatch.setattr(wire, "public_url", lambda: "https://kopru.example.org")
    logger = Logger(service=f"kopru-{uuid4().hex}", stream=logged)
    monkeypatch.setattr(wire, "logger", lambda: logger)
    return made


@pytest.fixture
def desk(office: Office, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The same office with people in it, who can sign in."""
    return staffed(office, monkeypatch)
