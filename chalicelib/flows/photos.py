"""Photos that are added to a request that stands: by staff, by its citizen, and gone with an erasure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.core.errors import Fault, Invalid, NotFound, Refused
from chalicelib.core.files import File, Offer, belongs, clean_key, raw_key, thumbnail_key
from chalicelib.core.rights import Actor, parts, sight
from chalicelib.core.tracking import key_hash, read
from chalicelib.flows.desk import Desk
from chalicelib.flows.files import offer

SENDERS = frozenset({"centre", "desk", "unit", "helper"})
"""Who of the staff may add photos."""


def staff_session(desk: Desk, number: str, actor: Actor) -> str:
    """The upload session of one of the staff for a request; nobody else can know it."""
    return key_hash(desk.secret, "upload-session", f"staff\n{number}\n{actor.name}")


def citizen_session(desk: Desk, number: str) -> str:
    """The upload session of the request's citizen, for who has proved to be it."""
    return key_hash(desk.secret, "upload-session", f"citizen\n{number}")


def offer_to(desk: Desk, actor: Actor, typed: str, media_type: str) -> tuple[File, Offer]:
    """Permission for one of the staff to upload a photo for the request of this number, as typed.

    One query and one put. Raises NotFound, Refused, Invalid, TryLater.
    """
    number = read(typed)
    case = desk.requests.case(number)
    if case is None or sight(actor, case.request, desk.city) == "none":
        raise NotFound("not-found")
    if not parts(actor, case.request, desk.city) & SENDERS:
        raise Refused("refused")
    return offer(desk, staff_session(desk, number, actor), media_type)


def check(desk: Desk, ids: Sequence[str], session: str) -> None:
    """Raises Invalid ("file-of-another") where one of these files was uploaded elsewhere. No call."""
    if not all(belongs(desk.secret, session, id) for id in ids):
        raise Invalid(Fault("files", "file-of-another"))


def forget(desk: Desk, ids: Sequence[str]) -> None:
    """The bytes of these files go, and where they were taken; that there were some stays. Three deletes and an update
    each. Raises TryLater; once more does no harm."""
    for id, file in desk.files.of(ids).items():
        for key in (raw_key(id), clean_key(id), thumbnail_key(id)):
            desk.vault.drop(key)
        desk.files.settle(replace(file, state="refused", reason="erased", position=None))
