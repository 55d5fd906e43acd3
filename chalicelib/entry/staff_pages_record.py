"""A new record: who calls is looked up, then it is a contact in two clicks, or a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.contact import read_email, read_phone, spell_phone
from chalicelib.core.contacts import CHANNELS, OUTCOMES, Contact, subject_words, subjects
from chalicelib.core.errors import Fault, Invalid, KeyReused, NotFound, TryLater
from chalicelib.core.moments import say_moment
from chalicelib.core.reach import channels_to_choose
from chalicelib.core.request import Request, chat_channel, needs_pin
from chalicelib.core.rights import sight
from chalicelib.core.text import sort_key_tr
from chalicelib.core.tracking import read
from chalicelib.core.tracking import show as show_number
from chalicelib.core.understand import REQUIRED
from chalicelib.entry import form, staff_words, views
from chalicelib.entry.form_page import KINDS, Shown
from chalicelib.entry.rim import read_error, say_fault
from chalicelib.entry.staff_guard import say_failure
from chalicelib.entry.staff_pages_contacts import row
from chalicelib.entry.staff_receipt import receipt_of
from chalicelib.entry.staff_visit import Visit, show
from chalicelib.flows import contacts, work
from chalicelib.flows.intake import Opened
from chalicelib.flows.track import expected_proof

PATH = "/personel/kayit"
# What the request form carries; the labels of those that the citizen's form has too are web.form's.
FIELDS = (
    "service_code", "description", "kind", "address", "district", "neighbourhood", "channel", "phone", "email",
    "first_name", "last_name", "on_behalf_of", "legal_basis", "muhtar", "hide_identity", "do_not_call",
    "notify_by",
)  # fmt: skip
FLAGS = ("hide_identity", "do_not_call")
CONTACT = ("channel", "subject", "outcome", "to", "number", "note", "phone", "email")
LABELS = {"service_code": "console.record.service", "description": "console.record.text",
          "channel": "console.record.channel", "legal_basis": "console.request.basis",
          "on_behalf_of": "web.form.on-behalf-of", "first_name": "web.form.first-name",
          "last_name": "web.form.last-name", "notify_by": "web.form.notify"}  # fmt: skip
PLACES = ("lat", "long", "location")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why one of the two forms is shown again: "contact" or "request", the status, and what is wrong."""

    of: str
    status: int
    lead: str
    faults: tuple[Fault, ...] = ()


def show_new(visit: Visit) -> Response:
    """Ask who is calling; below it the two forms, empty."""
    return _page(visit, {})


def look_up(visit: Visit, fields: Mapping[str, str]) -> Response:
    """Open requests and last contacts of whoever calls; what was typed fills the forms."""
    typed = fields.get("q", "").strip()[:254]
    if not typed:
        return _page(visit, {})
    try:
        found = work.find(wire.desk(), visit.actor, typed)
    except Invalid as error:
        return _page(visit, {"q": typed}, wrong=say_fault(error.faults[0], visit.language), status=400)
    except NotFound as error:
        words = say_failure(error.code, visit.language)
        return _page(visit, {"q": typed}, wrong=words, status=read_error(error)[0])
    return _page(visit, {"q": typed} | _meant(typed), found=found)


def log_contact(visit: Visit, fields: Mapping[str, str]) -> Response:
    """The contact that was logged, or the page with what is wrong and everything typed."""
    desk, actor = wire.desk(), visit.actor
    said = {name: fields[name] for name in CONTACT if fields.get(name)}
    key = form.read_key(fields, desk.now())
    try:
        logged = contacts.log_contact(desk, said, key.id, actor)
    except Invalid as error:
        lead = visit.say("console.errors-lead")
        return _page(visit, fields, trouble=Trouble("contact", 400, lead, error.faults))
    except TryLater as error:
        return _page(visit, fields, trouble=Trouble("contact", read_error(error)[0], visit.say("console.later")))
    return _page(visit, {}, logged=logged)


def open_request(visit: Visit, fields: Mapping[str, str]) -> Response:
    """The number (201, or 200 where the same form had opened it), or the page with everything typed."""
    desk = wire.desk()
    said: dict[str, object] = {name: fields[name] for name in FIELDS if fields.get(name) and name != "muhtar"}
    said |= {name: True for name in FLAGS if fields.get(name)}
    said |= {"requester": "muhtar"} if fields.get("muhtar") else {}
    key = form.read_key(fields, desk.now())
    try:
        opened = work.open_for(desk, visit.actor, said, key.id)
    except Invalid as error:
        trouble = Trouble("request", 400, visit.say("console.errors-lead"), error.faults)
    except KeyReused as error:
        trouble = Trouble("request", 422, visit.say("console.record.reused", number=show_number(error.number)))
        fields = dict(fields) | {"key": ""}
    except TryLater as error:
        trouble = Trouble("request", read_error(error)[0], visit.say("console.later"))
    else:
        return _opened(visit, opened)
    return _page(visit, fields, trouble=trouble)


def _opened(visit: Visit, opened: Opened) -> Response:
    desk, language, request = wire.desk(), visit.language, opened.request
    number = show_number(request.number)
    sealed = sight(visit.actor, request, desk.city) != "full"
    return show(
        "recorded.html",
        visit,
        PATH,
        visit.say("console.record.done"),
        current="record",
        status=201 if opened.new else 200,
        new=opened.new,
        number=number,
        pin=expected_proof(desk, request) if needs_pin(request) else "",
        moment=say_moment(request.state.promise, language),
        badge_of=staff_words.badge(request.state.promise, desk.now(), request.state.unit, desk.city, language),
        notice=desk.city.dangers.get(request.emergency),
        handled=views.handled_by(desk, request, language),
        reach=_reach(request, visit),
        receipt=receipt_of(request, visit, desk) if sealed else None,
    )


def _reach(request: Request, visit: Visit) -> str:
    draft = request.draft
    if request.reach == chat_channel(draft):
        return visit.say("console.record.reach.chat", to=visit.say(f"sent.channel.{request.reach}"))
    phone = spell_phone(draft.phone)
    to = {"sms": phone, "whatsapp": phone, "call": phone, "email": draft.email}.get(request.reach, "")
    code = "call-refused" if request.reach == "call" and draft.do_not_call else request.reach
    return visit.say(f"console.record.reach.{code}", to=to)


def _page(
    visit: Visit,
    typed: Mapping[str, str],
    *,
    found: work.Found | None = None,
    trouble: Trouble | None = None,
    wrong: str = "",
    logged: Contact | None = None,
    status: int = 200,
) -> Response:
    desk, language = wire.desk(), visit.language
    city, faults = desk.city, trouble.faults if trouble else ()
    values: dict[str, Any] = dict.fromkeys(("q", "minted", *FIELDS, *CONTACT), "")
    values |= {"channel": "phone", "legal_basis": "service"} | {name: typed.get(name, "") for name in typed}
    errors = {"location" if fault.field in PLACES else fault.field: say_fault(fault, language) for fault in faults}
    districts = sorted((district.name for district in city.districts), key=sort_key_tr)
    return show(
        "record.html",
        visit,
        PATH,
        visit.say("console.record.title"),
        current="record",
        status=trouble.status if trouble else status,
        failed=bool(trouble or wrong),
        typed=values,
        wrong=wrong,
        looked_up=found is not None,
        ready=found is None and trouble is None,
        found=staff_words.rows(found.entries, city.desk, desk.now(), city, language) if found else [],
        met=[row(contact, city, visit) for contact in found.contacts] if found else [],
        trouble=trouble,
        faults=[_shown(fault, trouble.of, visit) for fault in faults] if trouble else [],
        contact_errors=errors if trouble and trouble.of == "contact" else {},
        errors=errors if trouble and trouble.of == "request" else {},
        form_key=form.read_key(typed, desk.now()) if trouble else form.mint(desk.now()),
        subjects=[(code, subject_words(code, city, desk.wording, language)) for code in subjects(city)],
        outcomes=OUTCOMES,
        channels=[(code, visit.say(f"contact.channel.{code}")) for code in CHANNELS],
        put_through=staff_words.units(city, language) + staff_words.bodies(city, language),
        services=staff_words.services(city, language),
        kinds=[(kind, visit.say(f"web.kind.{kind}")) for kind in KINDS],
        districts=[(name, name) for name in districts],
        ways=[(way, visit.say(f"web.form.notify.{way}")) for way in channels_to_choose(city)],
        bases=[(basis, visit.say(f"basis.{basis}")) for basis in REQUIRED],
        may_open=visit.actor.may("open"),
        logged=visit.say(
            "console.record.contact-saved",
            subject=subject_words(logged.subject, city, desk.wording, language),
            outcome=visit.say(f"contact.outcome.{logged.outcome}"),
        ) if logged else "",
    )  # fmt: skip


def _shown(fault: Fault, of: str, visit: Visit) -> Shown:
    field = "location" if fault.field in PLACES else fault.field
    message = say_fault(fault, visit.language)
    if of == "contact":
        label = visit.say(f"contact.field.{field}") if field in CONTACT else ""
        return Shown(label, f"contact-{field}" if field in CONTACT else "", message)
    if field not in FIELDS:
        return Shown("", "", message)
    label = visit.say(LABELS.get(field, f"web.form.{field}"))
    return Shown(label, f"request-{field}", message)


def _meant(typed: str) -> dict[str, str]:
    """The field that what was looked up fills: the number, the e-mail or the phone."""
    try:
        return {"number": show_number(read(typed))}
    except NotFound:
        pass
    try:
        return {"email": read_email(typed)} if "@" in typed else {"phone": spell_phone(read_phone(typed).e164)}
    except Invalid:
        return {}
