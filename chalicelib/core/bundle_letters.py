"""What is said of many requests at once: alerts that were held to be told together, and a unit's morning digest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime

from chalicelib.core.city import City
from chalicelib.core.holding import Line
from chalicelib.core.letter import Letter, Row, Table
from chalicelib.core.moments import TURKEY, say_day
from chalicelib.core.sms import LIMIT, fit, whole, without_marks
from chalicelib.core.text import sort_key_tr
from chalicelib.core.tracking import show
from chalicelib.core.wording import Wording
from chalicelib.core.words import name_of_service

SHOWN = 100
"""How many requests a list of the digest names; a mail that grows past 100 KB is cut by some readers. A bundle names
every one, since nothing else tells of them."""

# The columns of both lists, by their texts in `list.`; the first of them leads to the request.
BUNDLED = ("number", "notice", "priority", "service", "district", "opened")
DIGESTED = ("number", "priority", "service", "district", "due")

Link = Callable[[str], str]
"""From a request's number to the address of its page."""


def bundle_sms(lines: Sequence[Line], unit: str, city: City, wording: Wording) -> str:
    """How many there are, and of what and where, as many groups as sms.LIMIT leaves room for, the largest first."""
    groups = _groups(lines, city, wording, short=True)
    values = {
        "unit": without_marks(city.units[unit].short.tr) if unit in city.units else "",
        "count": len(lines),
        "line": city.line,
        "details": wording.say("bundle.details", "tr"),
    }
    for named in range(len(groups), 0, -1):
        said = [_say_group(group, count, wording) for group, count in groups[:named]]
        others = sum(count for _, count in groups[named:])
        said += [wording.say("bundle.others", "tr", count=others)] if others else []
        text = wording.say("bundle.sms", "tr", groups="; ".join(said), **values)
        if len(whole(text)) <= LIMIT:
            return fit(text, folded=city.sms_transliterate)
    return fit(wording.say("bundle.sms.bare", "tr", **values), folded=city.sms_transliterate)


def bundle_letter(lines: Sequence[Line], unit: str, city: City, wording: Wording, link: Link, home: str) -> Letter:
    """The same with a list of every request, the oldest first; `home` is the address of the unit's inbox."""

    def say(code: str, /, **values: object) -> str:
        return wording.say(code, "tr", **values)

    groups = _groups(lines, city, wording)
    count = len(lines)
    return Letter(
        language="tr",
        subject=say("bundle.subject", unit=_unit(unit, city), count=count),
        heading=say("bundle.heading", count=count),
        paragraphs=(say("bundle.why"),),
        facts=(),
        quote="",
        link=home,
        link_text=say("list.inbox"),
        footer=say("mail.alert.footer", centre=city.centre.tr, line=city.line),
        tables=(
            Table(
                say("bundle.groups"),
                tuple(say(f"list.{column}") for column in ("service", "district", "count")),
                tuple(Row((*matter, str(number))) for matter, number in groups),
            ),
            Table(
                say("bundle.list"),
                tuple(say(f"list.{column}") for column in BUNDLED),
                tuple(_row(line, BUNDLED, city, wording, link) for line in sorted(lines, key=_oldest)),
            ),
        ),
    )


def digest_letter(
    new: Sequence[Line],
    due_today: Sequence[Line],
    late: Sequence[Line],
    returned: Sequence[Line],
    unit: str,
    city: City,
    wording: Wording,
    day: date,
    link: Link,
    home: str,
) -> Letter:
    """What lies before the unit on the morning of `day`: four lists, each with its count, in the order given."""

    def say(code: str, /, **values: object) -> str:
        return wording.say(code, "tr", **values)

    lists = {"new": new, "due": due_today, "late": late, "returned": returned}
    return Letter(
        language="tr",
        subject=say("digest.subject", unit=_unit(unit, city), day=say_day(day, "tr")),
        heading=say("digest.heading", day=say_day(day, "tr")),
        paragraphs=(say("digest.counts", **{name: len(lines) for name, lines in lists.items()}),),
        facts=(),
        quote="",
        link=home,
        link_text=say("list.inbox"),
        footer=say("mail.alert.footer", centre=city.centre.tr, line=city.line),
        closing=(say("digest.why"),),
        tables=tuple(
            Table(
                say(f"digest.{name}", count=len(lines)),
                tuple(say(f"list.{column}") for column in DIGESTED),
                tuple(_row(line, DIGESTED, city, wording, link) for line in lines[:SHOWN]),
                instead=say(f"digest.{name}.none"),
                more=say("digest.more", shown=SHOWN) if len(lines) > SHOWN else "",
            )
            for name, lines in lists.items()
        ),
    )


def _row(line: Line, columns: Sequence[str], city: City, wording: Wording, link: Link) -> Row:
    service, district = _matter(line, city, wording)
    cells = {
        "number": show(line.number),
        "notice": _notice(line, wording),
        "priority": line.priority,
        "service": service,
        "district": district,
        "opened": _say_time(line.at),
        "due": _say_time(line.due),
    }
    return Row(tuple(cells[column] for column in columns), link(line.number))


def _oldest(line: Line) -> tuple[float, str]:
    return line.at.timestamp() if line.at else 0, line.number


def _groups(
    lines: Sequence[Line], city: City, wording: Wording, *, short: bool = False
) -> list[tuple[tuple[str, str], int]]:
    """How many there are of each matter and district, the most first, equals by the alphabet."""
    counted = Counter(_matter(line, city, wording, short=short) for line in lines)
    return sorted(counted.items(), key=lambda group: (-group[1], *map(sort_key_tr, group[0])))


def _matter(line: Line, city: City, wording: Wording, *, short: bool = False) -> tuple[str, str]:
    """What it is about and where; of a confidential one neither."""
    if line.confidential:
        return wording.say("list.confidential", "tr"), ""
    return name_of_service(line.service, city, "tr", short=short), line.district


def _say_group(group: tuple[str, str], count: int, wording: Wording) -> str:
    service, district = map(without_marks, group)
    code = "bundle.group" if district else "bundle.group.nowhere"
    return wording.say(code, "tr", service=service, district=district, count=count)


def _notice(line: Line, wording: Wording) -> str:
    code = f"list.{line.purpose}"
    return wording.say(code, "tr") if line.purpose and wording.knows(code) else ""


def _unit(code: str, city: City) -> str:
    return city.units[code].name.tr if code in city.units else city.centre.tr


def _say_time(at: datetime | None) -> str:
    return f"{at.astimezone(TURKEY):%d.%m.%Y %H.%M}" if at else ""
