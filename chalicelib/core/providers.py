"""The channels by which people are told, and who carries their messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.core.shape import Table

PROVIDERS: Mapping[str, tuple[str, ...]] = {
    "email": ("ses", "smtp"),
    "sms": ("aws-sms", "netgsm"),
    "whatsapp": ("whatsapp-cloud", "whatsapp-aws"),
    "telegram": ("telegram",),
    "messenger": ("messenger",),
    "instagram": ("instagram",),
}
"""The channels, each with all providers that can carry it."""

OPTIONAL = ("whatsapp", "telegram", "messenger", "instagram")
"""The channels that a city may do without."""

BY_CHAT = ("telegram", "messenger", "instagram")
"""The channels that reach nobody but who wrote by them: no phone and no address is a contact there, so nobody can
choose them either."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How messages of one channel leave: its providers in the order in which they are tried, none where the city does
    not use the channel, and how many messages each of them may be given in a second."""

    providers: tuple[str, ...]
    rate: int


def read_delivery(table: Table) -> dict[str, Delivery]:
    """How messages leave by each channel; only those of OPTIONAL may be without any provider."""
    delivery: dict[str, Delivery] = {}
    for channel, known in PROVIDERS.items():
        row = table.table(channel)
        unused = channel in OPTIONAL and row.value("providers") == []
        providers = () if unused else row.texts("providers")
        for name in providers:
            if name not in known:
                row.fault("providers", f'no provider "{name}" of {channel}; there are {", ".join(known)}')
        if len(set(providers)) < len(providers):
            row.fault("providers", "names one twice")
        delivery[channel] = Delivery(providers, row.number("rate", 1, 1000))
        row.close()
    table.close()
    return delivery
