"""Writes docs/notices.md from the table of notices: `python -m tests.notices_page`."""

from __future__ import annotations

import json
from pathlib import Path

from chalicelib.core.notices import NOTICES, Notice

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "notices.md"

# What the table has beside the moves.
OCCASIONS = {
    "open": {"tr": "Başvuru açıldı", "en": "A request was opened"},
    "call_now": {"tr": "Acil işi kimse almadı", "en": "Nobody has taken an urgent one"},
}
AUDIENCES = {
    "unit": "the unit",
    "desk": "the centre",
    "body": "the other body",
    "reporter": "the citizen",
    "officer": "who has it, else the unit",
    "ladder": "the next rung",
    "duty": "the next phone on duty",
}
CHANNELS = {"email": "e-mail", "sms": "SMS", "preferred": "as they chose"}
URGENCIES = {
    "at_once": "at once",
    "by_priority": "at once; a phone rings too if it cannot wait",
    "daytime": "outside the quiet hours",
}

HEAD = """# Who is told of what

Made from `chalicelib/core/notices.py` by `python -m tests.notices_page`; a test keeps it true.

| event | for people | in English | who is told | by | when | text | only the newest |
|---|---|---|---|---|---|---|---|
{rows}

**When.** What cannot wait is a P1 at any hour, and new work of P2 outside the hours of its unit: then the phone on
duty gets an SMS beside the e-mail. Who climbs the ladder for a P1 gets one too. The quiet hours are the city's
`quiet_hours`, from 21:00 to 08:00 where nothing else is set; what falls into them is sent at their end.

**By.** A citizen is told by the channel they chose, else by SMS to a mobile, else by e-mail. When a channel fails or
stays silent past its time, the next one is used:

| who | in this order |
|---|---|
| the citizen | the channel they chose, SMS, WhatsApp (if they chose it or came by it), e-mail |
| a unit, a person | e-mail and SMS; where a phone was to ring, SMS and e-mail |
| another body | e-mail |

Each channel has its providers in the order of the setting `delivery/<channel>`. When no channel is left, the request
stands on the centre's list of calls.

**Text.** The purpose whose words stand in `chalicelib/texts`.

**Only the newest.** Such a notice says how things stand: if a newer one of them is out already, it is not sent any
more, and the request's page says so. The others are always sent.

**Together.** Many alike within minutes to the same people are told in one message with their number and a list; the
first of each place are never held. A unit with the setting `digest` gets one e-mail in the morning of each working
day in place of single ones, except for P1 and P2.

**Stop.** A citizen who answers a message with nothing but IPTAL, RET or STOP is told no more by that channel, and by
the next one instead.
"""


def write() -> str:
    """The whole page."""
    words = json.loads((ROOT / "chalicelib" / "texts" / "console.json").read_text(encoding="utf-8"))
    names = OCCASIONS | {code.removeprefix("move."): said for code, said in words.items() if code.startswith("move.")}
    return HEAD.format(rows="\n".join(_row(notice, names[notice.event]) for notice in NOTICES))


def _row(notice: Notice, name: dict[str, str]) -> str:
    cells = (
        f"`{notice.event}`",
        name["tr"],
        name["en"],
        AUDIENCES[notice.audience],
        CHANNELS[notice.channel],
        URGENCIES[notice.urgency],
        f"`{notice.purpose}`",
        "yes" if notice.status else "",
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(write(), encoding="utf-8")
