"""The providers' stand-ins behind one shape: take what is sent, keep it, tell of it, let a person decide its fate."""

import asyncio
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

from infrastructure.local import instagram, mail, messenger, netgsm, ses, sms, social, telegram, whatsapp
from infrastructure.local.events import Event, Teller
from infrastructure.local.outbox import Message, Outbox
from infrastructure.local.pace import Pace
from infrastructure.local.refusal import Refused
from infrastructure.local.switches import Switches

HANG_SECONDS = 120.0
WINDOW = timedelta(hours=24)
"""How long after a citizen's message WhatsApp lets free words through."""

STANDS: Mapping[str, ModuleType] = {
    "ses": ses,
    "smtp": mail,
    "aws-sms": sms,
    "netgsm": netgsm,
    "whatsapp-cloud": whatsapp,
    "whatsapp-aws": social,
    "telegram": telegram,
    "messenger": messenger,
    "instagram": instagram,
}
"""Provider as the product names it -> its words: `take`, `events`, `become`, `STATES`, `REFUSE`, `THROTTLE`."""


class Stand:
    """All providers' stand-ins of one run."""

    def __init__(self, outbox: Outbox, switches: Switches, teller: Teller) -> None:
        self._outbox = outbox
        self._switches = switches
        self._teller = teller
        self._wrote: dict[str, datetime] = {}
        self._reports, self._sends = Pace(10), Pace(20)

    async def take(self, provider: str, body: Mapping[str, Any]) -> Message:
        """Takes a call's message into the outbox, or raises Refused; checks it first, as providers do.

        "hang" is the call that gets lost on its way, "mute" the answer that does.
        """
        stand, now = STANDS[provider], datetime.now(UTC)
        message: Message = stand.take(body, name_of(provider, uuid4()), now)
        message = message if message.body else replace(message, body=body)
        position = self._switches.now.of(provider)
        if position in ("refuse", "throttle"):
            raise stand.REFUSE if position == "refuse" else stand.THROTTLE
        closed = bool(message.taken.get("free")) and not self._is_open(message.to, now)
        self._refuse(message, closed)
        if position == "hang":
            await hang()
        self._outbox.add(message)
        if self._switches.now.tells(provider):
            told: Iterator[Event] = social.events(message, closed=closed) if stand is social else stand.events(message)
            self._teller.tell(message.id, told, self._switches.now.events_delay)
        if position == "mute":
            await hang()
        return message

    def _refuse(self, message: Message, closed: bool) -> None:
        """What the provider refuses because of whom it goes to."""
        if message.provider == "whatsapp-cloud":
            code = whatsapp.fate(message)
            if code and code != whatsapp.LATE:
                raise whatsapp.refused(code)
            if closed:
                raise whatsapp.CLOSED
        if closed and message.provider in ("messenger", "instagram"):
            raise messenger.CLOSED
        if message.provider == "netgsm" and not self._sends.passes(message.to, time.monotonic()):
            raise netgsm.refused("85")

    def hear(self, addresses: Iterable[str]) -> None:
        """Somebody wrote to us from these addresses, which are one person's: free words may go there for a day."""
        self._wrote |= dict.fromkeys(addresses, datetime.now(UTC))

    async def publish(self, event: str) -> bool:
        """An event that follows from no message of ours, to the topic; whether it was taken."""
        return await self._teller.publish([event])

    async def report(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """NetGSM's answer to a report call, or raises Refused; at most ten a minute."""
        position = self._switches.now.netgsm
        if position == "refuse":
            raise netgsm.REFUSE
        if position in ("hang", "mute"):
            await hang()
        if position == "throttle" or not self._reports.passes("", time.monotonic()):
            raise netgsm.THROTTLE
        return netgsm.report(body, self._outbox.messages("sms"))

    def decide(self, message_id: str, state: str, code: str = "") -> None:
        """Makes the provider say that the message is in this state, whatever its events' switch says.

        Raises KeyError for a message that is not there, ValueError for a state that the provider never tells.
        """
        message = self._found(message_id)
        self._teller.tell(message.id, [STANDS[message.provider].become(message, state, code)])

    def write_back(self, message_id: str, text: str) -> None:
        """The recipient answers a message with this text: by WhatsApp, or by SMS through NetGSM.

        Raises KeyError for a message that is not there, ValueError for a channel without answers or an empty text.
        """
        message, now = self._found(message_id), datetime.now(UTC)
        if message.channel not in ("sms", "whatsapp") or not text.strip():
            raise ValueError("here nobody writes back but by SMS and WhatsApp, and not without words")
        seed = uuid4()
        if message.channel == "sms":
            event = netgsm.reply(message, text, seed.int % 10**9, now)
        else:
            self._wrote[message.to] = now
            event = STANDS[message.provider].reply(message, text, name_of("whatsapp-cloud", seed), now)
        self._teller.tell(message.id, [event])

    def _found(self, message_id: str) -> Message:
        message = self._outbox.find(message_id)
        if message is None or message.provider not in STANDS:
            raise KeyError(message_id)
        return message

    def _is_open(self, number: str, now: datetime) -> bool:
        wrote = self._wrote.get(number)
        return wrote is not None and now - wrote < WINDOW


async def hang() -> None:
    """Holds the caller until it has long given up, or we stop."""
    await asyncio.sleep(HANG_SECONDS)
    raise Refused("0", "No answer.", 503)


def name_of(provider: str, seed: UUID) -> str:
    """The id of a new message, of the provider's form: NetGSM and Telegram count in digits, WhatsApp's begin with
    "wamid.", Messenger's and Instagram's with "m_"."""
    if provider == "netgsm":
        return f"{seed.int:039d}"[-26:]
    if provider == "telegram":
        return str(seed.int % 10**12)
    if provider in ("messenger", "instagram"):
        return f"m_{seed.hex}"
    if provider == "whatsapp-cloud":
        return f"wamid.{seed.hex.upper()}"
    return str(seed)
