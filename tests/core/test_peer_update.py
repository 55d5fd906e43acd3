"""A peer's update: what it must hold, and which of the citizen's moves it means."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.core.errors import Invalid, NotFound
from chalicelib.core.peer_form import PeerForm
from chalicelib.core.peer_update import LONGEST, MEANT, PeerUpdate, move_of, read_update
from tests.build import MONDAY, a_case

WHOLE = {
    "service_request_id": "2611-4817-3056",
    "update_id": "u-1",
    "status": "open",
    "updated_datetime": "2026-11-23T10:31:00+03:00",
    "description": "Hâlâ duruyor.",
}


def read(**fields: str) -> PeerUpdate:
    return read_update(PeerForm(tuple((WHOLE | fields).items())))


def test_a_whole_update_is_read() -> None:
    update = read(status="Internal referral")
    assert (update.number, update.status) == ("261148173056", "INTERNAL_REFERRAL")
    assert update.at == datetime(2026, 11, 23, 7, 31, tzinfo=UTC)


@pytest.mark.parametrize("name", WHOLE)
def test_every_part_is_needed(name: str) -> None:
    with pytest.raises(Invalid) as raised:
        read(**{name: " "})
    assert [(fault.field, fault.code) for fault in raised.value.faults] == [(name, "required")]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("status", "SOLVED", "update-status"),
        ("updated_datetime", "2026-11-23T10:31:00", "bad-date"),
        ("updated_datetime", "yesterday", "bad-date"),
        ("description", "ğ" * (LONGEST + 1), "too-long"),
        ("update_id", "9" * 256, "too-long"),
    ],
)
def test_what_is_wrong_is_named(name: str, value: str, code: str) -> None:
    with pytest.raises(Invalid) as raised:
        read(**{name: value})
    assert [(fault.field, fault.code) for fault in raised.value.faults] == [(name, code)]


def test_a_mistyped_number_is_nobodys() -> None:
    with pytest.raises(NotFound):
        read(service_request_id="2611-4817-3057")


@pytest.mark.parametrize(
    ("status", "allowed", "move"),
    [
        ("FIXED", ("add", "solved", "not_solved"), "solved"),
        ("FIXED", ("add", "withdraw"), "add"),
        ("CLOSED", ("solved",), "solved"),
        ("CANCELLED", ("add", "withdraw"), "withdraw"),
        ("REOPEN", ("add", "not_solved"), "not_solved"),
        ("REOPEN", ("add",), "add"),
        ("OPEN", ("add", "not_solved"), "not_solved"),
        ("OPEN", ("answer", "add"), "answer"),
        ("UNCHANGED", ("answer", "add"), "answer"),
        ("IN_PROGRESS", ("add", "solved", "not_solved"), "add"),
        ("DUPLICATE", (), "add"),
    ],
)
def test_a_status_means_what_a_citizen_can_do(status: str, allowed: tuple[str, ...], move: str) -> None:
    assert move_of(read(status=status), a_case().state, allowed) == move


def test_a_comment_from_before_the_answer_does_not_reopen() -> None:
    state = replace(a_case("resolved").state, answered=MONDAY + timedelta(hours=5))
    assert move_of(read(status="OPEN"), state, ("add", "not_solved")) == "add"
    assert move_of(read(status="REOPEN"), state, ("add", "not_solved")) == "not_solved"


def test_every_status_of_the_extension_is_known() -> None:
    assert len(MEANT) == 15
