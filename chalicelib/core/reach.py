"""Through which channels somebody can be told, in order: when one fails, the next is used."""

from __future__ import annotations

from chalicelib.core.city import City
from chalicelib.core.notices import Errand
from chalicelib.core.providers import BY_CHAT
from chalicelib.core.request import Draft, Request, chat_channel, contact_of

STAFF = ("email", "sms")
BODY = ("email",)


def channels_of(errand: Errand, request: Request, city: City) -> tuple[str, ...]:
    """The channels of the errand's role, in the order in which they are used; the errand's own stands at its `turn`,
    so that what follows it is what is left when it fails.

    The reporter: the channel they chose, then the chat that they wrote in, SMS to a mobile, WhatsApp if they chose it
    or came by it, e-mail; of these only what the city uses. A unit or a person: e-mail and SMS. Another body: e-mail.
    """
    if errand.to_reporter:
        used = channels_used(city)
        chain = tuple(channel for channel in ways_to(request.draft, request.channel) if channel in used)
    else:
        chain = BODY if errand.role.startswith("body:") else STAFF
    others = tuple(channel for channel in chain if channel != errand.channel)
    return (*others[: errand.turn], errand.channel, *others[errand.turn :])


def channels_used(city: City) -> tuple[str, ...]:
    """The channels by which this city tells people anything."""
    return tuple(channel for channel, delivery in city.delivery.items() if delivery.providers)


def channels_to_choose(city: City) -> tuple[str, ...]:
    """Those of them that somebody can choose to be told by, whatever way they came."""
    return tuple(channel for channel in channels_used(city) if channel not in BY_CHAT)


def ways_to(draft: Draft, came_by: str = "") -> tuple[str, ...]:
    """The channels for which the reporter left a contact, the one they chose first, then the chat that they wrote in;
    `came_by` is the request's."""
    also = ("whatsapp",) if came_by == "whatsapp" else ()
    ways = dict.fromkeys((draft.notify_by, chat_channel(draft), "sms", *also, "email"))
    return tuple(channel for channel in ways if contact_of(draft, channel))
