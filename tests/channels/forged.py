"""Forged requests to every door, and changed ones by seed: none of them may be believed.

    genuine(door, raw, secret) -> headers            what its provider sends with this body
    forgeries(door, raw, secret) -> list[Forged]     every kind there is for this door: name, raw body, headers
    mutations(door, raw, secret, seed, count) -> Iterator[Forged]      a genuine one with something changed

Doors: "whatsapp" and "meta" (Meta's signature), "x" (X's), "telegram" and "netgsm" (our own secret in a header). `raw`
is the JSON body as bytes, `secret` the one that the product knows. All headers can go over HTTP: Latin-1, on one line.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import random
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass

HEADERS = {
    "whatsapp": "X-Hub-Signature-256",
    "meta": "X-Hub-Signature-256",
    "x": "x-twitter-webhooks-signature",
    "telegram": "X-Telegram-Bot-Api-Secret-Token",
    "netgsm": "xapi-key",
}
SIGNED = ("whatsapp", "meta", "x")
OTHER = "another secret"


@dataclass(frozen=True)
class Forged:
    """A request that nobody may believe."""

    name: str
    raw: bytes
    headers: dict[str, str]


def genuine(door: str, raw: bytes, secret: str) -> dict[str, str]:
    """The headers by which the door knows its provider."""
    return {HEADERS[door]: _value(door, raw, secret)}


def forgeries(door: str, raw: bytes, secret: str) -> list[Forged]:
    """Every kind of forged request there is for this door; `raw` must not be empty."""
    kinds = _OF_SIGNED if door in SIGNED else _OF_SECRET
    made = [Forged(name, *_made(make(door, raw, secret), door, raw)) for name, make in kinds.items()]
    if door == "netgsm":
        made += [Forged(name, raw, {"Authorization": value}) for name, value in _basics(secret).items()]
    return made


def mutations(door: str, raw: bytes, secret: str, seed: int, count: int) -> Iterator[Forged]:
    """`count` requests of which the body (where it is signed) or the header was changed; the same for the same seed."""
    dice = random.Random(f"{door} {seed}")
    right = _value(door, raw, secret)
    done = 0
    while done < count:
        if door in SIGNED and dice.random() < 0.5:
            forged = Forged(f"body {done}", _changed_bytes(raw, dice), {HEADERS[door]: right})
        else:
            forged = Forged(f"header {done}", raw, {HEADERS[door]: _changed_text(right, dice)})
        if (forged.raw, forged.headers[HEADERS[door]]) != (raw, right):
            done += 1
            yield forged


Made = str | tuple[bytes, str] | dict[str, str]
"""The header's value; with another body; or quite other headers."""


def _made(made: Made, door: str, raw: bytes) -> tuple[bytes, dict[str, str]]:
    if isinstance(made, dict):
        return raw, made
    body, value = made if isinstance(made, tuple) else (raw, made)
    return body, {HEADERS[door]: value}


def _value(door: str, raw: bytes, secret: str) -> str:
    if door == "x":
        return "sha256=" + base64.b64encode(_mac(secret, raw)).decode()
    return "sha256=" + _mac(secret, raw).hex() if door in SIGNED else secret


def _mac(secret: str, raw: bytes) -> bytes:
    return hmac.new(secret.encode(), raw, hashlib.sha256).digest()


def _anew(raw: bytes) -> bytes:
    return json.dumps(json.loads(raw), ensure_ascii=False, indent=1).encode()


def _other_digit(value: str, place: int) -> str:
    digit = "0" if value[place] != "0" else "1"
    whole = list(value)
    whole[place] = digit
    return "".join(whole)


def _in_another_alphabet(door: str, raw: bytes, secret: str) -> str:
    mac = _mac(secret, raw)
    return "sha256=" + (mac.hex() if door == "x" else base64.b64encode(mac).decode())


_OF_SIGNED: dict[str, Callable[[str, bytes, str], Made]] = {
    "no header": lambda door, raw, secret: {},
    "empty header": lambda door, raw, secret: "",
    "mark alone": lambda door, raw, secret: "sha256=",
    "no mark": lambda door, raw, secret: _value(door, raw, secret).removeprefix("sha256="),
    "mark in capitals": lambda door, raw, secret: _value(door, raw, secret).replace("sha256", "SHA256"),
    "mark twice": lambda door, raw, secret: "sha256=" + _value(door, raw, secret),
    "SHA-1 header only": lambda door, raw, secret: {
        "X-Hub-Signature": "sha1=" + hmac.new(secret.encode(), raw, hashlib.sha1).hexdigest()
    },
    "SHA-1 in the header": lambda door, raw, secret: (
        "sha1=" + hmac.new(secret.encode(), raw, hashlib.sha1).hexdigest()
    ),
    "SHA-1 called SHA-256": lambda door, raw, secret: (
        "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha1).hexdigest()
    ),
    "SHA-512": lambda door, raw, secret: "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha512).hexdigest(),
    "hash without a key": lambda door, raw, secret: "sha256=" + hashlib.sha256(raw).hexdigest(),
    "hash of secret and body": lambda door, raw, secret: (
        "sha256=" + hashlib.sha256(secret.encode() + raw).hexdigest()
    ),
    "key and body swapped": lambda door, raw, secret: (
        "sha256=" + hmac.new(raw, secret.encode(), hashlib.sha256).hexdigest()
    ),
    "the other alphabet": _in_another_alphabet,
    "letters in another case": lambda door, raw, secret: "sha256=" + _value(door, raw, secret)[7:].swapcase(),
    "secret of another app": lambda door, raw, secret: _value(door, raw, OTHER),
    "empty secret": lambda door, raw, secret: _value(door, raw, ""),
    "secret with a line break": lambda door, raw, secret: _value(door, raw, secret + "\n"),
    "secret itself": lambda door, raw, secret: "sha256=" + secret,
    "signature of another body": lambda door, raw, secret: _value(door, b"{}", secret),
    "signature of no body": lambda door, raw, secret: _value(door, b"", secret),
    "one byte changed": lambda door, raw, secret: (
        bytes([raw[0], *raw[1:-1], raw[-1] ^ 1]), _value(door, raw, secret)
    ),
    "a blank behind the body": lambda door, raw, secret: (raw + b" ", _value(door, raw, secret)),
    "body written anew": lambda door, raw, secret: (_anew(raw), _value(door, raw, secret)),
    "body cut": lambda door, raw, secret: (raw[:-1], _value(door, raw, secret)),
    "no body": lambda door, raw, secret: (b"", _value(door, raw, secret)),
    "body twice": lambda door, raw, secret: (raw + raw, _value(door, raw, secret)),
    "signature cut": lambda door, raw, secret: _value(door, raw, secret)[:-2],
    "signature longer": lambda door, raw, secret: _value(door, raw, secret) + "0",
    "first digit changed": lambda door, raw, secret: _other_digit(_value(door, raw, secret), 7),
    "last digits changed": lambda door, raw, secret: _other_digit(_value(door, raw, secret), -3),
    "zeros": lambda door, raw, secret: "sha256=" + "0" * 64,
    "letters that are not ASCII": lambda door, raw, secret: "sha256=" + "é" * 64,
    "very long": lambda door, raw, secret: "sha256=" + "a" * 4000,
    "two signatures": lambda door, raw, secret: ", ".join([_value(door, raw, secret)] * 2),
    "in quotes": lambda door, raw, secret: f'"{_value(door, raw, secret)}"',
    "under another name": lambda door, raw, secret: {"Authorization": _value(door, raw, secret)},
    "as the header of another network": lambda door, raw, secret: {
        HEADERS["meta" if door == "x" else "x"]: _value(door, raw, secret)
    },
}  # fmt: skip

_OF_SECRET: dict[str, Callable[[str, bytes, str], Made]] = {
    "no header": lambda door, raw, secret: {},
    "empty header": lambda door, raw, secret: "",
    "another secret": lambda door, raw, secret: OTHER,
    "secret cut": lambda door, raw, secret: secret[:-1],
    "secret longer": lambda door, raw, secret: secret + "0",
    "secret in another case": lambda door, raw, secret: secret.swapcase(),
    "secret backwards": lambda door, raw, secret: secret[::-1],
    "secret in quotes": lambda door, raw, secret: f'"{secret}"',
    "secret twice": lambda door, raw, secret: f"{secret}, {secret}",
    "secret in base64": lambda door, raw, secret: base64.b64encode(secret.encode()).decode(),
    "hash of the secret": lambda door, raw, secret: hashlib.sha256(secret.encode()).hexdigest(),
    "signature by the secret": lambda door, raw, secret: "sha256=" + _mac(secret, raw).hex(),
    "letters that are not ASCII": lambda door, raw, secret: "é" * len(secret),
    "a letter that looks alike": lambda door, raw, secret: secret[:-1] + "ÿ",
    "very long": lambda door, raw, secret: secret * 200,
    "star": lambda door, raw, secret: "*",
    "words for nothing": lambda door, raw, secret: "null",
    "under another name": lambda door, raw, secret: {"X-Api-Token": secret},
    "as a bearer": lambda door, raw, secret: {"Authorization": f"Bearer {secret}"},
    "as the header of another network": lambda door, raw, secret: {HEADERS["whatsapp"]: secret},
}


def _basics(secret: str) -> dict[str, str]:
    def basic(text: str) -> str:
        return "Basic " + base64.b64encode(text.encode()).decode()

    return {
        "Basic with another password": basic(f"netgsm:{OTHER}"),
        "Basic with the secret as the name": basic(f"{secret}:"),
        "Basic without a colon": basic(secret),
        "Basic that is no base64": f"Basic {secret}",
        "Basic of nothing": "Basic",
        "Basic that is not ASCII": "Basic é",
    }


def _changed_bytes(raw: bytes, dice: random.Random) -> bytes:
    place, end = dice.randrange(len(raw)), dice.randint(1, 40)
    return dice.choice(
        (
            raw[:place] + bytes([raw[place] ^ dice.randint(1, 255)]) + raw[place + 1 :],
            raw[:place] + dice.randbytes(end) + raw[place:],
            raw[:place] + raw[place + end :],
            raw[:place] + raw[place : place + end] + raw[place:],
            raw[:place],
            raw[place:] + raw[:place],
        )
    )


def _changed_text(text: str, dice: random.Random) -> str:
    letters = string.ascii_letters + string.digits + "=+/-_.,;:é"
    place, letter = dice.randrange(len(text)), dice.choice(letters)
    return dice.choice(
        (
            text[:place] + letter + text[place + 1 :],
            text[:place] + letter + text[place:],
            text[:place] + text[place + 1 :],
            text[:place] + text[place:].swapcase(),
            text[:place],
            text + letter * dice.randint(1, 9),
            text[place:] + text[:place],
        )
    )
