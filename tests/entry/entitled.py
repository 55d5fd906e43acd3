"""Who may see and do what, written down once more by hand: what the matrix of rights expects."""

from __future__ import annotations

from chalicelib.core.people import ROLES
from chalicelib.core.rights import RIGHTS
from chalicelib.core.workflow import MOVES
from tests.entry.colleagues import ABOVE, OTHER, OWN

PEOPLE = (*ROLES, "officer.other", "head.above", "vekil")
NUMBERS = {
    "own": "261148173056", "other": "261148173062", "desk": "261148173070", "own confidential": "261148173081",
    "other confidential": "261148173097",
}  # fmt: skip
ABSENT = "261148173100"
OPEN_TO_ALL, CONFIDENTIAL = ("own", "other", "desk"), ("own confidential", "other confidential")
EVERYTHING = (*OPEN_TO_ALL, *CONFIDENTIAL)

CENTRE = {"operator": OPEN_TO_ALL, "social_media": OPEN_TO_ALL, "aid_line": EVERYTHING, "supervisor": EVERYTHING}
UNIT = {
    "unit_officer": ("own", "own confidential"),
    "unit_head": ("own", "own confidential"),
    "head.above": ("own", "own confidential"),
    "officer.other": ("other",),
    "vekil": ("own", "own confidential", "other"),  # their own unit's, and those of whom they stand in for
}
SIGHT = {
    **{who: dict.fromkeys(cases, "full") for who, cases in CENTRE.items()},
    **{who: dict.fromkeys(cases, "masked") for who, cases in UNIT.items()},
    "switchboard": dict.fromkeys(OPEN_TO_ALL, "masked"),
    "admin": dict.fromkeys(EVERYTHING, "history"),
    "auditor": dict.fromkeys(EVERYTHING, "history"),
}
INBOXES = {
    "operator": {"cagri-merkezi"}, "social_media": {"cagri-merkezi"}, "aid_line": {"cagri-merkezi"},
    "supervisor": {"cagri-merkezi", OWN, OTHER, ABOVE}, "unit_officer": {OWN}, "unit_head": {OWN},
    "head.above": {OWN, ABOVE}, "officer.other": {OTHER}, "vekil": {OWN, OTHER},
}  # fmt: skip
# What the law or the state of the matter does not allow, though the table does.
UNFIT = ("extend", "fee", "paid", "legal_date", "new_pin", "unrelease")
# The words of a pothole may be released; of a burst pipe the place alone is public, of the others nothing.
RELEASABLE = ("own", "desk")


def seen_status(who: str, name: str) -> int:
    return 200 if name in SIGHT[who] else 404


def move_status(who: str, name: str, move: str) -> int:
    if name not in SIGHT[who] or move not in MOVES:
        return 404
    if not parts_of(who, name) & set(MOVES[move].who):
        return 403
    unfit = move in UNFIT or (move == "release" and name not in RELEASABLE)
    return 409 if "received" not in MOVES[move].sources or unfit else 200


def parts_of(who: str, name: str) -> set[str]:
    parts: set[str] = set()
    if name in CENTRE.get(who, ()):
        parts |= {"centre", "desk"} if name == "desk" else {"centre"}
    if name in UNIT.get(who, ()):
        parts.add("unit")
    return parts | ({who} & {"supervisor", "admin"})


def may(who: str, right: str) -> bool:
    return role_of(who) in RIGHTS[right]


def role_of(who: str) -> str:
    return {"officer.other": "unit_officer", "vekil": "unit_officer", "head.above": "unit_head"}.get(who, who)
