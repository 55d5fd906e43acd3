"""What providers post to us, called as the gateway would call: nothing is taken that is not proved to be theirs."""

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
from tests.entry.gateway import Answer, call
from tests.fakes import Office

SECRET = "an app secret of the tests"
WEBHOOK = "a secret of the tests for NetGSM, ğüş"
TOKEN = "a verify token"
ERRAND = "261148173052-1-reporter_1-ack"
STATUS = {"id": "wamid.1", "status": "delivered", "timestamp": "1795678200", "biz_opaque_callback_data": ERRAND}


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch, office: Office) -> dict[tuple[str, str], list[str]]:
    """The secrets that there are, the present one first; those after it are what a fresh look finds."""
    there = {
        ("whatsapp", "app_secret"): [SECRET],
        ("whatsapp", "verify_token"): [TOKEN],
        ("netgsm", "webhook"): [WEBHOOK],
    }

    def secrets_of(provider: str, field: str) -> Iterator[str]:
        yield from there[provider, field]

    monkeypatch.setattr(wire, "webhook_secret", secrets_of)
    return there


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The receipts that were put on their queue."""
    found: list[Any] = []
    monkeypatch.setattr(wire, "keep_receipts", found.extend)
    return found


def posted(*values: dict[str, Any]) -> dict[str, Any]:
    changes = [{"field": "messages", "value": value} for value in values]
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}


def wrote(text: str, sender: str | None = "905321112233") -> dict[str, Any]:
    return {"messages": [{"from": sender, "id": "wamid.2", "type": "text", "text": {"body": text}}]}


def signature(body: str, secret: str = SECRET, by: str = "sha256") -> str:
    return f"{by}={hmac.new(secret.encode(), body.encode(), by).hexdigest()}"


def post(body: str, signed: str | None = None, **headers: str) -> Answer:
    told = {"Content-Type": "application/json", "X-Hub-Signature-256": signature(body) if signed is None else signed}
    return call("POST", "/webhooks/whatsapp", body, told | headers)


@pytest.mark.parametrize("ascii_only", [True, False])
def test_receipts_go_to_the_queue_without_contact_or_text(secrets: object, kept: list[Any], ascii_only: bool) -> None:
    """Meta signs its bytes with ç written as \\u00e7; whoever writes them as they are is believed as well."""
    named = [{"wa_id": "905321112233", "profile": {"name": "Ayşe 🌷 Yılmaz"}}]
    event = posted({"contacts": named, "statuses": [STATUS | {"recipient_id": "905321112233"}]})
    answer = post(json.dumps(event, ensure_ascii=ascii_only))
    assert (answer.status, answer.text) == (200, "")
    assert [(each["errand"], each["state"], each["message"]) for each in kept] == [(ERRAND, "delivered", "wamid.1")]
    assert "90532" not in json.dumps(kept)
    assert "Ayşe" not in json.dumps(kept, ensure_ascii=False)


def test_many_in_one_post_are_all_taken(office: Office, secrets: object, kept: list[Any]) -> None:
    other = STATUS | {"id": "wamid.9", "status": "failed", "errors": [{"code": 131026, "title": "no"}]}
    event = posted({"statuses": [STATUS, other]}, wrote("iptal"), {"statuses": [STATUS]}, {"odd": 1})
    assert post(json.dumps(event)).status == 200
    assert len(kept) == 3
    assert [set(stopped) for stopped in office.ledger.stops.values()] == [{"whatsapp"}]


@pytest.mark.parametrize(
    "signed",
    [
        "",
        "sha256=",
        "sha256=" + "0" * 64,
        signature("{}", "another app's secret"),
        signature("{}").removeprefix("sha256="),
        signature("{}").upper(),
        signature("{}", by="sha1"),
        "sha256=ğüşıöç",
        "sha256=\u0000",
        signature("{} "),
        signature("{}", ""),
    ],
)
def test_a_forged_post_is_refused_and_not_echoed(
    office: Office, secrets: object, kept: list[Any], logged: StringIO, signed: str
) -> None:
    answer = post("{}", signed)
    assert answer.status == 403
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert kept == []


def test_a_signature_by_sha1_alone_is_none(secrets: object, kept: list[Any]) -> None:
    body = json.dumps(posted({"statuses": [STATUS]}))
    told = {"Content-Type": "application/json", "X-Hub-Signature": signature(body, by="sha1")}
    answer = call("POST", "/webhooks/whatsapp", body, told)
    assert (answer.status, kept) == (403, [])


def test_one_altered_byte_is_refused(secrets: object, kept: list[Any]) -> None:
    body = json.dumps(posted({"statuses": [STATUS]}))
    for place in range(0, len(body), 7):
        altered = body[:place] + chr(ord(body[place]) ^ 1) + body[place + 1 :]
        assert post(altered, signature(body)).status == 403
    assert kept == []


@pytest.mark.parametrize("there", [[], [""]])
def test_without_a_secret_nothing_is_believed(
    secrets: dict[tuple[str, str], list[str]], kept: list[Any], there: list[str]
) -> None:
    for name in secrets:
        secrets[name] = there
    assert post("{}", signature("{}", "")).status == 403
    assert call("GET", "/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=&hub.challenge=1").status == 403
    assert call("POST", "/webhooks/netgsm", "{}", {"xapi-key": ""}).status == 403
    assert call("POST", "/webhooks/netgsm", "{}").status == 403


def test_a_rotated_secret_is_found_by_a_fresh_look(secrets: dict[tuple[str, str], list[str]], kept: list[Any]) -> None:
    body = json.dumps(posted({"statuses": [STATUS]}))
    secrets["whatsapp", "app_secret"] = [SECRET, "the new secret"]
    assert post(body, signature(body, "the new secret")).status == 200
    assert post(body, signature(body, "an older secret")).status == 403


def test_a_secret_that_cannot_be_read_is_tried_later(secrets: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(provider: str, field: str) -> Iterator[str]:
        raise TryLater("secret: away")
        yield ""

    monkeypatch.setattr(wire, "webhook_secret", away)
    assert post("{}").status == 503


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "nonsense", ""])
def test_the_signature_decides_and_no_content_type(secrets: object, kept: list[Any], kind: str) -> None:
    body = json.dumps(posted({"statuses": [STATUS]}))
    assert post(body, **{"Content-Type": kind}).status == 200
    assert len(kept) == 1
    assert post(body, "sha256=0", **{"Content-Type": kind}).status == 403


@pytest.mark.parametrize(
    "body",
    [
        *("", "[]", "null", "7", "no json", "{}", '{"object": "page"}', '{"entry": {}}', '{"entry": [null, 7, []]}'),
        '{"object": "whatsapp_business_account", "entry": [{"changes": [{"field": "calls", "value": 1}]}]}',
        '{"object": "whatsapp_business_account", "entry": [{"changes": [{"field": "messages", "value": {"messages": '
        '[{"type": "text", "text": 7}, {"type": "interactive"}, {"type": "text", "text": {"body": "iptal"}}]}}]}]}',
        '"\\ud800"',
        "[" * 100_000,
    ],
)
def test_what_is_signed_and_not_for_us_is_taken_and_left(
    office: Office, secrets: object, kept: list[Any], body: str
) -> None:
    assert post(body).status == 200
    assert kept == []
    assert not office.ledger.stops


def test_where_the_queue_is_away_meta_posts_again(secrets: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise TryLater("sqs away")

    monkeypatch.setattr(wire, "keep_receipts", refuse)
    answer = post(json.dumps(posted({"statuses": [STATUS]})))
    assert (answer.status, "retry-after" in answer.headers) == (503, True)


def test_a_stop_word_stops_the_channel_and_another_word_does_not(office: Office, secrets: object) -> None:
    assert post(json.dumps(posted(wrote("Teşekkürler, iptal etmeyin")))).status == 200
    assert not office.ledger.stops
    assert post(json.dumps(posted(wrote("İPTAL")))).status == 200
    assert [set(stopped) for stopped in office.ledger.stops.values()] == [{"whatsapp"}]


def test_the_handshake_gives_the_challenge_back_word_for_word(secrets: object) -> None:
    query = f"hub.mode=subscribe&hub.verify_token={TOKEN.replace(' ', '%20')}&hub.challenge=1158201444"
    answer = call("GET", f"/webhooks/whatsapp?{query}")
    assert (answer.status, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"] == "text/plain"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?hub.mode=subscribe&hub.challenge=1",
        "?hub.mode=subscribe&hub.verify_token=wrong&hub.challenge=1",
        "?hub.mode=subscribe&hub.verify_token=%C4%9F%00&hub.challenge=1",
        "?hub.mode=unsubscribe&hub.verify_token=a%20verify%20token&hub.challenge=1",
    ],
)
def test_a_wrong_handshake_is_refused(secrets: object, query: str) -> None:
    assert call("GET", f"/webhooks/whatsapp{query}").status == 403


SMS = {"messageId": 120210000, "subscriberNumber": "8501112233", "sourceNumber": "5321112233", "content": "RET"}
FORM = "messageId=120210000&sourceNumber=5321112233&content=RET"


def basic(password: str) -> str:
    return "Basic " + base64.b64encode(f"kopru:{password}".encode()).decode()


@pytest.mark.parametrize(
    ("url", "body", "kind"),
    [
        ("/webhooks/netgsm", json.dumps(SMS), "application/json"),
        ("/webhooks/netgsm", json.dumps(SMS), "text/plain"),
        ("/webhooks/netgsm", FORM, "application/x-www-form-urlencoded"),
        (f"/webhooks/netgsm?{FORM}", "", "text/plain"),
    ],
)
@pytest.mark.parametrize("key", [{"xapi-key": WEBHOOK}, {"Authorization": basic(WEBHOOK)}])
def test_an_sms_with_a_stop_word_stops_sms(
    office: Office, secrets: object, url: str, body: str, kind: str, key: dict[str, str]
) -> None:
    assert call("POST", url, body, key | {"Content-Type": kind}).status == 200
    assert [set(stopped) for stopped in office.ledger.stops.values()] == [{"sms"}]


@pytest.mark.parametrize(
    "key",
    [
        {},
        {"xapi-key": "wrong"},
        {"xapi-key": "ğ\u0000"},
        {"Authorization": basic("wrong")},
        {"Authorization": "Basic ğüş"},
        {"Authorization": "Basic !!!"},
        {"Authorization": f"Bearer {WEBHOOK}"},
    ],
)
def test_an_sms_from_nobody_we_know_is_refused(office: Office, secrets: object, key: dict[str, str]) -> None:
    answer = call("POST", "/webhooks/netgsm", json.dumps(SMS), key | {"Content-Type": "application/json"})
    assert answer.status == 403
    assert "5321112233" not in answer.text
    assert not office.ledger.stops


@pytest.mark.parametrize(
    "fields",
    [
        *({}, {"content": "RET"}, {"sourceNumber": "5321112233"}, SMS | {"sourceNumber": "MARKA"}),
        *(SMS | {"content": ["RET"]}, SMS | {"content": "Yolda çukur var"}, [SMS], None),
    ],
)
def test_an_sms_that_stops_nothing_is_taken_and_left(office: Office, secrets: object, fields: Any) -> None:
    body = json.dumps(fields)
    answer = call("POST", "/webhooks/netgsm", body, {"xapi-key": WEBHOOK, "Content-Type": "application/json"})
    assert answer.status == 200
    assert not office.ledger.stops


def test_no_refusal_is_logged_with_what_was_posted(secrets: object, logged: StringIO) -> None:
    body = json.dumps(posted(wrote("gizli söz")))
    post(body, "sha256=0")
    post(body)
    call("POST", "/webhooks/netgsm", json.dumps(SMS), {"xapi-key": "wrong"})
    for canary in ("gizli", "905321112233", "5321112233", SECRET, "wrong", hashlib.sha256(b"").hexdigest()):
        assert canary not in logged.getvalue()
