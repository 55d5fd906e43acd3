"""Reads who answers for which service: an exact code before a wildcard."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from chalicelib.core.city import DISTRICT, Owner
from chalicelib.core.shape import Table

_WAYS = ("unit", "refer", "triage", "by_road")


class Shared(NamedTuple):
    """The owner of a service, and of its side roads where the class of the road decides."""

    owner: Owner
    side: Owner | None


class Known(NamedTuple):
    """The codes an owner may name; `districts` says whether a place can be referred to its district."""

    units: Collection[str]
    bodies: Collection[str]
    districts: bool


def read_owners(table: Table, services: Collection[str], known: Known) -> Mapping[str, Shared]:
    """The owner of each of `services` that has one, from a table of codes, `group.*` and `*`.

    Each row is `{"unit": code}`, `{"refer": body}`, `{"refer": "district"}` or `{"triage": true}`, each with further
    units under `also` if others must know; or `{"by_road": {"main": row, "side": row}}`. A service without an owner
    and a row without a service are faults.
    """
    names = {code: _names(code) for code in services}
    matching = {name for each in names.values() for name in each}
    rows: dict[str, Shared] = {}
    for name in table.codes():
        rows[name] = _read_shared(table.table(name), known)
        if name not in matching:
            table.fault(name, "matches no service")
    owners: dict[str, Shared] = {}
    for code, each in names.items():
        row = next((rows[name] for name in each if name in rows), None)
        if row:
            owners[code] = row
        else:
            table.fault(code, "this service has no owner")
    return owners


def _names(code: str) -> list[str]:
    """What a row for `code` may be called, the nearest first: a.b, a.*, *."""
    group = code.partition(".")[0]
    return [code, f"{group}.*", "*"]


def _read_shared(table: Table, known: Known) -> Shared:
    if not table.has("by_road"):
        return Shared(_read_owner(table, known), None)
    roads = table.table("by_road")
    shared = Shared(_read_owner(roads.table("main"), known), _read_owner(roads.table("side"), known))
    roads.close()
    table.close()
    return shared


def _read_owner(table: Table, known: Known) -> Owner:
    ways = [way for way in _WAYS if table.has(way)]
    if len(ways) > 1:
        table.fault(ways[1], f"cannot stand beside {ways[0]}")
    also = table.texts("also") if table.has("also") else ()
    for code in also:
        if code not in known.units:
            table.fault("also", f'no unit "{code}"')
    unit = table.named("unit", known.units, "unit") if ways == ["unit"] else None
    body = _read_body(table, known) if ways == ["refer"] else None
    if ways == ["triage"] and not table.flag("triage"):
        table.fault("triage", "can only be true")
    if not ways:
        table.fault("unit", "missing; name a unit, refer, triage or by_road")
    if "by_road" in ways:
        table.fault("by_road", "cannot stand inside by_road")
    table.close()
    return Owner(unit=unit, body=body, triage=unit is None and body is None, also=also)


def _read_body(table: Table, known: Known) -> str:
    if table.value("refer") != DISTRICT:
        return table.named("refer", known.bodies, "body")
    if not known.districts:
        table.fault("refer", "only a metropolitan municipality with districts can refer to the district")
    return DISTRICT
