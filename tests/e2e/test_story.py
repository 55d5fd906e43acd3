"""From a citizen's request to the unit's alert, through HTTP, on the whole product."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import botocore.session
import httpx
import pytest

from infrastructure.local.settings import REGION
from tests.build import what_is_said
from tests.e2e.local import LocalKopru

pytestmark = pytest.mark.e2e

CITIZENS = itertools.count(int(time.time()) % 1_000_000)


def post(kopru: LocalKopru, key: str = "", **fields: Any) -> httpx.Response:
    """Post as a citizen and of a place of their own, so that no message is capped or held for another's sake."""
    citizen = next(CITIZENS)
    own = {"phone": f"0534 {citizen:07d}", "address": f"Ankara Caddesi no {citizen}"} | fields
    headers = {"Idempotency-Key": key or uuid4().hex}
    return kopru.http.post("/api/requests", json=what_is_said(**own), headers=headers)


def engine(kopru: LocalKopru, service: str) -> Any:
    return botocore.session.get_session().create_client(
        service,
        region_name=REGION,
        endpoint_url=f"http://127.0.0.1:{kopru.port + 1}",
        aws_access_key_id="000000000000",
        aws_secret_access_key="local",
    )


def errands_of(messages: list[dict[str, Any]], number: str) -> Counter[str]:
    return Counter(each["errand"].split("-", 2)[2] for each in messages if each["number"] == number)


def complete(number: str) -> Any:
    return lambda messages: set(errands_of(messages, number)) >= {"unit_fen-isleri-alert", "reporter_1-ack"}


def test_a_request_leads_to_one_alert_and_one_acknowledgement_within_five_seconds(kopru: LocalKopru) -> None:
    number = post(kopru, phone="0535 111 22 33").json()["number"]
    messages = kopru.await_outbox(complete(number), seconds=5)
    by_errand = {each["errand"].split("-", 2)[2]: each for each in messages}
    assert by_errand["unit_fen-isleri-alert"]["to"] == "fen-isleri@izmir.example.org"
    assert by_errand["reporter_1-ack"]["to"] == "+905351112233"
    sms = by_errand["reporter_1-ack"]["text"]
    assert number in sms
    assert "153" in sms
    assert len(sms) <= 145
    assert sms.isascii()
    assert "http" not in sms


def test_the_providers_events_settle_every_errand(kopru: LocalKopru) -> None:
    number = post(kopru).json()["number"]
    dynamodb = engine(kopru, "dynamodb")
    (ledger,) = (name for name in dynamodb.list_tables()["TableNames"] if "Ledger" in name)
    deadline = time.monotonic() + 15
    while True:
        rows = dynamodb.query(
            TableName=ledger,
            KeyConditionExpression="#n = :n",
            ExpressionAttributeNames={"#n": "number"},
            ExpressionAttributeValues={":n": {"S": number.replace("-", "")}},
        )["Items"]
        states = sorted(row["state"]["S"] for row in rows)
        if states == ["delivered", "delivered"]:
            assert all("due_at" not in row for row in rows)
            return
        assert time.monotonic() < deadline, states
        time.sleep(0.2)


def test_eight_hands_with_one_key_open_one_request_and_send_one_alert(kopru: LocalKopru) -> None:
    key, same = uuid4().hex, {"phone": "0535 111 22 34", "address": "Ankara Caddesi no 34"}
    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(lambda _: post(kopru, key, **same), range(16)))
    assert sorted(answer.status_code for answer in answers) == [200] * 15 + [201]
    (number,) = {answer.json()["number"] for answer in answers}
    kopru.await_outbox(complete(number))
    time.sleep(2)
    assert set(errands_of(kopru.outbox(), number).values()) == {1}


def test_a_queue_that_brings_its_messages_five_times_sends_them_once(kopru: LocalKopru) -> None:
    number = post(kopru).json()["number"]
    kopru.await_outbox(complete(number))
    sqs = engine(kopru, "sqs")
    (url,) = (url for url in sqs.list_queues()["QueueUrls"] if "UnitAlerts" in url and "Dead" not in url)
    bare = number.replace("-", "")
    for _ in range(5):
        sqs.send_message(QueueUrl=url, MessageBody=f"{bare} {bare}-1-unit_fen-isleri-alert")
    time.sleep(3)
    assert set(errands_of(kopru.outbox(), number).values()) == {1}


def test_with_stream_or_queues_off_the_sweep_does_their_work(kopru: LocalKopru) -> None:
    kopru.workers(stream="off", sweep="off")
    untold = post(kopru).json()["number"]
    kopru.workers(stream="on", sqs="off")
    unsent = post(kopru).json()["number"]
    time.sleep(31)
    assert errands_of(kopru.outbox(), untold) == Counter()
    kopru.sweep()
    kopru.workers(sqs="on", sweep="on")
    for number in (untold, unsent):
        kopru.await_outbox(complete(number), seconds=5)
    time.sleep(3)  # the queue brings what the sweep has sent already
    for number in (untold, unsent):
        assert set(errands_of(kopru.outbox(), number).values()) == {1}


@pytest.mark.prove
def test_with_both_off_everything_arrives_within_two_minutes(kopru: LocalKopru) -> None:
    kopru.workers(stream="off", sqs="off")
    start = time.monotonic()
    numbers = [post(kopru, phone=f"0532 222 {place:04d}").json()["number"] for place in range(5)]
    kopru.await_outbox(lambda messages: all(complete(number)(messages) for number in numbers), seconds=120)
    assert time.monotonic() - start <= 120
    assert all(set(errands_of(kopru.outbox(), number).values()) == {1} for number in numbers)


@pytest.mark.prove
def test_a_provider_that_refuses_is_tried_again(kopru: LocalKopru) -> None:
    kopru.switch(ses="throttle")
    number = post(kopru).json()["number"]
    kopru.await_outbox(lambda messages: "reporter_1-ack" in errands_of(messages, number))
    kopru.switch(ses="ok")
    kopru.await_outbox(complete(number), seconds=125)


def test_who_left_only_an_email_or_nothing_can_follow_theirs(kopru: LocalKopru) -> None:
    for contact in ({"email": "ayse@example.org"}, {}):
        opened = post(kopru, phone=None, **contact).json()
        own = kopru.http.get(f"/api/requests/{opened['number']}", headers={"X-Contact-Proof": opened["pin"]}).json()
        assert own["description"] == what_is_said()["description"]
        public = kopru.http.get(f"/api/requests/{opened['number']}").json()
        assert set(public) == {"number", "status", "status_text", "opened", "changed", "due", "public"}
        if contact:
            messages = kopru.await_outbox(complete(opened["number"]))
            (mail,) = (each for each in messages if each["to"] == "ayse@example.org")
            assert opened["pin"] in mail["text"]


def test_a_referral_is_really_sent(kopru: LocalKopru) -> None:
    opened = post(kopru, service_code="waste.collection", district="Konak", phone="0535 111 22 35").json()
    assert opened["referred_to"]["code"] == "konak-belediyesi"
    wanted = {"unit_cagri-merkezi-alert", "body_konak-belediyesi-referral", "reporter_1-ack"}
    messages = kopru.await_outbox(lambda messages: set(errands_of(messages, opened["number"])) >= wanted)
    (letter,) = (each for each in messages if each["to"] == "bilgi@konak.example.org")
    assert "Ayşe" not in letter["text"] + letter["html"]
    assert "5351112235" not in letter["text"] + letter["html"]


def test_what_the_gateway_answers_has_our_shape(kopru: LocalKopru) -> None:
    answers = {
        404: kopru.http.get("/api/nothing"),
        415: kopru.http.post("/api/requests", content="a=b", headers={"Content-Type": "text/csv"}),
        413: kopru.http.post("/api/requests", content=b"x" * 10_000_000, headers={"Content-Type": "application/json"}),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert answer.json()["status"] == status
        assert answer.json()["errors"] == []
    wrong_method = kopru.http.delete("/api/services")
    assert (wrong_method.status_code, wrong_method.json()["status"]) == (404, 404)


def test_data_survive_a_stop_and_a_start(kopru: LocalKopru) -> None:
    number = post(kopru).json()["number"]
    kopru.await_outbox(complete(number))
    assert kopru.stop() in (0, 130)
    assert kopru.processes() == []
    kopru.start()
    assert kopru.http.get(f"/api/requests/{number}").json()["status"] == "received"
    kopru.await_outbox(complete(number))
    again = post(kopru).json()["number"]
    kopru.await_outbox(complete(again))
