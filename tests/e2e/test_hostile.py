"""Hostile payloads through HTTP: clear answers, no 5xx, and nothing of them in a header or a log."""

from __future__ import annotations

import json
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.e2e.local import LocalKopru
from tests.e2e.test_story import engine
from tests.hostile import CANARY, Payload, payloads

pytestmark = pytest.mark.e2e

SUBJECT = re.compile(r"(P[1-5] · [\w ,.()/’'-]+ · |[\w ,.()İ-]+ sevk yazısı · |Başvurunuzu aldık: )\d{4}-\d{4}-\d{4}")


def send(kopru: LocalKopru, payload: Payload) -> httpx.Response:
    return kopru.http.post("/api/requests", content=payload.body, headers={"Content-Type": payload.content_type})


def logs_of(kopru: LocalKopru) -> str:
    """Every line that the product logged: the functions', the engine's and the front door's."""
    lines = [file.read_text(encoding="utf-8", errors="replace") for file in kopru.state.glob("*.log")]
    logs = engine(kopru, "logs")
    for group in logs.describe_log_groups()["logGroups"]:
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"]):
            lines += [event["message"] for event in page["events"]]
    return "\n".join(lines)


@pytest.mark.parametrize(("seed", "count"), [(1, 120), pytest.param(20261123, 2000, marks=pytest.mark.prove)])
def test_hostile_payloads_get_clear_answers_and_leave_no_trace(kopru: LocalKopru, seed: int, count: int) -> None:
    sent = list(payloads(seed, count))
    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(lambda payload: send(kopru, payload), sent))
    wrong = [
        (payload.name, answer.status_code, payload.body[:200], answer.text[:200])
        for payload, answer in zip(sent, answers, strict=True)
        if answer.status_code not in payload.statuses
    ]
    assert wrong == []
    for answer in answers:
        if answer.status_code >= 400:
            assert answer.headers["content-type"].startswith("application/problem+json")
            assert answer.json()["status"] == answer.status_code
    opened = [answer.json()["number"] for answer in answers if answer.status_code == 201]
    assert len(opened) > count / 5

    def alerted(messages: list[dict[str, Any]]) -> bool:
        return {each["number"] for each in messages if each["errand"].endswith("alert")} >= set(opened)

    messages = kopru.await_outbox(alerted, seconds=180)
    twice = [errand for errand, times in Counter(each["errand"] for each in messages).items() if times > 1]
    assert twice == []
    for message in messages:
        if message["channel"] == "email":
            assert SUBJECT.fullmatch(message["subject"]), message["subject"]
            assert re.fullmatch(r"[\w.+-]+@[\w.-]+", message["to"])
            assert f"<script>alert('{CANARY}" not in message["html"]
            assert f"<img src=x onerror=alert('{CANARY}" not in message["html"]
        else:
            assert CANARY not in message["text"]
    kopru.http.get(f"/api/requests/{opened[0]}?contact={CANARY}")
    kopru.http.get(f"/takip/{opened[0]}?contact={CANARY}&lang=en")
    logged = logs_of(kopru)
    assert "request opened" in logged
    assert CANARY not in logged
    assert not any(secret in logged for secret in ("+90533", "Yılmaz", "Ayşe"))


def test_strange_text_is_kept_and_controls_are_not(kopru: LocalKopru) -> None:
    said = {
        "service_code": "road.pothole",
        "description": "a\x00b\x1b[31m\r\nc\td \ud800 <b>=1+1</b> \u202eters",
        "first_name": "Ay\r\nşe",
        "phone": "0532 111 22 33",
    }
    number = kopru.http.post("/api/requests", content=json.dumps(said)).json()["number"]
    own = kopru.http.get(f"/api/requests/{number}", headers={"X-Contact-Proof": "2233"}).json()
    assert own["description"] == "ab[31m\nc\td \ufffd <b>=1+1</b> \u202eters"
