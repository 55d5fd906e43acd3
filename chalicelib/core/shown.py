"""A case and a list as somebody may see them: what they have no sight of is not in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from chalicelib.core.case import Case
from chalicelib.core.city import City
from chalicelib.core.contact import mask_email, mask_phone
from chalicelib.core.marks import Entry
from chalicelib.core.request import Draft
from chalicelib.core.rights import CONFIDENTIAL, UNIT, Actor, Sight, is_within

# What a move may carry of a person's own beside the words themselves.
NAMED = ("first_name", "last_name", "address")


def shown(case: Case, sight: Sight, *, audit: bool = False) -> Case:
    """The case as this sight sees it: "full" as it is, "masked" with initials and hidden digits, and nothing of who
    wants to stay unnamed; "history" (and "none") without a word of anybody. Who read it only those see who `audit`."""
    if case.reads and not audit:
        case = replace(case, reads=())
    if sight == "full":
        return case
    draft, hidden = case.request.draft, case.request.identity_hidden
    if sight != "masked":
        bare = Draft(draft.service, "", kind=draft.kind, basis=draft.basis, language=draft.language)
        return replace(case, request=replace(case.request, draft=bare), said={})
    said = {
        n: replace(each, texts={name: text for name, text in each.texts.items() if name not in NAMED})
        for n, each in case.said.items()
    }
    return replace(case, request=replace(case.request, draft=_masked(draft, hidden)), said=said)


def listed(entries: Iterable[Entry], actor: Actor, city: City, unit: str = "") -> tuple[Entry, ...]:
    """The entries of a list, that of `unit` if it is a unit's: of a confidential request only those entitled see more
    than dates and state. Its number is left out too: whoever knows the caller's phone could follow it in public."""
    entitled = bool(actor.roles & CONFIDENTIAL) or answers_for(actor, unit, city)
    return tuple(entry if entitled or not _confidential(entry, city) else _veiled(entry) for entry in entries)


def answers_for(actor: Actor, unit: str, city: City) -> bool:
    """Whether a hat of `actor` is of the unit's own people: its officers, its heads and those above them."""
    return any(
        hat.role in UNIT and (hat.unit == unit or (hat.role == "unit_head" and is_within(unit, hat.unit, city)))
        for hat in actor.hats
    )


def initials(name: str) -> str:
    """'Ayşe Nur' as 'A. N.'."""
    return " ".join(f"{word[0]}." for word in name.split())


def _masked(draft: Draft, hidden: bool) -> Draft:
    draft = replace(draft, extras=())  # what a peer said beyond the questions may be a contact
    if hidden:  # a muhtar is as good as named by the neighbourhood beside it
        return replace(draft, first_name="", last_name="", phone="", email="", on_behalf_of="", requester="", chat="")
    return replace(
        draft,
        first_name=initials(draft.first_name),
        last_name=initials(draft.last_name),
        on_behalf_of=initials(draft.on_behalf_of),
        phone=mask_phone(draft.phone) if draft.phone else "",
        email=mask_email(draft.email) if draft.email else "",
        chat="",
    )


def _confidential(entry: Entry, city: City) -> bool:
    service = city.services.get(entry.service)
    return entry.confidential or bool(service and service.confidential)


def _veiled(entry: Entry) -> Entry:
    return replace(entry, number="", service="", taken_by="", confidential=True)
