"""What a move carries is read, and every fault of it named at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.core.errors import Invalid
from chalicelib.core.fields import read_carried
from chalicelib.core.workflow import MOVES
from tests.build import a_request, a_staffed_city

CITY = a_staffed_city()
TODAY = date(2026, 11, 23)


def read(move: str, **said: Any) -> dict[str, Any]:
    return dict(read_carried(MOVES[move], said, a_request(city=CITY), CITY, TODAY))


def faults(move: str, **said: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        read(move, **said)
    return {fault.field: fault.code for fault in refused.value.faults}


def test_what_was_said_is_given_clean_and_what_was_not_is_left_out() -> None:
    assert read("return", reason="  Bizim değil.\u0000 ") == {"reason": "Bizim değil."}
    assert read("assign", unit="izsu", note="") == {"unit": "izsu"}
    assert read("assign", unit="izsu", note=None) == {"unit": "izsu"}
    assert read("called", reached="on") == {"reached": True}
    assert read("called") == {}


def test_every_fault_is_named_at_once() -> None:
    assert faults("refer", body="no-such-body", check_back="2026-11-22", extra="x") == {
        "extra": "unknown-field",
        "body": "choice",
        "check_back": "day-gone",
        "receipt": "required",
    }


@pytest.mark.parametrize(
    ("move", "said", "fault"),
    [
        ("assign", {"unit": "no-such-unit"}, {"unit": "choice"}),
        ("assign", {"unit": ["izsu"]}, {"unit": "must-be-text"}),
        ("assign", {"unit": 7}, {"unit": "must-be-text"}),
        ("assign", {}, {"unit": "required"}),
        ("assign", {"unit": " \n "}, {"unit": "required"}),
        ("triage", {"priority": "P9"}, {"priority": "choice"}),
        ("triage", {"service_code": "no.such"}, {"service_code": "choice"}),
        ("resolve", {"outcome": "granted", "answer": "x"}, {"outcome": "choice"}),
        ("resolve", {"outcome": "done", "answer": "x" * 4001}, {"answer": "too-long"}),
        ("merge", {"into": "261148173053"}, {"into": "mistyped"}),
        ("legal", {"legal_basis": "law"}, {"legal_basis": "choice"}),
    ],
)
def test_a_wrong_value_is_refused_with_its_reason(move: str, said: dict[str, Any], fault: dict[str, str]) -> None:
    assert faults(move, **said) == fault


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-11-23", ""),
        ("2031-11-01", ""),
        ("2026-11-22", "day-gone"),
        ("2031-11-02", "day"),
        ("23.11.2026", "day"),
        ("2026-02-30", "day"),
        ("yarın", "day"),
    ],
)
def test_a_day_is_today_or_later_and_within_five_years(day: str, code: str) -> None:
    said = {"body": "gdz-186", "receipt": "1", "check_back": day}
    if code:
        assert faults("refer", **said) == {"check_back": code}
    else:
        assert read("refer", **said)["check_back"] == day


@pytest.mark.parametrize(("day", "code"), [("2026-11-20", ""), ("2025-11-23", ""), ("2025-11-22", "day-gone")])
def test_a_date_that_another_body_set_may_be_over_when_it_is_entered(day: str, code: str) -> None:
    said = {"legal_basis": "cimer", "cimer": "1", "date": day}
    if code:
        assert faults("legal", **said) == {"date": code}
    else:
        assert read("legal", **said)["date"] == day


def test_a_name_that_nobody_knows_is_cut_before_it_is_said_back() -> None:
    ((name, code),) = faults("start", **{"x" * 5000 + "\n": "1"}).items()
    assert (len(name), code) == (40, "unknown-field")


def test_a_number_is_read_with_or_without_its_dashes() -> None:
    assert read("merge", into="2611-4817-3062")["into"] == read("merge", into="261148173062")["into"] == "261148173062"


@pytest.mark.parametrize("typed", [["a" * 48, "b" * 48], f"{'a' * 48} {'b' * 48}", f"{'a' * 48},{'b' * 48},{'a' * 48}"])
def test_files_are_a_list_of_ids_or_one_text_of_them(typed: object) -> None:
    assert read("release", photos=typed) == {"photos": ["a" * 48, "b" * 48]}


@pytest.mark.parametrize("typed", [["x"], "../../etc", {"a": 1}, [["a" * 48]], 7, ["A" * 48]])
def test_what_is_no_id_of_a_file_is_refused(typed: object) -> None:
    assert faults("release", photos=typed) == {"photos": "files"}


def test_too_many_files_are_refused() -> None:
    assert faults("release", photos=[f"{n:048x}" for n in range(21)]) == {"photos": "too-many-files"}
