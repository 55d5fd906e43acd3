"""The contacts table as a dict, for the Desk of lists."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from chalicelib.core.contacts import Contact
from chalicelib.core.moments import local_day
from chalicelib.store import keys


@dataclass
class Contacts:
    """The contacts table as a dict, by their ids; `citizens` and `expiries` hold what no Contact tells."""

    rows: dict[str, Contact] = field(default_factory=dict)
    citizens: dict[str, str] = field(default_factory=dict)
    expiries: dict[str, datetime] = field(default_factory=dict)

    def add(self, contact: Contact, citizen: str, expires: datetime) -> bool:
        if contact.id in self.rows:
            return False
        self.rows[contact.id], self.citizens[contact.id], self.expiries[contact.id] = contact, citizen, expires
        return True

    def read(self, id: str) -> Contact | None:
        return self.rows.get(id)

    def of_day(self, day: date, limit: int, after: str = "") -> tuple[list[Contact], str]:
        found = [
            contact
            for contact in self._newest()
            if local_day(contact.at) == day and (not after or keys.mark(contact.at, contact.id) < after)
        ][:limit]
        return [_listed(contact) for contact in found], (
            keys.mark(found[-1].at, found[-1].id) if len(found) == limit else ""
        )

    def of_citizen(self, citizen: str, limit: int) -> list[Contact]:
        mine = [contact for contact in self._newest() if citizen and self.citizens[contact.id] == citizen]
        return [_listed(contact) for contact in mine[:limit]]

    def _newest(self) -> list[Contact]:
        return sorted(self.rows.values(), key=lambda contact: (contact.at, contact.id), reverse=True)


def _listed(contact: Contact) -> Contact:
    return replace(contact, note="", phone="", email="")
