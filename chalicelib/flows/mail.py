"""A mail or an SMS that names a request of its sender's is added to it; all else waits for a person."""

from __future__ import annotations

import re

from chalicelib.core.chat import Thread
from chalicelib.core.errors import NotFound
from chalicelib.core.inbound import Item
from chalicelib.core.tracking import read
from chalicelib.core.turn import Add, Found
from chalicelib.flows.acts import perform
from chalicelib.flows.desk import Desk
from chalicelib.flows.identify import Person

_NUMBER = re.compile(r"(?<!\d)\d{4}[- ]?\d{4}[- ]?\d{4}(?!\d)", re.ASCII)


def mail_turn(desk: Desk, thread: Thread, item: Item, person: Person) -> bool:
    """Whether it was added to the request that it names in its subject or its words: only where the network proves the
    sender (mails: DMARC) and the request is theirs by that very address. Raises TryLater."""
    if not item.trusted or item.kind != "text":
        return False
    for number in _named(item):
        request = desk.requests.read(number)
        if request is None:
            continue
        draft, who = request.draft, item.who
        theirs = who.id == draft.email if who.network == "email" else bool(who.phone) and who.phone == draft.phone
        if not theirs:
            continue
        known = Thread(thread.id, thread.network, thread.person, thread.address, numbers=(number,))
        match perform(desk, Add(number, item.text), known, person):
            case Found(briefs=(brief, *_)):
                return brief.may_add
        return False
    return False


def _named(item: Item) -> list[str]:
    """The request numbers in it that are numbers at all, at most three."""
    found = []
    for typed in _NUMBER.findall(f"{item.subject} {item.text}")[:3]:
        try:
            found.append(read(typed))
        except NotFound:
            continue
    return found
