"""A desk with conversations: one that waits, what is said in it, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.core.chat import Kept, Thread
from chalicelib.core.inbound import Item, Kind, Network, Who
from chalicelib.core.people import Person
from chalicelib.flows import chat_work
from tests.build import a_staffed_city, an_actor
from tests.fakes import Office

ID = "C" + "1" * 24
QUARTER = timedelta(minutes=15)
OPERATOR, SUPERVISOR, AID, OFFICER = (an_actor(who) for who in ("operator", "supervisor", "aid", "officer"))


def an_office() -> Office:
    """A staffed centre whose supervisor has a mailbox."""
    city = a_staffed_city()
    people = {
        **city.people,
        "second": Person("second", "İkinci", "operator", "cagri-merkezi"),
        "supervisor": replace(city.people["supervisor"], email="sorumlu@izmir.example.org"),
    }
    return Office(city=replace(city, people=people))


def waits(office: Office, *said: str, **fields: object) -> Thread:
    """A conversation that waits for a person since now, in which these words were said."""
    told = {
        "id": ID, "network": "whatsapp", "person": "p", "address": "+905321112233", "name": "Ayşe Yılmaz",
        "phone": "+905321112233", "opened": office.clock(), "heard": office.clock(), "version": 1, "mode": "waiting",
        "since": office.clock(), "promise": office.clock() + QUARTER, "why": "human",
    } | fields  # fmt: skip
    thread = Thread(**told)  # type: ignore[arg-type]  # fields of Thread
    assert office.chats.save(thread, office.clock() + timedelta(days=1))
    for place, text in enumerate(said):
        hears(office, thread, f"m{place}", text=text)
    return thread


def hears(office: Office, thread: Thread, key: str, kind: Kind = "text", **fields: object) -> Kept:
    """One more message of the person; the thread itself stays as it is."""
    network: Network = thread.network
    item = Item(key, Who(network, "u1", name=thread.name), kind=kind, **fields)  # type: ignore[arg-type]  # of Item
    kept = Kept(key, office.clock(), thread.id, item=item)
    office.chats.keep(kept, office.clock() + timedelta(days=1))
    office.clock.move(seconds=1)
    return kept


def now_is(office: Office, id: str = ID) -> Thread:
    thread = office.chats.thread(id)
    assert thread
    return thread


def ours(office: Office, id: str = ID) -> list[str]:
    """What was said to the person, in order."""
    messages = chat_messages(office, id)
    return [each.reply.text for each in messages if each.reply and not each.note and each.role == "chat"]


def notes(office: Office, id: str = ID) -> list[tuple[str, str]]:
    """Who noted what, or did what."""
    return [
        (each.author, each.reply.code or each.reply.text)
        for each in chat_messages(office, id)
        if each.note and each.reply
    ]


def chat_messages(office: Office, id: str) -> list[Kept]:
    return list(reversed(office.chats.messages(id, 100)[0]))


def claimed(office: Office, *said: str, **fields: object) -> Thread:
    waits(office, *said, **fields)
    return chat_work.claim(office.desk, OPERATOR, ID, 1)
