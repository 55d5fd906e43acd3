"""A comment or post that somebody left on our page or Instagram account, as an item."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.channels.loose import Json, a_key, an_object, read_key, read_line, read_moment, read_text
from chalicelib.core.inbound import Item, Kind, Network, Who

HIDDEN = "hidden"
"""`choice` of a deletion that only hides the comment."""

_ITEMS = ("comment", "post", "status", "photo", "video", "share")

# `verb` -> what became of it (developers.facebook.com/docs/graph-api/webhooks/reference/page/#feed). Likes are no
# words, and what is not listed here is not told of.
_VERBS: Mapping[str, Kind] = {
    "add": "comment",
    "edit": "edited",
    "edited": "edited",
    "unhide": "edited",
    "remove": "deleted",
    "hide": "deleted",
}


def read_comment(network: Network, account: str, field: object, value: Json) -> Item | None:
    """The comment in one change; None where it is no comment, is our own, or nobody is named. `thread` is the post."""
    item = None
    if field in ("feed", "mention") and network == "messenger":
        item = _of_page(account, value)
    elif field in ("comments", "live_comments") and network == "instagram":
        item = _of_instagram(account, value)
    return item if item and item.who.id and item.who.id != account else None


def _of_page(account: str, value: Json) -> Item | None:
    what, verb = value.get("item"), value.get("verb")
    kind = _VERBS.get(verb) if isinstance(verb, str) else None
    if what not in _ITEMS or not kind:
        return None
    post, parent = read_key(value.get("post_id")), read_key(value.get("parent_id"))
    id = read_key(value.get("comment_id")) or post
    at = value.get("created_time")
    sender = an_object(value.get("from")) or {"id": value.get("sender_id"), "name": value.get("sender_name")}
    first = kind == "comment"
    if not id and not first:
        return None
    return Item(
        key=a_key(id, value) if first else f"{id}:{verb}:{a_key(None, value)}",
        who=Who("messenger", read_key(sender.get("id")), name=read_line(sender.get("name"))),
        account=account,
        at=read_moment(at),
        kind=kind,
        text=read_text(value.get("message")),
        choice=HIDDEN if verb == "hide" else "",
        about=(parent if parent != post else "") if first else id,
        thread=post,
    )


def _of_instagram(account: str, value: Json) -> Item:
    sender = an_object(value.get("from"))
    return Item(
        key=a_key(value.get("id"), value),
        who=Who("instagram", read_key(sender.get("id")), name=read_line(sender.get("username"))),
        account=account,
        at=read_moment(value.get("timestamp")),
        kind="comment",
        text=read_text(value.get("text")),
        about=read_key(value.get("parent_id")),
        thread=read_key(an_object(value.get("media")).get("id")),
    )
