"""Wrong logins on a real engine."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.core.marks import Tries
from chalicelib.store.tries import WrongLogins
from infrastructure.local.settings import REGION
from tests.build import MONDAY
from tests.engine import EngineOffice


def test_what_was_written_is_read_and_nothing_else(office: EngineOffice) -> None:
    wrong = WrongLogins(office.names["Work"], REGION)
    tries = Tries("2026-11-23", 5, int(MONDAY.timestamp()) + 30)
    assert wrong.read("login#a") == Tries()
    wrong.write("login#a", tries, MONDAY + timedelta(days=2))
    assert (wrong.read("login#a"), wrong.read("login#b")) == (tries, Tries())
