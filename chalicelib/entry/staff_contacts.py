"""The staff API's contacts: logged, and listed by day."""

from __future__ import annotations

from datetime import date

from chalice.app import Request, Response

from chalicelib import wire
from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.moments import local_day
from chalicelib.core.rights import CONFIDENTIAL, Actor
from chalicelib.entry import staff_answers
from chalicelib.entry.public_api import read_object, told
from chalicelib.entry.rim import body_of, language_of
from chalicelib.entry.staff_requests import key_of, query
from chalicelib.flows import contacts


def log(request: Request, actor: Actor) -> Response:
    """Log a contact that needs no request; the same key logs it once."""
    desk, language = wire.desk(), language_of(request)
    key = key_of(request)
    contact = contacts.log_contact(desk, read_object(body_of(request)), key, actor)
    return told(staff_answers.contact(desk, contact, language), language, status=201, headers={"Idempotency-Key": key})


def of_day(request: Request, actor: Actor) -> Response:
    """The contacts of a local day, today's if none is said, newest first."""
    desk, language = wire.desk(), language_of(request)
    asked = query(request, ("day", "cursor"))
    day = _day(asked("day")) if asked("day") else local_day(desk.now())
    open_to = bool(actor.roles & CONFIDENTIAL)
    found, cursor = contacts.day(desk, day, actor.name, confidential=open_to, after=asked("cursor"))
    listed = [staff_answers.contact(desk, each, language) for each in found]
    return told({"day": day.isoformat(), "contacts": listed, "cursor": cursor}, language)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(Fault("day", "day")) from error
