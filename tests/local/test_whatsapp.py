"""The stand-ins of WhatsApp, Meta's and AWS's, take what they take, refuse what they refuse, and word its statuses."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.channels import read_receipts, whatsapp_aws
from chalicelib.channels import whatsapp as channel
from chalicelib.channels.provider import Parcel, Sender
from chalicelib.core.chat import Button, Reply
from infrastructure.local import social, whatsapp
from infrastructure.local.events import Event, envelope
from infrastructure.local.refusal import Refused
from infrastructure.local.settings import SOCIAL_PHONE_ID, WHATSAPP_PHONE_ID

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ERRAND = "261148173052-2-reporter_1-answer"


def a_parcel(**changes: Any) -> Parcel:
    said = {"to": "+905321112233", "text": "Konteyner boşaltıldı.\nTeşekkürler.", "number": "2611-4817-3052"}
    return Parcel(**{"errand": ERRAND, **said, **changes})


def a_message(**changes: Any) -> dict[str, Any]:
    """The product's free text; a change names a top-level field, None takes it away."""
    written = channel.write_message(a_parcel(window_open=True), "basvuru_durumu") | changes
    return {name: value for name, value in written.items() if value is not None}


def a_template(parameter: object = "Konteyner boşaltıldı.") -> dict[str, Any]:
    written = channel.write_message(a_parcel(), "basvuru_durumu")
    written["template"]["components"][0]["parameters"][1]["text"] = parameter
    return written


def a_shape(
    *, buttons: tuple[str, ...] = (), rows: tuple[str, ...] = (), text: str = "Konu?", button: str = "Seç"
) -> dict[str, Any]:
    """An interactive message as somebody might write it who knows no limits."""
    tapped = [{"type": "reply", "reply": {"id": f"b{place}", "title": title}} for place, title in enumerate(buttons)]
    listed = [{"id": f"r{place}", "title": title} for place, title in enumerate(rows)]
    action = {"button": button, "sections": [{"rows": listed}]} if rows else {"buttons": tapped}
    shape = {"type": "list" if rows else "button", "body": {"text": text}, "action": action}
    return a_message(type="interactive", text=None, interactive=shape)


def a_reply(**said: Any) -> dict[str, Any]:
    return channel.write_message(a_parcel(window_open=True, reply=Reply(**{"text": "Konu?"} | said)), "basvuru_durumu")


def a_social(**changes: Any) -> dict[str, Any]:
    body = dict(whatsapp_aws.write(a_parcel(), Sender(SOCIAL_PHONE_ID, {"template": "basvuru_durumu"})).body)
    body["message"] = base64.b64encode(body["message"]).decode()
    return body | changes


def read(events: list[Event]) -> list[tuple[str, str]]:
    """Errand and state of every receipt, as the product reads the events."""
    bodies = [envelope([event.body]) if event.way == "whatsapp" else event.body for event in events]
    return [(receipt.errand, receipt.state) for body in bodies for receipt in read_receipts(body)]


def test_free_text_and_template_of_the_product_are_taken() -> None:
    free = whatsapp.take(a_message(), "wamid.1", NOW)
    assert (free.provider, free.channel, free.to) == ("whatsapp-cloud", "whatsapp", "+905321112233")
    assert (free.errand, free.number, free.taken["free"]) == (ERRAND, "2611-4817-3052", True)
    template = whatsapp.take(channel.write_message(a_parcel(), "basvuru_durumu"), "wamid.2", NOW)
    assert template.text == "[basvuru_durumu]\n2611-4817-3052\nKonteyner boşaltıldı. Teşekkürler."
    assert not template.taken["free"]


@pytest.mark.parametrize(
    ("said", "choices"),
    [
        ({"buttons": (Button("yes", "Evet"), Button("no", "Değil"))}, [["yes", "Evet"], ["no", "Değil"]]),
        ({"rows": (Button("road", "Yol", "Çukur"),), "open_rows": "Seç"}, [["road", "Yol"]]),
        ({"ask_place": True}, []),
    ],
)
def test_what_the_product_lets_people_tap_is_taken(said: dict[str, Any], choices: list[list[str]]) -> None:
    message = whatsapp.take(a_reply(**said), "wamid.1", NOW)
    assert (message.text, message.choices, message.taken["free"]) == ("Konu?", choices, True)


def test_who_shows_no_number_is_written_to_by_their_id() -> None:
    written = channel.write_message(a_parcel(to="TR.1349", window_open=True), "basvuru_durumu")
    message = whatsapp.take(written, "wamid.1", NOW)
    assert message.to == "TR.1349"
    (status,) = whatsapp.value(message, "sent")["statuses"]
    assert (status["recipient_user_id"], "recipient_id" in status) == ("TR.1349", False)
    (said,) = whatsapp.reply(message, "Merhaba", "wamid.2", NOW).body["messages"]
    assert (said["from_user_id"], "from" in said) == ("TR.1349", False)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (a_message(messaging_product=None), "100"),
        (a_message(recipient_type="group"), "100"),
        (a_message(to=None), "100"),
        (a_message(to="0532 111 22 33"), "100"),
        (a_message(to=905321112233), "100"),
        (a_message(text={"body": ""}), "100"),
        (a_message(text={"body": "x" * 4097}), "100"),
        (a_message(text=None), "100"),
        (a_message(biz_opaque_callback_data="x" * 513), "100"),
        (a_message(to=None, recipient="905321112233"), "100"),
        (a_message(to=None, recipient="TR.1349;x"), "100"),
        (a_message(type="interactive", text=None), "131009"),
        (a_shape(buttons=("a", "b", "c", "d")), "131009"),
        (a_shape(buttons=()), "131009"),
        (a_shape(buttons=("Evet", "Evet")), "131009"),
        (a_shape(buttons=("x" * 21,)), "131009"),
        (a_shape(buttons=("😀" * 11,)), "131009"),
        (a_shape(buttons=("Evet",), text="x" * 1025), "131009"),
        (a_shape(buttons=("Evet",), text=" "), "131009"),
        (a_shape(rows=tuple(map(str, range(11)))), "131009"),
        (a_shape(rows=("x" * 25,)), "131009"),
        (a_shape(rows=("Yol",), button="x" * 21), "131009"),
        (a_shape(rows=("Yol",), button=""), "131009"),
        (a_message(type="fax"), "131051"),
        (a_message(type="template"), "100"),
        (a_message(type="template", template={"name": "Büyük", "language": {"code": "tr"}}), "100"),
        (a_message(type="template", template={"name": "durum", "language": "tr"}), "100"),
        (a_template(""), "100"),
        (a_template(5), "100"),
        (a_template("iki\nsatır"), "132018"),
        (a_template("beş     boşluk"), "132018"),
    ],
)
def test_what_meta_would_not_send_is_refused_with_its_code(body: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        whatsapp.take(body, "wamid.1", NOW)
    assert refused.value.code == code


def test_message_that_is_read_is_told_as_sent_delivered_read() -> None:
    told = list(whatsapp.events(whatsapp.take(a_message(), "wamid.1", NOW)))
    statuses = [event.body["statuses"][0] for event in told]
    assert [status["status"] for status in statuses] == ["sent", "delivered", "read"]
    assert {(status["id"], status["biz_opaque_callback_data"]) for status in statuses} == {("wamid.1", ERRAND)}
    assert told[0].body["metadata"]["phone_number_id"] == WHATSAPP_PHONE_ID
    assert read(told) == [(ERRAND, "accepted"), (ERRAND, "delivered"), (ERRAND, "delivered")]


def test_number_that_ends_with_a_late_error_is_taken_and_fails_afterwards() -> None:
    told = list(whatsapp.events(whatsapp.take(a_message(to="905321131026"), "wamid.1", NOW)))
    assert [(event.state, event.code) for event in told] == [("failed", "131026")]
    assert read(told) == [(ERRAND, "undeliverable")]


@pytest.mark.parametrize("code", whatsapp.CODES)
def test_every_code_can_be_decided_and_names_itself(code: str) -> None:
    event = whatsapp.become(whatsapp.take(a_message(), "wamid.1", NOW), "failed", code)
    assert event.body["statuses"][0]["errors"][0]["code"] == int(code)
    assert [errand for errand, _ in read([event])] == [ERRAND]


@pytest.mark.parametrize(("state", "code"), [("bounced", ""), ("failed", "1"), ("delivered", "131026")])
def test_what_meta_never_says_cannot_be_decided(state: str, code: str) -> None:
    with pytest.raises(ValueError, match="no such thing"):
        whatsapp.become(whatsapp.take(a_message(), "wamid.1", NOW), state, code)


def test_call_of_aws_is_taken_and_told_in_its_envelope() -> None:
    message = social.take(a_social(), "id-1", NOW)
    assert (message.provider, message.to, message.errand) == ("whatsapp-aws", "+905321112233", ERRAND)
    told = list(social.events(message))
    assert {event.way for event in told} == {"topic"}
    assert json.loads(told[0].body["whatsAppWebhookEntry"])["changes"][0]["field"] == "messages"
    assert read(told) == [(ERRAND, "accepted"), (ERRAND, "delivered"), (ERRAND, "delivered")]
    assert datetime.fromisoformat(told[0].body["message_timestamp"]).tzinfo is not None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"originationPhoneNumberId": "phone-number-id-other"}, "ResourceNotFoundException"),
        ({"metaApiVersion": "23"}, "ValidationException"),
        ({"message": "{}"}, "ValidationException"),
        ({"message": base64.b64encode(b"nonsense").decode()}, "ValidationException"),
        ({"message": base64.b64encode(b"[]").decode()}, "InvalidParametersException"),
        ({"message": base64.b64encode(b"{}").decode()}, "InvalidParametersException"),
    ],
)
def test_what_aws_would_not_pass_on_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        social.take(a_social(**changes), "id-1", NOW)
    assert refused.value.code == code


def test_closed_window_and_magic_number_fail_afterwards_at_aws() -> None:
    message = social.take(a_social(), "id-1", NOW)
    assert [event.code for event in social.events(message, closed=True)] == ["131047"]
    written = base64.b64encode(json.dumps(a_message(to="905321130429")).encode()).decode()
    told = social.events(social.take(a_social(message=written), "id-1", NOW))
    assert [event.code for event in told] == ["130429"]


def test_a_one_time_code_can_be_read_in_the_outbox() -> None:
    message = channel.write_message(a_parcel(code="123456"), "basvuru_durumu", "giris_kodu")
    assert "123456" in whatsapp.take(message, "wamid.3", NOW).text
