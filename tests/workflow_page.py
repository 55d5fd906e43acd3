"""Writes docs/workflow.md from the table of moves: `python -m tests.workflow_page`."""

from __future__ import annotations

import json
from pathlib import Path

from chalicelib.core.case import ANSWERED, ENDED, OPEN, STATES
from chalicelib.core.workflow import TABLE, Field, Move

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "workflow.md"

WHO = {
    "centre": "centre",
    "desk": "centre, where its own desk answers",
    "unit": "unit in charge",
    "helper": "unit alerted with it",
    "supervisor": "supervisor",
    "admin": "admin",
    "citizen": "citizen",
    "system": "the clock",
}
TOLD = {
    "unit": "the unit",
    "desk": "the centre",
    "body": "the other body",
    "reporter": "the citizen",
    "officer": "who has it",
    "ladder": "the next rung",
    "duty": "the next on duty",
}
BACK = "back"

HEAD = """# The life of a request

Made from `chalicelib/core/workflow.py` by `python -m tests.workflow_page`; a test keeps it true.

A request is **open** in {open}.
It has been **answered** in {answered}; the citizen is asked whether it is solved.
It has **ended** in {ended}.
Every open request has one accountable unit and a moment at which it is looked at next.

## States

| state | for people | in English |
|---|---|---|
{states}

## Moves

An optional field stands in brackets. "back" is the state before waiting or merging. A move that leaves the state as
it is has no state after it.

| move | from | to | who may make it | what it carries | who is told |
|---|---|---|---|---|---|
{moves}

## The way

```mermaid
stateDiagram-v2
{diagram}
```

Beyond the table: a request that came back twice is the supervisor's to assign, and it cannot be returned again. No
return restarts a clock. Reopening has the city's window (`reopen_days`), except for the supervisor. Silence closes only
if the notice of the outcome was delivered. Merging takes an open request into another open one; its reporter hears the
outcome of both.
"""


def write() -> str:
    """The whole page."""
    words = json.loads((ROOT / "chalicelib" / "texts" / "states.json").read_text(encoding="utf-8"))
    states = (f"| `{state}` | {words[f'state.{state}']['tr']} | {words[f'state.{state}']['en']} |" for state in STATES)
    return HEAD.format(
        open=_list(OPEN),
        answered=_list(ANSWERED),
        ended=_list(ENDED),
        states="\n".join(states),
        moves="\n".join(map(_row, TABLE)),
        diagram="\n".join(_diagram()),
    )


def _row(move: Move) -> str:
    cells = (
        f"`{move.name}`",
        _states(move.sources),
        f"`{move.target}`" if move.target else "",
        "; ".join(WHO[part] for part in move.who),
        ", ".join(map(_field, move.carries)),
        ", ".join(TOLD[audience] for audience in move.told),
    )
    return f"| {' | '.join(cells)} |"


def _field(field: Field) -> str:
    return field.name if field.required else f"[{field.name}]"


def _states(states: tuple[str, ...]) -> str:
    if set(states) == set(STATES):
        return "any"
    if set(states) == set(OPEN):
        return "any open"
    return ", ".join(f"`{state}`" for state in states)


def _diagram() -> list[str]:
    ways: dict[tuple[str, str], list[str]] = {}
    for move in TABLE:
        for source in move.sources:
            if move.target and move.target not in (source, BACK):
                ways.setdefault((source, move.target), []).append(move.name)
    lines = ["    [*] --> received", "    [*] --> referred: to a body with an address"]
    lines += [f"    {source} --> {target}: {', '.join(names)}" for (source, target), names in ways.items()]
    lines.append("    waiting_citizen --> in_progress: answer, no_answer (back)")
    lines.append("    duplicate --> assigned: unmerge (back)")
    return [*lines, *(f"    {state} --> [*]" for state in ENDED)]


def _list(states: tuple[str, ...]) -> str:
    return ", ".join(f"`{state}`" for state in states)


if __name__ == "__main__":
    PAGE.write_text(write(), encoding="utf-8")
