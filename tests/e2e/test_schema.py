"""schemathesis against our own OpenAPI document on the running product: what is answered is what is promised."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.build import what_is_said
from tests.e2e.local import ROOT, LocalKopru
from tests.e2e.staff import sign_in

pytestmark = pytest.mark.e2e

OPEN311_KEY = "local-open311-key"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
)
# An admin's PUT of a setting would change the city for all other tests.
STAFF = ("operator", "supervisor", "auditor", "officer.fen-isleri")
GENERATED = re.compile(r"^\s*(\d+) generated", re.M)


def session_of(kopru: LocalKopru, phone: str) -> str:
    """The token of whoever proves this phone."""
    asked = kopru.http.post("/api/codes", json={"phone": phone})
    assert asked.status_code == 202, asked.text
    ours = [each["text"] for each in kopru.outbox() if each["errand"].startswith("code-")]  # it went before the answer
    found = re.search(r"\b\d{6}\b", ours[-1])
    assert found
    entered = kopru.http.post("/api/sessions", json={"code_id": asked.json()["code_id"], "code": found[0]})
    assert entered.status_code == 201, entered.text
    token: str = entered.json()["token"]
    return token


def facts(kopru: LocalKopru) -> dict[str, Any]:
    """What a program would know of the product: a few requests, an upload, sessions of a citizen and of staff."""
    phone = f"0532 {secrets.randbelow(10**7):07d}"  # each gets three codes at once, and no more
    opened = [
        kopru.http.post("/api/requests", json=what_is_said(phone=phone, description=f"{n}. çukur")).json()["number"]
        for n in range(4)
    ]
    upload = kopru.http.post("/api/uploads", json={"media_type": "image/jpeg"})
    assert upload.status_code == 201, upload.text
    return {
        "path": {
            "number": opened,
            "service_request_id": [number.replace("-", "") for number in opened],
            "service_code": ["road.pothole", "out.streetlight"],
            "file": [upload.json()["file"]],
            "kind": ["units", "services", "targets", "people"],
            "code": ["fen-isleri", "road.pothole", "P3"],
            "purpose": ["ack", "resolve"],
            "audience": ["reporter", "unit"],
        },
        "query": {"api_key": [OPEN311_KEY]},
        "headers": {"X-Contact-Proof": [phone[-4:], "0000"], "X-Upload-Session": [upload.json()["session"]]},
        "tokens": {
            "staff": [sign_in(kopru, name).token for name in STAFF],
            "app": [session_of(kopru, phone), "0" * 64],
        },
    }


# For every change: walks are short, and only one of the long bodies is tried systematically. `make prove` tries all.
QUICK = """
[phases.coverage]
unexpected-methods = []
[phases.stateful]
max-steps = 3
link-calibration = false
[[operations]]
include-operation-id = ["openForCaller", "actInChat", "logContact", "makeMove"]
phases.coverage.enabled = false
"""


def run(kopru: LocalKopru, folder: Path, seed: int, each: int, config: str = "") -> tuple[int, str]:
    """All phases of schemathesis with up to `each` invented calls for every operation; its calls and its report."""
    known, settings = folder / "facts.json", folder / "schemathesis.toml"
    known.write_text(json.dumps(facts(kopru)), encoding="utf-8")
    settings.write_text(config, encoding="utf-8")
    command = [
        *(str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(settings)),
        *("run", f"{kopru.url}/api/openapi.json"),
        *("--phases", "examples,coverage,fuzzing,stateful", "--checks", ",".join(CHECKS)),
        *("--max-examples", str(each), "--seed", str(seed), "--generation-database", "none"),
        *("--continue-on-failure", "--request-timeout", "30", "--no-color"),
    ]
    environment = os.environ | {
        "SCHEMATHESIS_HOOKS": "tests.e2e.schema_hooks",
        "PYTHONPATH": str(ROOT),
        "KOPRU_FACTS": str(known),
        "KOPRU_SEED": str(seed),
    }
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    report = done.stdout + done.stderr
    generated = GENERATED.search(report)
    assert done.returncode == 0, report
    assert generated, report
    return int(generated[1]), report


def test_what_is_answered_is_what_the_document_promises(kopru: LocalKopru, tmp_path: Path) -> None:
    calls, _ = run(kopru, tmp_path, seed=1, each=2, config=QUICK)
    assert calls >= 500


@pytest.mark.prove
def test_what_is_answered_is_what_the_document_promises_at_length(kopru: LocalKopru, tmp_path: Path) -> None:
    calls, _ = run(kopru, tmp_path, seed=20261123, each=80)
    assert calls >= 5_000
