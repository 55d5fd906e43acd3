"""The sweep's rounds and the nightly check, called as Lambda calls them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from io import StringIO

import pytest

from chalicelib import wire
from chalicelib.core.case import Case
from chalicelib.core.errors import TryLater
from chalicelib.core.marks import Mark
from chalicelib.entry.sweep import sweep
from chalicelib.flows.settings import RECOMPUTE
from tests.fakes import Office
from tests.flows.passing import events, next_look, opened, told
from tests.lambda_context import Context
from tests.shelf import Requests


@dataclass
class Unlisted(Requests):
    """A table whose list of what is not told yet cannot be read."""

    def todo(self, shard: int, before: datetime) -> Iterable[Mark]:
        raise TryLater("dynamodb away")


class OneAway(Requests):
    """A table in which one request cannot be read."""

    away = ""

    def case(self, number: str) -> Case | None:
        if number == self.away:
            raise TryLater("dynamodb away")
        return super().case(number)


def late(office: Office) -> str:
    """A request whose warning is due."""
    number = opened(office, phone=None, email=None)
    office.clock.at = next_look(office) or office.clock.at
    return number


def test_a_sweep_tells_raises_and_recomputes(office: Office) -> None:
    number = late(office)
    office.settings.order(RECOMPUTE, office.clock())
    office.clock.move(minutes=3)
    assert sweep({}, Context())["failed"] == 0
    assert office.ledger.rows
    assert told(office, number) == [(1, "unit:fen-isleri")]
    assert office.settings.jobs[RECOMPUTE].cursor is None


def test_a_backlog_of_messages_keeps_no_late_request_silent(office: Office) -> None:
    number = late(office)
    for count in range(3):
        opened(office, key=f"more-{count}", phone=None, email=None)
    office.clock.move(minutes=1)
    sweep({}, Context(left_ms=20_000))  # what is left once messages have had their share
    assert len(told(office, number)) == 1
    assert len(office.requests.todos) > 1


def test_a_list_that_cannot_be_read_stops_no_other_round(
    office: Office, monkeypatch: pytest.MonkeyPatch, logged: StringIO
) -> None:
    number = late(office)
    table = Unlisted(office.requests.cases)
    table.look_at(number, 1, office.clock())
    monkeypatch.setattr(wire, "desk", lambda: replace(office.desk, requests=table))
    assert sweep({}, Context()) == {"done": 1, "failed": 1}
    assert len(told(replace(office, requests=table), number)) == 1
    assert "dynamodb away" in logged.getvalue()


def test_a_request_that_cannot_be_raised_stops_no_other(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = opened(office, key="bad"), opened(office, key="good", phone="0532 222 33 44")
    table = OneAway(office.requests.cases)
    table.away = bad
    office.clock.move(days=7)
    for number in (bad, good):
        table.look_at(number, 1, office.clock())
    broken = replace(office, requests=table)
    monkeypatch.setattr(wire, "desk", lambda: broken.desk)
    assert sweep({}, Context())["failed"] == 1
    assert events(broken, good, "escalate")
    assert not events(broken, bad, "escalate")


def test_the_nightly_check_says_how_many_it_saw(office: Office) -> None:
    opened(office)
    assert sweep({"task": "check"}, Context()) == {"open": 1, "faults": 0}


def test_a_fault_found_at_night_is_an_error_of_the_function(office: Office) -> None:
    number = opened(office)
    office.requests._look_at(number, None)
    with pytest.raises(RuntimeError, match="1 open request"):
        sweep({"task": "check"}, Context())


def test_the_ages_of_what_waits_are_told_before_it_is_done(office: Office) -> None:
    opened(office, phone=None, email=None)
    office.clock.move(minutes=3)
    sweep({}, Context())
    ages = [(name, value) for name, value, _, _ in office.meter.figures if name.startswith("Oldest")]
    assert ages == [("OldestTodo", 180.0), ("OldestDue", 0.0)]


def test_ages_that_cannot_be_told_stop_no_round(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    number = late(office)
    table = Unlisted(office.requests.cases)
    table.look_at(number, 1, office.clock())
    broken = replace(office.desk, requests=table)
    monkeypatch.setattr(wire, "desk", lambda: broken)
    assert sweep({}, Context())["done"] == 1
    assert [name for name, _, _, _ in office.meter.figures if name.startswith("Oldest")] == []
