"""Photos that came in a chat are fetched from their network, and lie with the other files from then on."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.core.chat import Thread
from chalicelib.core.errors import Invalid, NotReached, TryLater
from chalicelib.core.inbound import CHATS, Media
from chalicelib.flows.desk import Desk
from chalicelib.flows.files import id_of, take


def session_of(thread: Thread) -> str:
    """The upload session of a conversation: what came in it belongs to what is made of it."""
    return f"chat-{thread.id}"


def bring(desk: Desk, thread: Thread, media: tuple[Media, ...]) -> tuple[Media, ...]:
    """The same media, each with the id of our own copy where it could be had; what was fetched before is not again.

    For each that is new a get, the calls of the network, a put and an upload. A network that is away only means that
    there is no copy yet: whoever needs it asks again, and the message is never held up.
    """
    if thread.network not in CHATS:
        return media
    return tuple(each if each.file else _copied(desk, thread, each) for each in media)


def copies(desk: Desk, thread: Thread, media: tuple[Media, ...]) -> tuple[str, ...]:
    """The ids under which our copies of these lie, if there are any. No call."""
    return tuple(each.file or id_of(desk, session_of(thread), _origin(thread, each)) for each in media)


def _origin(thread: Thread, media: Media) -> str:
    """What a file came with: the network's own id of it."""
    return f"{thread.network}\n{media.id or media.url}"


def _copied(desk: Desk, thread: Thread, media: Media) -> Media:
    session = session_of(thread)
    of = _origin(thread, media)
    id = id_of(desk, session, of)
    if desk.files.read(id):
        return replace(media, file=id)
    try:
        fetched = desk.fetch(thread.network, media)
        if fetched is None:
            desk.log.info("media not available", thread=thread.id, network=thread.network)
            return media
        return replace(media, file=take(desk, session, fetched.content, fetched.media_type, "chat", of=of))
    except (TryLater, NotReached):
        desk.log.warning("media not fetched yet", thread=thread.id, network=thread.network)
    except Invalid:  # a video, a document: it stays with the network, and the desk sees that it came
        desk.log.info("media not kept", thread=thread.id, network=thread.network)
    return media
