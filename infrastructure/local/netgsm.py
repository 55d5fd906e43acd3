"""Stands in for NetGSM's REST v2: takes or refuses a send, and answers for it when asked for a report.

NetGSM publishes no schema of its own but in the client libraries it keeps (github.com/netgsm); codes and shapes are
theirs and those of public integrations.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from infrastructure.local import sms
from infrastructure.local.events import Event, code_of
from infrastructure.local.outbox import Message, record
from infrastructure.local.refusal import Refused
from infrastructure.local.settings import NETGSM_HEADER

_NUMBER = re.compile(r"5[0-9]{9}|00[1-9][0-9]{6,14}")
_PAGE = 100
# Characters in all, by the call's `encoding`; without one the text goes in the basic alphabet.
_LONGEST = {"TR": 883, "UNICODE": 391, "": 912}
_ISTANBUL = timezone(timedelta(hours=3))
_SAID = {
    "20": "The text is missing or too long.",
    "30": "Wrong user name or password, or no leave to use the API.",
    "40": "The message header is not known.",
    "60": "No such job.",
    "70": "A parameter is wrong or missing.",
    "80": "Too many calls.",
    "85": "Too many messages to one number.",
}
STATES = {
    "delivered": ("1",),
    "failed": ("2", "3", "4", "11", "12", "14", "15", "16", "17", "22"),
}
"""What a person can make of a text, and the report's `status` that says it: 2 expired, 3 wrong or barred number, 4 not
handed to the operator, 11 rejected by the operator, 12 sending error, 14 no credit, 15 blacklisted, 16
and 17 by IYS, 22 abroad."""


def refused(code: str) -> Refused:
    """An error of NetGSM's: HTTP 406 with its own code."""
    return Refused(code, _SAID[code], 406)


REFUSE = refused("30")
THROTTLE = refused("80")


def take(body: Mapping[str, Any], message_id: str, now: datetime) -> Message:
    """The SMS in a send call; raises Refused as NetGSM does. One message a call: the product sends no more."""
    messages, encoding = body.get("messages"), body.get("encoding", "")
    if not isinstance(messages, list) or len(messages) != 1 or not isinstance(messages[0], Mapping):
        raise refused("70")
    text, to = messages[0].get("msg"), messages[0].get("no")
    if body.get("msgheader") != NETGSM_HEADER:
        raise refused("40")
    if not isinstance(to, str) or not _NUMBER.fullmatch(to):
        raise refused("70")
    if not isinstance(encoding, str) or encoding not in _LONGEST:
        raise refused("70")
    if not isinstance(text, str) or not text.strip() or len(text) > _LONGEST[encoding]:
        raise refused("20")
    reference = body.get("referansID")
    errand = reference if isinstance(reference, str) else ""
    alphabet, count = sms.parts(text)
    if encoding == "TR" and alphabet == "UNICODE":
        # The national shift table costs room: 150 in one part, as integrators count it.
        alphabet, count = "TR", 1 if len(text) <= 150 else -(-len(text) // 147)
    return record(
        "netgsm",
        "sms",
        message_id,
        now,
        to=f"+{to.removeprefix('00')}" if to.startswith("00") else f"+90{to}",
        text=text,
        errand=errand,
        parts=count,
        encoding=alphabet,
    )


def events(message: Message) -> Iterator[Event]:
    """A text that arrives; the product hears of it by a report alone."""
    yield become(message, "delivered")


def become(message: Message, state: str, code: str = "") -> Event:
    """From now on the report says that the text is in this state; `code` is one of STATES' codes of it, else the first.
    Raises ValueError for any other."""
    return Event("report", {}, state, code_of(STATES, state, code, "NetGSM says no such thing"))


def report(body: Mapping[str, Any], messages: Iterable[Message]) -> dict[str, Any]:
    """The answer to a report call for `jobids`, from the messages taken; raises Refused as NetGSM does."""
    jobs, page, size = body.get("jobids"), body.get("pagenumber", 0), body.get("pagesize", _PAGE)
    if not isinstance(jobs, list) or not jobs or not all(isinstance(job, str) for job in jobs):
        raise refused("70")
    if not isinstance(page, int) or not isinstance(size, int) or page < 0 or size < 1:
        raise refused("70")
    wanted = set(jobs)
    known = [_line(message) for message in messages if message.provider == "netgsm" and message.id in wanted]
    found = known[page * size : (page + 1) * size]
    if not found:
        raise refused("60")
    return {"code": "00", "description": "success", "jobs": found}


def reply(message: Message, text: str, reply_id: int, now: datetime) -> Event:
    """The webhook of an SMS that the recipient writes back: numbers without country code, time of Istanbul."""
    body = {
        "messageId": reply_id,
        "subscriberNumber": "8500000000",
        "sourceNumber": message.to.removeprefix("+90"),
        "messageDateTime": now.astimezone(_ISTANBUL).strftime("%Y-%m-%d %H:%M:%S"),
        "content": text,
    }
    return Event("netgsm", body)


def _line(message: Message) -> dict[str, Any]:
    at = datetime.fromisoformat(message.at).astimezone(_ISTANBUL)
    return {
        "jobid": message.id,
        "number": message.to.removeprefix("+"),
        "status": int(message.code or 0),
        "operator": 10,
        "msglen": message.parts,
        "deliveredDate": at.strftime("%d.%m.%Y %H:%M:%S") if message.state == "delivered" else "",
        "errorCode": 0,
        "referansID": message.errand,
    }
