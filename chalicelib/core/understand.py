"""Understands what was said, field by field, and names every fault at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from chalicelib.core.city import City
from chalicelib.core.contact import read_email, read_phone
from chalicelib.core.errors import Invalid
from chalicelib.core.heard import FLAGS, LIMITS, LONGEST_EXTRA, MOST_EXTRAS, Heard
from chalicelib.core.questions import Answers, read_answers
from chalicelib.core.request import Basis, Draft
from chalicelib.core.text import clean, fold, mentions
from chalicelib.core.wording import LANGUAGES

# What people and forms call the kinds, folded (facts of the field: CİMER's own words).
KINDS = {
    "request": "request", "talep": "request", "istek": "request",
    "complaint": "complaint", "sikayet": "complaint",
    "suggestion": "suggestion", "oneri": "suggestion", "gorus": "suggestion", "oneri gorus": "suggestion",
    "report": "report", "ihbar": "report",
    "thanks": "thanks", "tesekkur": "thanks",
    "inquiry": "inquiry", "bilgi": "inquiry", "bilgi talebi": "inquiry",
}  # fmt: skip

# Who asks; for themselves is what goes without saying.
REQUESTERS = {"citizen": "", "muhtar": "muhtar"}

# What each legal basis must carry: name and address by Law 3071 art. 4, Law 4982 art. 6 and the communiqué on
# applications to the controller (10.03.2018) art. 5; signature and identity number are asked for by the unit.
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "service": (),
    "petition": ("first_name", "last_name", "address"),
    "foi": ("first_name", "last_name", "address"),
    "privacy": ("first_name", "last_name", "address"),
}

HIDE_ME = (
    "ismimi verme", "adimi verme", "ismim gizli", "adim gizli", "kimligim gizli", "ismim verilme", "adim verilme",
)  # fmt: skip


def understand(
    said: Mapping[str, object],
    city: City,
    chat: str = "",
    extras: Answers = (),
    *,
    asks: bool = False,
    exact: bool = False,
) -> Draft:
    """The Draft in what was said, a mapping of FIELDS to JSON values; None and blank text count as unsaid. `chat` is
    that of Draft, and a contact like any other; `extras` are what a peer said beyond the questions; whoever `asks` the
    questions of the service demands answers to the required ones; with `exact` the description stays letter for letter
    as it came. Whose the files are, and what is followed, is for who calls to find out.

    Raises Invalid with every fault at once: unknown fields, wrong types, lengths, contacts, places, and what the legal
    basis, the channel they chose or the city's rule on anonymous requests demands.
    """
    heard = Heard(said, exact)
    heard.refuse_unknown()
    text = {name: heard.text(name) for name in LIMITS}
    service = heard.service(text["service_code"], city)
    heard.need("description", text["description"])
    phone = heard.contact("phone", text["phone"], lambda typed: read_phone(typed).e164)
    email = heard.contact("email", text["email"], read_email)
    kind = heard.choice("kind", text["kind"], KINDS.get(fold(text["kind"])), default="request")
    stated = heard.choice("legal_basis", text["legal_basis"], text["legal_basis"], among=REQUIRED)
    language = heard.choice("language", text["language"], text["language"], among=LANGUAGES, default="tr")
    requester = heard.choice("requester", text["requester"], text["requester"], among=REQUESTERS)
    for name in REQUIRED.get(stated, ()):
        heard.need(name, text[name], "required-by-law")
    if not (_may_be_anonymous(city, kind) or phone or email or chat):
        heard.need("phone", text["phone"] or text["email"], "contact-required")
    notify_by = heard.channel(text["notify_by"], phone, email, city)
    flags = {name: heard.flag(name) for name in FLAGS}
    if flags["hide_identity"] and REQUIRED.get(stated):
        heard.fault("hide_identity", "hidden-applicant")
    lat, long = heard.point(city)
    answers = read_answers(service.questions if service else (), heard.answers(), heard.add, asks=asks)
    files, follows = heard.files(), heard.number(text["follows"])
    if heard.faults or service is None:
        raise Invalid(*heard.faults)
    return Draft(
        service=service.code,
        text=text["description"],
        kind=kind,
        basis=cast(Basis, stated or service.basis or "service"),
        lat=lat,
        long=long,
        phone=phone,
        email=email,
        language=language,
        hide_identity=flags["hide_identity"] or mentions(fold(text["description"]), HIDE_ME) is not None,
        do_not_call=flags["do_not_call"],
        requester=REQUESTERS.get(requester, ""),
        notify_by=notify_by,
        chat=chat,
        answers=answers,
        extras=_bounded(extras),
        files=files,
        follows=follows,
        **{
            name: text[name]
            for name in ("address", "district", "neighbourhood", "first_name", "last_name", "on_behalf_of")
        },
    )


def _may_be_anonymous(city: City, kind: str) -> bool:
    return city.anonymous == "always" or (city.anonymous == "tips" and kind == "report")


def _bounded(extras: Answers) -> Answers:
    """What a peer said beyond the questions, clean, as much as a row can hold."""
    return tuple(
        (
            clean(name[:80], lines=False)[:80],
            tuple(clean(value[: 4 * LONGEST_EXTRA], lines=True)[:LONGEST_EXTRA] for value in values),
        )
        for name, values in extras[:MOST_EXTRAS]
    )
