"""What is said in a conversation goes by the ledger; where it does not arrive, somebody else or a person is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.channels.provider import Answer
from chalicelib.core.chat import Thread
from chalicelib.core.inbound import Who
from chalicelib.core.tracking import key_hash
from chalicelib.flows import chat_work
from chalicelib.flows.converse import converse
from chalicelib.flows.receipts import read, settle
from chalicelib.flows.replies import put_down
from tests.build import SECRET
from tests.fakes import Office, errand_of
from tests.flows.chatting import ID, OPERATOR, an_office, claimed, now_is
from tests.flows.queues import sweep_for
from tests.flows.test_converse import AYSE, RUBBISH, hear, item, words

CAN = Who("telegram", "110201543", name="Can")
GAS = "apartmanda gaz kokusu var"
REFUSED = Answer(400, "400", {"ok": False, "error_code": 400})
BLOCKED = Answer(403, "403", {"ok": False, "error_code": 403})
INVALID = Answer(400, "ValidationException", {})


@pytest.fixture
def office() -> Office:
    return an_office()


def the_thread(office: Office) -> Thread:
    (thread,) = office.chats.threads.values()
    return thread


def became(office: Office, purpose: str) -> list[tuple[str, str]]:
    """By which channel, and what became of it, in the order in which it was put down."""
    rows = office.ledger.of_request(the_thread(office).id)
    told = [each for each in rows if each.errand.purpose == purpose]
    return [(each.errand.channel, each.state) for each in sorted(told, key=lambda each: each.errand.id)]


def sent_by(office: Office, provider: str) -> list[Any]:
    return [post.body for post in office.provider.sent if post.provider == provider]


def no_phone_takes_it(office: Office) -> None:
    office.provider.down |= {"aws-sms": INVALID, "netgsm": Answer(400, "40", {})}


def test_an_answer_goes_out_at_once_in_its_order_and_nothing_is_left_to_do(office: Office) -> None:
    hear(office, item(RUBBISH))
    assert became(office, "reply") == [("whatsapp", "accepted"), ("whatsapp", "accepted")]
    first, second = sent_by(office, "whatsapp-cloud")
    assert "112" in words(first)
    assert words(second).endswith("?")
    assert office.chats.marks == {}


def test_the_same_message_put_down_again_is_not_sent_again(office: Office) -> None:
    hear(office, item(RUBBISH))
    for kept in [each for each in office.chats.kept.values() if each.reply]:
        assert put_down(office.desk, the_thread(office), kept) == "not due"
    assert len(office.provider.sent) == 2


def test_whom_the_bot_does_not_reach_waits_for_a_person(office: Office) -> None:
    office.provider.down["telegram"] = REFUSED
    hear(office, item(RUBBISH, who=CAN))
    thread = the_thread(office)
    assert (thread.mode, thread.why) == ("waiting", "untold")
    assert thread.since == office.clock()
    assert thread.promise is not None
    assert [state for _, state in became(office, "reply")] == ["undeliverable", "undeliverable"]


def test_who_has_shut_us_out_is_waited_on_by_nobody_and_sent_nothing_more(office: Office) -> None:
    office.provider.down["telegram"] = BLOCKED
    hear(office, item(RUBBISH, who=CAN))
    assert [state for _, state in became(office, "reply")] == ["undeliverable", "cancelled"]
    assert the_thread(office).mode == "bot"


def test_what_came_back_later_makes_it_wait_too(office: Office) -> None:
    hear(office, item(RUBBISH))
    errand = errand_of(office.provider.sent[-1])
    status = {"id": "m", "status": "failed", "biz_opaque_callback_data": errand, "errors": [{"code": 131026}]}
    entry = {"changes": [{"field": "messages", "value": {"statuses": [status]}}]}
    (receipt,) = read({"object": "whatsapp_business_account", "entry": [entry]})
    assert [settle(office.desk, receipt), settle(office.desk, receipt)] == ["undeliverable", "known"]
    assert (the_thread(office).mode, the_thread(office).why) == ("waiting", "untold")


def test_an_answer_of_the_desk_that_does_not_arrive_is_promised_anew_and_stays_theirs(office: Office) -> None:
    claimed(office, network="telegram", address="110201543", phone="")
    office.provider.down["telegram"] = REFUSED
    chat_work.answer(office.desk, OPERATOR, ID, 2, "Ekip yolda.")
    thread = now_is(office)
    assert (thread.mode, thread.owner, thread.why) == ("human", "operator", "human")
    assert thread.promise is not None


def test_a_person_is_asked_for_although_somebody_writes_at_the_same_time(office: Office) -> None:
    save, raced = office.chats.save, []

    def save_late(thread: Thread, expires: Any, **more: Any) -> bool:
        if thread.why == "untold" and not raced:
            raced.append(thread)
            standing = office.chats.threads[thread.id]
            assert save(replace(standing, version=standing.version + 1, name="Can Y."), expires)
        return save(thread, expires, **more)

    office.provider.down["telegram"] = REFUSED
    office.chats.save = save_late  # type: ignore[method-assign]  # another worker between a read and its write
    hear(office, item(RUBBISH, who=CAN))
    assert raced
    assert (the_thread(office).why, the_thread(office).name) == ("untold", "Can Y.")


def test_nothing_is_sent_to_a_chat_that_was_shut_and_who_writes_again_is_answered(office: Office) -> None:
    hear(office, item(RUBBISH, who=CAN))
    sent = len(office.provider.sent)
    hear(office, item(kind="unsupported", choice="blocked", who=CAN))
    kept = next(each for each in office.chats.kept.values() if each.reply)
    office.ledger.rows.clear()
    assert put_down(office.desk, the_thread(office), kept) == "cancelled"
    assert len(office.provider.sent) == sent
    assert hear(office, item("temsilci", who=CAN)) == ["answered"]
    assert len(office.provider.sent) > sent


def test_who_wrote_stop_is_answered_when_they_ask_something_after_it(office: Office) -> None:
    key = key_hash(SECRET, "contact", AYSE.phone)
    office.ledger.suppress(key, "whatsapp", "stop word", office.clock())
    hear(office, item(RUBBISH))
    assert len(sent_by(office, "whatsapp-cloud")) == 2
    office.ledger.suppress(key, "whatsapp", "stop word", office.clock() + timedelta(seconds=1))
    hear(office, item("evet"))
    assert len(sent_by(office, "whatsapp-cloud")) == 2


@pytest.mark.parametrize(("hours", "kind"), [(1, "text"), (25, "template")])
def test_the_desk_writes_freely_within_the_window_and_by_template_outside(
    office: Office, hours: int, kind: str
) -> None:
    claimed(office, numbers=("261148173052",))
    office.clock.move(hours=hours)
    chat_work.answer(office.desk, OPERATOR, ID, 2, "Ekip yolda.\nTeşekkürler.")
    (body,) = sent_by(office, "whatsapp-cloud")
    assert (body["type"], body["to"]) == (kind, "905321112233")
    if kind == "template":
        (component,) = body["template"]["components"]
        assert [each["text"] for each in component["parameters"]] == ["2611-4817-3052", "Ekip yolda. Teşekkürler."]


def test_an_answer_that_waited_until_the_window_was_closed_goes_to_a_person(office: Office) -> None:
    office.provider.down["messenger"] = Answer(503, "2", {})
    hear(office, item(RUBBISH, who=Who("messenger", "2345", name="Can")))
    office.clock.move(hours=24)
    office.provider.down.clear()
    sweep_for(office, minutes=10)
    assert sent_by(office, "messenger") == []
    assert the_thread(office).why == "untold"


def test_an_answer_to_an_sms_is_an_sms(office: Office) -> None:
    claimed(office, network="sms", address="+905321112233")
    chat_work.answer(office.desk, OPERATOR, ID, 2, "Ekip yolda.")
    (body,) = sent_by(office, "aws-sms")
    assert (body["DestinationPhoneNumber"], body["MessageBody"]) == ("+905321112233", "Ekip yolda.")


def test_an_answer_to_a_mail_is_a_letter_of_the_centre_in_their_language(office: Office) -> None:
    claimed(office, network="email", address="ayse@example.org", phone="", language="en")
    chat_work.answer(office.desk, OPERATOR, ID, 2, "The crew is on its way.\n\n<b>Soon</b>")
    (body,) = sent_by(office, "ses")
    simple = body["Content"]["Simple"]
    assert body["Destination"]["ToAddresses"] == ["ayse@example.org"]
    assert office.city.centre.en in simple["Subject"]["Data"]
    assert "The crew is on its way." in simple["Body"]["Text"]["Data"]
    assert "<b>Soon</b>" not in simple["Body"]["Html"]["Data"]


def test_an_alarm_rings_and_where_no_phone_takes_it_the_mailbox_is_told(office: Office) -> None:
    no_phone_takes_it(office)
    hear(office, item(GAS))
    sweep_for(office, minutes=3)
    assert became(office, "chat_alarm") == [("sms", "undeliverable"), ("email", "accepted")]
    (letter,) = sent_by(office, "ses")
    simple = letter["Content"]["Simple"]
    assert letter["Destination"]["ToAddresses"] == [office.city.units[office.city.desk].email]
    assert the_thread(office).id in simple["Body"]["Text"]["Data"]
    assert "gaz" not in simple["Body"]["Text"]["Data"], "what was said stays in the conversation"


def test_an_alarm_that_nobody_takes_is_on_the_figures(office: Office) -> None:
    no_phone_takes_it(office)
    office.provider.down |= {"ses": Answer(400, "MessageRejected", {}), "smtp": Answer(550, "550", {})}
    hear(office, item(GAS))
    sweep_for(office, minutes=3)
    assert [state for _, state in became(office, "chat_alarm")] == ["undeliverable", "undeliverable"]
    assert office.meter.total("NotTold") == 1
    assert the_thread(office).alarm, "it stands first among those that wait"


def test_an_alarm_goes_out_before_the_answer_to_the_person(office: Office) -> None:
    hear(office, item(GAS))
    assert [post.provider for post in office.provider.sent][:2] == ["aws-sms", "whatsapp-cloud"]


def test_a_message_of_ours_that_was_stored_and_not_put_down_the_sweep_sends(office: Office) -> None:
    hear(office, item(RUBBISH))
    kept = next(each for each in office.chats.kept.values() if each.reply)
    office.ledger.rows.clear()
    office.provider.sent.clear()
    assert converse(office.desk, kept.id) == "sent"
    assert len(office.provider.sent) == 1
