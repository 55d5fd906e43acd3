"""Somebody proves a phone: a one-time code goes there, and whoever tells it has a session of that contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.core.codes import (
    GUESSES,
    LIFETIME,
    PER_PHONE,
    PER_PHONE_A_DAY,
    SESSION,
    Code,
    digits_of,
    hash_of,
    is_id,
    read_digits,
    session_key,
)
from chalicelib.core.contact import mask_phone, read_phone
from chalicelib.core.contacts import citizen_key
from chalicelib.core.errors import Fault, Invalid, Refused, TryLater
from chalicelib.core.moments import TURKEY
from chalicelib.core.tracking import same
from chalicelib.flows.admit import admit
from chalicelib.flows.desk import Desk
from chalicelib.flows.send_code import open_channels, send_code

LONGEST = 40
"""Characters of a phone as it is typed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A code is on its way to the phone; `lost` where its provider gave no answer, so that it may not come."""

    id: str
    channel: str
    expires: datetime
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """The session of whoever told the code: its token, which is kept nowhere, and the phone as it may be shown."""

    token: str
    expires: datetime
    phone: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """The code is not right, or is none any more; `left` guesses remain."""

    left: int


def ask(desk: Desk, typed: str, channel: str, caller: str, language: str) -> Asked:
    """Send a code to the phone that was typed, by "sms" or "whatsapp". `caller` is the caller's address.

    Whether anything is known of the phone changes nothing in the answer. A code goes out once and is never sent again.

    Three updates of limits, a put and a query before the first provider is asked. Raises Invalid, Refused
    ("limit-code" of the caller, "too-many-codes" of the phone, with the seconds to wait), TryLater ("code-not-sent"
    where no provider took it).
    """
    phone = _read(desk, typed, channel)
    now, citizen = desk.now(), citizen_key(desk.secret, phone)
    admit(desk, "code", caller)
    _spare(desk, citizen, now)
    id, digits, expires = desk.mint(), digits_of(desk.mint()), now + LIFETIME
    code = Code(id, hash_of(desk.secret, id, digits), citizen, GUESSES, mask_phone(phone))
    if not desk.codes.put(code, expires):
        raise TryLater("code taken", wait=1)
    fate = send_code(desk, channel, phone, digits, language)
    desk.log.info("code asked for", channel=channel, fate=fate)
    desk.meter.add("CodeSent" if fate != "refused" else "CodeNotSent", channel=channel)
    if fate == "refused":
        raise TryLater("no provider took the code", code="code-not-sent")
    return Asked(id, channel, expires, lost=fate == "lost")


def enter(desk: Desk, id: str, typed: str, caller: str) -> Entered | Wrong:
    """A session for the code `id` and the six digits that were typed.

    Of one code five guesses are taken, however many come at once, and one session is given. An update for the
    caller's limit, one for the guess; a delete and a put for a right one. Raises Refused ("limit-guess"), TryLater.
    """
    now = desk.now()
    admit(desk, "guess", caller)
    code = desk.codes.guess(id, now) if is_id(id) else None
    if code is None:
        return Wrong(0)
    if not same(code.hash, hash_of(desk.secret, id, read_digits(typed))):
        desk.meter.add("CodeWrong")
        return Wrong(code.guesses)
    if not desk.codes.use(id):
        return Wrong(0)
    token, expires = desk.mint() + desk.mint(), now + SESSION
    desk.codes.begin(session_key(token), code.citizen, expires)
    desk.log.info("session of an app begun")
    return Entered(token, expires, code.phone)


def who(desk: Desk, token: str) -> str:
    """Whose session the token is (keyed hash of the contact). One get, none for what can be no token. Raises Refused
    ("signed-out"), TryLater."""
    key = session_key(token)
    citizen = desk.codes.who(key, desk.now()) if key else ""
    if not citizen:
        raise Refused("signed-out")
    return citizen


def end(desk: Desk, token: str) -> None:
    """The session is over. One get and one delete. Raises Refused ("signed-out"), TryLater."""
    who(desk, token)
    desk.codes.end(session_key(token))


def _read(desk: Desk, typed: str, channel: str) -> str:
    """The phone in E.164. Only Turkish mobiles get codes: what abroad costs, strangers would spend."""
    faults = [] if channel in open_channels(desk) else [Fault("channel", "choice")]
    number = ""
    try:
        phone = read_phone(typed if len(typed) <= LONGEST else "")
        number = phone.e164
        faults += [] if phone.receives_sms else [Fault("phone", "code-phone")]
    except Invalid as error:
        faults += error.faults
    if faults:
        raise Invalid(*faults)
    return number


def _spare(desk: Desk, citizen: str, now: datetime) -> None:
    """Nobody's phone is bothered, whoever asks and from wherever."""
    grant = desk.limits.take(f"codes#{citizen}", PER_PHONE, now)
    wait = grant.wait
    if grant.granted:
        day = now.astimezone(TURKEY).replace(hour=0, minute=0, second=0, microsecond=0)
        ends = day + timedelta(days=1)
        if desk.count(f"codes#{citizen}#{day:%Y-%m-%d}", PER_PHONE_A_DAY, ends + timedelta(days=1)):
            return
        wait = int((ends - now).total_seconds())
    desk.meter.add("CodeRefused")
    raise Refused("too-many-codes", wait=max(wait, 1))
