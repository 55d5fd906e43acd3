"""How e-mail and SMS are written, and how their providers' events read."""

from __future__ import annotations

import pytest

from chalicelib.channels import email, read_receipt, sms
from chalicelib.channels.post import Sender
from tests.build import an_errand

ERRAND = an_errand()
MAIL = Sender("kopru@izmir.example.org", "kopru-mail")
PHONE = Sender("KOPRU", "kopru-sms")


def test_an_email_carries_its_errand_as_a_tag_through_the_configuration_set() -> None:
    body = email.write(ERRAND, "a@b.org", "Konu", "metin", "<p>metin</p>", MAIL).body
    assert body["EmailTags"] == [{"Name": "errand", "Value": ERRAND.id}]
    assert body["ConfigurationSetName"] == "kopru-mail"
    assert body["Destination"] == {"ToAddresses": ["a@b.org"]}


def test_an_sms_carries_its_errand_in_the_context() -> None:
    body = sms.write(ERRAND, "+905321112233", "metin", PHONE).body
    assert body["Context"] == {"errand": ERRAND.id}
    assert body["MessageType"] == "TRANSACTIONAL"


@pytest.mark.parametrize(
    ("kind", "more", "state"),
    [
        ("Send", {}, "accepted"),
        ("Delivery", {}, "delivered"),
        ("DeliveryDelay", {}, "accepted"),
        ("Bounce", {"bounce": {"bounceType": "Permanent"}}, "undeliverable"),
        ("Bounce", {"bounce": {"bounceType": "Transient"}}, "accepted"),
        ("Complaint", {}, "delivered"),
        ("Reject", {}, "undeliverable"),
        ("Rendering Failure", {}, "undeliverable"),
    ],
)
def test_events_of_ses(kind: str, more: dict[str, object], state: str) -> None:
    event = {"eventType": kind, "mail": {"messageId": "m-1", "tags": {"errand": [ERRAND.id]}}} | more
    receipt = read_receipt(event)
    assert receipt
    assert (receipt.errand, receipt.number, receipt.state, receipt.message) == (ERRAND.id, ERRAND.number, state, "m-1")


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("TEXT_QUEUED", "accepted"),
        ("TEXT_DELIVERED", "delivered"),
        ("TEXT_SUCCESSFUL", "delivered"),
        ("TEXT_INVALID", "undeliverable"),
        ("TEXT_CARRIER_BLOCKED", "undeliverable"),
    ],
)
def test_events_of_text_messages(kind: str, state: str) -> None:
    receipt = read_receipt({"eventType": kind, "messageId": "m-1", "context": {"errand": ERRAND.id}})
    assert receipt
    assert (receipt.errand, receipt.state) == (ERRAND.id, state)


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"eventType": "Open", "mail": {"tags": {"errand": ["x"]}}},
        {"eventType": "Send", "mail": None},
        {"eventType": "Send", "mail": {"tags": {}}},
        {"eventType": "Send", "mail": {"tags": {"errand": []}}},
        {"eventType": "VOICE_ANSWERED", "context": {"errand": "x"}},
        {"eventType": "TEXT_SENT", "context": "x"},
    ],
)
def test_what_is_of_no_errand_of_ours_is_no_receipt(event: dict[str, object]) -> None:
    assert read_receipt(event) is None
