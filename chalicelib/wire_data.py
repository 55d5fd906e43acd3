"""What is data: the presets of cities/ and the sentences of texts/, read from their files."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.core.city import City
from chalicelib.core.errors import Misconfigured
from chalicelib.core.settings import Preset
from chalicelib.core.wording import Wording

ROOM = Path(__file__).parent


def load_city(code: str) -> City:
    """The city of the preset of this code alone. Raises Misconfigured, naming every key that is wrong in it."""
    return load_preset(code).read({})


def load_preset(code: str) -> Preset:
    """The preset of this code. Raises Misconfigured if there is none, or a file of it is no JSON."""
    folder = ROOM / "cities" / code
    if not code.replace("-", "").isalnum() or not folder.is_dir():
        raise Misconfigured([f"CITY: no preset {code!r} in cities/"])
    own = {"code": code} | _json(folder / "city.json")
    for name in ("units", "services"):
        own |= _json(folder / f"{name}.json")
    if (folder / "lexicon.json").is_file():
        own["own_lexicon"] = _json(folder / "lexicon.json")
    cities = ROOM / "cities"
    common = _json(cities / "catalogue.json") | {"lexicon": _json(cities / "lexicon.json")}
    return Preset(own, common, _json(cities / "holidays.json"))


@cache
def services_stamp() -> datetime:
    """When the services of this preset last changed, as cities/changed.json says; a preset that is not in it has never
    changed."""
    stamp = _json(ROOM / "cities" / "changed.json").get(os.environ["CITY"], {})
    return datetime.fromisoformat(stamp.get("at", "2026-01-01T00:00:00+00:00"))


@cache
def wording() -> Wording:
    """Every sentence of texts/."""
    sentences: dict[str, Mapping[str, str]] = {}
    for file in sorted((ROOM / "texts").glob("*.json")):
        sentences |= _json(file)
    return Wording(sentences)


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Misconfigured([f"{file.parent.name}/{file.name}: no JSON: {error}"]) from error
