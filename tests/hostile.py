"""Hostile, broken and strange payloads by seed: what a request must survive, and what it must accept."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.build import what_is_said

# Stands in every payload, so that it can be looked for where nothing of a citizen may be.
CANARY = "KANARYA"

STRANGE = (
    "<script>alert('{c}')</script>",
    "<img src=x onerror=alert('{c}')>",
    '"><svg onload=alert(1)>{c}',
    "javascript:alert('{c}')",
    "{{{{7*7}}}} ${{7*7}} {c} {{}} {{number}} %s %(x)s",
    "\u202e{c}\u202c \u2066ters\u2069 \u200f",
    '=HYPERLINK("http://example.org","{c}")',
    "+1-1@SUM(1+1)*cmd|' /C calc'!A0 {c}",
    "🦟👨‍👩‍👧‍👦🏳️‍🌈 {c} 🇹🇷",
    "{c}\r\nBcc: kurban@example.org\r\n\r\nmetin",
    "{c}\nSubject: kaçak\n.\n",
    "'; DROP TABLE requests; -- {c}",
    "../../../../etc/passwd\u0000{c}",
    "\x00\x01\x02{c}\x1b[31m\x7f\x85\u2028satır",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚a̴̵̞l̡{c}go",
    "ＦＵＬＬｗｉｄｔｈ {c} ﷽ ﷲ",
    "ı İ i I ş Ş ğ Ğ ß ﬁ Ⅷ {c}",
    "{c}" + " " * 50 + "\t\t\n\n\n son",
    "{c} \ud83d yarım \udc00",
    "\ufeff{c}\ufffe\uffff",
)
NAMES = (
    "service_code", "description", "address", "district", "neighbourhood", "lat", "long", "first_name", "last_name",
    "phone", "email", "language", "kind", "legal_basis", "hide_identity", "on_behalf_of", "do_not_call",
    "notify_by",
)  # fmt: skip
FREE = ("description", "address", "neighbourhood", "first_name", "last_name", "on_behalf_of")


@dataclass(frozen=True)
class Payload:
    """A raw body with its content type, and the statuses that are an answer to it."""

    name: str
    body: bytes
    statuses: tuple[int, ...]
    content_type: str = "application/json"


def payloads(seed: int, count: int) -> Iterator[Payload]:
    """`count` payloads, of every kind in turn."""
    dice = random.Random(seed)
    for place in range(count):
        make = MAKERS[place % len(MAKERS)]
        yield make(dice, f"{CANARY}{place}")


def _strange(dice: random.Random, canary: str) -> Payload:
    """Legal text in every free field: accepted."""
    fields: dict[str, Any] = {
        name: dice.choice(STRANGE).format(c=canary)[:75]
        if name != "description"
        else dice.choice(STRANGE).format(c=canary)
        for name in dice.sample(FREE, dice.randint(1, len(FREE)))
    }
    return _said(dice, "strange", (201,), **fields)


def _wrong_type(dice: random.Random, canary: str) -> Payload:
    name = dice.choice(NAMES)
    wrong: list[Any] = [[], {}, [canary], {"$ne": canary}, 7.5e300, -1, "x" * 300 + canary, [[[[]]]]]
    if name not in ("hide_identity", "do_not_call"):
        wrong.append(True)
    return _said(dice, f"type of {name}", (400,) if name != "description" else (201, 400), **{name: dice.choice(wrong)})


def _unknown_field(dice: random.Random, canary: str) -> Payload:
    name = dice.choice(
        ("status", "unit", "number", "__proto__", "constructor", "", "ş", "a" * 5000, canary, "\x00", "\ud800")
    )
    return _said(dice, "unknown field", (400,), **{name: canary})


def _no_object(dice: random.Random, canary: str) -> Payload:
    body = dice.choice(
        [
            "null",
            "[]",
            "true",
            "7",
            f'"{canary}"',
            "{",
            "}",
            "",
            " ",
            f"[{canary}]",
            "{'a':1}",
            '{"a":1,}',
            "NaN",
            "\ufeff{}",
        ]
    )
    return Payload("no object", body.encode(), (400,))


def _deep(dice: random.Random, canary: str) -> Payload:
    depth = dice.choice((100, 1_000, 20_000))
    body = dice.choice(("[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth, "[" * depth))
    return Payload("deep", (body + " " + canary if dice.random() < 0.2 else body).encode(), (400,))


def _bytes(dice: random.Random, canary: str) -> Payload:
    return Payload("bytes", canary.encode() + dice.randbytes(dice.randint(1, 400)), (400,))


def _broken_utf8(dice: random.Random, canary: str) -> Payload:
    whole = json.dumps(what_is_said(description=canary), ensure_ascii=False).encode()
    cut = dice.randint(1, len(whole) - 1)
    return Payload("broken utf-8", whole[:cut] + b"\xc3\x28\xff" + whole[cut:], (201, 400))


def _big(dice: random.Random, canary: str) -> Payload:
    size = dice.choice((6_000, 50_000, 150_000))
    return _said(dice, "big", (400, 413), **{dice.choice(FREE): canary + dice.choice(("a", "ç", "🦟")) * size})


def _numbers(dice: random.Random, canary: str) -> Payload:
    wrong = dice.choice((91, -91, 1e308, -1e308, 10**400, 0.1, True, "38.4", None))
    return _said(dice, "numbers", (400,), lat=wrong, long=dice.choice((181, -200, 1e9)), description=canary)


def _contacts(dice: random.Random, canary: str) -> Payload:
    wrong = dice.choice(
        (
            {"phone": dice.choice(("12", "+", "abc", "5" * 40, "0532 111 22 3x", "++90", "１２", canary))},
            {"email": dice.choice(("a@b", f"{canary}@", "a b@c.org", "a@c.org\nBcc: d@e.org", "ç@ö.org", "<a@c.org>"))},
        )
    )
    return _said(dice, "contacts", (400,), **wrong)


def _media(dice: random.Random, canary: str) -> Payload:
    kind = dice.choice(
        ("text/plain", "text/xml", "application/x-www-form-urlencoded", "multipart/form-data", "image/png", "x")
    )
    return Payload(f"media {kind}", f"description={canary}".encode(), (415,), kind)


def _said(dice: random.Random, name: str, statuses: tuple[int, ...], **fields: Any) -> Payload:
    """As a citizen of their own would say it of a place of their own: no message is capped or held for another's
    sake."""
    own = {"phone": f"0533 {dice.randrange(10**7):07d}", "address": f"{dice.randrange(10**6)} Sokak"}
    body = json.dumps(what_is_said(**own) | fields)
    return Payload(name, body.encode(), statuses)


MAKERS: tuple[Callable[[random.Random, str], Payload], ...] = (
    _strange, _wrong_type, _strange, _unknown_field, _no_object, _strange, _deep, _bytes, _broken_utf8, _big, _numbers,
    _contacts, _media,
)  # fmt: skip
