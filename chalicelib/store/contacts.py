"""The contacts table: calls, visits, mails and mentions that became no request, kept until their time is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection
from pynamodb.models import Model

from chalicelib.core.contacts import Contact
from chalicelib.core.moments import local_day
from chalicelib.store import keys
from chalicelib.store.faults import asking, condition_failed
from chalicelib.store.tables import Line, Settings, named

# What a list shows: nothing of a person's own, which is read one contact at a time.
LISTED = ["channel", "subject", "outcome", "staff", "unit", "to", "number"]

SAID = tuple(field.name for field in fields(Contact) if field.name not in ("id", "at"))


class ByDay(GlobalSecondaryIndex["Row"]):
    """The contacts of a local day by time."""

    class Meta:
        index_name = "by_day"
        projection = IncludeProjection(LISTED)

    day = UnicodeAttribute(hash_key=True)
    at = UnicodeAttribute(range_key=True)


class ByCitizen(GlobalSecondaryIndex["Row"]):
    """The contacts of a citizen by time; sparse, who left neither phone nor e-mail is not in it."""

    class Meta:
        index_name = "by_citizen"
        projection = IncludeProjection(LISTED)

    citizen = UnicodeAttribute(hash_key=True)
    at = UnicodeAttribute(range_key=True)


class Row(Model):
    """One contact; `at` is its time and id, `expires` when it may go (epoch seconds)."""

    class Meta(Settings):
        pass

    id = UnicodeAttribute(hash_key=True)
    day = UnicodeAttribute()
    at = UnicodeAttribute()
    channel = UnicodeAttribute()
    subject = UnicodeAttribute()
    outcome = UnicodeAttribute()
    staff = UnicodeAttribute()
    unit = UnicodeAttribute()
    to = UnicodeAttribute(null=True)
    number = UnicodeAttribute(null=True)
    note = UnicodeAttribute(null=True)
    phone = UnicodeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    citizen = UnicodeAttribute(null=True)
    expires = NumberAttribute()

    by_day = ByDay()
    by_citizen = ByCitizen()


class Contacts:
    """The contacts table under its name in this deployment."""

    def __init__(self, table: str, region: str, line: Line | None = None) -> None:
        self._row = named(Row, table, region, line)

    def add(self, contact: Contact, citizen: str, expires: datetime) -> bool:
        """Log the contact until `expires`; False, and nothing changed, if its id is there already.

        `citizen` is the keyed hash under which the person is found again, or "". One conditional put. Raises TryLater.
        """
        told: dict[str, Any] = {name: getattr(contact, name) or None for name in SAID}
        row = self._row(
            contact.id,
            day=local_day(contact.at).isoformat(),
            at=keys.mark(contact.at, contact.id),
            citizen=citizen or None,
            expires=int(expires.timestamp()),
            **told,
        )
        try:
            with asking():
                row.save(self._row.id.does_not_exist())
        except PutError as error:
            if condition_failed(error):
                return False
            raise
        return True

    def read(self, id: str) -> Contact | None:
        """All of one contact, read consistently; None also where a chat's row has this id. One get. Raises TryLater."""
        with asking():
            try:
                row = self._row.get(id, consistent_read=True)
            except self._row.DoesNotExist:
                return None
        return _contact(row) if row.day else None

    def of_day(self, day: date, limit: int, after: str = "") -> tuple[list[Contact], str]:
        """The contacts of a local day, newest first, and the cursor behind which the next page begins ("" for none).

        One query. Raises TryLater.
        """
        with asking():
            older = self._row.at < after if after else None
            page = self._row.by_day.query(day.isoformat(), older, limit=limit, scan_index_forward=False)
            return _page(page, limit)

    def of_citizen(self, citizen: str, limit: int) -> list[Contact]:
        """The last contacts of a citizen, newest first. One query. Raises TryLater."""
        with asking():
            page = self._row.by_citizen.query(citizen, limit=limit, scan_index_forward=False)
            return _page(page, limit)[0]


def _page(rows: Iterable[Row], limit: int) -> tuple[list[Contact], str]:
    found = list(rows)
    return [_contact(row) for row in found], found[-1].at if len(found) == limit else ""


def _contact(row: Row) -> Contact:
    stamp, _, _ = row.at.partition("#")
    return Contact(id=row.id, at=keys.moment(stamp), **{name: getattr(row, name) or "" for name in SAID})
