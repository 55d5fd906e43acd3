"""Stands in for a municipality's own mail server: SMTP with a login, which tells nothing of what it took."""

import asyncio
import logging
import warnings
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any
from uuid import uuid4

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from infrastructure.local.credentials import SMTP as LOGIN
from infrastructure.local.events import Event
from infrastructure.local.outbox import Message, Outbox, record
from infrastructure.local.refusal import Refused
from infrastructure.local.switches import Switches

REFUSE = Refused("535", "5.7.8 Authentication credentials invalid", 535)
THROTTLE = Refused("421", "4.7.0 Too many messages, try again later", 421)
STATES: Mapping[str, tuple[str, ...]] = {}
_HANG_SECONDS = 120.0


class MailServer:
    """Listens on 127.0.0.1 in a thread of its own."""

    def __init__(self, port: int, outbox: Outbox, switches: Switches) -> None:
        self._switches = switches
        self._is_open = False
        self._controller = Controller(
            _Counter(outbox, switches),
            hostname="127.0.0.1",
            port=port,
            ready_timeout=10,
            authenticator=self._is_ours,
            auth_required=True,
            auth_require_tls=False,
        )

    def open(self) -> None:
        """Returns when it listens."""
        # It warns at every connection of what is meant here: a login without encryption, on the loopback alone.
        warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS", UserWarning)
        logging.getLogger("mail.log").setLevel("ERROR")
        self._controller.start()
        self._is_open = True

    def close(self) -> None:
        """Stops, where it was open."""
        if self._is_open:
            self._is_open = False
            self._controller.stop()

    def _is_ours(self, _: SMTP, __: Session, ___: Envelope, mechanism: str, data: Any) -> AuthResult:
        given = (data.login, data.password) if isinstance(data, LoginPassword) else None
        right = given == tuple(part.encode() for part in LOGIN) and self._switches.now.smtp != "refuse"
        return AuthResult(success=right, handled=False)


class _Counter:
    """Takes mail over the counter, as the switch says."""

    def __init__(self, outbox: Outbox, switches: Switches) -> None:
        self._outbox = outbox
        self._switches = switches

    async def handle_MAIL(self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if self._switches.now.smtp == "throttle":
            return f"{THROTTLE.code} {THROTTLE}"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:
        position = self._switches.now.smtp
        if position == "hang":
            await asyncio.sleep(_HANG_SECONDS)
            return "421 4.3.0 No answer"
        try:
            message = take(envelope, str(uuid4()), datetime.now(UTC))
        except Refused as refused:
            return f"{refused.code} {refused}"
        self._outbox.add(message)
        if position == "mute":
            await asyncio.sleep(_HANG_SECONDS)
        return f"250 2.0.0 OK: queued as {message.id}"


def take(envelope: Envelope, message_id: str, now: datetime) -> Message:
    """The mail of an SMTP transaction; raises Refused (554) where it is none or goes to nobody."""
    raw = envelope.content if isinstance(envelope.content, bytes) else b""
    mail = message_from_bytes(raw, policy=policy.default)
    if not isinstance(mail, EmailMessage) or not mail["From"] or not mail["Subject"] or not envelope.rcpt_tos:
        raise Refused("554", "5.6.0 From, Subject or a recipient is missing", 554)
    errand = _errand(mail)
    return record(
        "smtp",
        "email",
        message_id,
        now,
        to=", ".join(parseaddr(address)[1] for address in envelope.rcpt_tos),
        subject=str(mail["Subject"]),
        text=_part(mail, "plain") or "",
        html=_part(mail, "html"),
        errand=errand,
        body={"mail_from": envelope.mail_from, "rcpt_tos": envelope.rcpt_tos, "data": raw.decode(errors="replace")},
    )


def events(_: Message) -> Iterator[Event]:
    """Nothing: a mail server only takes."""
    return iter(())


def become(message: Message, state: str, code: str = "") -> Event:
    """Raises ValueError: a mail server says no more of what it took."""
    raise ValueError(f"{state} {code}: a mail server says nothing of {message.id}")


def _errand(mail: EmailMessage) -> str:
    """What stands before the @ of the mail's own Message-ID."""
    return str(mail["Message-ID"] or "").strip().removeprefix("<").partition("@")[0]


def _part(mail: EmailMessage, kind: str) -> str | None:
    found = mail.get_body((kind,))
    return str(found.get_content()).replace("\r\n", "\n").rstrip("\n") if found is not None else None
