"""Mails and SMS: what names a request of its sender's own is added to it, all else waits for a person."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.chat import Thread
from chalicelib.core.inbound import Item, Who
from chalicelib.core.tracking import show
from chalicelib.flows.intake import Source, hear
from tests.build import what_is_said
from tests.fakes import Office
from tests.flows.queues import does
from tests.flows.test_converse import hear as hears
from tests.flows.test_converse import item

AYSE = Who("email", "ayse@example.org", name="Ayşe")
PHONE = Who("sms", "+905321112233", "+905321112233")


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def number(office: Office) -> str:
    return hear(office.desk, what_is_said(email="ayse@example.org"), Source("web", "key")).request.number


def a_mail(text: str, **more: Any) -> Item:
    return item(text, **{"who": AYSE} | more)


def added(office: Office, number: str) -> list[str]:
    case = office.requests.case(number)
    assert case is not None
    return [case.texts(event.n)["text"] for event in case.events if event.move == "add"]


def the_thread(office: Office) -> Thread:
    (thread,) = office.chats.threads.values()
    return thread


@pytest.mark.parametrize("where", ["subject", "text"])
def test_a_proved_mail_of_its_person_is_added_to_the_request_that_it_names(
    office: Office, number: str, where: str
) -> None:
    named = f"Başvuru {show(number)} hakkında"
    text = named if where == "text" else "Çukur büyüdü."
    assert hears(office, a_mail(text, subject=named if where == "subject" else "")) == ["kept"]
    assert added(office, number) == [text]
    assert the_thread(office).mode == "bot", "nobody has to see to it but the unit"
    assert not office.provider.sent


def test_an_sms_from_the_phone_of_the_request_is_added_to_it(office: Office, number: str) -> None:
    hears(office, item(f"{number} cukur buyudu", who=PHONE))
    assert added(office, number) == [f"{number} cukur buyudu"]


@pytest.mark.parametrize(
    "strange",
    [
        {"trusted": False},
        {"who": Who("email", "eve@example.org", name="Ayşe")},
        {"who": Who("email", "", name="ayse@example.org")},
        {"who": Who("sms", "+905999999999", "+905999999999")},
        {"who": Who("x", "ayse@example.org")},
    ],
    ids=["not proved", "somebody else", "no address", "another phone", "another network"],
)
def test_a_request_is_not_written_to_by_whoever_knows_its_number(
    office: Office, number: str, strange: dict[str, Any]
) -> None:
    hears(office, a_mail(f"{show(number)} iptal edin", **strange))
    assert added(office, number) == []
    assert the_thread(office).mode == "waiting"


@pytest.mark.parametrize("text", ["2611-4817-3053 numaralı", "Merhaba", "0532 111 22 33 beni arayın", "1" * 400])
def test_what_names_no_request_waits_for_a_person(office: Office, number: str, text: str) -> None:
    hears(office, a_mail(text))
    assert (the_thread(office).mode, the_thread(office).why) == ("waiting", "mail")
    assert the_thread(office).promise is not None


def test_among_several_numbers_the_senders_own_is_found(office: Office, number: str) -> None:
    other = hear(office.desk, what_is_said(phone="0533 222 33 44"), Source("web", "other")).request.number
    hears(office, a_mail(f"{show(other)} gibi, {show(number)} da bitmedi"))
    assert (len(added(office, number)), added(office, other)) == (1, [])


def test_what_comes_too_late_to_be_added_waits_for_a_person(office: Office, number: str) -> None:
    does(office, number, "withdraw", "citizen", reason="Gerek kalmadı.")
    hears(office, a_mail(f"{show(number)} yine çukur var"))
    assert (added(office, number), the_thread(office).why) == ([], "mail")


def test_a_long_mail_is_added_as_far_as_it_fits(office: Office, number: str) -> None:
    assert hears(office, a_mail(f"{number} " + "uzun " * 5000)) == ["kept"]
    (text,) = added(office, number)
    assert len(text) == 4000


def test_a_danger_in_a_subject_alone_rings_although_the_mail_names_a_request(office: Office, number: str) -> None:
    hears(office, a_mail(f"{number}", subject="Apartmanda gaz kokusu var"))
    assert (the_thread(office).why, the_thread(office).alarm) == ("danger", True)
    assert any(errand.endswith("chat_alarm") for errand in office.provider.errands())


def test_an_answer_of_a_machine_is_kept_and_wakes_nobody(office: Office, number: str) -> None:
    assert hears(office, a_mail(f"Ofis dışındayım. {number}", automatic=True)) == ["kept"]
    assert (added(office, number), the_thread(office).mode) == ([], "bot")
