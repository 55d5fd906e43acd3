"""Who of the staff may see and answer which conversation."""

from __future__ import annotations

from chalicelib.core.rights import CONFIDENTIAL, Actor

AID = ("aid",)
"""Why a person is asked for, where the conversation is about social aid."""

SEEING = frozenset({"operator", "social_media", "supervisor"})
"""Who sees every conversation but those about social aid."""


def may_see(actor: Actor, why: str, *, confidential: bool = False) -> bool:
    """Whether a conversation that waits because of `why` is theirs. Those about social aid, and those in which a
    confidential request was opened, are for CONFIDENTIAL alone; the aid line has no others."""
    if why in AID or confidential:
        return bool(actor.roles & CONFIDENTIAL)
    return bool(actor.roles & SEEING)


def may_take_away(actor: Actor) -> bool:
    """Whether they may release what a colleague has claimed and, for instance, went home with."""
    return "supervisor" in actor.roles
