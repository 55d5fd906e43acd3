"""The stand-ins over HTTP: credentials, switches, limits, and what reaches the product."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from infrastructure.local.settings import INSTAGRAM_ID, META_PAGE_ID, SOCIAL_PHONE_ID, WHATSAPP_PHONE_ID
from tests.local.roof import Roof, open_roof, until
from tests.local.test_netgsm import a_send
from tests.local.test_sms import a_text
from tests.local.test_whatsapp import ERRAND, a_message, a_template

LOCAL = ("local", "local")
TOKEN = {"Authorization": "Bearer local-graph-token"}


@pytest.fixture
def roof(tmp_path: Path) -> Iterator[Roof]:
    with open_roof(tmp_path) as opened:
        yield opened


def send_netgsm(roof: Roof, auth: tuple[str, str] = LOCAL, **changes: Any) -> httpx.Response:
    return roof.http.post("/_local/providers/netgsm/sms/rest/v2/send", json=a_send(**changes), auth=auth)


def report(roof: Roof, *jobs: str) -> httpx.Response:
    path = "/_local/providers/netgsm/sms/rest/v2/report"
    return roof.http.post(path, json={"jobids": list(jobs)}, auth=LOCAL)


def send_whatsapp(roof: Roof, body: dict[str, Any], headers: dict[str, str] = TOKEN) -> httpx.Response:
    path = f"/_local/providers/graph/v23.0/{WHATSAPP_PHONE_ID}/messages"
    return roof.http.post(path, json=body, headers=headers)


def send_social(roof: Roof, body: dict[str, Any]) -> str:
    answer = roof.client("socialmessaging", "social").send_whatsapp_message(
        originationPhoneNumberId=SOCIAL_PHONE_ID, message=json.dumps(body).encode(), metaApiVersion="v20.0"
    )
    return str(answer["messageId"])


def decide(roof: Roof, message_id: str, state: str, code: str = "") -> int:
    path = f"/_local/outbox/{message_id}/state"
    return roof.http.post(path, json={"state": state, "code": code}).status_code


def test_netgsm_takes_a_text_and_reports_it_delivered(roof: Roof) -> None:
    answer = send_netgsm(roof).json()
    assert (answer["code"], answer["description"], len(answer["jobid"])) == ("00", "queued", 26)
    until(lambda: roof.outbox()[0]["state"] == "delivered")
    assert report(roof, answer["jobid"]).json()["jobs"][0]["status"] == 1
    assert roof.told == []
    assert roof.product.heard == []


@pytest.mark.parametrize(("switch", "code"), [("refuse", "30"), ("throttle", "80")])
def test_netgsm_refuses_as_its_switch_says(roof: Roof, switch: str, code: str) -> None:
    roof.turn(netgsm=switch)
    answer = send_netgsm(roof)
    assert (answer.status_code, answer.json()["code"], answer.json()["jobid"]) == (406, code, None)
    assert report(roof, "1").json()["code"] == code
    assert roof.outbox() == []


def test_netgsm_wants_its_login(roof: Roof) -> None:
    for auth in (("local", "wrong"), ("lokäl", "local")):
        assert send_netgsm(roof, auth).json()["code"] == "30"
    assert roof.http.post("/_local/providers/netgsm/sms/rest/v2/send", content=b"{", auth=LOCAL).json()["code"] == "70"


def test_netgsm_is_asked_for_reports_ten_times_a_minute(roof: Roof) -> None:
    job = send_netgsm(roof).json()["jobid"]
    assert [report(roof, job).json()["code"] for _ in range(11)] == ["00"] * 10 + ["80"]


def test_netgsm_takes_twenty_texts_a_minute_to_one_number(roof: Roof) -> None:
    assert [send_netgsm(roof).json()["code"] for _ in range(21)] == ["00"] * 20 + ["85"]
    assert send_netgsm(roof, no="5321112234").json()["code"] == "00"


def test_netgsm_reports_what_a_person_decides_and_nothing_else_with_its_events_off(roof: Roof) -> None:
    roof.turn(events_netgsm="off")
    job = send_netgsm(roof).json()["jobid"]
    time.sleep(0.1)
    assert report(roof, job).json()["jobs"][0]["status"] == 0
    assert decide(roof, job, "failed", "3") == 204
    until(lambda: roof.outbox()[0]["state"] == "failed")
    assert report(roof, job).json()["jobs"][0]["status"] == 3


def test_graph_takes_a_template_and_tells_by_signed_webhooks(roof: Roof) -> None:
    answer = send_whatsapp(roof, a_template()).json()
    assert answer["contacts"] == [{"input": "905321112233", "wa_id": "905321112233"}]
    until(lambda: len(roof.heard("statuses")) == 3)
    statuses = roof.heard("statuses")
    assert [status["status"] for status in statuses] == ["sent", "delivered", "read"]
    assert {status["id"] for status in statuses} == {answer["messages"][0]["id"]}
    path, headers, raw = roof.product.heard[0]
    signed = hmac.new(b"local-meta-secret", raw, hashlib.sha256).hexdigest()
    assert (path, headers["x-hub-signature-256"]) == ("/webhooks/whatsapp", f"sha256={signed}")
    assert raw.isascii()
    assert roof.outbox()[0]["state"] == "read"


def test_webhook_that_is_not_taken_comes_again(roof: Roof) -> None:
    roof.product.statuses[:] = [500]
    roof.turn(events_whatsapp="off")
    answer = send_whatsapp(roof, a_template()).json()
    decide(roof, answer["messages"][0]["id"], "delivered")
    until(lambda: len(roof.product.heard) == 2)
    assert roof.product.heard[0][2] == roof.product.heard[1][2]


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [({}, 401, 190), ({"Authorization": "Bearer other"}, 401, 190)],
)
def test_graph_wants_its_token(roof: Roof, headers: dict[str, str], status: int, code: int) -> None:
    answer = send_whatsapp(roof, a_template(), headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize(("switch", "status", "code"), [("refuse", 401, 190), ("throttle", 429, 130429)])
def test_graph_refuses_as_its_switch_says(roof: Roof, switch: str, status: int, code: int) -> None:
    roof.turn(whatsapp=switch)
    answer = send_whatsapp(roof, a_template())
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert roof.outbox() == []


def test_graph_takes_free_words_only_after_the_citizen_wrote(roof: Roof) -> None:
    answer = send_whatsapp(roof, a_message())
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 131047)
    template = send_whatsapp(roof, a_template()).json()["messages"][0]["id"]
    assert roof.http.post(f"/_local/outbox/{template}/answer", json={"text": "Merhaba"}).status_code == 204
    assert send_whatsapp(roof, a_message()).status_code == 200
    until(lambda: len(roof.heard("messages")) == 1)
    assert [(each["from"], each["text"]["body"]) for each in roof.heard("messages")] == [("905321112233", "Merhaba")]


@pytest.mark.parametrize(("code", "status"), [("131047", 400), ("130429", 429), ("131031", 400)])
def test_graph_refuses_a_number_that_ends_with_a_code(roof: Roof, code: str, status: int) -> None:
    answer = send_whatsapp(roof, {**a_template(), "to": f"905321{code}"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, int(code))


def test_graph_refuses_nonsense(roof: Roof) -> None:
    path = "/_local/providers/graph/v23.0"
    for where, raw in ((WHATSAPP_PHONE_ID, b"["), ("1", b"{}")):
        answer = roof.http.post(f"{path}/{where}/messages", content=raw, headers=TOKEN)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, 100)


def test_graph_takes_free_words_for_whoever_wrote_by_a_webhook_that_was_answered(roof: Roof) -> None:
    said = {"from": "905321112233", "from_user_id": "TR.1349", "id": "wamid.in"}
    hook = {"entry": [{"changes": [{"value": {"messages": [said]}}]}]}
    roof.product.statuses[:] = [403]
    for status, answered in ((403, 400), (200, 200)):
        assert roof.http.post("/webhooks/whatsapp", json=hook).status_code == status
        assert send_whatsapp(roof, a_message()).status_code == answered
    by_id = {name: value for name, value in a_message().items() if name != "to"} | {"recipient": "TR.1349"}
    assert send_whatsapp(roof, by_id).json()["contacts"] == [{"input": "TR.1349", "user_id": "TR.1349"}]


def send_telegram(roof: Roof, token: str = "local-telegram-token", method: str = "sendMessage", **body: Any) -> Any:
    path = f"/_local/providers/telegram/bot{token}/{method}"
    return roof.http.post(path, json={"chat_id": 77, "text": "Merhaba"} | body).json()


def test_telegram_takes_a_message_and_says_so(roof: Roof) -> None:
    keys = {"inline_keyboard": [[{"text": "Evet", "callback_data": "yes"}]]}
    answer = send_telegram(roof, reply_markup=keys)
    assert answer["ok"]
    (message,) = roof.outbox()
    assert (message["id"], message["to"]) == (str(answer["result"]["message_id"]), "77")
    assert (message["choices"], message["body"]["reply_markup"]) == ([["yes", "Evet"]], keys)
    assert send_telegram(roof, method="answerCallbackQuery", callback_query_id="7") == {"ok": True, "result": True}
    assert len(roof.outbox()) == 1


def test_telegram_refuses_as_its_switch_says_and_without_its_token(roof: Roof) -> None:
    assert send_telegram(roof, "other")["error_code"] == 401
    assert send_telegram(roof, method="sendPhoto")["error_code"] == 404
    assert send_telegram(roof, method="answerCallbackQuery")["error_code"] == 400
    roof.turn(telegram="refuse")
    assert send_telegram(roof)["error_code"] == 401
    roof.turn(telegram="throttle")
    assert send_telegram(roof)["parameters"] == {"retry_after": 5}


def send_meta(roof: Roof, page: str, body: dict[str, Any], path: str = "/messages") -> httpx.Response:
    return roof.http.post(f"/_local/providers/graph/v23.0/{page}{path}", json=body, headers=TOKEN)


@pytest.mark.parametrize(("page", "provider"), [(META_PAGE_ID, "messenger"), (INSTAGRAM_ID, "instagram")])
def test_messenger_and_instagram_take_words_of_whoever_wrote(roof: Roof, page: str, provider: str) -> None:
    body = {"recipient": {"id": "2345"}, "messaging_type": "RESPONSE", "message": {"text": "Merhaba"}}
    closed = send_meta(roof, page, body)
    assert (closed.status_code, closed.json()["error"]["error_subcode"]) == (403, 2018278)
    roof.http.post("/webhooks/meta", json={"object": "page", "entry": [{"messaging": [{"sender": {"id": "2345"}}]}]})
    answer = send_meta(roof, page, body).json()
    assert answer["recipient_id"] == "2345"
    assert [(each["id"], each["provider"]) for each in roof.outbox()] == [(answer["message_id"], provider)]
    roof.turn(**{provider: "throttle"})
    assert send_meta(roof, page, body).json()["error"]["code"] == 613


def test_comments_are_answered_below_them_and_hidden(roof: Roof) -> None:
    assert "id" in send_meta(roof, "1_2", {"message": "Teşekkürler"}, "/comments").json()
    assert "id" in send_meta(roof, "17", {"message": "Teşekkürler"}, "/replies").json()
    assert [(each["to"], each["channel"]) for each in roof.outbox()] == [
        ("comment:1_2", "messenger"),
        ("comment:17", "instagram"),
    ]
    assert send_meta(roof, "1_2", {"is_hidden": True}, "").json() == {"success": True}
    assert send_meta(roof, "1_2", {}, "").status_code == 400


def test_every_message_shows_the_request_that_it_came_by(roof: Roof) -> None:
    send_netgsm(roof)
    send_whatsapp(roof, a_template())
    send_social(roof, a_template())
    by = {message["provider"]: message["body"] for message in roof.outbox()}
    assert by["netgsm"]["messages"][0]["no"]
    assert by["whatsapp-cloud"] == a_template()
    assert by["whatsapp-aws"]["message"] == a_template()
    assert "Seçenekler" not in roof.http.get("/_local/outbox").text
    send_telegram(roof, reply_markup={"inline_keyboard": [[{"text": "<b>Evet", "callback_data": "yes"}]]})
    assert "&lt;b&gt;Evet" in roof.http.get("/_local/outbox").text


def test_aws_social_takes_a_message_and_tells_by_the_topic(roof: Roof) -> None:
    sent = send_social(roof, a_template())
    until(lambda: len(roof.told) == 3)
    assert [message["id"] for message in roof.outbox()] == [sent]
    assert roof.outbox()[0]["errand"] == ERRAND
    assert all("whatsAppWebhookEntry" in event for event in roof.told)


@pytest.mark.parametrize(
    ("switch", "code"), [("refuse", "AccessDeniedException"), ("throttle", "ThrottledRequestException")]
)
def test_aws_social_refuses_as_its_switch_says(roof: Roof, switch: str, code: str) -> None:
    roof.turn(social=switch)
    with pytest.raises(ClientError) as refused:
        send_social(roof, a_template())
    assert refused.value.response["Error"]["Code"] == code


def test_aws_sms_says_why_it_refuses(roof: Roof) -> None:
    roof.turn(sms="refuse")
    with pytest.raises(ClientError) as refused:
        roof.client("pinpoint-sms-voice-v2", "sms").send_text_message(**a_text())
    assert refused.value.response["Reason"] == "RESOURCE_NOT_ACTIVE"


@pytest.mark.parametrize(("switch", "sent"), [("hang", 0), ("mute", 1)])
def test_hanging_provider_is_given_up_by_its_caller(roof: Roof, switch: str, sent: int) -> None:
    roof.turn(netgsm=switch, whatsapp=switch)
    roof.http.timeout = httpx.Timeout(0.3)
    for send in (send_netgsm, lambda roof: send_whatsapp(roof, a_template())):
        with pytest.raises(httpx.ReadTimeout):
            send(roof)
    assert len(roof.outbox()) == 2 * sent


def test_statuses_of_many_messages_share_webhooks_and_none_is_lost(roof: Roof) -> None:
    roof.product.statuses[:] = [503]
    sent = [send_whatsapp(roof, {**a_template(), "to": f"90532{turn:07d}"}).json() for turn in range(50)]
    until(lambda: len(roof.product.heard) > 1 and len(set(told(roof))) == 150, 10)
    assert {message for message, _ in told(roof)} == {answer["messages"][0]["id"] for answer in sent}
    assert len(roof.product.heard) < 150


def told(roof: Roof) -> list[tuple[str, str]]:
    """Message and status of everything that was posted."""
    return [(status["id"], status["status"]) for status in roof.heard("statuses")]
