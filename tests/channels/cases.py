"""The corpus: webhook bodies of every kind, and what is to be read from each.

Each file under corpus/ is a list of cases: `name`, `network` (for `read_items`), `door` (whatsapp, meta, telegram,
netgsm, x: the webhook it is posted to; social: an event of AWS, which comes by a topic), `body`, and `wanted`: what is
known of each item, in order; `id`, `phone` and `name` are of its sender, `media` the ids alone, `at` in ISO 8601.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.core.inbound import Item

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Case:
    """One body, and what is wanted of it."""

    name: str
    network: str
    door: str
    body: dict[str, Any]
    wanted: tuple[dict[str, Any], ...]


def all_cases() -> list[Case]:
    """The whole corpus; a case's name begins with its file's."""
    return [
        Case(f"{file.stem}: {each['name']}", each["network"], each["door"], each["body"], tuple(each["wanted"]))
        for file in sorted(CORPUS.glob("*.json"))
        for each in json.loads(file.read_text(encoding="utf-8"))
    ]


def shown(item: Item, names: dict[str, Any]) -> dict[str, Any]:
    """Of an item what a case wants to know, in the case's own words."""
    said: dict[str, Any] = {
        "id": item.who.id,
        "phone": item.who.phone,
        "name": item.who.name,
        "at": item.at.isoformat() if item.at else None,
        "media": [each.id for each in item.media],
    }
    return {name: said[name] if name in said else getattr(item, name) for name in names}
