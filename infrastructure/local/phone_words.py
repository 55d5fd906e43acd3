"""What a citizen sends with one tap: words, a file, a place, a card, or the answer to a button."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from infrastructure.local.phone_people import NETWORKS, PERSONAS, PLACES, Caller, Place

KINDS = ("text", "photo", "voice", "location", "contact", "other_contact", "choice")
SENDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("whatsapp", "whatsapp-aws", "telegram"), KINDS),
    **dict.fromkeys(("messenger", "instagram"), ("text", "photo", "voice", "choice")),
    "sms": ("text",),
}
"""What a telephone can send by each network."""

SWITCHES = ("duplicate", "reorder", "forged", "batch", "raw")
"""duplicate: each webhook twice; reorder: held back until the next one has gone; forged: proved by a wrong secret;
batch: three pieces at once; raw: letters beyond ASCII as they are, where providers escape them."""

_OTHER = "+905329998877"
_PIECES = 3


@dataclass(frozen=True)
class Word:
    """One thing said. `n` is the running number that its ids at the network are made of, `text` its words or caption,
    `place` where it is, `card` the phone on a contact card and `own` whether that is the sender's; `choice` the id of
    what was tapped, `row` whether of a list, `about` the message that it stood under."""

    kind: str
    text: str = ""
    place: Place | None = None
    card: str = ""
    own: bool = False
    choice: str = ""
    row: bool = False
    about: str = ""
    n: int = 0


@dataclass(frozen=True)
class Order:
    """What the telephone is asked to send: by which network, as whom, what, and with which of SWITCHES."""

    network: str
    caller: Caller
    word: Word
    switches: frozenset[str] = frozenset()


def read_order(asked: Mapping[str, Any]) -> Order:
    """The order in a JSON object or a form: `persona`, or `address` (with `phone`, `name`), then `network`, `kind` and
    what belongs to it (`text`, `place` or `lat` and `long`, `choice` with `title` and `row`), and the switches.

    Raises ValueError, saying what is wrong.
    """
    network, caller = read_caller(asked)
    kind = str(asked.get("kind") or "text")
    if kind not in SENDS[network]:
        raise ValueError(f"{kind}: one of {', '.join(SENDS[network])} by {network}")
    text = str(asked.get("title" if kind == "choice" else "text") or "")
    if kind == "text" and not text.strip():
        raise ValueError("text: nothing is written")
    word = Word(kind, text)
    if kind == "location":
        word = replace(word, text="", place=_place(asked))
    elif kind in ("contact", "other_contact"):
        own = kind == "contact"
        word = Word("contact", card=caller.card if own else _OTHER, own=own)
    elif kind == "choice":
        about = str(asked.get("about") or "")
        word = replace(word, choice=str(asked.get("choice") or ""), row=bool(asked.get("row")), about=about)
    return Order(network, caller, word, frozenset(name for name in SWITCHES if _is_on(asked.get(name))))


def read_caller(asked: Mapping[str, Any]) -> tuple[str, Caller]:
    """The network and the caller that `persona`, or `address`, and `network` name; raises ValueError."""
    code = str(asked.get("persona") or "")
    if code and code not in PERSONAS:
        raise ValueError(f"persona: one of {', '.join(PERSONAS)}")
    network = str(asked.get("network") or (PERSONAS[code].network if code else ""))
    if network not in NETWORKS:
        raise ValueError(f"network: one of {', '.join(NETWORKS)}")
    if code:
        return network, PERSONAS[code].in_network(network)
    address, phone = str(asked.get("address") or ""), str(asked.get("phone") or "")
    if not address:
        raise ValueError("address: or a persona")
    if address.startswith("+"):
        address, phone = "", address
    if network == "sms" and not re.fullmatch(r"\+[0-9]{7,15}", phone):
        raise ValueError("address: a phone, such as +905321112233")
    return network, Caller(address, phone, str(asked.get("name") or ""), phone)


def pieces(word: Word) -> list[Word]:
    """The word in three: a text is cut between its words, as by people who write in pieces; a file is sent thrice."""
    if word.kind != "text":
        return [word] * _PIECES
    parts = word.text.split()
    step = -(-len(parts) // _PIECES)
    return [replace(word, text=" ".join(parts[at : at + step])) for at in range(0, len(parts), step)]


def _place(asked: Mapping[str, Any]) -> Place:
    if "lat" in asked and "long" in asked:
        return Place(str(asked.get("text") or ""), float(asked["lat"]), float(asked["long"]))
    code = str(asked.get("place") or "")
    if code not in PLACES:
        raise ValueError(f"place: one of {', '.join(PLACES)}, or lat and long")
    return PLACES[code]


def _is_on(value: object) -> bool:
    return value not in (None, "", "off", False)
