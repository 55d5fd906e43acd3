"""The life of a request as one table: every state, every move, who may make it, what it carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from chalicelib.core.case import ANSWERED, OPEN, State
from chalicelib.core.notices import Audience, notices_of
from chalicelib.core.rights import Part

Kind = Literal[
    "line", "text", "flag", "day", "unit", "service", "priority", "basis", "body", "outcome", "number", "files"
]


@dataclass(frozen=True, slots=True)
class Field:
    """What a move carries. "line" and "text" are people's words, kept where an erasure finds them; the other kinds are
    codes, days (ISO), flags and ids of files. `longest` is in characters."""

    name: str
    kind: Kind
    required: bool = True
    longest: int = 2000


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table. `target` is the state afterwards: "" stays as it is, "back" is the state before waiting or
    merging."""

    name: str
    sources: tuple[str, ...]
    target: str
    who: tuple[Part, ...]
    carries: tuple[Field, ...] = ()

    @property
    def told(self) -> tuple[Audience, ...]:
        """Who is told of it, by the table of notices."""
        return tuple(notice.audience for notice in notices_of(self.name))


REASON = Field("reason", "text", longest=1000)
NOTE = Field("note", "text", required=False)
TEXT = Field("text", "text", longest=4000)
ANSWER = Field("answer", "text", longest=4000)
FILES = Field("files", "files", required=False)

WAITING = ("waiting_citizen",)
WITH_UNIT = ("received", "assigned", "in_progress", "reopened")
AT_WORK = ("received", "triaged", "assigned", "in_progress", "reopened")
NOT_WAITING = (*AT_WORK, "referred")
ALL = (*OPEN, *ANSWERED, "duplicate", "withdrawn", "closed")

TABLE: tuple[Move, ...] = (
    # --- the centre: whose task is it ---
    Move(
        "triage",
        NOT_WAITING,
        "",  # received and reopened become triaged; what a unit has already stays where it is
        ("centre",),
        (
            Field("service_code", "service", required=False),
            Field("priority", "priority", required=False),
            Field("unit", "unit", required=False),
            NOTE,
        ),
    ),
    Move("assign", NOT_WAITING, "assigned", ("centre",), (Field("unit", "unit"), NOTE)),
    Move(
        "refer",
        NOT_WAITING,
        "referred",
        ("centre",),
        (Field("body", "body"), Field("check_back", "day"), Field("receipt", "line", longest=120), NOTE),
    ),
    Move("reject", NOT_WAITING, "rejected", ("centre",), (Field("outcome", "outcome", False), ANSWER)),
    Move(
        "merge",
        NOT_WAITING,
        "duplicate",
        ("centre", "system"),  # by the system where its reporter follows a public request
        (Field("into", "number"), NOTE),
    ),
    Move(
        "unmerge",
        ("duplicate",),
        "back",
        ("centre", "system"),  # by the system where the main request ended without an outcome
        (Field("reason", "text", False),),
    ),
    Move(
        "legal",
        OPEN,
        "",
        ("centre", "unit"),
        (
            Field("legal_basis", "basis"),
            Field("date", "day", required=False),
            Field("cimer", "line", required=False, longest=40),
            Field("record", "line", required=False, longest=40),
            Field("first_name", "line", required=False, longest=80),
            Field("last_name", "line", required=False, longest=80),
            Field("address", "line", required=False, longest=300),
            Field("reason", "text", required=False, longest=1000),  # to change what the law runs on
        ),
    ),
    Move("called", ALL, "", ("centre",), (Field("reached", "flag", False), Field("note", "text", False))),
    Move("new_pin", ALL, "", ("centre",), (REASON,)),
    # --- the unit: the work ---
    Move("accept", AT_WORK, "assigned", ("unit", "desk", "centre"), (Field("by", "line", False, 120),)),
    Move("return", WITH_UNIT, "triaged", ("unit",), (REASON,)),
    Move("start", AT_WORK, "in_progress", ("unit", "desk"), (NOTE,)),
    Move("ask", AT_WORK, "waiting_citizen", ("unit", "centre"), (Field("question", "text", longest=1000),)),
    Move(
        "resolve",
        (*NOT_WAITING, *WAITING),
        "resolved",
        ("unit", "desk", "supervisor"),
        (Field("outcome", "outcome"), ANSWER, Field("evidence", "line", required=False, longest=300), FILES),
    ),
    Move("extend", OPEN, "", ("unit", "centre"), (REASON,)),
    Move("fee", OPEN, "", ("unit", "centre"), (Field("amount", "line", longest=40), NOTE)),
    Move("paid", OPEN, "", ("unit", "centre"), (Field("receipt", "line", longest=120),)),
    # --- both ---
    Move("note", ALL, "", ("centre", "unit", "helper"), (TEXT,)),
    Move("message", ALL, "", ("centre", "unit"), (TEXT,)),
    Move("confidential", ALL, "", ("centre", "unit"), (REASON,)),
    Move("disclose", ALL, "", ("supervisor",), (REASON,)),
    Move("reopen", (*ANSWERED, "withdrawn", "closed"), "reopened", ("centre",), (REASON,)),
    # --- what anybody may see ---
    Move(
        "release",
        ALL,
        "",
        ("centre",),
        (Field("text", "text", required=False, longest=5000), Field("photos", "files", required=False)),
    ),
    Move("unrelease", ALL, "", ("centre",), (Field("reason", "text", required=False, longest=1000),)),
    # --- the citizen, or the centre for a citizen on the phone ---
    Move("answer", WAITING, "back", ("citizen", "centre"), (TEXT, FILES)),
    Move("add", (*OPEN, *ANSWERED), "", ("citizen", "centre"), (TEXT, FILES)),
    Move("withdraw", OPEN, "withdrawn", ("citizen", "centre"), (Field("reason", "text", False),)),
    Move("solved", ANSWERED, "closed", ("citizen", "centre"), (Field("text", "text", False),)),
    Move(
        "not_solved",
        (*ANSWERED, "closed", "duplicate"),
        "reopened",
        ("citizen", "centre"),
        (TEXT, FILES),
    ),
    # --- the admin, with a reason ---
    Move("legal_date", OPEN, "", ("admin",), (Field("date", "day"), REASON)),
    Move("erase", (*ANSWERED, "duplicate", "withdrawn", "closed"), "", ("admin",), (REASON,)),
    # --- time, by the sweep ---
    Move("escalate", OPEN, "", ("system",)),
    Move("alert_again", OPEN, "", ("system",)),
    Move("no_answer", WAITING, "back", ("system",)),
    Move("lapse", OPEN, "withdrawn", ("system",)),
    Move("untold", ALL, "", ("system",)),
    Move("unreached", OPEN, "", ("system",)),
    Move("close", ANSWERED, "closed", ("system",)),
    Move("recompute", OPEN, "", ("system",)),
    Move("follow", ("duplicate",), "", ("system",)),  # what it was merged into has an outcome
)
MOVES: Mapping[str, Move] = {move.name: move for move in TABLE}

# A request that came back twice is the supervisor's to assign, and what the supervisor says stands.
RETURNS = 2


def may_make(move: Move, state: State, parts: frozenset[Part]) -> bool:
    """Whether somebody with these parts may make the move in this state, as far as the table tells."""
    if state.returns >= RETURNS and "supervisor" not in parts and _chooses_the_unit(move, state):
        return False
    if move.name == "return" and state.returns >= RETURNS:
        return False
    return state.status in move.sources and bool(parts & set(move.who))


def _chooses_the_unit(move: Move, state: State) -> bool:
    """Whether the move says who answers for it; as long as nobody was chosen, so do sorting it and taking it. A triage
    that brings another unit is refused by its effect."""
    return move.name in ("assign", "refer") or (
        state.status == "triaged" and move.name in ("triage", "accept", "start")
    )
