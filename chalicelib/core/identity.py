"""Who somebody is who writes: by the network's id first, by the phone where it proves the same, never by a name.

A phone is held by one person at a time, and its row alone says by whom; the row of an id only says where to look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.core.chat import Known
from chalicelib.core.contact import read_phone
from chalicelib.core.errors import Invalid
from chalicelib.core.inbound import Item
from chalicelib.core.tracking import key_hash

QUARANTINE = timedelta(days=90)
"""How long a phone that came alone, without the network's id, is taken for the same person's. Our own figure: nothing
says how long operators let a number rest before it is somebody else's."""

DELAY = timedelta(days=8)
"""The longest that a message is believed to have been on its way: Meta repeats for 7 days (360dialog)."""

REFRESH = timedelta(days=7)
"""How old `seen` may become before it is written anew."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What an item tells of its sender. `id`, `phone` and `former` are keys (keyed hashes), "" where it tells none;
    `before` is what a person is minted from who has neither id nor phone."""

    id: str
    phone: str
    former: str
    former_phone: bool
    before: str
    at: datetime
    now: datetime

    @property
    def keys(self) -> tuple[str, ...]:
        """The addresses that something may be known of."""
        return tuple(dict.fromkeys(key for key in (self.id, self.phone, self.former) if key))


@dataclass(frozen=True, slots=True)
class Found:
    """Whose the claim is, and what is remembered from now on, in this order. `phone` says whether the phone of the
    claim is theirs; `since` since when requests by their phone are, None where none by a phone may be shown; `lost`
    that the phone that was known of them is not theirs any more; `merged` who proved to be the same person, `recycled`
    that the phone was another's before."""

    person: str
    writes: tuple[Known, ...] = ()
    phone: bool = False
    since: datetime | None = None
    lost: bool = False
    merged: str = ""
    recycled: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """The phone of a claim: whether it is theirs, since when, with whom that binds them, and who had it before."""

    theirs: bool = False
    since: datetime | None = None
    person: str = ""
    taken: bool = False


def read_claim(secret: bytes, item: Item, now: datetime) -> Claim:
    """What the item tells of its sender: in SMS by the number alone, in mails that nobody vouches for apart from those
    that are proved; a card's phone is no address (see flows/identify)."""
    who = item.who
    phone = e164(who.phone) if who.phone and item.trusted else ""
    id = "" if who.network == "sms" and phone else who.id
    if who.network == "email":
        id = id.lower()
    told = f"{who.network}\n{id}" if item.trusted else f"{who.network}\nunproved\n{id}"
    former = item.former if item.kind == "moved" else ""
    by_phone = former.startswith("+")
    return Claim(
        id=key_hash(secret, "address", told) if id else "",
        phone=_phone_key(secret, phone) if phone else "",
        former=""
        if not former
        else _phone_key(secret, e164(former))
        if by_phone
        else key_hash(secret, "address", f"{who.network}\n{former}"),
        former_phone=by_phone,
        before=f"{who.network}\n{item.key}",
        at=min(max(item.at or now, now - DELAY), now),
        now=now,
    )


def beside(claim: Claim, known: Mapping[str, Known]) -> tuple[str, ...]:
    """The addresses that must be known too before the claim can be settled: the phone that its id pointed to."""
    rows = (known.get(claim.id), known.get(claim.former) if not claim.former_phone else None)
    return tuple(dict.fromkeys(row.other for row in rows if row and row.other and row.other not in claim.keys))


def settle(claim: Claim, known: Mapping[str, Known], secret: bytes) -> Found:
    """Whose the claim is by what is known of its addresses and of those beside them.

    The network's id decides; who moved stays who they were. A phone that comes under another id than before was
    recycled: it is a new person's from now on. What is older than the phone's present holder says nothing of it.
    """
    mine, moved = known.get(claim.id), _moved(claim, known)
    person = moved or (mine.person if mine else "")
    line = _line(claim, known, person, bool(moved))
    person = person or line.person or _mint(claim, known, line, secret)
    other = _other(claim, known, line)
    held = known.get(other)
    since = line.since
    if not claim.phone and held and held.person == person and held.other in ("", claim.id):
        since = held.since
    was = {mine.person if mine else "", line.person} - {"", person}
    return Found(
        person=person,
        writes=tuple(_writes(claim, known, person, line, other, bool(moved))),
        phone=line.theirs,
        since=since,
        lost=bool(other) and not line.theirs and (held is None or held.person != person),
        merged=min(was, default=""),
        recycled=line.taken,
    )


def e164(phone: str) -> str:
    """The phone in its one form, +90… for 0…, 5… and 90…; as it is where it is none."""
    try:
        return read_phone(phone).e164
    except Invalid:
        return phone


def _phone_key(secret: bytes, phone: str) -> str:
    return key_hash(secret, "address", f"phone\n{phone}")


def _moved(claim: Claim, known: Mapping[str, Known]) -> str:
    """Who had the former address, "" if nobody is known to have had it then."""
    row = known.get(claim.former)
    if not row or not row.person:
        return ""
    if claim.former_phone and (_is_older(claim, row) or not _is_fresh(claim, row)):
        return ""  # by then it was, or could be, somebody else's
    return row.person


def _line(claim: Claim, known: Mapping[str, Known], person: str, moved: bool) -> _Line:
    """How the phone of the claim stands to the person, "" for one who is not known by id."""
    mine, row = known.get(claim.id), known.get(claim.phone)
    if not claim.phone:
        return _Line()
    elsewhere = mine is not None and mine.other not in ("", claim.phone)
    if mine and elsewhere and (later := known.get(mine.other)) and later.person == person and _is_older(claim, later):
        return _Line()  # they have another phone by now
    if row is None:
        return _Line(theirs=True, since=claim.at)
    if not row.person:
        return _Line(theirs=True, since=claim.now)
    if row.person == person or (claim.id and row.other == claim.id):
        return _Line(theirs=True, since=row.since, person=row.person)
    if (row.other or moved) and _is_older(claim, row):
        return _Line()
    alone = not (claim.id and row.other)
    if alone and not moved and not elsewhere and _is_fresh(claim, row):
        return _Line(theirs=True, since=row.since, person=row.person)
    return _Line(theirs=True, since=claim.now, taken=True)


def _mint(claim: Claim, known: Mapping[str, Known], line: _Line, secret: bytes) -> str:
    """A new person. An id is one person's for ever; a phone is not, so its time is in it."""
    if claim.id:
        told = claim.id
    elif line.theirs:
        told = f"{claim.phone}\n{claim.now.isoformat()}"
    elif claim.phone:
        told = f"{claim.phone}\nbefore {known[claim.phone].since}"
    else:
        told = claim.before
    return key_hash(secret, "person", told)


def _other(claim: Claim, known: Mapping[str, Known], line: _Line) -> str:
    """The phone that the id points to from now on."""
    if line.theirs:
        return claim.phone
    mine, former = known.get(claim.id), None if claim.former_phone else known.get(claim.former)
    return (mine.other if mine else "") or (former.other if former else "")


def _writes(claim: Claim, known: Mapping[str, Known], person: str, line: _Line, other: str, moved: bool) -> list[Known]:
    """The phone's row before the id's, so that two who come at once meet there; what is left behind is freed last, so
    that a repeat still finds whose it was."""
    rows: list[Known] = []
    mine, row = known.get(claim.id), known.get(claim.phone)
    if line.theirs:
        by = claim.id or (row.other if row and not line.taken else "")
        rows += _changed(claim, row, Known(claim.phone, person, by, line.since))
    if claim.id:
        rows += _changed(claim, mine, Known(claim.id, person, other))
    left = {mine.other} if mine else set()
    if moved and claim.former_phone:
        left.add(claim.former)
    elif moved and claim.former != claim.id:
        before = known[claim.former]
        left.add(before.other)
        rows += _changed(claim, before, Known(claim.former, person, other))
    for key in sorted(left - {"", other, claim.phone}):
        row = known.get(key)
        if row and row.person in (person, mine.person if mine else person):
            rows.append(Known(key, "", version=row.version + 1, seen=row.seen))
    return rows


def _changed(claim: Claim, row: Known | None, new: Known) -> list[Known]:
    """The row as it is to be, none where it is so already."""
    if row is None:
        return [replace(new, version=1, seen=claim.at)]
    seen = max(claim.at, row.seen or claim.at)
    same = (row.person, row.other, row.since) == (new.person, new.other, new.since)
    if same and row.seen and seen - row.seen < REFRESH:
        return []
    return [replace(new, version=row.version + 1, seen=seen)]


def _is_older(claim: Claim, row: Known) -> bool:
    """Whether the claim was made before the phone came to its present holder."""
    return row.since is not None and claim.at < row.since


def _is_fresh(claim: Claim, row: Known) -> bool:
    """Whether the phone was its holder's so lately that it cannot be another's yet."""
    return row.seen is not None and claim.at - row.seen <= QUARANTINE
