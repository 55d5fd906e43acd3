"""Reads what a citizen's form sent: its fields, what they say to intake, and the form's own key."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.heard import FLAGS, LIMITS, POINT
from chalicelib.core.questions import Question
from chalicelib.core.quotas import QUICK
from chalicelib.entry.form_questions import read_said

MEDIA_TYPE = "application/x-www-form-urlencoded"
# Ours has under forty, and one for each value of a question of several.
MOST_FIELDS = 150
DAY = timedelta(days=1)
# A field that people do not see (the form hides it) and programs fill in.
TRAP = "website"
# What the form does not ask.
ELSEWHERE = ("requester",)
_KEY = re.compile(r"[\x21-\x7e]{1,128}")


@dataclass(frozen=True, slots=True)
class FormKey:
    """A form's idempotency key and the time it was minted (ISO), by which the number's year is told; `at` is none where
    that time is garbled or more than a day away."""

    id: str
    minted: str
    at: datetime | None


def mint(now: datetime) -> FormKey:
    """A new key: 128 random bits."""
    return FormKey(secrets.token_hex(16), now.astimezone(UTC).isoformat(timespec="seconds"), now)


def read_key(fields: Mapping[str, str], now: datetime) -> FormKey:
    """The key that a form brought back; a new one where it brought none."""
    key, minted = fields.get("key", ""), fields.get("minted", "")
    if not _KEY.fullmatch(key):
        return mint(now)
    return FormKey(key, minted, _moment(minted, now))


def is_quick(key: FormKey, now: datetime) -> bool:
    """Whether the form was sent sooner than anybody reads it; one without a key of ours was."""
    return key.at is not None and (now - key.at).total_seconds() < QUICK


def read_fields(raw: bytes) -> dict[str, str]:
    """The fields of a form body by name, the last of each; broken letters are replaced.

    Raises Invalid ("form") beyond MOST_FIELDS.
    """
    try:
        pairs = parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise Invalid(Fault("", "form")) from error
    return dict(pairs)


def what_is_said(fields: Mapping[str, str], language: str, questions: Sequence[Question] = ()) -> dict[str, object]:
    """The fields as intake understands them, with the answers to these questions; whatever it does not know stays
    behind."""
    said: dict[str, object] = {name: fields[name] for name in LIMITS if name not in ELSEWHERE and fields.get(name)}
    said |= {name: True for name in FLAGS if fields.get(name)}
    said |= {name: _degrees(fields[name]) for name in POINT if fields.get(name)}
    more = {"files": [id for id in fields.get("files", "").split(",") if id], "answers": read_said(fields, questions)}
    return said | {name: value for name, value in more.items() if value} | {"language": language}


def _degrees(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text  # intake says what is wrong with it


def _moment(minted: str, now: datetime) -> datetime | None:
    try:
        at = datetime.fromisoformat(minted)
    except ValueError:
        return None
    if at.tzinfo is None:
        return None
    return at.astimezone(UTC) if abs(at - now) <= DAY else None
