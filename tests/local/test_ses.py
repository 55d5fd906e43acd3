"""The stand-in of SES takes what SES takes, and refuses what SES refuses."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.channels import read_receipts
from infrastructure.local import ses
from infrastructure.local.refusal import Refused

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ERRAND = "261148173052-1-unit_zabita-alert"


def a_mail(**changes: Any) -> dict[str, Any]:
    """A SendEmail body; a change names a field by its path, `Content__Simple__Subject__Data`."""
    body: dict[str, Any] = {
        "FromEmailAddress": "kopru@example.org",
        "Destination": {"ToAddresses": ["zabita@izmir.example.org"]},
        "Content": {
            "Simple": {
                "Subject": {"Data": "Çöp alınmadı"},
                "Body": {"Text": {"Data": "Metin"}, "Html": {"Data": "<p>Metin</p>"}},
                "Headers": [{"Name": "Auto-Submitted", "Value": "auto-generated"}],
            }
        },
        "EmailTags": [{"Name": "errand", "Value": ERRAND}],
        "ConfigurationSetName": "kopru",
    }
    for path, value in changes.items():
        *way, last = path.split("__")
        place = body
        for name in way:
            place = place[name]
        place[last] = value
    return body


def test_mail_is_taken_with_its_errand_and_number() -> None:
    message = ses.take(a_mail(), "id-1", NOW)
    assert (message.channel, message.to, message.subject) == ("email", "zabita@izmir.example.org", "Çöp alınmadı")
    assert (message.text, message.html) == ("Metin", "<p>Metin</p>")
    assert (message.errand, message.number) == (ERRAND, "2611-4817-3052")
    assert message.at == "2026-11-23T09:00:00.000+00:00"


@pytest.mark.parametrize(
    "changes",
    [
        {"FromEmailAddress": ""},
        {"FromEmailAddress": "kopru@example.org\r\nBcc: x@example.org"},
        {"FromEmailAddress": "Köprü <kopru@example.org>"},
        {"Destination__ToAddresses": []},
        {"Destination__ToAddresses": ["zabita@izmir.example.org\nBcc: x@example.org"]},
        {"Destination__ToAddresses": ["zabita"]},
        {"Destination__ToAddresses": [f"a{n}@example.org" for n in range(51)]},
        {"Destination__ToAddresses": "zabita@izmir.example.org"},
        {"Content__Simple__Subject__Data": ""},
        {"Content__Simple__Subject__Data": "Konu\r\nBcc: x@example.org"},
        {"Content__Simple__Subject__Data": 5},
        {"Content__Simple__Body": {}},
        {"Content__Simple__Body__Text__Data": "x" * 40_000_001},
        {"Content__Simple__Headers": [{"Name": "X-A", "Value": "a\r\nBcc: x@example.org"}]},
        {"Content__Simple__Headers": [{"Name": "X A", "Value": "a"}]},
        {"Content__Simple__Headers": [{"Name": f"X-{n}", "Value": "a"} for n in range(16)]},
        {"EmailTags": [{"Name": "errand", "Value": "261148173052:1"}]},
        {"EmailTags": [{"Name": "errand", "Value": "a" * 257}]},
    ],
)
def test_what_ses_would_not_send_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        ses.take(a_mail(**changes), "id-1", NOW)
    assert (refused.value.code, refused.value.status) == ("BadRequestException", 400)


def test_mail_that_arrives_is_told_as_send_then_delivery() -> None:
    told = list(ses.events(ses.take(a_mail(), "id-1", NOW)))
    assert [event.body["eventType"] for event in told] == ["Send", "Delivery"]
    assert [event.body["mail"]["tags"]["errand"] for event in told] == [[ERRAND], [ERRAND]]
    assert {event.body["mail"]["messageId"] for event in told} == {"id-1"}
    assert [event.state for event in told] == ["", "delivered"]
    assert [read_receipts(event.body)[0].state for event in told] == ["accepted", "delivered"]


def test_nothing_is_told_of_mail_without_configuration_set() -> None:
    body = a_mail(ConfigurationSetName="")
    message = ses.take(body, "id-1", NOW)
    assert list(ses.events(message)) == []
    with pytest.raises(ValueError, match="configuration set"):
        ses.become(message, "delivered")


@pytest.mark.parametrize(
    ("state", "code", "receipt", "suppress"),
    [
        ("bounced", "", "undeliverable", True),
        ("bounced", "Transient/MailboxFull", "accepted", False),
        ("complained", "", "delivered", True),
        ("delivered", "", "delivered", False),
    ],
)
def test_what_a_person_decides_reads_as_that(state: str, code: str, receipt: str, suppress: bool) -> None:
    event = ses.become(ses.take(a_mail(), "id-1", NOW), state, code)
    (read,) = read_receipts(event.body)
    assert (read.errand, read.state, read.suppress) == (ERRAND, receipt, suppress)
    assert event.state == state


@pytest.mark.parametrize(("state", "code"), [("read", ""), ("failed", "1"), ("bounced", "abuse"), ("delivered", "x")])
def test_what_ses_never_says_cannot_be_decided(state: str, code: str) -> None:
    with pytest.raises(ValueError, match="no such thing"):
        ses.become(ses.take(a_mail(), "id-1", NOW), state, code)


@pytest.mark.parametrize(
    ("box", "states"),
    [("success", ["delivered"]), ("bounce+a1", ["bounced"]), ("complaint", ["delivered", "complained"])],
)
def test_mailbox_simulator_does_what_its_address_says(box: str, states: list[str]) -> None:
    body = a_mail(Destination__ToAddresses=[f"{box}@simulator.amazonses.com"])
    told = ses.events(ses.take(body, "id-1", NOW))
    assert [event.state for event in told if event.state] == states
