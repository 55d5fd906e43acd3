"""What people send by Messenger and Instagram, as items: messages to us alone, and comments for all to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chalicelib.channels.loose import Json, an_object, objects, read_key, read_moment
from chalicelib.channels.meta_comments import read_comment
from chalicelib.channels.meta_messages import read_messaging
from chalicelib.core.inbound import Item, Network

_NETWORKS: dict[object, Network] = {"page": "messenger", "instagram": "instagram"}

TEST = "0"
"""The account in an event that somebody sent from Meta's dashboard to try the webhook."""


def read(event: Json) -> list[Item]:
    """The items in a webhook of a page or an Instagram account. Never raises.

    `standby` is what another program answers: quiet. In some kinds of login a change stands in the entry itself.
    developers.facebook.com/docs/messenger-platform/webhooks; developers.facebook.com/docs/instagram-platform/webhooks
    """
    network = _NETWORKS.get(event.get("object") if isinstance(event.get("object"), str) else None)
    if network is None:
        return []
    return [
        item
        for entry in objects(event.get("entry"))
        if read_key(entry.get("id")) != TEST
        for item in _of_entry(network, entry)
        if item.who.id != TEST
    ]


def _of_entry(network: Network, entry: Json) -> Iterator[Item]:
    account = read_key(entry.get("id"))
    for messaging in objects(entry.get("messaging")):
        yield from read_messaging(network, account, messaging)
    for messaging in objects(entry.get("standby")):
        for item in read_messaging(network, account, messaging):
            yield replace(item, quiet=True)
    changes = objects(entry.get("changes"))
    for change in [*changes, entry] if "field" in entry else changes:
        value = an_object(change.get("value"))
        if "sender" in value:  # messages come as changes too, from the dashboard and to some apps
            yield from read_messaging(network, account, value)
        elif comment := read_comment(network, account, change.get("field"), value):
            yield replace(comment, at=comment.at or read_moment(entry.get("time")))
