"""The contacts of a day, as those at the desk see them."""

from __future__ import annotations

from datetime import date, timedelta

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.city import City
from chalicelib.core.contacts import Contact, subject_words
from chalicelib.core.moments import TURKEY, local_day, say_day
from chalicelib.core.rights import CONFIDENTIAL
from chalicelib.core.tracking import show as show_number
from chalicelib.entry import staff_words
from chalicelib.entry.staff_visit import Visit, show
from chalicelib.flows import contacts

DAY = timedelta(days=1)
PATH = "/personel/temas/gun"


def show_day(visit: Visit) -> Response:
    """The contacts of the local day that was asked for, else of today, newest first; without what is a person's own."""
    desk = wire.desk()
    day = _day(visit.query.get("gun", ""), local_day(desk.now()))
    entitled = bool(visit.actor.roles & CONFIDENTIAL)
    found, cursor = contacts.day(desk, day, visit.actor.name, confidential=entitled, after=visit.query.get("devam", ""))
    return show(
        "contacts.html",
        visit,
        PATH,
        visit.say("console.contacts.title"),
        current="contacts",
        day=day,
        day_words=say_day(day, visit.language),
        before=day - DAY,
        after=day + DAY if day < local_day(desk.now()) else None,
        rows=[row(contact, desk.city, visit) for contact in found],
        cursor=cursor,
    )


def row(contact: Contact, city: City, visit: Visit) -> dict[str, str]:
    """A contact as a list shows it, by column."""
    to = contact.to
    return {
        "time": f"{contact.at.astimezone(TURKEY):%H.%M}",
        "day": say_day(local_day(contact.at), visit.language),
        "channel": visit.say(f"contact.channel.{contact.channel}"),
        "subject": subject_words(contact.subject, city, wire.wording(), visit.language),
        "outcome": visit.say(f"contact.outcome.{contact.outcome}"),
        "to": staff_words.unit(to, city, visit.language) if to in city.units or not to else
              staff_words.body(to, city, visit.language),
        "staff": staff_words.person(contact.staff, city),
        "number": show_number(contact.number) if contact.number else "",
    }  # fmt: skip


def _day(typed: str, today: date) -> date:
    try:
        asked = date.fromisoformat(typed)
    except ValueError:
        return today
    return min(asked, today)
