"""What networks post to us, called as the gateway would call: what is theirs is kept, each thing once; nothing else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest

from chalicelib import wire
from chalicelib.core.errors import TryLater
from tests.channels.cases import Case, all_cases
from tests.channels.forged import forgeries, genuine, mutations
from tests.entry.gateway import Answer, call
from tests.fakes import Office

SECRETS = {
    ("whatsapp", "app_secret"): "a secret for whatsapp",
    ("whatsapp", "verify_token"): "a verify token",
    ("meta", "app_secret"): "a secret for meta",
    ("meta", "verify_token"): "another verify token",
    ("telegram", "webhook"): "a-secret-for-telegram",
    ("netgsm", "webhook"): "a secret for netgsm",
    ("x", "consumer_secret"): "a secret for x",
}
PROOF = {
    "whatsapp": "app_secret",
    "meta": "app_secret",
    "telegram": "webhook",
    "netgsm": "webhook",
    "x": "consumer_secret",
}
CASES = [case for case in all_cases() if case.door in PROOF]
DOORS = pytest.mark.parametrize("door", PROOF)


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch, office: Office) -> dict[tuple[str, str], str]:
    """The secrets that there are."""
    known = dict(SECRETS)

    def secrets_of(provider: str, field: str) -> Iterator[str]:
        if known.get((provider, field)):
            yield known[provider, field]

    monkeypatch.setattr(wire, "webhook_secret", secrets_of)
    monkeypatch.setattr(wire, "keep_receipts", lambda _: None)
    return known


def secret(door: str) -> str:
    return SECRETS[door, PROOF[door]]


def post(door: str, body: object) -> Answer:
    raw = json.dumps(body).encode()
    return call("POST", f"/webhooks/{door}", raw, genuine(door, raw, secret(door)))


def a_body(door: str) -> dict[str, Any]:
    """One of this door's bodies in which somebody says something."""
    return next(case.body for case in CASES if case.door == door and case.wanted)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_everything_in_a_body_is_kept_once_however_often_it_comes(
    office: Office, there: dict[tuple[str, str], str], case: Case
) -> None:
    for _ in range(3):
        assert post(case.door, case.body).status == 200
    keys = [(kept.item.who.network, kept.item.key) for kept in office.chats.kept.values() if kept.item]
    assert len(keys) == len(set(keys))
    wanted = {each["key"] for each in case.wanted if "key" in each}
    assert wanted <= {key for _, key in keys}
    assert bool(keys) == bool(case.wanted)
    assert office.queues.heard == list(office.chats.kept)


@DOORS
def test_of_forged_and_changed_requests_none_is_believed_echoed_or_logged(
    office: Office, there: dict[tuple[str, str], str], logged: StringIO, door: str
) -> None:
    raw = json.dumps(a_body(door)).encode()
    made = [*forgeries(door, raw, secret(door)), *mutations(door, raw, secret(door), 5, 60)]
    statuses = {call("POST", f"/webhooks/{door}", forged.raw, forged.headers).status for forged in made}
    assert statuses == {403}
    assert (office.chats.kept, office.ledger.stops) == ({}, {})
    assert secret(door) not in logged.getvalue()


@DOORS
def test_without_a_secret_nothing_is_believed(office: Office, there: dict[tuple[str, str], str], door: str) -> None:
    there.clear()
    raw = json.dumps(a_body(door)).encode()
    for headers in ({}, genuine(door, raw, ""), genuine(door, raw, secret(door))):
        assert call("POST", f"/webhooks/{door}", raw, headers).status == 403
    assert office.chats.kept == {}


@DOORS
def test_where_nothing_can_be_kept_the_network_posts_again(
    office: Office, there: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    def away(*_: object) -> bool:
        raise TryLater("dynamodb away")

    with monkeypatch.context() as while_away:
        while_away.setattr(office.chats, "keep", away)
        answer = post(door, a_body(door))
    assert (answer.status, "retry-after" in answer.headers) == (503, True)
    assert post(door, a_body(door)).status == 200
    assert office.chats.kept


@DOORS
def test_a_queue_that_is_away_costs_nothing_but_time(
    office: Office, there: dict[tuple[str, str], str], door: str
) -> None:
    office.queues.away = True
    assert post(door, a_body(door)).status == 200
    assert set(office.chats.marks) == set(office.chats.kept) != set()


@pytest.mark.parametrize("door", ["meta", "telegram", "x"])
@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"null", b"7", b"no json", b"{}", b'"\\ud800"', b"\xff\xfe", b"[" * 100_000]
)
def test_what_is_proved_and_says_nothing_is_taken_and_left(
    office: Office, there: dict[tuple[str, str], str], door: str, raw: bytes
) -> None:
    headers = genuine(door, raw, secret(door)) | {"Content-Type": "text/plain"}
    assert call("POST", f"/webhooks/{door}", raw, headers).status == 200
    assert office.chats.kept == {}


def test_a_message_for_another_number_is_left_and_counted(
    office: Office, there: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("META_PAGE_ID", "1")
    body = next(case.body for case in CASES if case.door == "meta" and case.body["object"] == "page" and case.wanted)
    assert post("meta", body).status == 200
    assert office.chats.kept == {}
    assert office.meter.total("OtherAccount", channel="messenger") > 0


def test_a_tapped_button_of_telegram_is_answered_in_the_answer(
    office: Office, there: dict[tuple[str, str], str]
) -> None:
    query = {"id": "4382bfdwdsb323b2d9", "from": {"id": 4711, "is_bot": False, "first_name": "Ayşe"}, "data": "menu"}
    answer = post("telegram", {"update_id": 1, "callback_query": query})
    assert answer.json == {"method": "answerCallbackQuery", "callback_query_id": "4382bfdwdsb323b2d9"}
    assert answer.headers["content-type"] == "application/json"
    assert len(office.chats.kept) == 1


def test_metas_handshake_gives_the_challenge_back_word_for_word(there: dict[tuple[str, str], str]) -> None:
    query = "hub.mode=subscribe&hub.verify_token=another%20verify%20token&hub.challenge=1158201444"
    answer = call("GET", f"/webhooks/meta?{query}")
    assert (answer.status, answer.text, answer.headers["content-type"]) == (200, "1158201444", "text/plain")
    assert call("GET", f"/webhooks/meta?{query.replace('another', 'a')}").status == 403
    assert call("GET", "/webhooks/meta").status == 403


def test_x_is_answered_by_who_knows_the_secret(there: dict[tuple[str, str], str]) -> None:
    digest = hmac.new(secret("x").encode(), b"a token", hashlib.sha256).digest()
    answer = call("GET", "/webhooks/x?crc_token=a%20token")
    assert (answer.status, answer.json) == (200, {"response_token": f"sha256={base64.b64encode(digest).decode()}"})
    assert [call("GET", f"/webhooks/x{query}").status for query in ("", "?crc_token=", "?other=1")] == [400, 400, 400]
    there.clear()
    assert call("GET", "/webhooks/x?crc_token=a%20token").status == 403


def test_a_body_costs_one_put_for_each_item_and_one_call_of_the_queue(
    office: Office, there: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    keep, tell = office.chats.keep, office.queues.listen
    monkeypatch.setattr(office.chats, "keep", lambda *said: calls.append("put") or keep(*said))
    monkeypatch.setattr(office.queues, "listen", lambda ids: calls.append("sqs") or tell(ids))
    for name in ("thread", "known", "message", "save"):
        monkeypatch.setattr(office.chats, name, lambda *_: pytest.fail("a read"))
    texts = [{"from": "905321112233", "id": f"wamid.{n}", "type": "text", "text": {"body": "Çukur"}} for n in range(3)]
    change = {"field": "messages", "value": {"messages": texts}}
    assert post("whatsapp", {"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}).status == 200
    assert calls == ["put", "put", "put", "sqs"]


def test_what_was_written_and_by_whom_is_not_logged(
    office: Office, there: dict[tuple[str, str], str], logged: StringIO
) -> None:
    text = {"from": "905321112233", "id": "wamid.1", "type": "text", "text": {"body": "gizli söz"}}
    change = {"field": "messages", "value": {"messages": [text]}}
    post("whatsapp", {"object": "whatsapp_business_account", "entry": [{"changes": [change]}]})
    told = logged.getvalue() + json.dumps([facts for _, facts in office.log.lines], default=str)
    for canary in ("gizli", "90532", "wamid.1"):
        assert canary not in told
