"""The token that a peer gets in place of a number: the number masked, and proof that we made it; nothing is stored."""

from __future__ import annotations

import re

from chalicelib.core.errors import NotFound
from chalicelib.core.request import Request
from chalicelib.core.tracking import key_hash, same
from chalicelib.flows.desk import Desk

CHANNEL = "open311"
_DIGITS = 10
"""Hexadecimal ones: twelve decimal digits fit into forty bits."""
_TOKEN = re.compile(r"[0-9a-f]{32}")


def token_of(desk: Desk, number: str) -> str:
    """The token of a number: always the same, and without the key nobody can tell the number from it."""
    proof = _proof(desk, number)
    return f"{int(number) ^ _mask(desk, proof):0{_DIGITS}x}{proof}"


def number_of(desk: Desk, token: str) -> str:
    """The number of a request that a peer filed for a batch service. One get. Raises NotFound ("no-token") for every
    other token."""
    number = _unmasked(desk, token) if _TOKEN.fullmatch(token) else ""
    request = desk.requests.read(number) if number else None
    if request is None or not is_batch(desk, request):
        raise NotFound("no-token")
    return number


def is_batch(desk: Desk, request: Request) -> bool:
    """Whether a peer gets a token of it and asks for the number later."""
    service = desk.city.services.get(request.draft.service)
    return request.channel == CHANNEL and service is not None and service.reply == "batch"


def _unmasked(desk: Desk, token: str) -> str:
    masked, proof = token[:_DIGITS], token[_DIGITS:]
    number = f"{int(masked, 16) ^ _mask(desk, proof):012d}"
    return number if same(proof, _proof(desk, number)) else ""


def _proof(desk: Desk, number: str) -> str:
    return key_hash(desk.secret, "token", number)[_DIGITS:]


def _mask(desk: Desk, proof: str) -> int:
    return int(key_hash(desk.secret, "token-mask", proof)[:_DIGITS], 16)
