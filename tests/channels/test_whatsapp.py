"""How a message goes to WhatsApp by Meta and by AWS, what its refusals ask for, and how its events read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.channels import read_items, read_receipts
from chalicelib.channels.provider import Answer, Refusal, Sender
from chalicelib.channels.whatsapp import LONGEST_FILLED, REACTIONS, WHATSAPP_CLOUD
from chalicelib.channels.whatsapp_aws import REACTIONS as AWS_REACTIONS
from chalicelib.channels.whatsapp_aws import WHATSAPP_AWS
from chalicelib.channels.whatsapp_events import STATES
from chalicelib.channels.whatsapp_shapes import TEXT
from chalicelib.core.chat import Button, Reply
from tests.channels.parcels import ERRAND, a_parcel, refused

SENDER = Sender("106540352242922", {"template": "basvuru_durumu"})


def test_free_words_go_while_the_window_is_open() -> None:
    post = WHATSAPP_CLOUD.write(a_parcel(window_open=True), SENDER)
    assert (post.way, post.call) == ("http", "106540352242922/messages")
    assert post.body == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "905321112233",
        "biz_opaque_callback_data": ERRAND,
        "type": "text",
        "text": {"body": "Çukur kapatıldı.", "preview_url": False},
    }


def test_template_goes_outside_the_window_filled_with_number_and_text() -> None:
    body = WHATSAPP_CLOUD.write(a_parcel(language="en", text="Bir\n\tiki     üç"), SENDER).body
    assert body["type"] == "template"
    assert "text" not in body
    assert body["template"]["name"] == "basvuru_durumu"
    assert body["template"]["language"] == {"code": "en"}
    (part,) = body["template"]["components"]
    assert [each["text"] for each in part["parameters"]] == ["2611 4817 3062", "Bir iki üç"]


def test_template_is_never_filled_with_nothing() -> None:
    (part,) = WHATSAPP_CLOUD.write(a_parcel(number="", text=" "), SENDER).body["template"]["components"]
    assert [each["text"] for each in part["parameters"]] == ["-", "-"]


def test_long_texts_are_cut_to_what_is_taken() -> None:
    assert len(WHATSAPP_CLOUD.write(a_parcel(text="a" * 9000, window_open=True), SENDER).body["text"]["body"]) == TEXT
    (part,) = WHATSAPP_CLOUD.write(a_parcel(text="a" * 9000), SENDER).body["template"]["components"]
    assert len(part["parameters"][1]["text"]) == LONGEST_FILLED


def shaped(**said: Any) -> dict[str, Any]:
    parcel = a_parcel(window_open=True, reply=Reply(**{"text": "Çöp toplama, doğru mu?"} | said))
    interactive: dict[str, Any] = WHATSAPP_CLOUD.write(parcel, SENDER).body["interactive"]
    return interactive


def test_buttons_become_reply_buttons() -> None:
    assert shaped(buttons=(Button("yes", "Evet"), Button("no", "Değil"))) == {
        "type": "button",
        "body": {"text": "Çöp toplama, doğru mu?"},
        "action": {
            "buttons": [
                {"type": "reply", "reply": {"id": "yes", "title": "Evet"}},
                {"type": "reply", "reply": {"id": "no", "title": "Değil"}},
            ]
        },
    }


def test_rows_become_a_list_behind_their_button() -> None:
    said = shaped(rows=(Button("road", "Yol", "Çukur, kaldırım"), Button("water", "Su")), open_rows="Konu seçin")
    assert said["type"] == "list"
    assert said["action"] == {
        "button": "Konu seçin",
        "sections": [
            {"rows": [{"id": "road", "title": "Yol", "description": "Çukur, kaldırım"}, {"id": "water", "title": "Su"}]}
        ],
    }


def test_the_place_is_asked_for_by_a_button_that_sends_it() -> None:
    said = shaped(ask_place=True)
    assert (said["type"], said["action"]) == ("location_request_message", {"name": "send_location"})


def test_outside_the_window_a_reply_goes_as_the_template_alone() -> None:
    parcel = a_parcel(number="", reply=Reply("Merhaba", buttons=(Button("yes", "Evet"),)))
    body = WHATSAPP_CLOUD.write(parcel, SENDER).body
    assert body["type"] == "template"
    (part,) = body["template"]["components"]
    assert [each["text"] for each in part["parameters"]] == ["-", "Merhaba"]


def test_who_shows_no_number_is_written_to_by_their_id() -> None:
    body = WHATSAPP_CLOUD.write(a_parcel(to="TR.13491208655302741918", window_open=True), SENDER).body
    assert body["recipient"] == "TR.13491208655302741918"
    assert body["recipient_type"] == "individual"
    assert "to" not in body


def test_sender_cannot_lead_to_another_address() -> None:
    assert WHATSAPP_CLOUD.write(a_parcel(), Sender("../me?x=")).call == "..%2Fme%3Fx%3D/messages"


def test_aws_is_given_the_same_message_as_bytes() -> None:
    post = WHATSAPP_AWS.write(a_parcel(), Sender("phone-number-id-1", {"template": "basvuru_durumu"}))
    assert (post.target, post.call) == ("socialmessaging", "send_whatsapp_message")
    assert json.loads(post.body["message"]) == WHATSAPP_CLOUD.write(a_parcel(), SENDER).body
    assert (post.body["originationPhoneNumberId"], post.body["metaApiVersion"]) == ("phone-number-id-1", "v20.0")
    newer = WHATSAPP_AWS.write(a_parcel(), Sender("phone-number-id-1", {"api": "v23.0"}))
    assert newer.body["metaApiVersion"] == "v23.0"


def test_acceptance_gives_the_wamid() -> None:
    body = {"messaging_product": "whatsapp", "contacts": [{"wa_id": "9"}], "messages": [{"id": "wamid.HBg="}]}
    assert WHATSAPP_CLOUD.read_answer(Answer(200, "", body)) == "wamid.HBg="
    assert WHATSAPP_AWS.read_answer(Answer(200, "", {"messageId": "aws-1"})) == "aws-1"


@pytest.mark.parametrize("messages", [None, [], {}, "x", [7], [{}], [{"id": None}]])
def test_acceptance_that_names_nothing_is_one_all_the_same(messages: Any) -> None:
    assert WHATSAPP_CLOUD.read_answer(Answer(200, "", {"messages": messages})) == ""


@pytest.mark.parametrize("status", [400, 401, 500])
@pytest.mark.parametrize(("code", "reaction"), REACTIONS.items())
def test_every_row_of_the_table_is_what_it_does(code: str, reaction: Any, status: int) -> None:
    error = {"message": "(#x) Ayşe", "type": "OAuthException", "code": int(code), "fbtrace_id": "A"}
    assert WHATSAPP_CLOUD.read_answer(refused(status, code, error=error)) == Refusal(code, reaction)


@pytest.mark.parametrize(
    ("code", "reaction"),
    [
        ("130429", "wait"), ("131056", "wait"), ("131048", "alarm"), ("80007", "wait"), ("4", "wait"),
        ("131000", "retry"), ("131016", "retry"), ("135000", "retry"), ("2", "retry"), ("131026", "stop"),
        ("131047", "switch"), ("131021", "stop"), ("100", "stop"), ("132001", "alarm"), ("131042", "alarm"),
        ("131031", "alarm"), ("368", "alarm"), ("190", "alarm"), ("0", "alarm"), ("10", "alarm"), ("424242", "retry"),
    ],
)  # fmt: skip
def test_reactions_are_those_that_metas_list_asks_for(code: str, reaction: Any) -> None:
    assert WHATSAPP_CLOUD.read_answer(refused(400, code)) == Refusal(code, reaction)


@pytest.mark.parametrize(("code", "reaction"), AWS_REACTIONS.items())
def test_every_row_of_awss_table_is_what_it_does(code: str, reaction: Any) -> None:
    assert WHATSAPP_AWS.read_answer(refused(400, code)) == Refusal(code, reaction)


def a_status(status: Any = "delivered", **more: Any) -> dict[str, Any]:
    return {
        "id": "wamid.1", "status": status, "timestamp": "1764000000", "recipient_id": "905321112233",
        "biz_opaque_callback_data": ERRAND,
    } | more  # fmt: skip


def an_entry(field: str = "messages", **value: Any) -> dict[str, Any]:
    about = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": "1"}}
    return {"id": "WABA", "changes": [{"field": field, "value": about | value}]}


def by_meta(*entries: Any) -> dict[str, Any]:
    return {"object": "whatsapp_business_account", "entry": list(entries)}


def by_aws(entry: Any) -> dict[str, Any]:
    return {"context": {}, "whatsAppWebhookEntry": json.dumps(entry), "messageId": "x"}


@pytest.mark.parametrize(("envelope", "provider"), [(by_meta, "whatsapp-cloud"), (by_aws, "whatsapp-aws")])
@pytest.mark.parametrize("status", sorted(STATES))
def test_statuses(envelope: Any, provider: str, status: str) -> None:
    errors = [{"code": 131026, "title": "Message undeliverable", "message": "Ayşe 905321112233"}]
    (receipt,) = read_receipts(envelope(an_entry(statuses=[a_status(status, errors=errors)])))
    assert (receipt.errand, receipt.state, receipt.message) == (ERRAND, STATES[status], "wamid.1")
    assert (receipt.reason, receipt.provider) == ("131026" if status == "failed" else status, provider)
    assert "90532" not in str(receipt)


def test_one_webhook_may_hold_several_statuses_in_several_entries() -> None:
    entry = an_entry(statuses=[a_status("sent"), a_status("read")], contacts=[{"wa_id": "9"}])
    entry["changes"].append({"field": "messages", "value": {"statuses": [a_status("delivered")]}})
    said = read_receipts(by_meta(entry, an_entry(statuses=[a_status("failed")])))
    assert [receipt.state for receipt in said] == ["accepted", "delivered", "delivered", "undeliverable"]
    assert said[-1].reason == "failed"


@pytest.mark.parametrize("mark", [None, "", 7, "a b", "x" * 600, {"errand": 1}])
def test_statuses_of_others_are_left_out(mark: Any) -> None:
    assert read_receipts(by_meta(an_entry(statuses=[a_status(biz_opaque_callback_data=mark)]))) == []


@pytest.mark.parametrize("status", ["deleted", "warning", "", None, 7, [], {}])
def test_unknown_statuses_are_left_out(status: Any) -> None:
    assert read_receipts(by_meta(an_entry(statuses=[a_status(status)]))) == []


def test_other_objects_and_fields_are_left_out() -> None:
    assert read_receipts({"object": "page", "entry": [an_entry(statuses=[a_status()])]}) == []
    assert read_receipts(by_meta(an_entry("account_update", statuses=[a_status()]))) == []


def a_text(text: Any = "İPTAL", **more: Any) -> dict[str, Any]:
    return {"id": "wamid.in", "from": "905321112233", "timestamp": "1", "type": "text", "text": {"body": text}} | more


def test_receipts_are_no_messages_and_messages_no_receipts() -> None:
    assert read_items("whatsapp", by_meta(an_entry(statuses=[a_status()]))) == []
    assert read_receipts(by_meta(an_entry(messages=[a_text()]))) == []


def test_a_one_time_code_goes_by_its_own_template_even_while_free_words_are_allowed() -> None:
    sender = Sender("106540352242922", {"template": "basvuru_durumu", "code_template": "giris_kodu"})
    for window_open in (True, False):
        body = WHATSAPP_CLOUD.write(a_parcel(code="123456", window_open=window_open), sender).body
        assert body["template"]["name"] == "giris_kodu"
        text, button = body["template"]["components"]
        assert text == {"type": "body", "parameters": [{"type": "text", "text": "123456"}]}
        assert (button["sub_type"], button["index"], button["parameters"]) == ("url", "0", text["parameters"])
