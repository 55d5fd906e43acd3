"""The pages on the way of a request: choose the matter, fill in the form, get the number."""

from __future__ import annotations

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.case import Case
from chalicelib.core.city import Service
from chalicelib.core.errors import Fault, Invalid, KeyReused, Refused, TryLater
from chalicelib.core.heard import LIMITS
from chalicelib.core.lexicon import danger_told
from chalicelib.core.quotas import QUICK_COST
from chalicelib.core.request import needs_pin
from chalicelib.core.suggest import suggest
from chalicelib.core.text import clean
from chalicelib.core.tracking import show
from chalicelib.entry import form, form_page, views
from chalicelib.entry.form import FormKey
from chalicelib.entry.form_page import Trouble, Typed
from chalicelib.entry.pages import pick, say, show_page
from chalicelib.entry.rim import read_error, say_why
from chalicelib.flows.desk import Desk
from chalicelib.flows.intake import Opened, Source, hear
from chalicelib.flows.track import expected_proof

NO_BREAK_DASH = "\u2011"
# Where who finds no matter may write; a catalogue without it shows no such button.
CATCH_ALL = "meta.other"


def show_matters(language: str, *, words: str = "", failed: bool = False) -> Response:
    """The matters to choose from, those that `words` could be about before all others; `failed` says that the one just
    chosen is not among them."""
    city = wire.city()
    words = clean(words[: 2 * LIMITS["description"]], lines=True)[: LIMITS["description"]]
    listed = [service for service in city.services.values() if service.listed]
    grouped = [(group, [each for each in listed if each.group == group.code]) for group in city.groups]
    return show_page(
        "matter.html",
        language,
        "/basvuru",
        say("web.matter.title", language),
        status=400 if failed else 200,
        stored=not failed and not words,
        urgent=True,
        failed=failed,
        words=words,
        suggested=[city.services[each.service] for each in suggest(words, city)] if words else [],
        notice=city.dangers.get(danger_told(words, city)) if words else None,
        groups=[(group, services) for group, services in grouped if services],
        catch_all=CATCH_ALL if CATCH_ALL in city.services and city.services[CATCH_ALL].listed else "",
    )


def show_form(service: Service, key: FormKey, language: str, words: str = "") -> Response:
    """The form of a service, empty but for the `words` that led to it."""
    return form_page.show(service, key, language, {"description": words} if words else {})


def answer_form(desk: Desk, fields: Typed, caller: str) -> Response:
    """What a form that `caller` sent leads to: the number, or the same form again with everything typed."""
    language = pick(fields.get("lang"))
    service = desk.city.services.get(fields.get("service_code", ""))
    if not service:
        return show_matters(language, failed=True)
    key = form.read_key(fields, desk.now())
    if fields.get(form.TRAP):
        return show_faults(service, key, language, fields, Invalid(Fault(form.TRAP, "website")))
    cost = QUICK_COST if form.is_quick(key, desk.now()) else 1
    source = Source("web", key.id, key.at, caller=caller, cost=cost)
    try:
        opened = hear(desk, form.what_is_said(fields, language, service.questions), source, asks=True)
    except Invalid as error:
        return show_faults(service, key, language, fields, error)
    except KeyReused as error:
        return show_reused(service, form.mint(desk.now()), language, fields, error)
    except (Refused, TryLater) as error:
        return show_later(service, key, language, fields, error)
    return show_opened(desk, opened, language)


def show_faults(service: Service, key: FormKey, language: str, typed: Typed, error: Invalid) -> Response:
    """The form with everything that was typed and what is wrong with it (400)."""
    trouble = Trouble(400, say("web.form.errors", language), say("web.form.errors-lead", language), error.faults)
    return form_page.show(service, key, language, typed, trouble)


def show_reused(service: Service, fresh: FormKey, language: str, typed: Typed, error: KeyReused) -> Response:
    """The form with a fresh key, saying that the same form opened another request already (422)."""
    number = show(error.number).replace("-", NO_BREAK_DASH)
    heading = say("web.form.reused", language, number=number)
    return form_page.show(service, fresh, language, typed, Trouble(422, heading, say("web.form.reused-lead", language)))


def show_later(service: Service, key: FormKey, language: str, typed: Typed, error: TryLater | Refused) -> Response:
    """The form as it was sent, to be sent again a little later with the same key (503; 429 beyond a limit)."""
    status, code, _, headers = read_error(error)
    trouble = Trouble(status, say("web.form.errors", language), say_why(error, code, language), headers=headers)
    return form_page.show(service, key, language, typed, trouble)


def show_opened(desk: Desk, opened: Opened, language: str) -> Response:
    """The number, and what happens next: 201, or 200 where an earlier call had opened it."""
    request = opened.request
    number = show(request.number)
    # Who only says the same as somebody else is not told how to prove it: it came by mail to whoever said it first.
    pin = expected_proof(desk, request) if needs_pin(request) and not opened.folded else ""
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
