"""The worker functions, called as Lambda calls them, and each imported alone."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from chalicelib.entry.deliver import deliver
from chalicelib.entry.notify import notify
from chalicelib.entry.receipts import receipts
from chalicelib.entry.sweep import sweep
from chalicelib.flows.intake import Source, hear
from tests.build import what_is_said
from tests.fakes import Office
from tests.lambda_context import Context

ROOT = Path(__file__).parent.parent.parent


def insert_of(office: Office, number: str, name: str = "INSERT") -> dict[str, Any]:
    """A record of the stream, with the attributes that the worker reads."""
    return {
        "eventID": number,
        "eventName": name,
        "dynamodb": {
            "Keys": {"number": {"S": number}, "part": {"S": "A"}},
            "NewImage": {
                "number": {"S": number},
                "part": {"S": "A"},
                "todo_at": {"S": office.requests.marks.get(number, "")},
            },
            "SequenceNumber": number,
        },
    }


def message(body: str, name: str = "m-1") -> dict[str, Any]:
    return {"messageId": name, "receiptHandle": "r", "body": body, "attributes": {}, "messageAttributes": {}}


def opened(office: Office) -> str:
    return hear(office.desk, what_is_said(), Source("web", "key-1")).request.number


def test_the_stream_leads_to_errands_and_the_queue_to_the_provider(office: Office) -> None:
    number = opened(office)
    assert notify({"Records": [insert_of(office, number)]}, Context()) == {"batchItemFailures": []}
    messages = [message(f"{name} {errand}", errand) for _, name, errand in office.queues.woken]
    assert deliver({"Records": messages}, Context()) == {"batchItemFailures": []}
    assert len(office.provider.sent) == 2


def test_records_that_open_nothing_are_passed_over(office: Office) -> None:
    number = opened(office)
    changed, bare = insert_of(office, number, "MODIFY"), insert_of(office, number)
    del bare["dynamodb"]["NewImage"]["todo_at"]
    assert notify({"Records": [changed, bare]}, Context()) == {"batchItemFailures": []}
    assert not office.ledger.rows


def test_a_poison_message_fails_alone(office: Office, logged: StringIO) -> None:
    number = opened(office)
    notify({"Records": [insert_of(office, number)]}, Context())
    good = [message(f"{name} {errand}", errand) for _, name, errand in office.queues.woken]
    poison = message("gizli 0532 111 22 33 metni", "poison")
    answer = deliver({"Records": [good[0], poison, *good[1:]]}, Context())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "poison"}]}
    assert len(office.provider.sent) == 2
    assert "record failed" in logged.getvalue()
    assert "0532" not in logged.getvalue()


def test_a_batch_of_nothing_but_poison_is_reported_whole(office: Office) -> None:
    answer = receipts({"Records": [message("no json", "a"), message("[]", "b")]}, Context())
    assert [each["itemIdentifier"] for each in answer["batchItemFailures"]] == ["a", "b"]


def test_an_event_settles_its_errand(office: Office) -> None:
    number = opened(office)
    notify({"Records": [insert_of(office, number)]}, Context())
    errand = f"{number}-1-unit_fen-isleri-alert"
    event = {"eventType": "Delivery", "mail": {"messageId": "m", "tags": {"errand": [errand]}}}
    unknown = {"eventType": "Open", "mail": {"messageId": "m", "tags": {}}}
    answer = receipts({"Records": [message(json.dumps(event)), message(json.dumps(unknown))]}, Context())
    assert answer == {"batchItemFailures": []}
    assert office.ledger.rows[errand].state == "delivered"


def test_the_sweep_goes_on_after_a_job_that_fails(office: Office) -> None:
    for key in ("key-1", "key-2", "key-3"):
        hear(office.desk, what_is_said(phone=None), Source("web", key))
    office.clock.move(minutes=1)
    office.provider.fails = [RuntimeError("a defect")]
    assert sweep({}, Context()) == {"done": 2, "failed": 1}
    assert len(office.provider.sent) == 2


def test_the_sweep_stops_before_its_time_is_up(office: Office) -> None:
    for key in ("key-1", "key-2", "key-3"):
        hear(office.desk, what_is_said(phone=None), Source("web", key))
    office.clock.move(minutes=1)
    assert sweep({}, Context(left_ms=5_000)) == {"done": 1, "failed": 0}


@pytest.mark.parametrize("name", ["notify", "deliver", "receipts", "sweep", "public_api", "public_web"])
def test_every_entry_is_imported_alone_and_touches_nothing(name: str) -> None:
    """In a fresh interpreter with an empty environment, as Lambda imports it: no client, no file, no setting."""
    program = (
        f"import chalicelib.entry.{name} as entry, sys\n"
        f"assert callable(getattr(entry, {name!r}, len))\n"
        "print(*(name for name in ('boto3', 'jinja2', 'pynamodb') if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env={"PATH": ""}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
