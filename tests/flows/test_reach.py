"""A channel that was stopped is seen by those who may see the contact, and opened again by the centre."""

from __future__ import annotations

import pytest

from chalicelib.core.errors import Invalid, NotFound, Refused
from chalicelib.core.marks import Stop
from chalicelib.core.rights import Actor, Hat
from chalicelib.flows import intake, work
from chalicelib.flows.deliver import address_key, deliver
from chalicelib.flows.notify import tell
from chalicelib.flows.reach import stopped
from chalicelib.flows.stop import heard
from tests.build import what_is_said
from tests.fakes import Office

PHONE, MAIL = "+905321112233", "ayse@example.org"
OFFICER = Actor("staff", "officer", (Hat("unit_officer", "fen-isleri"),))
OPERATOR = Actor("staff", "operator", (Hat("operator", "cagri-merkezi"),))
AUDITOR = Actor("staff", "auditor", (Hat("auditor", None),))


@pytest.fixture
def office() -> Office:
    return Office()


def opened(office: Office, **fields: object) -> str:
    said = what_is_said(**{"email": MAIL} | fields)
    return intake.hear(office.desk, said, intake.Source("web", "k")).request.number


def stop(office: Office, address: str, channel: str, reason: str) -> None:
    office.ledger.suppress(address_key(office.desk, address), channel, reason, office.clock())


def reasons(office: Office, number: str) -> dict[str, str]:
    """Why each channel is stopped."""
    found = stopped(office.desk, office.requests.cases[number].request)
    return {channel: stop.reason for channel, stop in found.items()}


def test_stopped_channels_of_both_contacts_are_told_with_their_reasons(office: Office) -> None:
    number = opened(office)
    stop(office, MAIL, "email", "bounce")
    stop(office, PHONE, "sms", "stop word")
    stop(office, "someone@example.org", "email", "complaint")
    assert reasons(office, number) == {"sms": "stop word", "email": "bounce"}


def test_who_left_no_mobile_and_no_mail_is_not_looked_up(office: Office) -> None:
    number = opened(office, phone="0232 444 55 66", email=None)
    assert stopped(office.desk, office.requests.cases[number].request) == {}
    assert not office.ledger.stops


def test_stops_are_seen_with_the_contact_alone(office: Office) -> None:
    number = opened(office)
    stop(office, MAIL, "email", "bounce")
    seen = {actor.name: work.see(office.desk, actor, number).reach for actor in (OPERATOR, OFFICER, AUDITOR)}
    assert seen == {"operator": {"email": Stop("bounce", office.clock())}, "officer": {}, "auditor": {}}


def test_the_centre_opens_one_channel_and_leaves_the_others(office: Office) -> None:
    number = opened(office)
    stop(office, PHONE, "sms", "stop word")
    stop(office, PHONE, "whatsapp", "131050")
    assert work.allow(office.desk, OPERATOR, number, "sms") == (number, {"whatsapp": Stop("131050", office.clock())})
    facts = {"number": number, "channel": "sms", "staff": "operator"}
    assert office.log.lines[-1] == ("channel allowed", facts)


def test_an_open_channel_may_be_opened_again(office: Office) -> None:
    number = opened(office)
    assert work.allow(office.desk, OPERATOR, number, "email") == (number, {})


@pytest.mark.parametrize("channel", ["email", "fax", ""])
def test_a_channel_without_a_contact_cannot_be_opened(office: Office, channel: str) -> None:
    number = opened(office, email=None)
    with pytest.raises(Invalid) as refused:
        work.allow(office.desk, OPERATOR, number, channel)
    assert refused.value.faults[0].field == "channel"


def test_nobody_but_the_centre_opens_a_channel_and_nobody_one_they_may_not_know_of(office: Office) -> None:
    number = opened(office, service_code="aid.food")
    stop(office, PHONE, "sms", "stop word")
    for actor in (OFFICER, AUDITOR):
        with pytest.raises(Refused):
            work.allow(office.desk, actor, number, "sms")
    with pytest.raises(NotFound):
        work.allow(office.desk, OPERATOR, number, "sms")
    assert reasons(office, number) == {"sms": "stop word"}


def test_a_message_goes_by_the_channel_that_was_opened(office: Office) -> None:
    number = opened(office)
    assert heard(office.desk, "sms", PHONE, "iptal")
    work.allow(office.desk, OPERATOR, number, "sms")
    marks = [mark for shard in range(10) for mark in office.requests.todo(shard, office.clock())]
    errands = [errand for mark in marks for errand in tell(office.desk, mark) if errand.to_reporter]
    assert [deliver(office.desk, number, errand.id) for errand in errands] == ["gone"]
    assert [post.provider for post in office.provider.sent] == ["aws-sms"]
