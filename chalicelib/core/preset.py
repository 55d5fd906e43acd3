"""Reads a municipality from its preset, or names everything that is wrong with it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Literal

from chalicelib.core.api_keys import read_api_keys
from chalicelib.core.canned import read_canned
from chalicelib.core.catalogue import SHORT, read_danger, read_group, read_outcomes, read_service, read_words
from chalicelib.core.city import (
    DISTRICT,
    PRIORITIES,
    Body,
    Calendar,
    Channel,
    City,
    Danger,
    District,
    Target,
    Tier,
    TimeUnit,
    Unit,
)
from chalicelib.core.errors import Misconfigured
from chalicelib.core.hours import join_free_days, read_holidays, read_hours, read_leave, read_roster, read_week
from chalicelib.core.label import Label
from chalicelib.core.owners import Known, read_owners
from chalicelib.core.paces import read_paces
from chalicelib.core.patterns import CODE, COLOUR, DIALLED, EMAIL, MOBILE, SERVICE_CODE
from chalicelib.core.providers import read_delivery
from chalicelib.core.shape import Table, overlay
from chalicelib.core.staff import read_people
from chalicelib.core.text import fold
from chalicelib.core.vocabulary import INTENTS, Kind, Lexicon, join, read_lexicon, word_dangers

_TIMES: tuple[TimeUnit, ...] = ("hours", "working_hours", "working_days", "calendar_days")
_TIERS: tuple[Tier, ...] = ("metropolitan", "district")
_ANONYMOUS: tuple[Literal["always", "tips", "never"], ...] = ("always", "tips", "never")
_KINDS = ("department", "branch", "directorate", "section", "affiliate", "team", "desk")
_CHANNELS = ("phone", "whatsapp", "email", "address", "web", "social")
_LANGUAGES = ("tr", "en")


def read_city(preset: Mapping[str, object], catalogue: Mapping[str, object], holidays: Mapping[str, object]) -> City:
    """The municipality of `preset`, the union of its city, units and services files, laid over the `catalogue`.

    A key of the preset beats the same key of the catalogue: a field of a service, a danger, a target, a word list.
    `holidays` is the national table. Raises Misconfigured with a line for every fault, each naming its key.
    """
    faults: list[str] = []
    top = Table(overlay(catalogue, preset), "", faults)
    top.maybe_text("about")
    calendar_rows, unit_rows, service_rows = top.table("calendars"), top.table("units"), top.table("services")
    calendars = {code: Calendar(code, row.label("name"), *read_week(row)) for code, row in calendar_rows.each(CODE)}
    units = {code: _read_unit(code, row, unit_rows.codes(), calendars) for code, row in unit_rows.each(CODE)}
    bodies = {code: _read_body(code, row) for code, row in top.table("bodies").each(CODE)}
    outcomes = read_outcomes(top)
    groups = {code: read_group(code, row) for code, row in top.table("groups").each(CODE)}
    dangers = {code: read_danger(code, row) for code, row in top.table("dangers").each(SERVICE_CODE)}
    tier = top.choice("tier", _TIERS)
    districts = _read_districts(top, bodies)
    known = Known(units, bodies, districts=bool(districts) and tier == "metropolitan")
    owners = read_owners(top.table("owners"), service_rows.codes(), known)
    public, leave = read_holidays(holidays, faults), read_leave(top.table("leave")) if top.has("leave") else {}
    name, centre, notice = top.label("name"), top.label("centre"), top.label("notice")
    city = City(
        code=top.text("code"),
        name=name,
        centre=centre,
        tier=tier,
        citizen_word=top.label("citizen_word"),
        line=top.text("line", DIALLED, "a number to dial"),
        colour=top.maybe_text("colour", COLOUR, "a colour such as #0b5cad"),
        anonymous=top.choice("anonymous", _ANONYMOUS),
        languages=_read_languages(top),
        bounds=_read_bounds(top),
        districts=districts,
        home_district=_read_home(top, tier, districts),
        desk=top.named("desk", units, "unit"),
        calendars=calendars,
        holidays=join_free_days(public, leave),
        public_holidays=public,
        leave=leave,
        people=read_people(top.table("people"), units) if top.has("people") else {},
        units=units,
        bodies=bodies,
        groups=tuple(groups.values()),
        services={
            code: read_service(code, row, groups, dangers, outcomes, owners.get(code))
            for code, row in service_rows.each(SERVICE_CODE)
        },
        targets=_read_targets(top.table("targets")),
        ladder=read_paces(top.table("ladder"), PRIORITIES),
        dangers=dangers,
        danger_words=_danger_words(dangers),
        channels=tuple(_read_channel(row) for row in top.rows("channels")),
        urgent_words=read_words(top, "urgent_words"),
        harmless_words=read_words(top, "harmless_words"),
        daily_cap=top.number("daily_cap", 1, 100),
        check_back_days=top.number("check_back_days", 1, 60),
        citizen_wait_days=top.number("citizen_wait_days", 1, 60),
        confirm_days=top.number("confirm_days", 1, 60),
        reopen_days=top.number("reopen_days", 1, 365),
        contact_days=top.number("contact_days", 1, 3650),
        notice_version=top.text("notice_version"),
        notice=Label(_fill(notice.tr, name.tr, centre.tr), _fill(notice.en, name.en, centre.en)),
        delivery=read_delivery(top.table("delivery")),
        quiet=read_hours(top, "quiet_hours") if top.has("quiet_hours") else None,
        sms_transliterate=top.flag("sms_transliterate"),
        lexicon=_read_lexicon(top, service_rows.codes(), dangers, districts),
        chat_promise_minutes=top.number("chat_promise_minutes", 1, 1440),
        canned=read_canned(top.table("canned"), service_rows.codes()),
        api_keys=read_api_keys(top.table("api_keys")) if top.has("api_keys") else {},
    )
    top.close()
    _find_cycles(units, faults)
    if faults:
        raise Misconfigured(faults)
    return city


def _read_lexicon(
    top: Table, services: Collection[str], dangers: Mapping[str, Danger], districts: Collection[District]
) -> Lexicon:
    """The common lexicon, what the preset adds to it as `own_lexicon`, and the dangers' own words; with the names of
    the districts, none of which is another word misspelt."""
    known: dict[Kind, Collection[str]] = {"services": services, "intents": INTENTS, "dangers": dangers}
    lexicon = word_dangers(_danger_words(dangers), read_words(top, "harmless_words"))
    for key in ("lexicon", "own_lexicon"):
        if top.has(key):
            lexicon = join(lexicon, read_lexicon(top.table(key), known))
    return replace(lexicon, names=frozenset(fold(district.name) for district in districts))


def _danger_words(dangers: Mapping[str, Danger]) -> dict[str, str]:
    return {words: danger.code for danger in dangers.values() for words in danger.words}


def _read_unit(code: str, row: Table, codes: Collection[str], calendars: Collection[str]) -> Unit:
    name = row.label("name")
    return Unit(
        code=code,
        name=name,
        short=row.label("short", SHORT, default=name),
        kind=row.choice("kind", _KINDS),
        parent=row.named("parent", codes, "unit") if row.has("parent") else None,
        calendar=row.named("calendar", calendars, "calendar"),
        email=row.text("email", EMAIL, "an e-mail address"),
        duty_phone=row.maybe_text("duty_phone", MOBILE, "a mobile number in +90 form"),
        phone=row.maybe_text("phone", DIALLED, "a number to dial"),
        confirmed=row.flag("confirmed"),
        source=row.text("source"),
        roster=read_roster(row) if row.has("roster") else (),
        digest=row.flag("digest", default=False),
    )


def _read_body(code: str, row: Table) -> Body:
    return Body(
        code=code,
        name=row.label("name"),
        email=row.maybe_text("email", EMAIL, "an e-mail address"),
        phone=row.maybe_text("phone", DIALLED, "a number to dial"),
        confirmed=row.flag("confirmed"),
        source=row.maybe_text("source") or "",
    )


def _read_targets(table: Table) -> dict[str, Target]:
    targets: dict[str, Target] = {}
    for priority in PRIORITIES:
        row = table.table(priority)
        targets[priority] = Target(row.choice("unit_of_time", _TIMES), row.number("amount", 1, 1000))
        row.close()
    table.close()
    return targets


def _read_districts(top: Table, bodies: Collection[str]) -> tuple[District, ...]:
    if DISTRICT in bodies:
        top.fault(f"bodies.{DISTRICT}", "this code stands for the municipality of the district in the place")
    table = top.table("districts")
    return tuple(District(name, table.named(name, bodies, "body")) for name in table.codes())


def _read_home(top: Table, tier: Tier, districts: tuple[District, ...]) -> str | None:
    if tier == "metropolitan" and not top.has("home_district"):
        return None
    return top.named("home_district", [district.name for district in districts], "district")


def _read_languages(top: Table) -> tuple[str, ...]:
    languages = top.texts("languages")
    if languages and (languages[0] != "tr" or not set(languages) <= set(_LANGUAGES)):
        top.fault("languages", 'must be "tr", and "en" after it if wanted')
    return languages


def _read_bounds(top: Table) -> tuple[float, float, float, float] | None:
    if not top.has("bounds"):
        return None
    match top.value("bounds"):
        case [int() | float() as south, int() | float() as west, int() | float() as north, int() | float() as east]:
            if -90 <= south < north <= 90 and -180 <= west < east <= 180:
                return float(south), float(west), float(north), float(east)
            top.fault("bounds", "out of range: south < north within 90 degrees, west < east within 180")
        case _:
            top.fault("bounds", "must be [south, west, north, east] in degrees")
    return None


def _read_channel(row: Table) -> Channel:
    return Channel(row.choice("kind", _CHANNELS), row.label("label"), row.text("value"), row.label("hours"))


def _fill(text: str, name: str, centre: str) -> str:
    return text.replace("{name}", name).replace("{centre}", centre)


def _find_cycles(units: Mapping[str, Unit], faults: list[str]) -> None:
    """Writes down each ring of parents once."""
    ringed: set[str] = set()
    for start in units:
        way: list[str] = []
        code = start
        while code in units and code not in way and code not in ringed:
            way.append(code)
            code = units[code].parent or ""
        if code in way:
            ring = way[way.index(code) :]
            ringed.update(ring)
            faults.append(f"units: parent cycle {' -> '.join([*ring, ring[0]])}")
