"""No contact, text or token gets into a log, a figure, a queue or a dead letter of the whole product."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infrastructure.local.people import PASSWORD
from tests.e2e.local import LocalKopru
from tests.e2e.staff import sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.prove]

PHONE = "5347771923"
CANARIES = {
    "first name": "Kanaryagül",
    "last name": "Sarıkuş",
    "phone": PHONE,
    "phone as typed": "0534 777 19 23",
    "e-mail": "kanarya.sarikus@example.org",
    "address": "Ötücüler Caddesi 4711",
    "description": "bahçedeki kafes devrildi",
    "staff's note": "komşusu Muhabbet hanım",
    "answer": "yem kabını yeniledik",
    "password": PASSWORD,
    "provider's token": "local-graph-token",
    "webhook's secret": "local-meta-secret",
}
# What the engine writes of the product's doings; what the tables and the mailbox hold is theirs to hold.
SINKS = ("engine.log", "front.log", "aws/cloudwatch_logs.json", "aws/cloudwatch.json", "aws/sqs.json")


def test_twelve_canaries_are_found_in_no_sink(tmp_path: Path) -> None:
    with LocalKopru(tmp_path) as kopru:
        number = live(kopru)
        token = sign_in(kopru, "operator").token
    text = dict(sinks(tmp_path))
    assert number.replace("-", "") in "".join(text.values()), "the sinks are those of this request"
    hits = [
        (name, sink) for name, value in (*CANARIES.items(), ("token", token)) for sink in text if value in text[sink]
    ]
    print(f"{len(CANARIES) + 1} canaries in {len(text)} sinks of {sum(map(len, text.values())):,} characters: {hits}")
    assert hits == []


def live(kopru: LocalKopru) -> str:
    """A request that everything happens to: providers that refuse, hang, lose the answer, a bounce, a stop word."""
    kopru.switch(ses="refuse", sms="throttle")
    body = {
        "service_code": "road.pothole",
        "description": CANARIES["description"],
        "address": CANARIES["address"],
        "first_name": CANARIES["first name"],
        "last_name": CANARIES["last name"],
        "phone": CANARIES["phone as typed"],
        "email": CANARIES["e-mail"],
    }
    answer = kopru.http.post("/api/requests", json=body)
    assert answer.status_code == 201, answer.text
    number = str(answer.json()["number"])
    kopru.http.get(f"/api/requests/{number}", headers={"X-Contact-Proof": PHONE[-4:]})
    operator, officer = sign_in(kopru, "operator"), sign_in(kopru, "officer.fen-isleri")
    kopru.await_outbox(lambda sent: any(each["number"] == number for each in sent))
    kopru.switch(ses="ok", sms="mute")
    operator.move(number, "note", text=CANARIES["staff's note"])
    officer.move(number, "resolve", outcome="done", answer=CANARIES["answer"])
    kopru.switch(sms="ok", netgsm="hang")
    sent = kopru.await_outbox(lambda sent: any("resolve" in each["errand"] for each in sent), 60)
    last = next(each for each in sent if "resolve" in each["errand"])
    kopru.decide(last["id"], "failed")
    kopru.write_back(last["id"], "RET")
    kopru.workers(sqs="off")  # so that what is in the queues stays there
    operator.move(number, "message", text=CANARIES["answer"])
    kopru.http.post("/webhooks/whatsapp", json={"entry": [CANARIES["description"], PHONE]})
    return number


def sinks(state: Path) -> Iterator[tuple[str, str]]:
    """Each sink as text; what is JSON in JSON is unescaped, so that no letter hides."""
    for name in SINKS:
        file = state / name
        if file.exists():
            yield name, re.sub(r"\\+u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), file.read_text("utf-8"))
    held: Any = json.loads((state / "aws" / "sqs.json").read_text("utf-8"))
    assert held, "the queues are saved"
