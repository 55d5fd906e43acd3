"""Reads the presets of the repository for tests."""

import json
from pathlib import Path
from typing import Any

from chalicelib.core.city import City
from chalicelib.core.preset import read_city

CITIES = Path(__file__).parents[2] / "chalicelib" / "cities"


def read_json(name: str) -> dict[str, Any]:
    """A file of the cities folder; the catalogue with its lexicon, as the product reads it."""
    loaded: dict[str, Any] = json.loads((CITIES / name).read_text(encoding="utf-8"))
    return loaded | {"lexicon": read_json("lexicon.json")} if name == "catalogue.json" else loaded


def a_preset(code: str) -> dict[str, Any]:
    """The three files of a preset as one object."""
    return {
        key: value for name in ("city", "units", "services") for key, value in read_json(f"{code}/{name}.json").items()
    }


def a_city(code: str) -> City:
    """The municipality of a preset."""
    return read_city(a_preset(code), read_json("catalogue.json"), read_json("holidays.json"))
