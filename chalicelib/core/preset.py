"""Reads a municipality from its preset, or names everything that is wrong with it."""

import re
from collections.abc import Collection, Mapping
from typing import Literal

from chalicelib.core.city import (
    DISTRICT,
    Body,
    Calendar,
    Channel,
    City,
    Danger,
    District,
    Group,
    Label,
    Owner,
    Priority,
    Service,
    Target,
    Tier,
    TimeUnit,
    Unit,
)
from chalicelib.core.errors import Misconfigured
from chalicelib.core.hours import read_holidays, read_week
from chalicelib.core.owners import Known, Shared, read_owners
from chalicelib.core.shape import Table, overlay

SHORT = 24
"""Characters of a short label: the title of a row in a WhatsApp list."""

_PRIORITIES: tuple[Priority, ...] = ("P1", "P2", "P3", "P4", "P5")
_TIMES: tuple[TimeUnit, ...] = ("hours", "working_hours", "working_days", "calendar_days")
_TIERS: tuple[Tier, ...] = ("metropolitan", "district")
_ANONYMOUS: tuple[Literal["always", "tips", "never"], ...] = ("always", "tips", "never")
_KINDS = ("department", "branch", "directorate", "section", "affiliate", "team", "desk")
_CHANNELS = ("phone", "whatsapp", "email", "address", "web", "social")
_BASES = ("petition", "foi", "privacy")
_LANGUAGES = ("tr", "en")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SERVICE_CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)?")
_EMAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_MOBILE = re.compile(r"\+905[0-9]{9}")
_DIALLED = re.compile(r"\+?[0-9][0-9 ]{1,16}[0-9]")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_FOLDED = re.compile(r"[a-z0-9]+( [a-z0-9]+)*")


def read_city(preset: Mapping[str, object], catalogue: Mapping[str, object], holidays: Mapping[str, object]) -> City:
    """The municipality of `preset`, the union of its city, units and services files, laid over the `catalogue`.

    A key of the preset beats the same key of the catalogue: a field of a service, a danger, a target, a word list.
    `holidays` is the national table. Raises Misconfigured with a line for every fault, each naming its key.
    """
    faults: list[str] = []
    top = Table(overlay(catalogue, preset), "", faults)
    top.maybe_text("about")
    calendar_rows, unit_rows, service_rows = top.table("calendars"), top.table("units"), top.table("services")
    calendars = {code: Calendar(code, row.label("name"), *read_week(row)) for code, row in calendar_rows.each(_CODE)}
    units = {code: _read_unit(code, row, unit_rows.codes(), calendars) for code, row in unit_rows.each(_CODE)}
    bodies = {code: _read_body(code, row) for code, row in top.table("bodies").each(_CODE)}
    groups = {code: _read_group(code, row) for code, row in top.table("groups").each(_CODE)}
    dangers = {code: _read_danger(code, row) for code, row in top.table("dangers").each(_SERVICE_CODE)}
    tier = top.choice("tier", _TIERS)
    districts = _read_districts(top, bodies)
    known = Known(units, bodies, districts=bool(districts) and tier == "metropolitan")
    owners = read_owners(top.table("owners"), service_rows.codes(), known)
    name, centre, notice = top.label("name"), top.label("centre"), top.label("notice")
    city = City(
        code=top.text("code"),
        name=name,
        centre=centre,
        tier=tier,
        citizen_word=top.label("citizen_word"),
        line=top.text("line", _DIALLED, "a number to dial"),
        colour=top.maybe_text("colour", _COLOUR, "a colour such as #0b5cad"),
        anonymous=top.choice("anonymous", _ANONYMOUS),
        languages=_read_languages(top),
        bounds=_read_bounds(top),
        districts=districts,
        home_district=_read_home(top, tier, districts),
        desk=top.named("desk", units, "unit"),
        calendars=calendars,
        holidays=read_holidays(holidays, faults),
        units=units,
        bodies=bodies,
        groups=tuple(groups.values()),
        services={
            code: _read_service(code, row, groups, dangers, owners.get(code))
            for code, row in service_rows.each(_SERVICE_CODE)
        },
        targets=_read_targets(top.table("targets")),
        dangers=dangers,
        danger_words={words: danger.code for danger in dangers.values() for words in danger.words},
        channels=tuple(_read_channel(row) for row in top.rows("channels")),
        urgent_words=_read_words(top, "urgent_words"),
        harmless_words=_read_words(top, "harmless_words"),
        daily_cap=top.number("daily_cap", 1, 100),
        check_back_days=top.number("check_back_days", 1, 60),
        notice_version=top.text("notice_version"),
        notice=Label(_fill(notice.tr, name.tr, centre.tr), _fill(notice.en, name.en, centre.en)),
    )
    top.close()
    _find_cycles(units, faults)
    if faults:
        raise Misconfigured(faults)
    return city


def _read_unit(code: str, row: Table, codes: Collection[str], calendars: Collection[str]) -> Unit:
    name = row.label("name")
    return Unit(
        code=code,
        name=name,
        short=row.label("short", SHORT, default=name),
        kind=row.choice("kind", _KINDS),
        parent=row.named("parent", codes, "unit") if row.has("parent") else None,
        calendar=row.named("calendar", calendars, "calendar"),
        email=row.text("email", _EMAIL, "an e-mail address"),
        duty_phone=row.maybe_text("duty_phone", _MOBILE, "a mobile number in +90 form"),
        phone=row.maybe_text("phone", _DIALLED, "a number to dial"),
        confirmed=row.flag("confirmed"),
        source=row.text("source"),
    )


def _read_body(code: str, row: Table) -> Body:
    return Body(
        code=code,
        name=row.label("name"),
        email=row.maybe_text("email", _EMAIL, "an e-mail address"),
        phone=row.maybe_text("phone", _DIALLED, "a number to dial"),
        confirmed=row.flag("confirmed"),
        source=row.maybe_text("source") or "",
    )


def _read_group(code: str, row: Table) -> Group:
    label = row.label("label")
    return Group(code, label, row.label("short", SHORT, default=label))


def _read_danger(code: str, row: Table) -> Danger:
    lines = row.texts("lines")
    for line in lines:
        if not _DIALLED.fullmatch(line):
            row.fault("lines", f'"{line}" is not a number to dial')
    soon = row.choice("priority", _PRIORITIES) if row.has("priority") else "P1"
    return Danger(code, _read_words(row, "words"), row.label("text"), lines, soon)


def _read_words(table: Table, key: str) -> tuple[str, ...]:
    words = table.texts(key)
    for word in words:
        if not _FOLDED.fullmatch(word):
            table.fault(key, f'"{word}" is not folded: small plain letters and digits, single spaces')
    return words


def _read_service(
    code: str, row: Table, groups: Collection[str], dangers: Collection[str], shared: Shared | None
) -> Service:
    label = row.label("label")
    return Service(
        code=code,
        group=row.named("group", groups, "group"),
        label=label,
        short=row.label("short", SHORT, default=label),
        hint=row.label("hint") if row.has("hint") else None,
        priority=row.choice("priority", _PRIORITIES),
        danger=row.named("danger", dangers, "danger") if row.has("danger") else None,
        confidential=row.flag("confidential", default=False),
        needs_call=row.flag("needs_call", default=False),
        basis=row.choice("basis", _BASES) if row.has("basis") else None,
        listed=row.flag("listed", default=True),
        owner=shared.owner if shared else Owner(triage=True),
        side_owner=shared.side if shared else None,
    )


def _read_targets(table: Table) -> dict[str, Target]:
    targets: dict[str, Target] = {}
    for priority in _PRIORITIES:
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
