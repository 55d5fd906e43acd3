"""Every message the stand-ins took, oldest first, in a file that outlives a restart."""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Message:
    """One message as the provider took it.

    `channel` is the product's name for it; `subject` and `html` are None where there is none; `errand` is what the
    sender tagged it with, empty where it did not; `number` is the request number as people see it, "2611-4817-3052", or
    empty; `at` is UTC in ISO 8601. `provider` is the product's name for it; `state` is what the provider would say of
    it now, `code` its own word for that where it has one; `parts` and `encoding` are of an SMS. `body` is the whole
    request by which it came, `choices` what can be tapped below it, with what comes back. `taken` is what the
    provider's later events of it need, and stays out of sight.
    """

    id: str
    channel: str
    to: str
    subject: str | None
    text: str
    html: str | None
    number: str
    errand: str
    at: str
    provider: str = ""
    state: str = "accepted"
    code: str = ""
    parts: int | None = None
    encoding: str | None = None
    taken: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    choices: Sequence[Sequence[str]] = field(default_factory=list)

    @property
    def shown(self) -> dict[str, Any]:
        """What the outbox's JSON says of it."""
        return {name: value for name, value in asdict(self).items() if name != "taken"}


def record(
    provider: str,
    channel: str,
    message_id: str,
    now: datetime,
    *,
    to: str,
    text: str,
    errand: str,
    subject: str | None = None,
    html: str | None = None,
    parts: int | None = None,
    encoding: str | None = None,
    taken: Mapping[str, Any] | None = None,
    body: Mapping[str, Any] | None = None,
    choices: Sequence[tuple[str, str]] = (),
) -> Message:
    """The message that this provider takes now; its request is the one that its errand begins with."""
    return Message(
        id=message_id,
        channel=channel,
        to=to,
        subject=subject,
        text=text,
        html=html,
        number=number_of(errand),
        errand=errand,
        at=now.isoformat(timespec="milliseconds"),
        provider=provider,
        parts=parts,
        encoding=encoding,
        taken=taken or {},
        body=body or {},
        choices=[list(choice) for choice in choices],
    )


def number_of(errand: str) -> str:
    """The request number an errand begins with, as it is shown; empty where it begins with anything else."""
    digits = errand[:12]
    if len(digits) < 12 or not (digits.isascii() and digits.isdigit()):
        return ""
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"


class Outbox:
    """Appends to a file of JSON lines and reads it back on start; safe to use from several threads."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._messages = self._read()

    def add(self, message: Message) -> None:
        """Keeps a message; it is in the file when this returns."""
        with self._lock:
            self._append(asdict(message))
            self._messages[message.id] = message

    def mark(self, message_id: str, state: str, code: str = "") -> None:
        """From now on the message is in this state; nothing where the outbox was emptied meanwhile."""
        with self._lock:
            if message_id in self._messages:
                self._append({"id": message_id, "state": state, "code": code})
                self._messages[message_id] = replace(self._messages[message_id], state=state, code=code)

    def find(self, message_id: str) -> Message | None:
        """The message as it stands now, or None."""
        with self._lock:
            return self._messages.get(message_id)

    def messages(self, channel: str = "", number: str = "") -> list[Message]:
        """The messages of this channel and this request, where they are given, oldest first."""
        with self._lock:
            found = list(self._messages.values())
        wanted = "".join(filter(str.isdigit, number))
        return [
            message
            for message in found
            if (not channel or message.channel == channel) and (not wanted or _is_of(message, wanted))
        ]

    def clear(self) -> None:
        """Forgets all messages."""
        with self._lock:
            self._file.unlink(missing_ok=True)
            self._messages.clear()

    def _append(self, line: Mapping[str, Any]) -> None:
        with self._file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _read(self) -> dict[str, Message]:
        """A last line cut off by a crash is dropped from the file as well, so that the next one starts on its own."""
        if not self._file.exists():
            return {}
        whole = [line for line in self._file.read_text(encoding="utf-8").split("\n")[:-1] if line]
        self._file.write_text("".join(f"{line}\n" for line in whole), encoding="utf-8")
        found: dict[str, Message] = {}
        for line in map(json.loads, whole):
            if "channel" in line:
                found[line["id"]] = Message(**line)
            else:
                found[line["id"]] = replace(found[line["id"]], state=line["state"], code=line["code"])
        return found


def _is_of(message: Message, digits: str) -> bool:
    """Of the request itself, or a message told with others that names it."""
    return message.number.replace("-", "") == digits or f"{digits[:4]}-{digits[4:8]}-{digits[8:]}" in message.text
