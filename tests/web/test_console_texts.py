"""Every sentence of the workplace is there: for each move of the table, its fields and its event; none is left over."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest

from chalicelib import wire
from chalicelib.core.case import STATES
from chalicelib.core.delivery import State
from chalicelib.core.fields import BASES
from chalicelib.core.people import ROLES
from chalicelib.core.providers import PROVIDERS
from chalicelib.core.settings import FIELDS, SHOWN
from chalicelib.core.workflow import TABLE, Move
from chalicelib.entry.staff_setting_fields import SUBSTITUTE
from chalicelib.flows.work import VIEWS

ROOM = Path(wire.__file__).parent
SENTENCES = json.loads((ROOM / "texts" / "console.json").read_text(encoding="utf-8"))
SOURCES = [*(ROOM / "web" / "templates" / "staff").glob("*.html"), *(ROOM / "entry").glob("staff_*.py")]
SOURCE = "\n".join(file.read_text(encoding="utf-8") for file in SOURCES)
CODES = set(re.findall(r'["\'](console\.[a-z_.-]*[a-z_])["\']', SOURCE))
# How flows/ says why a message ended as it did.
ENDED = r'(?:Undeliverable\(|"(?:exhausted|cancelled|superseded)", |claim, "accepted", )"([a-z ]+)"'
# Codes that are put together: a stem and what follows from the data.
STEMS = (
    "console.nav.", "console.inbox.", "console.calls.", "console.col.", "console.state.", "console.channel.",
    "console.settings.", "console.settings.v.", "console.settings.day.", "console.settings.result.",
    "console.record.reach.", "console.citizen", "console.system",
    "console.request.due-changed", "console.request.legal-changed", "console.request.unit-changed",
    "console.request.priority-changed", "console.request.status-changed",
)  # fmt: skip


def known(codes: set[str]) -> None:
    assert {code for code in codes if not wire.wording().knows(code)} == set()


@pytest.mark.parametrize("move", TABLE, ids=lambda move: move.name)
def test_every_move_has_its_words(move: Move) -> None:
    people_make_it = move.who != ("system",)
    known({f"move.{move.name}", f"event.{move.name}"} | ({f"move.{move.name}.hint"} if people_make_it else set()))
    known({f"field.{field.name}" for field in move.carries})


def test_every_code_of_the_data_has_its_words() -> None:
    known({f"console.state.{state}" for state in STATES} | {f"role.{role}" for role in ROLES})
    known({f"console.inbox.{view}" for view in VIEWS} | {f"console.inbox.empty.{view}" for view in VIEWS})
    known({f"sent.{state}" for state in get_args(State)} | {f"basis.{basis}" for basis in BASES})
    known({f"sent.channel.{channel}" for channel in PROVIDERS})
    known({f"sent.provider.{provider}" for providers in PROVIDERS.values() for provider in providers})
    known({f"console.settings.{kind}" for kind in SHOWN} | {f"console.settings.{kind}.hint" for kind in SHOWN})
    fields = {field for kind in SHOWN for field in FIELDS[kind] if field != "substitute"} | set(SUBSTITUTE)
    known({f"console.settings.f.{field}" for field in fields})


def test_every_reason_of_our_own_has_its_words() -> None:
    flows = "\n".join(file.read_text(encoding="utf-8") for file in (ROOM / "flows").glob("*.py"))
    ended = set(re.findall(ENDED, flows))
    waits = set(re.findall(r'"(quiet hours|provider shut|stop word)"', flows))
    of_bundles = {"told otherwise", "nothing to tell"}
    assert {"no address", "no provider", "silent"} <= ended
    assert len(waits) == 3
    known({f"sent.reason.{reason.replace(' ', '-')}" for reason in (ended | waits) - of_bundles})


def test_every_sentence_that_is_said_exists() -> None:
    assert {code for code in CODES - SENTENCES.keys() if f"{code}." not in STEMS} == set()


def test_no_sentence_is_left_over() -> None:
    own = {code for code in SENTENCES if code.startswith("console.") and not code.startswith(STEMS)}
    assert own - CODES == set()
    names = {field.name for move in TABLE for field in move.carries}
    assert {code.removeprefix("field.") for code in SENTENCES if code.startswith("field.")} == names
