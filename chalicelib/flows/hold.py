"""An errand is put down in the ledger: due at once, in the morning, or held to be told with others."""

from __future__ import annotations

from chalicelib.core.case import Case
from chalicelib.core.holding import (
    ALONE,
    EVERY,
    LATE_DIGEST,
    WINDOW,
    Line,
    awake,
    digest_at,
    group_of,
    place,
    similar,
    written,
)
from chalicelib.core.notices import Errand, notice_of
from chalicelib.core.past import Then, as_of
from chalicelib.core.rights import is_confidential
from chalicelib.flows.desk import Desk


def put_down(desk: Desk, errand: Errand, case: Case) -> bool:
    """Put the errand down, once; whether it goes out at once. A repeat collides, whatever has been decided since.

    Results to citizens wait for the morning. Of similar alerts to the same people the first ones go alone, the others
    are held a few minutes and told together; where a unit has chosen the digest, its mailbox hears of everything that
    can wait on the next working day's morning. One conditional put, and for staff at most two updates. Raises TryLater.
    """
    if errand.to_reporter:
        daytime = notice_of(errand, case).urgency == "daytime"
        due = awake(errand.at, desk.city) if daytime else errand.at
        desk.ledger.add(errand, due)
        return due <= desk.now()
    if errand.role.startswith("body:"):
        desk.ledger.add(errand)
        return True
    now, then = desk.now(), as_of(case, errand.event)
    about = written(_line(desk, errand, case, then))
    if _in_digest(desk, errand, then):
        group, due = f"{errand.role}|digest", digest_at(now, desk.city) + LATE_DIGEST
        desk.ledger.add(errand, due, held=group, about=about)
        return False
    key = similar(errand, then.service, place(case.request.draft, case.request.route.district))
    if desk.lanes.admit(key, errand.id, now, now + WINDOW, ALONE[errand.channel]):
        desk.ledger.add(errand)
        return True
    desk.ledger.add(errand, now + EVERY, held=group_of(errand), about=about)
    return False


def _line(desk: Desk, errand: Errand, case: Case, then: Then) -> Line:
    service = desk.city.services.get(then.service)
    hidden = bool(service and service.confidential) or is_confidential(case.request, desk.city)
    district = case.request.route.district
    return Line(case.number, then.service, district, then.priority, errand.purpose, hidden, case.request.opened)


def _in_digest(desk: Desk, errand: Errand, then: Then) -> bool:
    kind, _, rest = errand.role.partition(":")
    unit = desk.city.units.get(rest) if kind == "unit" else None
    return bool(unit and unit.digest and errand.channel == "email" and then.priority not in ("P1", "P2"))
