"""Keeps cities/changed.json: when the services of each preset last changed. `python -m tests.services_changed`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from chalicelib import wire
from chalicelib.core.open311_discovery import digest

CITIES = Path(wire.__file__).parent / "cities"
FILE = CITIES / "changed.json"


def presets() -> list[str]:
    """The code of every preset."""
    return sorted(folder.name for folder in CITIES.iterdir() if folder.is_dir() and folder.name != "__pycache__")


def stamps(now: datetime) -> dict[str, dict[str, str]]:
    """What the file has to hold: a preset whose services differ from what it says changed at `now`."""
    held = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    said = {code: digest(wire.load_city(code)) for code in presets()}
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    return {
        code: held[code] if code in held and held[code]["digest"] == present else {"at": at, "digest": present}
        for code, present in said.items()
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(stamps(datetime.now(UTC)), indent=2) + "\n", encoding="utf-8")
