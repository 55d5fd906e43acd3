"""The telephone over HTTP: it posts to the front door with the provider's own proof, and shows both sides of a chat."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infrastructure.local.credentials import GRAPH_TOKEN, META_SECRET
from infrastructure.local.events import signature
from infrastructure.local.phone_people import PERSONAS
from infrastructure.local.settings import WHATSAPP_PHONE_ID
from tests.e2e.browser import chromium, visit
from tests.local.roof import Roof, open_roof

AYSE = PERSONAS["ayse"].in_network("whatsapp")


@pytest.fixture
def roof(tmp_path: Path) -> Iterator[Roof]:
    with open_roof(tmp_path) as opened:
        yield opened


def send(roof: Roof, **asked: Any) -> dict[str, Any]:
    answer = roof.http.post("/_local/phone/send", json={"persona": "ayse", "text": "çöp"} | asked)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def chat(roof: Roof, **asked: str) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = roof.http.get("/_local/phone/chat", params={"persona": "ayse"} | asked).json()
    return lines


def answer_with_buttons(roof: Roof, text: str = "Çöp toplama, doğru mu?") -> None:
    buttons = [{"type": "reply", "reply": {"id": each, "title": each}} for each in ("evet", "degil")]
    body = {
        "messaging_product": "whatsapp",
        "to": AYSE.phone[1:],
        "type": "interactive",
        "interactive": {"type": "button", "body": {"text": text}, "action": {"buttons": buttons}},
    }
    path = f"/_local/providers/graph/v23.0/{WHATSAPP_PHONE_ID}/messages"
    answer = roof.http.post(path, json=body, headers={"Authorization": f"Bearer {GRAPH_TOKEN}"})
    assert answer.status_code == 200, answer.text


def test_message_is_posted_as_it_is_signed(roof: Roof) -> None:
    assert send(roof)["answers"] == [200]
    ((path, headers, raw),) = roof.product.heard
    assert (path, headers["x-hub-signature-256"]) == ("/webhooks/whatsapp", signature(raw, META_SECRET))


@pytest.mark.parametrize(
    ("network", "path", "header", "proof"),
    [
        ("telegram", "/webhooks/telegram", "x-telegram-bot-api-secret-token", "local-telegram-secret"),
        ("sms", "/webhooks/netgsm", "xapi-key", "local-netgsm-key"),
    ],
)
def test_others_bring_the_secret_of_the_webhook(roof: Roof, network: str, path: str, header: str, proof: str) -> None:
    send(roof, network=network)
    send(roof, network=network, forged=True)
    (_, right, _), (came, wrong, _) = roof.product.heard
    assert came == path
    assert (right[header], wrong[header] == proof) == (proof, False)


def test_forged_signature_fits_another_secret_alone(roof: Roof) -> None:
    send(roof, network="messenger", forged=True)
    ((path, headers, raw),) = roof.product.heard
    assert path == "/webhooks/meta"
    assert headers["x-hub-signature-256"] != signature(raw, META_SECRET)
    assert roof.http.post("/_local/phone/send", json={"persona": "ayse", "network": "whatsapp-aws", "text": "x",
                                                      "forged": True}).status_code == 400  # fmt: skip


def test_envelope_of_aws_goes_to_the_topic(roof: Roof) -> None:
    send(roof, network="whatsapp-aws")
    (event,) = roof.told
    assert "messages" in json.loads(event["whatsAppWebhookEntry"])["changes"][0]["value"]
    assert roof.product.heard == []


def test_duplicate_is_the_same_body_twice(roof: Roof) -> None:
    assert send(roof, duplicate=True)["answers"] == [200, 200]
    assert len({raw for _, _, raw in roof.product.heard}) == 1


def test_reordered_message_waits_until_the_next_has_gone(roof: Roof) -> None:
    assert send(roof, text="bir", reorder=True)["posted"] == []
    assert chat(roof)[0]["answers"] == []
    send(roof, text="iki")
    said = [json.loads(raw)["entry"][0]["changes"][0]["value"]["messages"][0] for _, _, raw in roof.product.heard]
    assert {each["text"]["body"] for each in said} == {"bir", "iki"}
    assert [line["answers"] for line in chat(roof)] == [[200], [200]]


def test_batch_of_three_is_one_webhook_of_meta_and_three_of_telegram(roof: Roof) -> None:
    assert len(send(roof, text="bir iki üç", batch=True)["posted"]) == 1
    assert len(send(roof, text="bir iki üç", batch=True, network="telegram")["posted"]) == 3


def test_webhook_that_fails_is_brought_again(roof: Roof) -> None:
    roof.product.statuses.append(503)
    assert send(roof)["answers"] == [503, 200]


def test_button_of_an_answer_is_tapped_and_comes_back_as_its_reply(roof: Roof) -> None:
    send(roof)
    answer_with_buttons(roof)
    theirs = next(line for line in chat(roof) if not line["mine"])
    assert [tap["choice"] for tap in theirs["taps"]] == ["evet", "degil"]
    send(roof, tap=f"{theirs['id']}/0")
    message = roof.heard("messages")[-1]
    assert message["interactive"] == {"type": "button_reply", "button_reply": {"id": "evet", "title": "evet"}}
    assert message["context"]["id"] == theirs["id"]
    refused = roof.http.post("/_local/phone/send", json={"persona": "ayse", "tap": f"{theirs['id']}/2"})
    assert refused.status_code == 400


def test_chats_of_different_people_stand_apart(roof: Roof) -> None:
    send(roof)
    answer_with_buttons(roof)
    assert chat(roof, persona="mehmet") == []
    assert len(chat(roof, network="whatsapp-aws")) == 2
    assert chat(roof, network="telegram") == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"persona": "x"}', b'{"persona": "ayse", "tap": "x/9"}'])
def test_nonsense_is_refused(roof: Roof, body: bytes) -> None:
    assert roof.http.post("/_local/phone/send", content=body).status_code == 400


def test_page_works_without_javascript_and_shows_hostile_text_harmlessly(roof: Roof) -> None:
    form = {"persona": "ayse", "network": "whatsapp", "kind": "text", "text": "<script>x</script>", "batch": "on"}
    answer = roof.http.post("/_local/phone/send", data=form)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/_local/phone?persona=ayse&network=whatsapp&batch=on",
    )
    page = roof.http.get(answer.headers["location"])
    assert "&lt;script&gt;x" in page.text
    assert "'unsafe-inline'" not in page.headers["content-security-policy"]
    empty = roof.http.post("/_local/phone/send", data=form | {"text": ""}, follow_redirects=True)
    assert "nothing is written" in empty.text


@pytest.mark.e2e
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_page_is_used_by_hand_in_chromium(roof: Roof, width: int, scheme: Any) -> None:
    with chromium() as browser, visit(browser, width=width, scheme=scheme) as tab:
        tab.page.goto(f"{roof.url}/_local/phone")
        tab.page.get_by_label("İleti").fill("cöp alınmadi")
        tab.page.keyboard.press("Enter")
        tab.page.locator("#chat .mine", has_text="cöp alınmadi").wait_for()
        answer_with_buttons(roof)
        tab.page.get_by_role("button", name="evet", exact=True).click()
        tab.page.locator("#chat [data-kind=choice]").wait_for()
        tab.page.get_by_role("button", name="Konum").click()
        tab.page.locator("#chat [data-kind=location]").wait_for()
        assert len(roof.product.heard) >= 3
        assert tab.look(["phone"], width, scheme) == []
        tab.page.get_by_label("Kim").select_option("zeynep")
        tab.page.locator("h2", has_text="Telegram").wait_for()
    assert tab.errors == []
