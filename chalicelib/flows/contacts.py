"""A contact that needs no request is logged, and a caller who comes again is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from chalicelib.core.contact import read_email, read_phone
from chalicelib.core.contacts import Contact, citizen_key, is_confidential, read_contact
from chalicelib.core.errors import Fault, Invalid, NotFound
from chalicelib.core.rights import Actor, sight
from chalicelib.core.tracking import key_hash
from chalicelib.flows.desk import Desk

PAGE = 50
LAST = 10

_CURSOR = re.compile(r"[0-9T:.Z-]{24}#[0-9a-f]{32}")  # time#id, as the table sorts them


def log_contact(desk: Desk, said: Mapping[str, object], key: str, actor: Actor) -> Contact:
    """Log what `actor` said of a contact, or give what the same `key` of theirs logged before.

    `key` is the form's or the caller's idempotency key. One conditional put; a read more where the contact names a
    request, and on a repeat. Raises Invalid (every fault at once; "not-found" for a request that they may not know of;
    "contact-logged" if the key logged something else before), TryLater.
    """
    now, staff = desk.now(), actor.name
    unit = next((hat.unit for hat in actor.hats if hat.unit), desk.city.desk)
    contact = read_contact(
        said, desk.city, id=key_hash(desk.secret, "contact", f"{staff}\n{key}"), at=now, staff=staff, unit=unit
    )
    if contact.number:
        about = desk.requests.read(contact.number)
        if about is None or sight(actor, about, desk.city) == "none":
            raise Invalid(Fault("number", "not-found"))
    citizen = citizen_key(desk.secret, contact.phone or contact.email)
    if desk.contacts.add(contact, citizen, now + timedelta(days=desk.city.contact_days)):
        desk.log.info(
            "contact logged", channel=contact.channel, subject=contact.subject, outcome=contact.outcome, unit=unit
        )
        return contact
    standing = desk.contacts.read(contact.id)
    if standing is None or standing != replace(contact, at=standing.at, unit=standing.unit):
        raise Invalid(Fault("", "contact-logged"))
    return standing


def day(
    desk: Desk, on: date, staff: str, *, confidential: bool, limit: int = PAGE, after: str = ""
) -> tuple[list[Contact], str]:
    """The contacts of a local day without what is a person's own, newest first, and the cursor of the next page.

    Unless `confidential`, those that are so are left out, so that a page may hold fewer than `limit`, and a request is
    named only in what `staff` logged: others may have named one that `staff` may not know of. The cursor is "" on the
    last page. One query. Raises Invalid ("contact-after") for a cursor that is none, TryLater.
    """
    if after and not _CURSOR.fullmatch(after):
        raise Invalid(Fault("after", "contact-after"))
    found, cursor = desk.contacts.of_day(on, limit, after)
    return _shown(desk, found, staff, confidential), cursor


def of_caller(desk: Desk, typed: str, staff: str, *, confidential: bool, limit: int = LAST) -> list[Contact]:
    """The last contacts of whoever has this phone or e-mail, as typed, newest first, as `day` shows them.

    One query. Raises Invalid ("phone", "email"), TryLater.
    """
    reached = read_email(typed) if "@" in typed else read_phone(typed).e164
    return of_citizen(desk, citizen_key(desk.secret, reached), staff, confidential=confidential, limit=limit)


def of_citizen(desk: Desk, citizen: str, staff: str, *, confidential: bool, limit: int = LAST) -> list[Contact]:
    """The last contacts of a citizen, by their keyed hash, newest first, as `day` shows them. One query. Raises
    TryLater."""
    return _shown(desk, desk.contacts.of_citizen(citizen, limit), staff, confidential)


def see(desk: Desk, id: str, staff: str, *, confidential: bool) -> Contact:
    """All of one contact, with note, phone and e-mail; the log says who looked.

    One get. Raises NotFound ("contact-not-found"), for a confidential one as well unless `confidential`; TryLater.
    """
    found = desk.contacts.read(id) if id else None
    shown = _shown(desk, [found], staff, confidential) if found else []
    if not shown:
        raise NotFound("contact-not-found")
    desk.log.info("contact read", contact=id, staff=staff)
    return shown[0]


def _shown(desk: Desk, contacts: Iterable[Contact], staff: str, confidential: bool) -> list[Contact]:
    if confidential:
        return list(contacts)
    return [
        contact if contact.staff == staff else replace(contact, number="")
        for contact in contacts
        if not is_confidential(contact, desk.city)
    ]
