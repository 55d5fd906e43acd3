"""Reads the people who work here from their table."""

from collections.abc import Collection

from chalicelib.core.hours import read_day
from chalicelib.core.patterns import EMAIL, MOBILE, USERNAME
from chalicelib.core.people import OF_A_UNIT, ROLES, Person, Substitute
from chalicelib.core.shape import Table


def read_people(table: Table, units: Collection[str]) -> dict[str, Person]:
    """People by username: `{"name", "role", "unit", "email", "phone", "substitute", "disabled"}`.

    All but name and role may be left out; officers and heads need a unit. A substitute is
    `{"person": username, "from": day, "until": day}`, both days included.
    """
    return {
        username: Person(
            username=username,
            name=row.text("name"),
            role=row.choice("role", ROLES),
            unit=row.named("unit", units, "unit") if _has_unit(row) else None,
            email=row.maybe_text("email", EMAIL, "an e-mail address"),
            phone=row.maybe_text("phone", MOBILE, "a mobile number in +90 form"),
            substitute=_read_substitute(row, username, table.codes()) if row.has("substitute") else None,
            disabled=row.flag("disabled", default=False),
        )
        for username, row in table.each(USERNAME)
    }


def _has_unit(row: Table) -> bool:
    return row.has("unit") or (row.has("role") and row.value("role") in OF_A_UNIT)


def _read_substitute(row: Table, username: str, people: Collection[str]) -> Substitute | None:
    table = row.table("substitute")
    person = table.named("person", people, "person")
    start, until = read_day(table, "from"), read_day(table, "until")
    table.close()
    if person == username:
        table.fault("person", "nobody stands in for themselves")
    if start is None or until is None:
        return None
    if until < start:
        table.fault("until", "lies before from")
    return Substitute(person, start, until)
