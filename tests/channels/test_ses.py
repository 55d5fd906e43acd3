"""How a mail goes to SES, what its refusals ask for, and how its events read."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.channels import read_receipts
from chalicelib.channels.provider import Answer, Refusal, Sender
from chalicelib.channels.ses import REACTIONS, SES
from tests.channels.parcels import ERRAND, a_mail, refused

SENDER = Sender("kopru@izmir.example.org", {"configuration_set": "kopru-mail"})


def test_mail_carries_its_errand_as_a_tag_through_the_configuration_set() -> None:
    post = SES.write(a_mail(), SENDER)
    assert (post.way, post.target, post.call) == ("aws", "sesv2", "send_email")
    assert post.body["EmailTags"] == [{"Name": "errand", "Value": ERRAND}]
    assert post.body["ConfigurationSetName"] == "kopru-mail"
    assert post.body["Destination"] == {"ToAddresses": ["ayse@example.org"]}
    assert set(post.body["Content"]["Simple"]["Body"]) == {"Text", "Html"}


def test_mail_without_html_or_configuration_set_has_neither() -> None:
    post = SES.write(a_mail(html=""), Sender("kopru@izmir.example.org"))
    assert "ConfigurationSetName" not in post.body
    assert set(post.body["Content"]["Simple"]["Body"]) == {"Text"}


def test_acceptance_gives_the_id() -> None:
    assert SES.read_answer(Answer(200, "", {"MessageId": "0102018f-7"})) == "0102018f-7"


@pytest.mark.parametrize(
    ("status", "code", "message", "reaction"),
    [
        (429, "TooManyRequestsException", "Maximum sending rate exceeded.", "wait"),
        (400, "ThrottlingException", "Rate exceeded", "wait"),
        (400, "Throttling", "Rate exceeded", "wait"),
        (400, "LimitExceededException", "Daily message quota exceeded.", "wait"),
        (503, "ServiceUnavailable", "", "retry"),
        (400, "SendingPausedException", "Sending paused for this account.", "alarm"),
        (400, "AccountSuspendedException", "", "alarm"),
        (400, "MailFromDomainNotVerifiedException", "", "alarm"),
        (404, "NotFoundException", "Configuration set <kopru-mail> does not exist.", "alarm"),
        (403, "AccessDeniedException", "User is not authorized", "alarm"),
        (403, "ExpiredTokenException", "", "alarm"),
        (403, "ExpiredToken", "", "alarm"),
        (403, "UnrecognizedClientException", "The security token is invalid.", "alarm"),
        (400, "MessageRejected", "Email address is not verified. Failed: a@b.org", "alarm"),
        (400, "MessageRejected", "Email contains a virus", "stop"),
        (400, "BadRequestException", "Missing final '@domain'", "stop"),
        (400, "ParamValidationError", "", "stop"),
    ],
)
def test_refusals(status: int, code: str, message: str, reaction: str) -> None:
    said = SES.read_answer(refused(status, code, message=message))
    assert isinstance(said, Refusal)
    assert said.reaction == reaction
    assert "@" not in said.code


def test_every_row_of_the_table_is_what_it_does() -> None:
    assert {code: SES.read_answer(refused(400, code)) for code in REACTIONS} == {
        code: Refusal(code, reaction) for code, reaction in REACTIONS.items()
    }


def an_event(kind: str, named: str = "eventType", **more: Any) -> dict[str, Any]:
    return {named: kind, "mail": {"messageId": "m-1", "tags": {"errand": [ERRAND]}}} | more


@pytest.mark.parametrize("named", ["eventType", "notificationType"])
@pytest.mark.parametrize(
    ("kind", "more", "state", "suppress"),
    [
        ("Send", {}, "accepted", False),
        ("Delivery", {"delivery": {"smtpResponse": "250 ok"}}, "delivered", False),
        ("DeliveryDelay", {}, "accepted", False),
        ("Bounce", {"bounce": {"bounceType": "Permanent", "bounceSubType": "General"}}, "undeliverable", True),
        ("Bounce", {"bounce": {"bounceType": "Transient", "bounceSubType": "MailboxFull"}}, "accepted", False),
        ("Bounce", {"bounce": {"bounceType": "Undetermined"}}, "accepted", False),
        ("Bounce", {"bounce": None}, "accepted", False),
        ("Complaint", {"complaint": {"complainedRecipients": [{"emailAddress": "a@b.org"}]}}, "delivered", True),
        ("Reject", {"reject": {"reason": "Bad content"}}, "undeliverable", False),
        ("Rendering Failure", {}, "undeliverable", False),
    ],
)
def test_events(named: str, kind: str, more: dict[str, Any], state: str, suppress: bool) -> None:
    (receipt,) = read_receipts(an_event(kind, named, **more))
    assert (receipt.errand, receipt.number, receipt.message) == (ERRAND, "261148173062", "m-1")
    assert (receipt.state, receipt.suppress, receipt.provider) == (state, suppress, "ses")
    assert receipt.reason == kind.lower()


def test_bounce_that_names_several_is_one_receipt_without_their_addresses() -> None:
    people = [{"emailAddress": "ayse@example.org"}, {"emailAddress": "fatma@example.org"}]
    receipts = read_receipts(an_event("Bounce", bounce={"bounceType": "Permanent", "bouncedRecipients": people}))
    assert len(receipts) == 1
    assert "example.org" not in str(receipts)


@pytest.mark.parametrize("kind", ["Open", "Click", "Subscription", "", None, 7, ["Send"], {"a": 1}])
def test_events_of_no_use_to_us(kind: Any) -> None:
    assert read_receipts(an_event(kind)) == []


@pytest.mark.parametrize(
    "mail", [None, 7, [], {}, {"tags": None}, {"tags": {}}, {"tags": {"errand": []}}, {"tags": {"errand": [7]}},
             {"tags": {"errand": ["a b"]}}, {"tags": {"errand": ["x" * 5000]}}, {"tags": {"errand": "x"}}],
)  # fmt: skip
def test_events_of_no_errand_of_ours(mail: Any) -> None:
    assert read_receipts({"eventType": "Send", "mail": mail}) == []
