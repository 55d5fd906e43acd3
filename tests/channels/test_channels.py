"""What holds for every provider: none raises, whatever it is told, and none lets a contact into a code."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.channels import PROVIDERS, of_channel, read_items, read_receipts
from chalicelib.channels.provider import Answer, Refusal, Sender
from chalicelib.core.delivery import SILENCE, Reaction
from tests.channels.parcels import ERRAND, a_mail, a_parcel

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
# Names that readers look for, so that what is underneath them is reached.
NAMES = (
    "eventType", "notificationType", "mail", "tags", "errand", "bounce", "context", "messageId", "object", "entry",
    "changes", "value", "field", "statuses", "status", "errors", "code", "messages", "whatsAppWebhookEntry", "jobs",
    "jobid", "referansID", "MessageId", "error", "message", "reason", "text", "body", "type", "from",
)  # fmt: skip
WORDS = st.sampled_from(
    ["Send", "Bounce", "TEXT_SENT", "messages", "failed", "text", ERRAND, "whatsapp_business_account"]
)
HOSTILE = st.recursive(
    JSON | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=25,
)
# Who takes nothing along that could come back, and says nothing afterwards either.
WITHOUT_ROOM = ("telegram", "instagram")
EVENTS = st.dictionaries(st.sampled_from(NAMES), HOSTILE, max_size=6)


def test_every_provider_stands_under_its_name_for_a_channel_that_there_is() -> None:
    assert {name: provider.name for name, provider in PROVIDERS.items()} == {name: name for name in PROVIDERS}
    assert {provider.channel for provider in PROVIDERS.values()} == set(SILENCE)
    assert [provider.name for provider in of_channel("sms")] == ["aws-sms", "netgsm"]
    assert [provider.name for provider in of_channel("email")] == ["ses", "smtp"]
    assert [provider.name for provider in of_channel("whatsapp")] == ["whatsapp-cloud", "whatsapp-aws"]
    assert [provider.name for provider in of_channel("telegram")] == ["telegram"]


def test_whoever_cannot_carry_our_mark_says_nothing_afterwards() -> None:
    assert not any(PROVIDERS[name].reports or PROVIDERS[name].read or PROVIDERS[name].poll for name in WITHOUT_ROOM)


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_reaction_is_one_that_the_ledger_knows(name: str) -> None:
    assert set(PROVIDERS[name].reactions.values()) <= set(get_args(Reaction))


@pytest.mark.parametrize("name", [name for name in PROVIDERS if name not in WITHOUT_ROOM])
def test_errand_is_in_what_is_sent_so_that_it_can_come_back(name: str) -> None:
    parcel = a_mail() if PROVIDERS[name].channel == "email" else a_parcel()
    assert ERRAND in repr(PROVIDERS[name].write(parcel, Sender("kopru@example.org")))


@given(EVENTS)
def test_no_event_raises(event: dict[str, Any]) -> None:
    for receipt in read_receipts(event):
        assert receipt.errand
    read_receipts({"whatsAppWebhookEntry": json.dumps(event)})


@pytest.mark.parametrize("inside", ["", "{", "[" * 100_000, "null", "7", '"x"', "9" * 5000, "[1]", None, 7, {}])
def test_no_envelope_of_aws_raises(inside: Any) -> None:
    assert read_receipts({"whatsAppWebhookEntry": inside}) == []
    assert read_items("whatsapp", {"whatsAppWebhookEntry": inside}) == []


@pytest.mark.parametrize("name", PROVIDERS)
@settings(max_examples=40)
@given(
    st.integers(0, 599), st.text() | st.sampled_from(["00", "131047", "ConflictException", "MessageRejected"]), EVENTS
)
def test_no_answer_raises_or_makes_a_code_of_a_contact(name: str, status: int, code: str, body: dict[str, Any]) -> None:
    said = PROVIDERS[name].read_answer(Answer(status, code, body))
    if isinstance(said, Refusal):
        assert 0 < len(said.code) <= 60
        assert said.code.isascii()
        assert said.reaction in get_args(Reaction)
    elif said:
        assert said.isascii()
        assert said.isprintable()


@pytest.mark.parametrize("code", ["+905321112233", "905321112233", "ayse@example.org", "x" * 61, "a\nb", "\ud800"])
def test_code_that_may_be_a_contact_is_not_kept(code: str) -> None:
    for provider in PROVIDERS.values():
        said = provider.read_answer(Answer(400, code, {}))
        assert isinstance(said, Refusal)
        assert said.code == "other"


@given(HOSTILE)
def test_no_report_raises(jobs: Any) -> None:
    read_report = PROVIDERS["netgsm"].read_report
    assert read_report
    assert all(receipt.message for receipt in read_report(Answer(200, "00", {"jobs": jobs})))
