"""Loaded by schemathesis: gives a part of its calls what a program would know, so that they get past the door.

Numbers, sessions and tokens of the running product come as JSON in a file that `KOPRU_FACTS` names.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import schemathesis

FACTS: dict[str, Any] = json.loads(Path(os.environ["KOPRU_FACTS"]).read_text(encoding="utf-8"))
DICE = random.Random(int(os.environ["KOPRU_SEED"]))
KNOWING = 0.6
"""The share of calls that know something; the others are as strange as they were made."""


@schemathesis.hook
def before_call(context: object, case: Any, kwargs: dict[str, Any]) -> None:
    """Put real values in the place of invented ones."""
    path, method = case.operation.path, case.operation.method.lower()
    for name in list(case.path_parameters or {}):
        if name in FACTS["path"] and DICE.random() < KNOWING:
            case.path_parameters[name] = DICE.choice(FACTS["path"][name])
    if path.startswith("/open311/") and DICE.random() < KNOWING:
        case.query = dict(case.query or {}) | {name: DICE.choice(found) for name, found in FACTS["query"].items()}
    headers = dict(case.headers or {})
    for name, values in FACTS["headers"].items():
        if DICE.random() < KNOWING:
            headers[name] = DICE.choice(values)
    tokens = FACTS["tokens"]["staff" if path.startswith("/api/staff/") else "app"]
    ends = (method, path) in (("delete", "/api/session"), ("delete", "/api/staff/session"))
    if DICE.random() < KNOWING and not ends:
        headers["Authorization"] = f"Bearer {DICE.choice(tokens)}"
    case.headers = headers
