"""The form of a service as a page: empty, with what was carried into it, or back with what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.city import Channel, City, Danger, Service
from chalicelib.core.errors import Fault
from chalicelib.core.files import FILE_ID
from chalicelib.core.heard import FLAGS, LIMITS, MOST_FILES, POINT
from chalicelib.core.reach import channels_to_choose
from chalicelib.core.routing import danger_in
from chalicelib.core.text import fold, sort_key_tr
from chalicelib.core.understand import REQUIRED
from chalicelib.entry import tiles, views
from chalicelib.entry.form import TRAP, FormKey
from chalicelib.entry.form_questions import PREFIX, anchor_of, choices_of, label_of
from chalicelib.entry.pages import say, show_page
from chalicelib.entry.rim import say_fault

KINDS = ("request", "complaint", "suggestion", "report", "thanks", "inquiry")
# What a field is called in the summary of errors, where its label is another sentence than `web.form.<field>`.
LABELS = {
    "legal_basis": "basis",
    "on_behalf_of": "on-behalf-of",
    "first_name": "first-name",
    "last_name": "last-name",
    "notify_by": "notify",
}
# Fields that nobody sees, and what is wrong with them: said on top alone.
UNSEEN = ("files", "follows", "upload_session")
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


def show(service: Service, key: FormKey, language: str, typed: Typed, trouble: Trouble | None = None) -> Response:
    """The form of a service with what is `typed` in it, and what is in its way."""
    city, wording = wire.city(), wire.wording()
    faults = trouble.faults if trouble else ()
    kept = _kept(typed, service, faults)
    within = views.within(service, city, wording, language)
    districts = sorted((district.name for district in city.districts), key=sort_key_tr)
    headers = trouble.headers if trouble else {}
    return show_page(
        "form.html",
        language,
        f"/basvuru/{service.code}",
        say("web.form.title", language, service=service.label.say(language)),
        status=trouble.status if trouble else 200,
        headers=tiles.let_in() | headers,
        urgent=True,
        failed=trouble is not None,
        trouble=trouble,
        carried=bool(typed),
        resend=headers.get("Retry-After", ""),
        service=service,
        notice=_danger(service, kept["description"], city),
        promise=say("web.form.promise", language, within=within),
        referred=views.referred_at_once(service, city, wording, language),
        form_key=key,
        typed=kept,
        errors=_beside(faults, language),
        faults=[_shown(fault, service, language) for fault in faults],
        longest=LIMITS["description"],
        kinds=[(kind, say(f"web.kind.{kind}", language)) for kind in KINDS],
        districts=[("", say("web.form.district-none", language)), *((name, name) for name in districts)],
        ways=["", *channels_to_choose(city)],
        bases=list(REQUIRED),
        asked_of=lambda question: choices_of(question, language),
        tiles=wire.tiles(),
        bounds=" ".join(map(str, city.bounds)) if city.bounds else "",
        most_files=MOST_FILES,
        photo_channel=_photo_channel(city),
    )


def _kept(typed: Typed, service: Service, faults: tuple[Fault, ...]) -> dict[str, str]:
    """What the form shows in its fields, without what nobody could correct by hand."""
    kept = {name: typed.get(name, "") for name in (*LIMITS, *FLAGS, *POINT, TRAP)}
    kept |= {name: value for name, value in typed.items() if name.startswith(PREFIX)}
    kept["files"] = ",".join(id for id in typed.get("files", "").split(",") if FILE_ID.fullmatch(id))
    kept["legal_basis"] = kept["legal_basis"] or service.basis or "service"
    for fault in faults:
        if fault.field in UNSEEN:
            kept[fault.field] = ""
        if fault.field in POINT:
            kept |= dict.fromkeys(POINT, "")
    return kept


def _danger(service: Service, text: str, city: City) -> Danger | None:
    return city.dangers.get(service.danger or danger_in(fold(text), city))


def _photo_channel(city: City) -> Channel | None:
    """Where a photo can be sent by whoever cannot add it here."""
    return next((channel for channel in city.channels if channel.kind == "whatsapp"), None)


def _beside(faults: tuple[Fault, ...], language: str) -> dict[str, str]:
    """The sentence beside each field; "" where nothing is wrong."""
    beside = dict.fromkeys((*LIMITS, "location", TRAP), "")
    for fault in reversed(faults):
        beside[_anchor(fault)] = say_fault(fault, language)
    return beside


def _shown(fault: Fault, service: Service, language: str) -> Shown:
    anchor = _anchor(fault)
    message = say_fault(fault, language)
    asked = label_of(anchor, service.questions, language)
    if asked:
        return Shown(asked, anchor, message)
    if anchor not in LIMITS or anchor in UNSEEN:
        return Shown("", anchor if anchor in ("location", TRAP) else "", message)
    label = say(f"web.form.{LABELS.get(anchor, anchor)}", language)
    return Shown("" if message.startswith(label) else label, anchor, message)


def _anchor(fault: Fault) -> str:
    return "location" if fault.field in POINT else anchor_of(fault.field)
