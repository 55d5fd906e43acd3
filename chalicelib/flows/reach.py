"""By which channels nothing is sent to the citizen any more, and how one is opened again."""

from __future__ import annotations

from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.marks import Stop
from chalicelib.core.providers import PROVIDERS
from chalicelib.core.request import Request, contact_of
from chalicelib.flows.deliver import address_key
from chalicelib.flows.desk import Desk


def stopped(desk: Desk, request: Request) -> dict[str, Stop]:
    """The stopped channels of the citizen's own mobile, e-mail and chat, each with the reason: a code of the
    provider's, or "stop word". One query for each of these. Raises TryLater."""
    channels_of: dict[str, list[str]] = {}
    for channel in PROVIDERS:
        channels_of.setdefault(contact_of(request.draft, channel), []).append(channel)
    found: dict[str, Stop] = {}
    for to, channels in channels_of.items():
        known = desk.ledger.suppressed(address_key(desk, to)) if to else {}
        found |= {channel: known[channel] for channel in channels if channel in known}
    return found


def allow(desk: Desk, request: Request, channel: str, by: str) -> None:
    """Send to the citizen by `channel` again, since `by` of the staff says so; nothing where it is not stopped.

    One delete. Raises Invalid ("channel") for one that they left no contact for, TryLater.
    """
    to = contact_of(request.draft, channel)
    if not to:
        raise Invalid(Fault("channel", "choice"))
    desk.ledger.allow(address_key(desk, to), channel)
    desk.log.info("channel allowed", number=request.number, channel=channel, staff=by)
