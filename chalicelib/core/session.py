"""Who is signed in: the tokens they were given, what is still asked of them, and what a token says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chalicelib.core.errors import Refused
from chalicelib.core.patterns import USERNAME

# Cognito's own names for what it asks next.
MFA_CODE: Literal["SOFTWARE_TOKEN_MFA"] = "SOFTWARE_TOKEN_MFA"
NEW_PASSWORD: Literal["NEW_PASSWORD_REQUIRED"] = "NEW_PASSWORD_REQUIRED"  # noqa: S105 - the name of a question
CHALLENGES = (MFA_CODE, NEW_PASSWORD)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A session: the access token, how many seconds it lasts, and the refresh token that renews it."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    seconds: int


@dataclass(frozen=True, slots=True)
class Challenge:
    """What is asked before the session begins: `name` is one of CHALLENGES, `session` goes back with the answer."""

    name: str
    username: str
    session: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a verified access token says. `id` is the token's own, `session` stays the same through all its renewals."""

    username: str
    sub: str
    groups: tuple[str, ...]
    expires: datetime
    id: str
    session: str = ""


def read_username(typed: str) -> str:
    """The username that was typed, in lower case.

    Raises Refused ("wrong-login"), as an unknown name does.
    """
    name = typed.strip().lower()
    if not USERNAME.fullmatch(name):
        raise Refused("wrong-login")
    return name
