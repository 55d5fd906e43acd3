"""Understands what was said, field by field, and names every fault at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from chalicelib.core.city import City, Service
from chalicelib.core.contact import read_email, read_phone
from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.geo import inside
from chalicelib.core.providers import BY_CHAT, PROVIDERS
from chalicelib.core.reach import channels_to_choose
from chalicelib.core.request import Basis, Draft, contact_of
from chalicelib.core.text import clean, fold, mentions
from chalicelib.core.wording import LANGUAGES

# The longest each field may be, in characters.
LIMITS = {
    "service_code": 64,
    "description": 5000,
    "address": 300,
    "district": 60,
    "neighbourhood": 80,
    "first_name": 80,
    "last_name": 80,
    "phone": 40,
    "email": 254,
    "on_behalf_of": 120,
    "kind": 40,
    "legal_basis": 20,
    "language": 10,
    "requester": 20,
    "notify_by": 20,
}
FLAGS = ("hide_identity", "do_not_call")
POINT = {"lat": 90, "long": 180}
FIELDS = frozenset((*LIMITS, *FLAGS, *POINT))

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


def understand(said: Mapping[str, object], city: City, chat: str = "") -> Draft:
    """The Draft in what was said, a mapping of FIELDS to JSON values; None and blank text count as unsaid. `chat` is
    that of Draft, and a contact like any other.

    Raises Invalid with every fault at once: unknown fields, wrong types, lengths, contacts, places, and what the legal
    basis, the channel they chose or the city's rule on anonymous requests demands.
    """
    heard = _Heard(said)
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
        **{
            name: text[name]
            for name in ("address", "district", "neighbourhood", "first_name", "last_name", "on_behalf_of")
        },
    )


def _may_be_anonymous(city: City, kind: str) -> bool:
    return city.anonymous == "always" or (city.anonymous == "tips" and kind == "report")


class _Heard:
    """What was said, with the faults found in it so far; each field has at most one."""

    def __init__(self, said: Mapping[str, object]) -> None:
        self.said = said
        self.faults: list[Fault] = []

    def fault(self, field: str, code: str, **values: str) -> None:
        if all(fault.field != field for fault in self.faults):
            self.faults.append(Fault(field, code, tuple(values.items())))

    def refuse_unknown(self) -> None:
        for name in self.said:
            if name not in FIELDS:
                self.fault(clean(str(name)[:80], lines=False)[:40], "unknown-field")

    def text(self, name: str) -> str:
        value = self.said.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(name, "must-be-text")
            return ""
        hopeless = len(value) > 4 * LIMITS[name]  # not worth cleaning
        text = value if hopeless else clean(value, lines=name == "description")
        if len(text) > LIMITS[name]:
            self.fault(name, "too-long", limit=str(LIMITS[name]))
            return ""
        return text

    def need(self, name: str, text: str, code: str = "required") -> None:
        if not text:
            self.fault(name, code)

    def service(self, code: str, city: City) -> Service | None:
        self.need("service_code", code)
        if code not in city.services:
            self.fault("service_code", "service-code")
        return city.services.get(code)

    def contact(self, name: str, typed: str, read: Callable[[str], str]) -> str:
        try:
            return read(typed) if typed else ""
        except Invalid:
            self.fault(name, name)
            return ""

    def choice(self, name: str, typed: str, meant: str | None, *, among: object = None, default: str = "") -> str:
        if not typed:
            return default
        if not meant or (isinstance(among, Mapping | tuple) and meant not in among):
            self.fault(name, name.replace("_", "-"))
            return default
        return meant

    def channel(self, typed: str, phone: str, email: str, city: City) -> str:
        chosen = self.choice("notify_by", typed, typed, among=tuple(way for way in PROVIDERS if way not in BY_CHAT))
        if chosen and chosen not in channels_to_choose(city):
            self.fault("notify_by", "notify-by-unused")
        elif chosen and not contact_of(Draft("", "", phone=phone, email=email), chosen):
            needed = "email" if chosen == "email" else "phone"
            if all(fault.field != needed for fault in self.faults):  # else it is enough to mend that
                self.fault("notify_by", f"notify-by-{chosen}")
        return chosen

    def flag(self, name: str) -> bool:
        value = self.said.get(name)
        if value is not None and not isinstance(value, bool):
            self.fault(name, "must-be-boolean")
        return value is True

    def point(self, city: City) -> tuple[float | None, float | None]:
        given = {name: self.said.get(name) for name in POINT}
        if all(value is None for value in given.values()):
            return None, None
        read: list[float] = []
        for name, limit in POINT.items():
            value = given[name]
            if value is None:
                self.fault(name, "point-incomplete")
            elif isinstance(value, bool) or not isinstance(value, int | float) or not -limit <= value <= limit:
                self.fault(name, "coordinate")  # NaN fails the comparison too
            else:
                read.append(round(float(value), 6))
        if len(read) < len(POINT):
            return None, None
        lat, long = read
        if city.bounds and not inside(city.bounds, lat, long):
            self.fault("lat", "outside-area")
        return lat, long
