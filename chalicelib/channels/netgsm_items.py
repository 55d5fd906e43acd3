"""An SMS that somebody sent to the number at NetGSM, as an item."""

from __future__ import annotations

from datetime import UTC, datetime

from chalicelib.channels.loose import Json, a_key, read_dialled, read_key, read_line, read_moment, read_text, str_of
from chalicelib.core.inbound import Item, Who
from chalicelib.core.moments import TURKEY

_FORMS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d%m%Y%H%M%S")


def read(event: Json) -> list[Item]:
    """The item in the fields that NetGSM posts (JSON, a form or a query, as the account is set); none where nobody is
    named. Never raises.

    A sender that is no phone (a short code, a name) stands in `who.id` and has no phone: nobody can answer it.
    """
    sender = event.get("sourceNumber")
    phone = read_dialled(sender)
    who = Who("sms", "" if phone else _name(sender), phone)
    if not who.id and not who.phone:
        return []
    id = event.get("messageId")
    return [
        Item(
            key=a_key(id, dict(event)),
            who=who,
            account=read_key(event.get("subscriberNumber")),
            at=_local(event.get("messageDateTime")),
            text=read_text(event.get("content")),
        )
    ]


def _name(sender: object) -> str:
    known = isinstance(sender, str | int) and not isinstance(sender, bool)
    return read_line(str_of(sender)) if known and isinstance(sender, str | int) else ""


def _local(value: object) -> datetime | None:
    """NetGSM writes the local time of Türkiye, without an offset (UTC+3 all year since 2016)."""
    if not isinstance(value, str):
        return None
    value = value.strip().replace("T", " ")
    for form in _FORMS:
        try:
            at = datetime.strptime(value, form).replace(tzinfo=TURKEY).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
        return read_moment(at.isoformat())
    return None
