"""Many alerts become one: what is held in a group is told in one message, and the morning's digest is another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from chalicelib.channels.provider import Parcel
from chalicelib.core.bundle_letters import bundle_letter, bundle_sms, digest_letter
from chalicelib.core.case import Case
from chalicelib.core.errors import Undeliverable
from chalicelib.core.holding import DIGEST_MINUTE, LATE_DIGEST, Line, digest_at, read_line
from chalicelib.core.letters import instead_of_a_phone
from chalicelib.core.marks import Claim, Entry, Member
from chalicelib.core.moments import local_day
from chalicelib.core.notices import UNIT_ALERTS, Errand
from chalicelib.core.reach import STAFF
from chalicelib.core.workdays import moment
from chalicelib.flows.address import address_of_staff
from chalicelib.flows.desk import Desk
from chalicelib.flows.fallback import not_told
from chalicelib.flows.send import send
from chalicelib.flows.wake import wake
from chalicelib.flows.write import mail

TOGETHER = ("bundle", "digest")

# So many errands fit into the row of one bundle (45 KB).
MOST = 800
# So many of its requests a digest counts in each of its lists.
COUNTED = 500


def gather(desk: Desk, group: str) -> str:
    """Make one message of what is held in a group; the id of its errand, or of the only one there was, or "".

    The members are frozen in the bundle's row before any of them is taken out of the group, so that after a crash the
    bundle goes on with them; each joins by a conditional write, so that none is told in two.
    """
    members = desk.ledger.held(group, MOST)
    if not members:
        return ""
    if len(members) == 1:
        desk.ledger.release(members[0])
        return members[0].errand
    role, _, channel = group.partition("|")
    leader, now = members[0], desk.now()
    bundle = Errand(f"B{leader.number}", _event_of(leader), role, "bundle", _channel(channel), UNIT_ALERTS, now)
    desk.ledger.add(bundle, now, members=members)
    return bundle.id


def digests(desk: Desk) -> Iterator[Errand]:
    """The digests that are to be written now: one a unit that wants it, on the morning of a working day."""
    city, now = desk.city, desk.now()
    today = local_day(now)
    start = moment(today, DIGEST_MINUTE)
    if not start <= now < start + LATE_DIGEST or digest_at(start - timedelta(seconds=1), city) != start:
        return
    for unit in city.units.values():
        if not unit.digest:
            continue
        role = f"unit:{unit.code}"
        errand = Errand(f"D{today:%Y%m%d}", 0, role, "digest", "email", UNIT_ALERTS, start)
        if desk.ledger.add(errand, now, members=desk.ledger.held(f"{role}|digest", MOST)):
            yield errand


def deliver_together(desk: Desk, claim: Claim) -> str:
    """Carry a bundle or a digest. Raises TryLater."""
    errand, now = claim.errand, desk.now()
    told = [member for member in claim.members if desk.ledger.join(member, _first(errand), now)]
    if claim.was == "undeliverable":
        return _failed(desk, claim, told, claim.reason or "undeliverable")
    if not told and errand.purpose == "bundle":
        desk.ledger.end(claim, "cancelled", "told otherwise", now)
        return "cancelled"
    try:
        parcel = _write(desk, claim, told)
    except Undeliverable as error:
        return _failed(desk, claim, told, error.reason)
    if parcel is None:
        desk.ledger.end(claim, "cancelled", "nothing to tell", now)
        return "cancelled"
    result = send(desk, claim, parcel)
    if result.kind == "exhausted":
        return _failed(desk, claim, told, result.reason)
    if result.kind == "gone":
        desk.meter.add("Bundled", len(told))
    return result.kind


def _failed(desk: Desk, claim: Claim, told: Sequence[Member], reason: str) -> str:
    """The same message by the other channel; where a phone was to ring, or nothing is left, the centre is to call about
    each of its requests."""
    errand = claim.errand
    channels = (errand.channel, *(channel for channel in STAFF if channel != errand.channel))
    following = errand.turn + 1 < len(channels) and errand.purpose == "bundle"
    if following:
        second = replace(errand, channel=channels[1], turn=1)
        desk.ledger.add(second, desk.now(), members=claim.members)
        desk.meter.add("Fallback", channel=second.channel)
        wake(desk, [second])
    if not following or (errand.urgent and errand.channel == "sms"):
        for member in told:
            case = desk.requests.case(member.number)
            if case:
                not_told(desk, _errand_of(errand, member, case), case, reason)
    desk.ledger.end(claim, "undeliverable", reason, desk.now())
    desk.meter.add("Undeliverable", channel=errand.channel)
    return "undeliverable"


def _errand_of(bundle: Errand, member: Member, case: Case) -> Errand:
    purpose = read_line(member.number, member.about).purpose
    return Errand(member.number, _event_of(member), bundle.role, purpose, bundle.channel, UNIT_ALERTS, bundle.at)


def _write(desk: Desk, claim: Claim, told: Sequence[Member]) -> Parcel | None:
    errand = claim.errand
    to = address_of_staff(desk.city, errand)
    lines = [read_line(member.number, member.about) for member in told]
    unit = errand.role.split(":")[1] if errand.role.startswith("unit:") else ""
    if errand.purpose == "digest":
        return _write_digest(desk, errand, to, unit, lines)
    if errand.channel == "sms":
        return Parcel(errand.id, to, bundle_sms(lines, unit, desk.city, desk.wording))
    letter = bundle_letter(lines, unit, desk.city, desk.wording, desk.staff_url, desk.inbox_url(unit))
    return mail(desk, errand, to, instead_of_a_phone(letter, errand, desk.wording))


def _write_digest(desk: Desk, errand: Errand, to: str, unit: str, lines: Sequence[Line]) -> Parcel | None:
    now = desk.now()
    day = local_day(now)
    evening = moment(day + timedelta(days=1), 0)
    late = _listed(desk, desk.requests.of_unit(unit, COUNTED, until=now).entries)
    today = _listed(desk, desk.requests.of_unit(unit, COUNTED, since=now, until=evening).entries)
    known = [_looked_up(desk, line) for line in lines]
    returned = [line for line in known if line.purpose == "return"]
    new = [line for line in known if line.purpose != "return"]
    if not (new or returned or today or late):
        return None
    letter = digest_letter(
        new, today, late, returned, unit, desk.city, desk.wording, day, desk.staff_url, desk.inbox_url(unit)
    )
    return mail(desk, errand, to, letter)


def _listed(desk: Desk, entries: Sequence[Entry]) -> list[Line]:
    return [
        Line(
            each.number,
            each.service,
            "",
            each.priority,
            confidential=each.confidential or _hidden(desk, each.service),
            at=each.opened,
            due=each.at,
        )
        for each in entries
    ]


def _looked_up(desk: Desk, line: Line) -> Line:
    """With what only the request itself says."""
    request = desk.requests.read(line.number)
    return replace(line, at=request.opened, due=request.state.due) if request else line


def _hidden(desk: Desk, code: str) -> bool:
    service = desk.city.services.get(code)
    return bool(service and service.confidential)


def _event_of(member: Member) -> int:
    return int(member.errand.split("-")[1])


def _channel(name: str) -> str:
    return "email" if name == "digest" else name


def _first(errand: Errand) -> str:
    return replace(errand, turn=0).id
