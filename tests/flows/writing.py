"""Items of a sender, each an hour after the one before, and who that is."""

from __future__ import annotations

from typing import Any

from chalicelib.core.inbound import Item, Who
from chalicelib.flows.identify import Person, identify
from tests.fakes import Office

AYSE, BERK = "TR.1349ayse", "TR.2718berk"
PHONE, OTHER = "+905321112233", "+905324445566"


def wrote(office: Office, id: str = "", phone: str = "", network: Any = "whatsapp", **fields: Any) -> Person:
    """An item of this sender comes, an hour after the one before."""
    office.clock.move(hours=1)
    told: dict[str, Any] = {"key": f"wamid.{office.clock.at.isoformat()}", "at": office.clock.at} | fields
    return identify(office.desk, Item(who=Who(network, id, phone), **told))


def moved(office: Office, former: str, id: str = "", phone: str = "", **fields: Any) -> Person:
    return wrote(office, id, phone, kind="moved", former=former, **fields)
