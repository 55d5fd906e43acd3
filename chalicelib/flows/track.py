"""A citizen follows a request: state and dates for whoever has the number, everything for whoever proves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.case import Case
from chalicelib.core.contact import last_four
from chalicelib.core.errors import NotFound, Refused
from chalicelib.core.marks import Tries
from chalicelib.core.moments import TURKEY
from chalicelib.core.request import Request
from chalicelib.core.tracking import key_hash, pin, read, same
from chalicelib.flows.admit import network_of
from chalicelib.flows.desk import Desk

FREE_TRIES = 5
FIRST_WAIT = 30
LONGEST_WAIT = 3600


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as its caller may see it: `own` only with the proof."""

    case: Case
    own: bool

    @property
    def request(self) -> Request:
        """The request."""
        return self.case.request


def look(desk: Desk, typed: str, proof: str, caller: str) -> Seen:
    """The request of the number that was typed, with everything of the citizen if `proof` is right.

    `proof` is "" or the last four digits of the phone, or the PIN of whoever left no phone. `caller` is the caller's
    address, of which its network counts. One query; one conditional write more for a wrong proof. Raises NotFound
    ("mistyped" or "not-found"), Refused ("wrong-proof", or "too-many-tries" with the seconds to wait: five wrong ones a
    day are free for each number and caller, then each costs twice the wait of the last; others are not slowed by it).
    """
    number = read(typed)
    who = key_hash(desk.secret, "caller", network_of(caller))[:16]
    for _ in range(FREE_TRIES + 1):  # of many wrong ones at once each is counted, and then all wait
        found = desk.requests.look(number, who)
        if found is None:
            raise NotFound("not-found")
        case, tries = found
        if not proof:
            return Seen(case, own=False)
        counted = _one_more(tries, desk.now())
        if same("".join(proof.split()), expected_proof(desk, case.request)):
            return Seen(case, own=True)
        if desk.requests.count_wrong(number, who, counted, tries):
            desk.log.warning("wrong proof", number=number, wrong=counted.wrong)
            raise Refused("wrong-proof")
    raise Refused("too-many-tries", wait=FIRST_WAIT)


def _one_more(tries: Tries, now: datetime) -> Tries:
    """The tries with a wrong one more. Raises Refused where the caller must wait before the next."""
    day, at = f"{now.astimezone(TURKEY):%Y-%m-%d}", int(now.timestamp())
    if tries.day != day:
        tries = Tries(day=day)
    if tries.wait_until > at:
        raise Refused("too-many-tries", wait=tries.wait_until - at)
    wrong = tries.wrong + 1
    wait = min(FIRST_WAIT * 2 ** (wrong - FREE_TRIES), LONGEST_WAIT) if wrong >= FREE_TRIES else 0
    return Tries(day, wrong, at + wait if wait else 0)


def expected_proof(desk: Desk, request: Request) -> str:
    """The last four digits of the phone, or the PIN where no phone was left."""
    if request.draft.phone:
        return last_four(request.draft.phone)
    return pin(desk.secret, request.number, request.state.pin_edition)
