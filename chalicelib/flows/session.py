"""Staff sign in, stay signed in and sign out; who guesses is slowed down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.core.errors import Refused
from chalicelib.core.marks import Tries
from chalicelib.core.moments import TURKEY
from chalicelib.core.session import Challenge, Claims, Tokens, read_username
from chalicelib.core.tracking import key_hash
from chalicelib.flows.desk import Desk
from chalicelib.flows.track import FIRST_WAIT, FREE_TRIES, LONGEST_WAIT

KEPT = timedelta(days=2)


class SignIn(Protocol):
    """Where passwords are known; tools/cognito.py."""

    def sign_in(self, username: str, password: str) -> Tokens | Challenge:
        """Raises Refused ("wrong-login"), TryLater."""

    def answer(self, challenge: Challenge, answer: str) -> Tokens | Challenge:
        """Raises Refused ("wrong-code", "signed-out"), Invalid, TryLater."""

    def refresh(self, refresh_token: str) -> Tokens:
        """Raises Refused ("signed-out"), TryLater."""

    def sign_out(self, refresh_token: str) -> None:
        """Raises TryLater."""

    def offer_codes(self, access_token: str) -> str:
        """Raises Refused ("signed-out"), TryLater."""

    def demand_codes(self, access_token: str, code: str) -> None:
        """Raises Refused ("wrong-code", "signed-out"), TryLater."""


class WrongLogins(Protocol):
    """Wrong logins of a name and caller; store/tries.py."""

    def read(self, key: str) -> Tries:
        """One get. Raises TryLater."""

    def write(self, key: str, tries: Tries, expires: datetime) -> None:
        """One put. Raises TryLater."""


@dataclass(frozen=True, slots=True)
class Door:
    """What sign-in needs beside the Desk; `read` verifies an access token as of a moment (tools/tokens.py)."""

    pool: SignIn
    wrong: WrongLogins
    read: Callable[[str, datetime], Claims]


def sign_in(desk: Desk, door: Door, typed: str, password: str, caller: str) -> Tokens | Challenge:
    """Tokens for a username and password, or what is asked first. `caller` is the caller's address.

    One get and one call; one put more for a wrong one. Raises Refused ("wrong-login" whatever was wrong;
    "too-many-tries" with the seconds to wait: five wrong ones a day are free for each name and caller, then each costs
    twice the wait of the last, as for proofs in flows/track.py), TryLater.
    """
    username = read_username(typed)
    return _try(desk, door, username, caller, lambda: door.pool.sign_in(username, password))


def answer(desk: Desk, door: Door, challenge: Challenge, given: str, caller: str) -> Tokens | Challenge:
    """Tokens for the code or the new password that was asked for, or what is asked next. Wrong ones count as in
    `sign_in`. Raises as it does, and Refused ("wrong-code", "signed-out"), Invalid ("weak-password")."""
    username = read_username(challenge.username)
    return _try(desk, door, username, caller, lambda: door.pool.answer(challenge, given))


def refresh(door: Door, refresh_token: str) -> Tokens:
    """The session, renewed. One call. Raises Refused ("signed-out"), TryLater."""
    return door.pool.refresh(refresh_token)


def sign_out(door: Door, refresh_token: str) -> None:
    """The end of the session; the access token ends by itself within 15 minutes. One call. Raises TryLater."""
    door.pool.sign_out(refresh_token)


def offer_codes(door: Door, access_token: str) -> str:
    """A secret (base32) for the authenticator app of whoever sends this token; nothing is asked before `demand_codes`.
    One call. Raises Refused ("signed-out"), TryLater."""
    return door.pool.offer_codes(access_token)


def demand_codes(desk: Desk, door: Door, access_token: str, code: str, username: str) -> None:
    """A code is asked at every sign-in of `username` from now on, once the app's first one is right. Two calls.

    Raises Refused ("wrong-code", "signed-out"), TryLater.
    """
    door.pool.demand_codes(access_token, code)
    desk.log.info("codes demanded", username=username)


def who(desk: Desk, door: Door, access_token: str) -> Claims:
    """Who sends this token. No call once the keys are there. Raises Refused ("signed-out"), TryLater."""
    return door.read(access_token, desk.now())


def _try(
    desk: Desk, door: Door, username: str, caller: str, act: Callable[[], Tokens | Challenge]
) -> Tokens | Challenge:
    key = f"login#{key_hash(desk.secret, 'login', f'{username} {caller}')}"
    now = desk.now()
    day = f"{now.astimezone(TURKEY):%Y-%m-%d}"
    tries = door.wrong.read(key)
    if tries.day != day:
        tries = Tries(day=day)
    left = tries.wait_until - int(now.timestamp())
    if left > 0:
        raise Refused("too-many-tries", wait=left)
    try:
        given = act()
    except Refused:
        wrong = tries.wrong + 1
        wait = min(FIRST_WAIT * 2 ** (wrong - FREE_TRIES), LONGEST_WAIT) if wrong >= FREE_TRIES else 0
        until = int(now.timestamp()) + wait if wait else 0
        door.wrong.write(key, Tries(day, wrong, until), now + KEPT)
        # Not the name: people type their password into the wrong field.
        desk.log.warning("wrong login", name=key[-8:], wrong=wrong)
        raise
    if isinstance(given, Tokens):
        desk.log.info("signed in", username=username)
    return given
