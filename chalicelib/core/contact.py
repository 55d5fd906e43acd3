"""How a citizen can be reached: reading and masking phone numbers and e-mail addresses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.text import ascii_digits

_MAX_EMAIL = 254  # RFC 5321 4.5.3.1.3: a path of 256 octets less its angle brackets
_MAX_LOCAL = 64  # RFC 5321 4.5.3.1.1

_TURKISH = re.compile(r"(?:\+90|0090|90)?0?(?P<national>(?P<mobile>5\d{9})|[234]\d{9}|850\d{7}|444\d{4})")
_FOREIGN = re.compile(r"(?:\+|00)(?!90)(?P<number>[1-9]\d{6,14})")  # ITU-T E.164: at most 15 digits
_NOT_DIALLED = re.compile(r"\(0\)|[^\w+]|_")
_EMAIL = re.compile(
    r"(?P<local>\w[\w+&'=%/-]*(?:\.[\w+&'=%/-]+)*)"
    r"@(?P<domain>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9]))",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that can be called; `e164` is '+' and digits. Special 444 and 850 numbers count as fixed."""

    e164: str
    kind: Literal["mobile", "fixed", "foreign"]

    @property
    def receives_sms(self) -> bool:
        """Whether an SMS may be sent: to Turkish mobiles only."""
        return self.kind == "mobile"


def read_phone(text: str, field: str = "phone") -> Phone:
    """The number a person wrote, with any punctuation, digits of any script, the letter O for zero, and 0, 90, +90, 00.

    Raises Invalid (code "phone") for short numbers, several numbers in one field and all else.
    """
    compact = _NOT_DIALLED.sub("", ascii_digits(unicodedata.normalize("NFKC", text)))
    dialled = compact.replace("O", "0").replace("o", "0")
    if turkish := _TURKISH.fullmatch(dialled):
        return Phone("+90" + turkish["national"], "mobile" if turkish["mobile"] else "fixed")
    if foreign := _FOREIGN.fullmatch(dialled):
        return Phone("+" + foreign["number"], "foreign")
    raise Invalid(Fault(field, "phone"))


def read_email(text: str, field: str = "email") -> str:
    """The address a person wrote, its domain in lower case; plain ASCII, never a quoted local part.

    Raises Invalid (code "email"). What is returned holds no white space and no line break.
    """
    written = text.strip()
    found = _EMAIL.fullmatch(written) if len(written) <= _MAX_EMAIL else None
    if found is None or len(found["local"]) > _MAX_LOCAL:
        raise Invalid(Fault(field, "email"))
    return f"{found['local']}@{found['domain'].lower()}"


def last_four(e164: str) -> str:
    """The last four digits, which prove on public pages that a request is one's own."""
    return e164[-4:]


def spell_phone(e164: str) -> str:
    """A Turkish number as people here write and dial it: '0532 111 22 33'; any other, or one that is masked, as it is.

    ITU-T E.123 groups a national number by its own country's habit, here 0 + area or operator + 3-2-2.
    """
    national = e164.removeprefix("+90")
    if national == e164 or len(national) != 10 or not national.isdigit():
        return e164
    return f"0{national[:3]} {national[3:6]} {national[6:8]} {national[8:]}"


def mask_phone(e164: str) -> str:
    """The number as shown to whoever has proved it is theirs: '+90 5•• ••• 55 01'. The last four stay readable."""
    end = f"{e164[-4:-2]} {e164[-2:]}"
    if e164.startswith("+90"):
        national = e164[3:]
        return f"+90 {national[0]}•• {'••• ' if len(national) > 7 else ''}{end}"
    return f"{e164[:2]}{'•' * (len(e164) - 6)} {end}"


def mask_email(address: str) -> str:
    """The address as shown: 'a•••@example.org', whatever its length."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}•••@{domain}"
