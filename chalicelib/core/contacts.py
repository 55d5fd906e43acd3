"""A contact (temas): a call, visit, mail or mention that was answered without opening a request."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.city import City
from chalicelib.core.contact import read_email, read_phone
from chalicelib.core.errors import Fault, Invalid, NotFound
from chalicelib.core.text import clean
from chalicelib.core.tracking import key_hash, read
from chalicelib.core.wording import Wording

CHANNELS = ("phone", "counter", "letter", "social", "whatsapp", "email")
OUTCOMES = ("informed", "transferred", "no_answer", "hung_up", "called_back", "told")
# What people ask for beside the city's groups of services.
OWN_SUBJECTS = ("status", "switchboard", "other")

# What may be said of a contact, and the longest it may be, in characters.
LIMITS = {
    "channel": 20,
    "subject": 64,
    "outcome": 20,
    "to": 64,
    "number": 80,
    "note": 500,
    "phone": 40,
    "email": 254,
}


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact, logged at `at` (aware UTC) by `staff` of `unit`; empty strings where nothing was said.

    `to` is the unit or body it was put through to, `number` the request it was about. `note`, `phone` and `email` are
    a person's own; a contact in a list comes without them.
    """

    id: str
    at: datetime
    channel: str
    subject: str
    outcome: str
    staff: str
    unit: str
    to: str = ""
    number: str = ""
    note: str = ""
    phone: str = ""
    email: str = ""


def read_contact(said: Mapping[str, object], city: City, *, id: str, at: datetime, staff: str, unit: str) -> Contact:
    """The Contact in what was said, a mapping of LIMITS' names to texts; None and blank text count as unsaid.

    Subject and outcome are enough: what names no channel was a call. `transferred` also names whom `to`, `told` the
    `number` of the request whose result was told. Raises Invalid with every fault at once.
    """
    faults = [Fault(clean(str(name)[:80], lines=False)[:40], "unknown-field") for name in said if name not in LIMITS]
    told: dict[str, str] = {}
    for name in LIMITS:
        try:
            told[name] = _read(name, said.get(name), city)
        except Invalid as error:
            faults += error.faults
    outcome = told.get("outcome")
    needed = ["subject", "outcome", *(["to"] if outcome == "transferred" else ["number"] if outcome == "told" else [])]
    faults += [Fault(name, "required") for name in needed if told.get(name) == ""]
    if faults:
        raise Invalid(*faults)
    told["channel"] = told["channel"] or "phone"
    return Contact(id=id, at=at, staff=staff, unit=unit, **told)


def subjects(city: City) -> tuple[str, ...]:
    """What a contact can be about: the city's groups of services, then OWN_SUBJECTS; "other" comes last."""
    codes = dict.fromkeys((*(group.code for group in city.groups), *OWN_SUBJECTS))
    return (*(code for code in codes if code != "other"), "other")


def subject_words(subject: str, city: City, wording: Wording, language: str) -> str:
    """A subject as people read it; the bare code of a group that the city has no more."""
    for group in city.groups:
        if group.code == subject:
            return group.label.say(language)
    return wording.say(f"contact.subject.{subject}", language) if subject in OWN_SUBJECTS else subject


def channel_of(network: str) -> str:
    """A network (core/inbound) as a channel of contacts; an SMS comes by phone."""
    return network if network in CHANNELS else "phone" if network == "sms" else "social"


def is_confidential(contact: Contact, city: City) -> bool:
    """Whether only those entitled may see it: every service of its group is confidential, as with social aid."""
    group = [service.confidential for service in city.services.values() if service.group == contact.subject]
    return bool(group) and all(group)


def citizen_key(secret: bytes, reached: str) -> str:
    """The keyed hash under which a citizen is found again, of the phone in E.164 or else the e-mail; "" for neither."""
    return key_hash(secret, "citizen", reached) if reached else ""


def _read(name: str, value: object, city: City) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Invalid(Fault(name, "must-be-text"))
    limit = LIMITS[name]
    text = clean(value, lines=name == "note") if len(value) <= 4 * limit else value  # longer is not worth cleaning
    if len(text) > limit:
        raise Invalid(Fault(name, "too-long", (("limit", str(limit)),)))
    return _meant(name, text, city) if text else ""


def _meant(name: str, text: str, city: City) -> str:
    if name == "note":
        return text
    if name == "phone":
        return read_phone(text).e164
    if name == "email":
        return read_email(text)
    if name == "number":
        try:
            return read(text)
        except NotFound as error:
            raise Invalid(Fault(name, error.code)) from error
    if text not in _choices(name, city):
        raise Invalid(Fault(name, f"contact-{name}"))
    return text


def _choices(name: str, city: City) -> Collection[str]:
    if name == "to":
        return {*city.units, *city.bodies}
    return {"channel": CHANNELS, "subject": subjects(city), "outcome": OUTCOMES}[name]
