"""One engine for all tests of the store, and fresh tables for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import botocore.session
import pytest
from botocore.config import Config

from infrastructure.local.settings import REGION
from tests.bench.costs import Till
from tests.bench.tap import Tap
from tests.engine import EngineOffice, create_tables, engine, office_at, stored_things
from tests.lanes import Lanes
from tests.ledger import Ledger
from tests.limits import Limits
from tests.units import read_table


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


@pytest.fixture
def till(engine_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Till, EngineOffice]]:
    """Tables of the engine behind a Till, which counts what is asked of them."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "000000000000")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    names = create_tables(engine_url, f"till{uuid4().hex[:8]}")
    tables = {name: read_table(stored_things()[logical]["Properties"]) for logical, name in names.items()}
    client = botocore.session.get_session().create_client(
        "dynamodb", region_name=REGION, endpoint_url=engine_url, config=Config(parameter_validation=False)
    )
    till = Till(client, tables)
    with Tap(till.answer) as tap:
        monkeypatch.setenv("AWS_ENDPOINT_URL", tap.url)
        yield till, office_at(names)


@pytest.fixture(params=["dict", "table"])
def ledger(request: pytest.FixtureRequest) -> Any:
    """The ledger of lists and the real one: what a test of it claims must hold for both."""
    return Ledger() if request.param == "dict" else request.getfixturevalue("office").ledger


@pytest.fixture(params=["dict", "table"])
def lanes(request: pytest.FixtureRequest) -> Any:
    """The lanes of lists and the real ones."""
    return Lanes() if request.param == "dict" else request.getfixturevalue("office").lanes


@pytest.fixture(params=["dict", "table"])
def limits(request: pytest.FixtureRequest) -> Any:
    """The limits of dicts and the real ones."""
    return Limits() if request.param == "dict" else request.getfixturevalue("office").limits
