"""What people send by X, as items: direct messages, and posts that mention us."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from chalicelib.channels.loose import (
    Json,
    a_key,
    an_object,
    objects,
    read_address,
    read_key,
    read_line,
    read_moment,
    read_text,
)
from chalicelib.core.inbound import Item, Kind, Media, Who

_MEDIA: Mapping[str, Kind] = {"photo": "photo", "animated_gif": "video", "video": "video"}


def read(event: Json) -> list[Item]:
    """The items in an event of the Account Activity API. What we wrote ourselves comes too, as an echo. Never raises.

    docs.x.com/x-api/account-activity; announced to give way to the X Activity API.
    """
    ours = read_key(event.get("for_user_id"))
    users = an_object(event.get("users"))
    direct = [_direct(each, ours, users) for each in objects(event.get("direct_message_events"))]
    posts = [item for each in objects(event.get("tweet_create_events")) for item in _post(each, ours)]
    gone = [_gone(each, ours) for each in objects(event.get("tweet_delete_events"))]
    return [item for item in [*direct, *posts, *gone] if item.who.id]


def _direct(event: Json, ours: str, users: Json) -> Item:
    created = an_object(event.get("message_create"))
    said = an_object(created.get("message_data"))
    sender, other = read_key(created.get("sender_id")), read_key(an_object(created.get("target")).get("recipient_id"))
    who = other if sender == ours else sender
    item = Item(
        key=a_key(event.get("id"), event),
        who=Who("x", who, name=read_line(an_object(users.get(who)).get("name"))),
        account=ours,
        at=read_moment(event.get("created_timestamp")),
    )
    if event.get("type") != "message_create":
        return replace(item, kind="unsupported", quiet=True)
    item = _with_content(said, item)
    return replace(item, kind="echo") if sender == ours else item


def _with_content(said: Json, item: Item) -> Item:
    text = read_text(said.get("text"))
    if choice := read_text(an_object(said.get("quick_reply_response")).get("metadata"), 1000):
        return replace(item, kind="choice", choice=choice, text=text)
    media = an_object(an_object(said.get("attachment")).get("media"))
    type = media.get("type")
    kind = _MEDIA.get(type) if isinstance(type, str) else None
    if not kind:
        return replace(item, kind="text" if text else "unsupported", text=text)
    file = Media(
        read_key(media.get("id_str")) or read_key(media.get("id")), url=read_address(media.get("media_url_https"))
    )
    return replace(item, kind=kind, text=text, media=(file,))


def _post(tweet: Json, ours: str) -> Iterator[Item]:
    """A public post that mentions us; our own are left out."""
    user = an_object(tweet.get("user"))
    sender = read_key(user.get("id_str")) or read_key(user.get("id"))
    key = read_key(tweet.get("id_str")) or a_key(tweet.get("id"), tweet)
    before = read_key(tweet.get("in_reply_to_status_id_str"))
    if sender != ours:
        yield Item(
            key=key,
            who=Who("x", sender, name=read_line(user.get("name"))),
            account=ours,
            at=read_moment(tweet.get("timestamp_ms")),
            kind="comment",
            text=read_text(an_object(tweet.get("extended_tweet")).get("full_text") or tweet.get("text")),
            about=before,
            thread=before or key,
        )


def _gone(event: Json, ours: str) -> Item:
    status = an_object(event.get("status"))
    about = read_key(status.get("id"))
    return Item(
        key=f"{about}:deleted",
        who=Who("x", read_key(status.get("user_id"))),
        account=ours,
        at=read_moment(event.get("timestamp_ms")),
        kind="deleted",
        about=about,
        quiet=True,
    )
