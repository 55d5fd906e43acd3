"""One engine for all tests of the store, and fresh tables for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.engine import EngineOffice, create_tables, engine, office_at
from tests.lanes import Lanes
from tests.ledger import Ledger


@pytest.fixture(scope="session")
def engine_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with engine(tmp_path_factory.mktemp("engine")) as url:
        yield url


@pytest.fixture
def office(engine_url: str, monkeypatch: pytest.MonkeyPatch) -> EngineOffice:
    monkeypatch.setenv("AWS_ENDPOINT_URL", engine_url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "000000000000")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    return office_at(create_tables(engine_url, uuid4().hex[:8]))


@pytest.fixture(params=["dict", "table"])
def ledger(request: pytest.FixtureRequest) -> Any:
    """The ledger of lists and the real one: what a test of it claims must hold for both."""
    return Ledger() if request.param == "dict" else request.getfixturevalue("office").ledger


@pytest.fixture(params=["dict", "table"])
def lanes(request: pytest.FixtureRequest) -> Any:
    """The lanes of lists and the real ones."""
    return Lanes() if request.param == "dict" else request.getfixturevalue("office").lanes
