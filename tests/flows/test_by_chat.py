"""Who opened a request in a chat is told of it there, and by the next way where the chat takes no more."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.channels.provider import Answer
from chalicelib.core.chat import Known, Thread
from chalicelib.core.contacts import citizen_key
from chalicelib.core.inbound import Network
from chalicelib.core.request import needs_pin
from chalicelib.core.shown import shown
from chalicelib.core.tracking import key_hash
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.reach import stopped
from chalicelib.flows.window import thread_id
from chalicelib.store.rows import opening_of, person_of
from tests.build import MONDAY, SECRET, what_is_said
from tests.core.told import a_told_city
from tests.fakes import Office
from tests.flows.queues import does, work_the_queues


@pytest.fixture
def office() -> Office:
    office = Office()
    office.city = a_told_city()
    return office


def opened(office: Office, chat: str, key: str = "draft-1", **fields: Any) -> str:
    said = what_is_said(**{"phone": None} | fields)
    return hear(office.desk, said, Source(chat.partition(":")[0], key), chat=chat).request.number


def wrote(office: Office, network: Network, address: str, **before: float) -> None:
    """A person wrote from there so long ago."""
    key = key_hash(SECRET, "address", f"phone\n{address}" if address.startswith("+") else f"{network}\n{address}")
    office.chats.know(Known(key, "person", version=1), MONDAY + timedelta(days=30))
    heard = office.clock() - timedelta(**before)
    id = thread_id(office.desk, network, "person")
    office.chats.save(Thread(id, network, "person", address, heard=heard, version=1), MONDAY + timedelta(days=30))


def resolve(office: Office, number: str) -> None:
    office.clock.move(hours=1)
    does(office, number, "resolve", "officer", outcome="repaired", answer="Çukur kapatıldı.")
    work_the_queues(office)


def told(office: Office, number: str) -> dict[str, str]:
    """What became of each message to the citizen, by its channel."""
    return {each.errand.channel: each.state for each in office.ledger.of_request(number) if each.errand.to_reporter}


def test_the_number_said_in_the_chat_is_the_acknowledgement(office: Office) -> None:
    number = opened(office, "telegram:110201543")
    work_the_queues(office)
    assert Counter(each.errand.to_reporter for each in office.ledger.of_request(number)) == {False: 1}
    assert office.requests.rows[number].reach == "telegram"
    assert needs_pin(office.requests.rows[number])


def test_the_same_draft_opens_one_request_whatever_chat_is_named(office: Office) -> None:
    assert opened(office, "telegram:1") == opened(office, "telegram:1")
    again = hear(office.desk, what_is_said(phone=None), Source("telegram", "draft-1"), chat="telegram:2")
    assert not again.new


def test_the_result_goes_to_the_chat(office: Office) -> None:
    number = opened(office, "telegram:110201543", email="ayse@example.org")
    resolve(office, number)
    assert told(office, number) == {"telegram": "accepted"}
    (post,) = [post for post in office.provider.sent if post.provider == "telegram"]
    assert post.body["chat_id"] == 110201543
    assert f"{number[:4]}-{number[4:8]}-{number[8:]}" in post.body["text"]


def test_who_blocked_the_bot_is_told_by_the_next_way_and_never_there_again(office: Office) -> None:
    number = opened(office, "telegram:110201543", email="ayse@example.org")
    office.provider.down["telegram"] = Answer(403, "403", {"ok": False, "error_code": 403})
    resolve(office, number)
    assert told(office, number) == {"telegram": "settled_elsewhere", "email": "accepted"}
    assert {channel: stop.reason for channel, stop in stopped(office.desk, office.requests.rows[number]).items()} == {
        "telegram": "403"
    }


@pytest.mark.parametrize("network", ["messenger", "instagram"])
def test_outside_the_window_the_next_way_is_used_and_meta_is_not_asked(office: Office, network: Network) -> None:
    number = opened(office, f"{network}:2345", email="ayse@example.org")
    wrote(office, network, "2345", hours=30)
    resolve(office, number)
    assert told(office, number) == {network: "settled_elsewhere", "email": "accepted"}
    assert network not in {post.provider for post in office.provider.sent}


@pytest.mark.parametrize("network", ["messenger", "instagram"])
def test_within_the_window_the_chat_is_used(office: Office, network: Network) -> None:
    number = opened(office, f"{network}:2345", email="ayse@example.org")
    wrote(office, network, "2345", hours=2)
    resolve(office, number)
    assert told(office, number) == {network: "accepted"}


@pytest.mark.parametrize(("hours", "kind"), [(2, "text"), (30, "template")])
@pytest.mark.parametrize(("address", "field"), [("+905321112233", "to"), ("TR.1349", "recipient")])
def test_whatsapp_takes_free_words_within_the_window_and_the_template_outside(
    office: Office, hours: int, kind: str, address: str, field: str
) -> None:
    number = opened(office, f"whatsapp:{address}")
    wrote(office, "whatsapp", address, hours=hours)
    resolve(office, number)
    (post,) = [post for post in office.provider.sent if post.provider == "whatsapp-cloud"]
    assert (post.body["type"], post.body[field]) == (kind, address.removeprefix("+"))


def test_who_wrote_in_one_chat_is_one_citizen(office: Office) -> None:
    one, two = (opened(office, "telegram:1", key) for key in ("a", "b"))
    other = opened(office, "telegram:2", "c")
    by_phone = opened(office, "telegram:1", "d", phone="0532 111 22 33")
    requests = office.requests.rows
    assert requests[one].citizen == requests[two].citizen == citizen_key(SECRET, "telegram:1")
    assert requests[other].citizen != requests[one].citizen
    assert requests[by_phone].citizen == citizen_key(SECRET, "+905321112233")


def test_the_chat_is_a_part_of_the_person_and_of_nothing_that_outlives_it(office: Office) -> None:
    number = opened(office, "telegram:110201543")
    request = office.requests.rows[number]
    assert person_of(request.draft)["chat"] == "telegram:110201543"
    assert "110201543" not in str(opening_of(request))


def test_who_sees_the_contact_masked_sees_no_chat(office: Office) -> None:
    number = opened(office, "telegram:110201543")
    case = office.requests.cases[number]
    assert shown(case, "full").request.draft.chat
    assert [shown(case, sight).request.draft.chat for sight in ("masked", "history")] == ["", ""]


def test_the_window_of_one_person_opens_no_others(office: Office) -> None:
    number = opened(office, "messenger:1", email="ayse@example.org")
    wrote(office, "messenger", "2", hours=1)
    resolve(office, number)
    assert told(office, number)["messenger"] == "settled_elsewhere"
