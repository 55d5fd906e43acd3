"""SMS by NetGSM's REST API v2: how a text is written, its answers, and how its reports are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.channels.provider import Answer, Parcel, Post, Provider, Refusal, Sender
from chalicelib.channels.receipt import Receipt, read_errand, read_id
from chalicelib.channels.refusing import refuse
from chalicelib.core.delivery import Reaction, State

NAME = "netgsm"

LONGEST = 880
"""Characters of a text by the Turkish alphabet (NetGSM: 883); by the basic one it may have a few more."""

AT_ONCE = 100
"""Messages asked for in one report. Reports may be asked for ten times a minute (netgsm.com.tr/dokuman, REST v2)."""

# The `code` of an answer (netgsm.com.tr/dokuman, REST v2; npm @netgsm/sms 1.1.11). It comes with HTTP 200 or 406, so
# the code alone counts. 30 login or IP, 40 sender's title, 20 text, 70 parameter, 50 and 51 the register of commercial
# messages (İYS), 80 too much, 85 more than 20 to one number in a minute, 100 and 101 their own system, 60 no such job.
REACTIONS: Mapping[str, Reaction] = {
    "20": "stop",
    "30": "alarm",
    "40": "alarm",
    "50": "stop",
    "51": "stop",
    "60": "stop",
    "70": "stop",
    "80": "wait",
    "85": "wait",
    "100": "retry",
    "101": "retry",
    "110": "retry",
}

# "00" taken; "01" and "02" taken with a date put right.
TAKEN = ("00", "01", "02")

# `status` of a report -> the ledger's state, and a word for it (same sources). 0 is waiting, and what is not listed is
# no end either. 13: the same words went to the same number within the hour; they are our own first copy, of
# which there was no answer, since every text of ours holds its number; whether it arrived we do not know.
REPORTS: Mapping[str, tuple[State, str]] = {
    "1": ("delivered", "delivered"),
    "2": ("undeliverable", "expired"),
    "3": ("undeliverable", "bad-number"),
    "4": ("undeliverable", "not-sent"),
    "11": ("undeliverable", "rejected"),
    "12": ("undeliverable", "error"),
    "13": ("accepted", "duplicate"),
    "14": ("undeliverable", "no-credit"),
    "15": ("undeliverable", "blacklist"),
    "16": ("undeliverable", "iys-refused"),
    "17": ("undeliverable", "iys-error"),
    "22": ("undeliverable", "abroad"),
}


def write(parcel: Parcel, sender: Sender) -> Post:
    """A send of one text by the title `sender.identity`; the errand travels as `referansID`, which the report brings
    back (it does not keep a repeat from going out). `iysfilter` "0" says that this is information and no advertisement.
    The Turkish alphabet is asked for only where it is needed, since it makes a part shorter (150 characters)."""
    text = parcel.words(LONGEST)
    body: dict[str, Any] = {
        "msgheader": sender.identity,
        "iysfilter": "0",
        "messages": [{"msg": text, "no": _national(parcel.to)}],
        "referansID": parcel.errand,
    }
    if not text.isascii():
        body["encoding"] = "TR"
    return Post(NAME, "http", NAME, "sms/rest/v2/send", body)


def _national(number: str) -> str:
    """Ten digits without the trunk's zero; a number of another country as it is dialled from here."""
    return number.removeprefix("+90") if number.startswith("+90") else number.replace("+", "00", 1)


def read_answer(answer: Answer) -> str | Refusal:
    """NetGSM's id of the job, or why it was not taken; of a report's answer "" or the same."""
    if answer.code in TAKEN or (not answer.code and answer.status < 300):
        return read_id(answer.body.get("jobid"))
    return refuse(answer, REACTIONS, "stop")


def poll(messages: list[str]) -> Post:
    """A question for the reports of up to AT_ONCE jobs."""
    body = {"jobids": messages, "pagenumber": 0, "pagesize": AT_ONCE}
    return Post(NAME, "http", NAME, "sms/rest/v2/report", body)


def read_report(answer: Answer) -> list[Receipt]:
    """The ends that a report tells of; of what still waits it has none. `errand` is "" where NetGSM left out our
    reference: `message` then says which it is."""
    jobs = answer.body.get("jobs")
    receipts = []
    for job in jobs if isinstance(jobs, list) else ():
        if not isinstance(job, dict):
            continue
        message, known = read_id(job.get("jobid")), REPORTS.get(read_id(job.get("status")))
        if message and known:
            state, reason = known
            errand = read_errand(job.get("referansID"))
            receipts.append(Receipt(errand, state, message, reason, NAME, suppress=reason == "blacklist"))
    return receipts


NETGSM = Provider(
    NAME,
    "sms",
    write,
    read_answer,
    REACTIONS,
    poll=poll,
    read_report=read_report,
    poll_at_once=AT_ONCE,
)
