"""The packaged product, made once for all tests and kept while nothing changes."""

import json
from pathlib import Path
from typing import Any

import pytest

from infrastructure.package import ROOT, package


@pytest.fixture(scope="session")
def packaged() -> Path:
    return package(ROOT / "build" / "package")


@pytest.fixture(scope="session")
def template(packaged: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(packaged.read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="session")
def resources(template: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = template["Resources"]
    return found
