"""The stand-in of AWS's SMS takes what AWS takes, counts parts, and refuses what AWS refuses."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.channels import read_receipts
from infrastructure.local import sms
from infrastructure.local.refusal import Refused

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ERRAND = "261148173052-1-reporter_1-ack"


def a_text(**changes: Any) -> dict[str, Any]:
    return {
        "DestinationPhoneNumber": "+905321112233",
        "OriginationIdentity": "KOPRU",
        "MessageBody": "Basvurunuz alindi. No: 2611-4817-3052",
        "MessageType": "TRANSACTIONAL",
        "ConfigurationSetName": "kopru",
        "Context": {"errand": ERRAND},
        **changes,
    }


def test_text_is_taken_with_its_errand_and_number() -> None:
    message = sms.take(a_text(), "id-1", NOW)
    assert (message.channel, message.to, message.number) == ("sms", "+905321112233", "2611-4817-3052")
    assert (message.subject, message.html, message.errand) == (None, None, ERRAND)


@pytest.mark.parametrize(
    "changes",
    [
        {"DestinationPhoneNumber": ""},
        {"DestinationPhoneNumber": None},
        {"DestinationPhoneNumber": "0532 111 22 33"},
        {"OriginationIdentity": ""},
        {"MessageBody": ""},
        {"MessageBody": " \n"},
        {"MessageBody": "x" * 1601},
        {"MessageType": "SPAM"},
        {"Context": {str(n): "x" for n in range(6)}},
        {"Context": {"errand": ""}},
        {"Context": {"er rand": "x"}},
        {"Context": {"errand": 5}},
    ],
)
def test_what_aws_would_not_send_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        sms.take(a_text(**changes), "id-1", NOW)
    assert refused.value.code == "ValidationException"


@pytest.mark.parametrize(
    ("text", "encoding", "count"),
    [
        ("a" * 160, "GSM", 1),
        ("a" * 161, "GSM", 2),
        ("a" * 306, "GSM", 2),
        ("a" * 307, "GSM", 3),
        ("€" * 80, "GSM", 1),
        ("€" * 81, "GSM", 2),
        ("öÖüÜÇ", "GSM", 1),
        ("ş" * 70, "UNICODE", 1),
        ("ş" * 71, "UNICODE", 2),
        ("ç", "UNICODE", 1),
        ("😀" * 35, "UNICODE", 1),
        ("😀" * 36, "UNICODE", 2),
    ],
)
def test_parts_are_counted_as_the_network_counts_them(text: str, encoding: str, count: int) -> None:
    assert sms.parts(text) == (encoding, count)


def test_text_that_arrives_is_told_as_sent_then_delivered() -> None:
    told = [event.body for event in sms.events(sms.take(a_text(), "id-1", NOW))]
    assert [event["eventType"] for event in told] == ["TEXT_SENT", "TEXT_DELIVERED"]
    assert [event["isFinal"] for event in told] == [False, True]
    assert {event["context"]["errand"] for event in told} == {ERRAND}
    assert {event["messageId"] for event in told} == {"id-1"}
    assert [read_receipts(event)[0].state for event in told] == ["accepted", "delivered"]


@pytest.mark.parametrize("code", sms.STATES["failed"])
def test_every_failure_a_person_can_decide_reads_as_one(code: str) -> None:
    event = sms.become(sms.take(a_text(), "id-1", NOW), "failed", code)
    (receipt,) = read_receipts(event.body)
    assert (receipt.errand, receipt.state, event.code) == (ERRAND, "undeliverable", code)


def test_what_aws_never_says_of_a_text_cannot_be_decided() -> None:
    message = sms.take(a_text(), "id-1", NOW)
    with pytest.raises(ValueError, match="bounced"):
        sms.become(message, "bounced")
    with pytest.raises(ValueError, match="configuration set"):
        sms.become(sms.take(a_text(ConfigurationSetName=""), "id-1", NOW), "delivered")


def test_text_says_its_parts_and_alphabet() -> None:
    message = sms.take(a_text(MessageBody="ş" * 71), "id-1", NOW)
    assert (message.encoding, message.parts, message.provider) == ("UNICODE", 2, "aws-sms")
