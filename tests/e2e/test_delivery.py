"""Delivery on the whole product: a provider, a channel or an address fails, and people are told all the same."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.e2e.local import LocalKopru
from tests.e2e.staff import sign_in

pytestmark = pytest.mark.e2e

# A P1 of a unit with a phone on duty.
FLOOD = {"service_code": "disaster.flood", "description": "Evi su bastı, çıkamıyoruz"}
DUTY = "+905000000008"


def opens(kopru: LocalKopru, phone: str, **more: Any) -> str:
    """A citizen's request; its number as people read it."""
    body = {"description": "Yolda çukur var", "service_code": "road.pothole", "phone": phone} | more
    answer = kopru.http.post("/api/requests", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["number"])


def of(messages: list[dict[str, Any]], number: str, **wanted: str) -> list[dict[str, Any]]:
    """The messages about a request that are as wanted."""
    return [each for each in messages if each["number"] == number and wanted.items() <= each.items()]


def states(kopru: LocalKopru, number: str, purpose: str) -> dict[str, str]:
    """How the messages of this purpose stand, by channel, as an operator reads it."""
    seen = sign_in(kopru, "operator").see(number)["messages"]
    return {each["channel"]: each["state"] for each in seen if each["purpose"] == purpose}


def called(kopru: LocalKopru, which: str) -> set[str]:
    """The numbers on the centre's list of calls."""
    answer = sign_in(kopru, "operator").call("GET", f"/calls?list={which}&limit=100")
    assert answer.status_code == 200, answer.text
    return {entry["number"] for entry in answer.json()["requests"]}


def eventually(look: Any, seconds: float = 20) -> Any:
    """What `look` gives as soon as it gives something."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.3)
    return found


def test_an_urgent_alert_goes_by_the_second_provider_where_the_first_refuses(kopru: LocalKopru) -> None:
    kopru.switch(sms="refuse")
    number = opens(kopru, "0532 700 00 01", address="Gazi Bulvarı 1", **FLOOD)
    sent = kopru.await_outbox(lambda all_: bool(of(all_, number, channel="sms", to=DUTY)), 120)
    (alert,) = of(sent, number, channel="sms", to=DUTY)
    assert alert["provider"] == "netgsm"
    seen = sign_in(kopru, "supervisor").see(number)["messages"]
    (told,) = (each for each in seen if each["channel"] == "sms" and each["role"] == "unit:akom:duty")
    assert [attempt["provider"] for attempt in told["attempts"]][-1] == "netgsm"


def test_where_no_sms_goes_an_urgent_alert_goes_by_mail_and_the_centre_is_to_call(kopru: LocalKopru) -> None:
    kopru.switch(sms="refuse", netgsm="refuse")
    number = opens(kopru, "0532 700 00 02", email="ayse2@example.org", address="Fevzi Paşa Bulvarı 2", **FLOOD)

    def by_mail(sent: list[dict[str, Any]]) -> bool:
        return any("ulaşılamadı" in mail["subject"] for mail in of(sent, number, channel="email"))

    sent = kopru.await_outbox(by_mail, 120)
    assert not of(sent, number, channel="sms")
    eventually(lambda: number in called(kopru, "now"))
    assert states(kopru, number, "ack") == {"sms": "retry_at"}, "what can wait is tried for a day"


def test_what_came_back_goes_on_to_the_next_channel_and_the_address_is_remembered(kopru: LocalKopru) -> None:
    contact = {"email": "bounce+7@simulator.amazonses.com", "notify_by": "email", "address": "Talatpaşa Bulvarı 3"}
    number = opens(kopru, "0532 700 00 03", **contact)
    kopru.await_outbox(lambda all_: bool(of(all_, number, channel="sms", to="+905327000003")))
    eventually(lambda: states(kopru, number, "ack") == {"email": "settled_elsewhere", "sms": "delivered"})
    seen = sign_in(kopru, "operator").see(number)
    assert [each["channel"] for each in seen["reach"]] == ["email"]
    again = opens(kopru, "0532 700 00 03", **contact | {"address": "Talatpaşa Bulvarı 4"})
    kopru.await_outbox(lambda all_: bool(of(all_, again, channel="sms", to="+905327000003")))
    assert not of(kopru.outbox(), again, to=contact["email"])


def test_whoever_writes_iptal_is_told_otherwise_or_called(kopru: LocalKopru) -> None:
    number = opens(kopru, "0532 700 00 04", address="Mithatpaşa Caddesi 5")
    (ack,) = of(kopru.await_outbox(lambda all_: bool(of(all_, number, channel="sms"))), number, channel="sms")
    kopru.write_back(ack["id"], "İptal")
    operator = sign_in(kopru, "operator")
    eventually(lambda: operator.see(number)["reach"])
    operator.move(number, "ask", question="Hangi kapı numarası?")
    eventually(lambda: number in called(kopru, "back"))
    assert [each["errand"].split("-")[-1] for each in of(kopru.outbox(), number, channel="sms")] == ["ack"]


def test_a_citizen_is_told_by_whatsapp_if_they_chose_it(kopru: LocalKopru) -> None:
    number = opens(kopru, "0532 700 00 05", notify_by="whatsapp", address="Cumhuriyet Bulvarı 6")
    (ack,) = of(kopru.await_outbox(lambda all_: bool(of(all_, number, channel="whatsapp"))), number, channel="whatsapp")
    assert ack["provider"] == "whatsapp-cloud"
    assert number in ack["text"]
    eventually(lambda: states(kopru, number, "ack") == {"whatsapp": "delivered"})


@pytest.mark.prove
def test_a_hanging_provider_delays_an_urgent_alert_by_little_more_than_a_minute(kopru: LocalKopru) -> None:
    kopru.switch(sms="hang")
    start = time.monotonic()
    number = opens(kopru, "0532 700 00 06", email="ayse6@example.org", address="Şair Eşref Bulvarı 7", **FLOOD)
    sent = kopru.await_outbox(lambda all_: bool(of(all_, number, channel="sms", to=DUTY)), 150)
    print(f"urgent alert past a hanging provider after {time.monotonic() - start:.0f} s")
    assert of(sent, number, channel="sms", to=DUTY)[0]["provider"] == "netgsm"


@pytest.mark.prove
def test_four_hundred_reports_of_one_flood_are_five_messages_to_the_duty_phone(kopru: LocalKopru) -> None:
    start = time.monotonic()
    numbers = []
    for place in range(400):
        at = {"lat": 38.4237 + place % 7 * 1e-4, "long": 27.1428 + place % 5 * 1e-4}
        numbers.append(opens(kopru, f"0532 71{place // 100} {place:04d}", **at, **FLOOD))
        time.sleep(max(0.0, start + (place + 1) * 0.4 - time.monotonic()))

    def acknowledged(sent: list[dict[str, Any]]) -> bool:
        return len({each["number"] for each in sent if "reporter_1-ack" in each["errand"]}) == 400

    sent = kopru.await_outbox(acknowledged, 120)
    assert len([each for each in sent if "reporter_1-ack" in each["errand"]]) == 400, "each once"
    time.sleep(330)  # until the last held alert is told
    sent = kopru.outbox()
    rung = [each for each in sent if each["to"] == DUTY]
    print(f"400 reports in {time.monotonic() - start - 330:.0f} s: {len(rung)} messages to the duty phone")
    assert 1 <= len(rung) <= 5
    listed: set[str] = set()
    officer, cursor = sign_in(kopru, "officer.akom"), ""
    while True:
        page = officer.call("GET", "/inbox", params={"limit": 100, "cursor": cursor}).json()
        listed |= {entry["number"] for entry in page["requests"]}
        cursor = page["cursor"]
        if not cursor:
            break
    assert set(numbers) <= listed
