"""How a text goes to AWS End User Messaging, what its refusals ask for, and how its events read."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest

from chalicelib.channels import read_receipts
from chalicelib.channels.aws_sms import AWS_SMS, REACTIONS, STATES
from chalicelib.channels.provider import Answer, Refusal, Sender
from tests.channels.parcels import ERRAND, a_parcel, refused

SENDER = Sender("KOPRU", {"configuration_set": "kopru-sms"})


def test_text_carries_its_errand_in_the_context() -> None:
    post = AWS_SMS.write(a_parcel(), SENDER)
    assert post.body["Context"] == {"errand": ERRAND}
    assert post.body["MessageType"] == "TRANSACTIONAL"
    assert post.body["ConfigurationSetName"] == "kopru-sms"
    assert post.body["DestinationPhoneNumber"] == "+905321112233"


def test_text_without_a_configuration_set_names_none() -> None:
    assert "ConfigurationSetName" not in AWS_SMS.write(a_parcel(), Sender("KOPRU")).body


def test_acceptance_gives_the_id() -> None:
    assert AWS_SMS.read_answer(Answer(200, "", {"MessageId": "s-1"})) == "s-1"


@pytest.mark.parametrize(
    ("status", "code", "body", "kept", "reaction"),
    [
        (400, "ThrottlingException", {}, "ThrottlingException", "wait"),
        (503, "ServiceUnavailable", {}, "ServiceUnavailable", "retry"),
        (400, "ValidationException", {"reason": "FIELD_VALIDATION_FAILED"}, "ValidationException", "stop"),
        (400, "ValidationException", {"reason": "SENDER_ID_NOT_REGISTERED"}, "SENDER_ID_NOT_REGISTERED", "alarm"),
        (400, "ConflictException", {"reason": "DESTINATION_PHONE_NUMBER_OPTED_OUT"},
         "DESTINATION_PHONE_NUMBER_OPTED_OUT", "opted_out"),
        (400, "ConflictException", {"message": "Destination phone number is Opted Out"},
         "DESTINATION_PHONE_NUMBER_OPTED_OUT", "opted_out"),
        (400, "ConflictException", {"reason": "DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION"},
         "DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION", "stop"),
        (400, "ConflictException", {"reason": "NUMBER_CAPABILITIES_MISMATCH"}, "ConflictException", "alarm"),
        (402, "ServiceQuotaExceededException", {"reason": "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT"},
         "ServiceQuotaExceededException", "alarm"),
        (403, "AccessDeniedException", {"reason": "ACCOUNT_DISABLED"}, "AccessDeniedException", "alarm"),
        (404, "ResourceNotFoundException", {}, "ResourceNotFoundException", "alarm"),
        (400, "SomethingNew", {"reason": ["x"]}, "SomethingNew", "stop"),
    ],
)  # fmt: skip
def test_refusals(status: int, code: str, body: dict[str, Any], kept: str, reaction: str) -> None:
    assert AWS_SMS.read_answer(refused(status, code, **body)) == Refusal(kept, reaction)  # type: ignore[arg-type] # rows of the table above


def test_every_row_of_the_table_is_what_it_does() -> None:
    assert {code: AWS_SMS.read_answer(refused(400, code)) for code in REACTIONS} == {
        code: Refusal(code, reaction) for code, reaction in REACTIONS.items()
    }


def an_event(kind: Any, **more: Any) -> dict[str, Any]:
    return {
        "eventType": kind, "eventVersion": "1.0", "isFinal": True, "destinationPhoneNumber": "+905321112233",
        "messageId": "s-1", "context": {"errand": ERRAND},
    } | more  # fmt: skip


def test_every_kind_of_text_event_that_aws_knows_has_a_state() -> None:
    model = botocore.session.get_session().get_service_model("pinpoint-sms-voice-v2")
    kinds = {kind for kind in model.shape_for("EventType").enum if kind.startswith("TEXT_")} - {"TEXT_ALL"}
    assert kinds == set(STATES)


@pytest.mark.parametrize("kind", sorted(STATES))
def test_final_events(kind: str) -> None:
    (receipt,) = read_receipts(an_event(kind))
    assert (receipt.errand, receipt.state, receipt.message) == (ERRAND, STATES[kind], "s-1")
    assert (receipt.reason, receipt.provider) == (kind.lower(), "aws-sms")
    assert receipt.suppress == (kind == "TEXT_INVALID")
    assert "532111" not in str(receipt)


@pytest.mark.parametrize("kind", ["TEXT_SUCCESSFUL", "TEXT_UNREACHABLE", "TEXT_INVALID"])
def test_what_is_not_final_is_no_end(kind: str) -> None:
    (receipt,) = read_receipts(an_event(kind, isFinal=False))
    assert (receipt.state, receipt.suppress) == ("accepted", False)


@pytest.mark.parametrize("kind", ["VOICE_ANSWERED", "TEXT_ALL", "", None, 7, ["TEXT_SENT"], {"TEXT_SENT": 1}])
def test_events_of_no_use_to_us(kind: Any) -> None:
    assert read_receipts(an_event(kind)) == []


@pytest.mark.parametrize("context", [None, "x", 7, [], {}, {"errand": 7}, {"errand": ""}, {"errand": "+90532 111"}])
def test_events_of_no_errand_of_ours(context: Any) -> None:
    assert read_receipts(an_event("TEXT_SENT", context=context)) == []
