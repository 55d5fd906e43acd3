"""Every Post to its provider by its own way, with the credentials of the moment."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.channels import PROVIDERS
from chalicelib.channels.provider import Answer, Post, Refusal
from chalicelib.core.errors import NotReached
from chalicelib.tools.credentials import Credentials

if TYPE_CHECKING:
    from chalicelib.tools.http import Door

# Which part of the secret a provider's credentials are.
SECTIONS: Mapping[str, str] = {
    "netgsm": "netgsm",
    "whatsapp-cloud": "whatsapp",
    "smtp": "smtp",
    "telegram": "telegram",
    "messenger": "meta",
    "instagram": "meta",
}

# A bot's token as Telegram writes it, "110201543:AAHdqT…", and nothing that could lead to another address.
_BOT_TOKEN = re.compile(r"[A-Za-z0-9_:-]+")


@dataclass(frozen=True, slots=True)
class Carrier:
    """`bases` are the addresses of the providers that are reached by HTTP; `relay` is the mail server (host:port, and
    starttls, tls or none)."""

    credentials: Credentials
    bases: Mapping[str, str]
    relay: tuple[str, str] = ("", "")

    def __call__(self, post: Post) -> Answer:
        """The provider's answer, be it a refusal; raises NotReached, or Lost where it may have been taken.

        Where it says that something is wrong with us, and our credentials turn out to be others by now, it is asked
        once more: a rotated secret needs no deploy.
        """
        answer = self._carry(post)
        if post.way == "aws" or not _wants_a_person(post, answer):
            return answer
        return self._carry(post) if self.credentials.renew(SECTIONS[post.provider]) else answer

    def _carry(self, post: Post) -> Answer:
        if post.way == "aws":
            from chalicelib.tools import aws

            return aws.carry(post)
        known = self.credentials.of(SECTIONS[post.provider])
        if post.way == "smtp":
            from chalicelib.tools import smtp

            return smtp.carry(post, smtp.read_relay(*self.relay, known.get("username", ""), known.get("password", "")))
        from chalicelib.tools import http

        base = self.bases[post.provider]
        door = _bots_door(base, known) if post.provider == "telegram" else http.Door(base, _authorization(known))
        return http.carry(post, door)


def _bots_door(base: str, known: Mapping[str, str]) -> Door:
    """Telegram wants the token in the path (core.telegram.org/bots/api#making-requests). Raises NotReached where there
    is none."""
    from chalicelib.tools.http import Door

    token = known.get("token", "")
    if not _BOT_TOKEN.fullmatch(token):
        raise NotReached("credentials")
    return Door(f"{base.rstrip('/')}/bot{token}" if base else "")


def _authorization(known: Mapping[str, str]) -> str:
    """Bearer for a token, Basic for a name and a password (RFC 6750, RFC 7617). Raises NotReached where there is
    neither, or a token that no header can hold."""
    token = known.get("token", "")
    if token.isascii() and token.isprintable() and token:
        return f"Bearer {token}"
    if token or not known.get("username"):
        raise NotReached("credentials")
    pair = f"{known['username']}:{known.get('password', '')}"
    return f"Basic {b64encode(pair.encode()).decode()}"


def _wants_a_person(post: Post, answer: Answer) -> bool:
    said = PROVIDERS[post.provider].read_answer(answer)
    return isinstance(said, Refusal) and said.reaction == "alarm"
