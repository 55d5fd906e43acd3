"""Every message the stand-ins took, oldest first, in a file that outlives a restart."""

import json
import threading
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Message:
    """One e-mail or SMS as the provider took it.

    `channel` is "email" or "sms"; `subject` and `html` are None for an SMS; `errand` is what the sender tagged it with,
    empty where it did not; `number` is the request number as people see it, "2611-4817-3052", or empty; `at` is UTC in
    ISO 8601.
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
            with self._file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(asdict(message), ensure_ascii=False) + "\n")
            self._messages.append(message)

    def messages(self) -> list[Message]:
        """All messages, oldest first."""
        with self._lock:
            return list(self._messages)

    def clear(self) -> None:
        """Forgets all messages."""
        with self._lock:
            self._file.unlink(missing_ok=True)
            self._messages.clear()

    def _read(self) -> list[Message]:
        """A last line cut off by a crash is dropped from the file as well, so that the next one starts on its own."""
        if not self._file.exists():
            return []
        whole = [line for line in self._file.read_text(encoding="utf-8").splitlines(keepends=True) if line[-1] == "\n"]
        self._file.write_text("".join(whole), encoding="utf-8")
        return [Message(**json.loads(line)) for line in whole]
