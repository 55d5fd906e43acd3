"""The worker that examines uploads, called as Lambda calls it: by the verdicts' queue, and every five minutes."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest

from chalicelib.core.errors import TryLater
from chalicelib.core.files import raw_key
from chalicelib.entry.examine import examine
from infrastructure.local.scanner import event
from tests.fakes import Office
from tests.flows.uploading import uploaded
from tests.lambda_context import Context
from tests.photos import a_jpeg


def record(body: object) -> dict[str, Any]:
    text = body if isinstance(body, str) else json.dumps(body)
    return {"messageId": text[-40:], "receiptHandle": "r", "body": text, "attributes": {}, "messageAttributes": {}}


def told(id: str, verdict: str = "NO_THREATS_FOUND") -> dict[str, Any]:
    """What EventBridge puts on the queue."""
    return record(event("kopru-files", raw_key(id), "etag", verdict))


def run(*records: dict[str, Any]) -> list[dict[str, str]]:
    failures: list[dict[str, str]] = examine({"Records": list(records)}, Context())["batchItemFailures"]
    return failures


def test_a_verdict_makes_an_image_of_the_upload_and_the_same_again_changes_nothing(office: Office) -> None:
    id = uploaded(office, a_jpeg())
    assert run(told(id), told(id)) == []
    assert office.files.rows[id].state == "clean"
    before = dict(office.vault.objects)
    assert run(told(id)) == []
    assert office.vault.objects == before


def test_the_tag_counts_and_not_what_an_event_says(office: Office) -> None:
    infected, clean = uploaded(office, a_jpeg(), verdict="THREATS_FOUND"), uploaded(office, a_jpeg())
    assert run(told(infected, "NO_THREATS_FOUND"), told(clean, "THREATS_FOUND")) == []
    assert (office.files.rows[infected].reason, office.files.rows[clean].state) == ("malware", "clean")


def test_an_event_that_is_quicker_than_its_tag_comes_again(office: Office) -> None:
    id, other = uploaded(office, a_jpeg(), verdict=""), uploaded(office, a_jpeg())
    late = told(id)
    assert [each["itemIdentifier"] for each in run(late, told(other))] == [late["messageId"]]
    assert office.files.rows[other].state == "clean"


@pytest.mark.parametrize(
    "body", ["", "null", "{", "[1]", "warm", {"detail": 7}, {"detail": {"s3ObjectDetails": {"objectKey": ["x"]}}}]
)
def test_what_is_no_verdict_on_an_upload_is_passed_over(office: Office, body: object) -> None:
    assert run(record(body), record(event("kopru-files", "files/clean/x.jpg", "e", "NO_THREATS_FOUND"))) == []


def test_every_five_minutes_what_is_overdue_is_looked_at_and_one_that_fails_stops_no_other(office: Office) -> None:
    ids = [uploaded(office, a_jpeg(seed)) for seed in range(3)]
    office.clock.move(minutes=16)
    real = office.vault.get

    def away(key: str, most: int) -> bytes | None:
        if key == raw_key(ids[1]):
            raise TryLater("s3: away")
        return real(key, most)

    office.vault.get = away  # type: ignore[method-assign]  # the test's own outage
    assert examine({"task": "overdue"}, Context()) == {"done": 2, "failed": 1}
    assert [office.files.rows[id].state for id in ids] == ["clean", "awaited", "clean"]


def test_what_is_left_when_the_time_is_up_is_overdue_still(office: Office) -> None:
    id = uploaded(office, a_jpeg())
    office.clock.move(minutes=16)
    assert examine({"task": "overdue"}, Context(left_ms=7_000)) == {"done": 0, "failed": 0}
    assert examine({"task": "overdue"}, Context(left_ms=29_000)) == {"done": 1, "failed": 0}
    assert office.files.rows[id].state == "clean"


def test_a_file_is_logged_by_its_id_and_reason_alone(office: Office, logged: StringIO) -> None:
    run(told(uploaded(office, a_jpeg(), verdict="THREATS_FOUND")), record("warm"))
    assert "Telefon" not in logged.getvalue()
    assert [facts["reason"] for _, facts in office.log.lines if "state" in facts] == ["malware"]
