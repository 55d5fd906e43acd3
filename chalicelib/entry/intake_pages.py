"""The pages on the way of a request: choose the matter, fill in the form, get the number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.case import Case
from chalicelib.core.city import City, Danger, Service
from chalicelib.core.errors import Fault, Invalid, KeyReused, TryLater
from chalicelib.core.reach import channels_to_choose
from chalicelib.core.request import needs_pin
from chalicelib.core.routing import danger_in
from chalicelib.core.text import fold, sort_key_tr
from chalicelib.core.tracking import show
from chalicelib.core.understand import FLAGS, LIMITS, POINT, REQUIRED
from chalicelib.entry import form, views
from chalicelib.entry.form import FormKey
from chalicelib.entry.pages import pick, say, show_page
from chalicelib.entry.rim import read_error, say_error, say_fault
from chalicelib.flows.desk import Desk
from chalicelib.flows.intake import Opened, Source, hear
from chalicelib.flows.track import expected_proof

NO_BREAK_DASH = "\u2011"
KINDS = ("request", "complaint", "suggestion", "report", "thanks", "inquiry")
# Where who finds no matter may write; a catalogue without it shows no such button.
CATCH_ALL = "meta.other"
# What a field is called in the summary of errors, where its label is another sentence than `web.form.<field>`.
LABELS = {
    "legal_basis": "basis",
    "on_behalf_of": "on-behalf-of",
    "first_name": "first-name",
    "last_name": "last-name",
    "notify_by": "notify",
}


Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the form is shown again: the status, what the summary says, and the faults if the citizen can mend them."""

    status: int
    heading: str
    lead: str
    faults: tuple[Fault, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """A fault as the summary shows it: the field's label, "" where the message begins with it; the anchor of its input,
    "" for the whole form; and the message."""

    label: str
    anchor: str
    message: str


def show_matters(language: str, *, failed: bool = False) -> Response:
    """The matters to choose from; `failed` says that the one just chosen is not among them."""
    city = wire.city()
    listed = [service for service in city.services.values() if service.listed]
    grouped = [(group, [each for each in listed if each.group == group.code]) for group in city.groups]
    return show_page(
        "matter.html",
        language,
        "/basvuru",
        say("web.matter.title", language),
        status=400 if failed else 200,
        stored=not failed,
        urgent=True,
        failed=failed,
        groups=[(group, services) for group, services in grouped if services],
        catch_all=CATCH_ALL if CATCH_ALL in city.services and city.services[CATCH_ALL].listed else "",
    )


def show_form(service: Service, key: FormKey, language: str) -> Response:
    """The empty form of a service."""
    return _form(service, key, language, {})


def answer_form(desk: Desk, fields: Typed) -> Response:
    """What a form that was sent leads to: the number, or the same form again with everything typed."""
    language = pick(fields.get("lang"))
    service = desk.city.services.get(fields.get("service_code", ""))
    if not service:
        return show_matters(language, failed=True)
    key = form.read_key(fields, desk.now())
    try:
        opened = hear(desk, form.what_is_said(fields, language), Source("web", key.id, key.at))
    except Invalid as error:
        return show_faults(service, key, language, fields, error)
    except KeyReused as error:
        return show_reused(service, form.mint(desk.now()), language, fields, error)
    except TryLater as error:
        return show_later(service, key, language, fields, error)
    return show_opened(desk, opened, language)


def show_faults(service: Service, key: FormKey, language: str, typed: Typed, error: Invalid) -> Response:
    """The form with everything that was typed and what is wrong with it (400)."""
    trouble = Trouble(400, say("web.form.errors", language), say("web.form.errors-lead", language), error.faults)
    return _form(service, key, language, typed, trouble)


def show_reused(service: Service, fresh: FormKey, language: str, typed: Typed, error: KeyReused) -> Response:
    """The form with a fresh key, saying that the same form opened another request already (422)."""
    number = show(error.number).replace("-", NO_BREAK_DASH)
    heading = say("web.form.reused", language, number=number)
    return _form(service, fresh, language, typed, Trouble(422, heading, say("web.form.reused-lead", language)))


def show_later(service: Service, key: FormKey, language: str, typed: Typed, error: TryLater) -> Response:
    """The form as it was sent, to be sent again a little later with the same key (503)."""
    status, code, _, headers = read_error(error)
    trouble = Trouble(status, say("web.form.errors", language), say_error(code, language), headers=headers)
    return _form(service, key, language, typed, trouble)


def show_opened(desk: Desk, opened: Opened, language: str) -> Response:
    """The number, and what happens next: 201, or 200 where an earlier call had opened it."""
    request = opened.request
    number = show(request.number)
    pin = expected_proof(desk, request) if needs_pin(request) else ""
    return show_page(
        "opened.html",
        language,
        f"/takip/{number}",
        say("web.done.title", language),
        status=201 if opened.new else 200,
        headers={"Location": desk.tracking_url(request.number)} if opened.new else {},
        request=request,
        new=opened.new,
        number=number,
        pin=pin,
        pin_note=say("web.card.pin-kept" if request.reach == "email" else "web.card.pin-only", language),
        notice=desk.city.dangers.get(request.emergency),
        promise=views.promise_of(desk, Case(request), language, desk.now(), explained=True),
        handled=views.handled_by(desk, request, language),
        reach=views.reach_words(desk, request, language),
        follow=views.follow_words(desk, request, language),
    )


def _form(service: Service, key: FormKey, language: str, typed: Typed, trouble: Trouble | None = None) -> Response:
    city, wording = wire.city(), wire.wording()
    faults = trouble.faults if trouble else ()
    kept = {name: typed.get(name, "") for name in (*LIMITS, *FLAGS, *POINT)}
    kept["legal_basis"] = kept["legal_basis"] or service.basis or "service"
    if any(fault.field in POINT for fault in faults):
        kept |= dict.fromkeys(POINT, "")  # nobody could correct these by hand
    within = views.within(service, city, wording, language)
    districts = sorted((district.name for district in city.districts), key=sort_key_tr)
    return show_page(
        "form.html",
        language,
        f"/basvuru/{service.code}",
        say("web.form.title", language, service=service.label.say(language)),
        status=trouble.status if trouble else 200,
        headers=trouble.headers if trouble else {},
        urgent=True,
        failed=trouble is not None,
        trouble=trouble,
        service=service,
        notice=_danger(service, kept["description"], city),
        promise=say("web.form.promise", language, within=within),
        referred=views.referred_at_once(service, city, wording, language),
        form_key=key,
        typed=kept,
        errors=_beside(faults, language),
        faults=[_shown(fault, language) for fault in faults],
        longest=LIMITS["description"],
        kinds=[(kind, say(f"web.kind.{kind}", language)) for kind in KINDS],
        districts=[("", say("web.form.district-none", language)), *((name, name) for name in districts)],
        ways=["", *channels_to_choose(city)],
        bases=list(REQUIRED),
    )


def _danger(service: Service, text: str, city: City) -> Danger | None:
    return city.dangers.get(service.danger or danger_in(fold(text), city))


def _beside(faults: tuple[Fault, ...], language: str) -> dict[str, str]:
    """The sentence beside each field; "" where nothing is wrong."""
    beside = dict.fromkeys((*LIMITS, "location"), "")
    for fault in reversed(faults):
        beside[_anchor(fault)] = say_fault(fault, language)
    return beside


def _shown(fault: Fault, language: str) -> Shown:
    anchor = _anchor(fault)
    message = say_fault(fault, language)
    if anchor not in LIMITS:
        return Shown("", anchor if anchor == "location" else "", message)
    label = say(f"web.form.{LABELS.get(anchor, anchor)}", language)
    return Shown("" if message.startswith(label) else label, anchor, message)


def _anchor(fault: Fault) -> str:
    return "location" if fault.field in POINT else fault.field
