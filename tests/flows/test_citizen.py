"""A citizen's own moves: by proof or by ticket, once however often they are sent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.core.errors import Invalid, NotAllowed, NotFound, Refused, TryLater
from chalicelib.core.rights import CITIZEN
from chalicelib.core.tracking import show
from chalicelib.flows.citizen import ACTS, act, acts_now, enter, reopens_until, ticket_of
from chalicelib.flows.move import move
from chalicelib.flows.track import FREE_TRIES, Seen
from tests.flows.working import Working

CALLER = "198.51.100.7"


def proved(work: Working) -> Seen:
    return enter(work.office.desk, show(work.opened.number), CALLER, proof="2233")


def ticket(work: Working) -> str:
    return ticket_of(work.office.desk, work.case.request)


def acts(work: Working) -> tuple[str, ...]:
    return acts_now(work.case, work.office.city, work.office.clock())


def moves(work: Working) -> list[str]:
    return [event.move for event in work.case.events]


def test_a_ticket_lets_in_for_half_an_hour() -> None:
    work = Working()
    given = ticket(work)
    work.office.clock.move(minutes=29)
    assert enter(work.office.desk, work.opened.number, CALLER, ticket=given).own
    work.office.clock.move(minutes=1)
    with pytest.raises(Refused, match="ticket"):
        enter(work.office.desk, work.opened.number, CALLER, ticket=given)


def test_a_ticket_is_of_one_request() -> None:
    work = Working()
    other = Working(work.office, key="key-2")
    with pytest.raises(Refused, match="ticket"):
        enter(work.office.desk, work.opened.number, CALLER, ticket=ticket(other))


def test_a_new_pin_ends_the_tickets_of_the_old() -> None:
    work = Working(phone=None, email="ayse@example.org")
    given = ticket(work)
    work.office.clock.at -= timedelta(hours=1)
    work.move("new_pin", reason="kaybetti")
    with pytest.raises(Refused, match="ticket"):
        enter(work.office.desk, work.opened.number, CALLER, ticket=given)


@pytest.mark.parametrize("given", ["", "x", ".", "٣.x", "9" * 40, f"{10**9}.{'0' * 32}", "\ud800.", "-1.x", "1e9.x"])
def test_a_ticket_made_up_is_none(given: str) -> None:
    work = Working()
    with pytest.raises(Refused, match="ticket"):
        enter(work.office.desk, work.opened.number, CALLER, ticket=given)


def test_who_has_an_old_ticket_proves_it_anew() -> None:
    work = Working()
    given = ticket(work)
    work.office.clock.move(hours=1)
    assert enter(work.office.desk, work.opened.number, CALLER, ticket=given, proof="2233").own


def test_a_wrong_proof_of_a_move_counts_like_any_other() -> None:
    work = Working()
    for _ in range(FREE_TRIES):
        with pytest.raises(Refused, match="wrong-proof"):
            enter(work.office.desk, work.opened.number, CALLER, proof="0000")
    with pytest.raises(Refused, match="too-many-tries"):
        proved(work)


def test_nothing_is_moved_without_the_proof() -> None:
    work = Working()
    with pytest.raises(Refused):
        act(work.office.desk, Seen(work.case, own=False), "add", "Bir not")
    assert not work.case.events


def test_an_answer_goes_to_the_unit_and_the_clock_runs_on() -> None:
    work = Working()
    work.ask()
    after = act(work.office.desk, proved(work), "answer", " 12 numara.\n")
    assert after.case.state.status == "received"
    assert after.case.state.clock.paused is None
    assert after.case.texts(after.case.state.version) == {"text": "12 numara."}
    assert after.case.events[-1].actor == "citizen"


@pytest.mark.parametrize("name", ["answer", "add", "not_solved"])
@pytest.mark.parametrize("text", ["", " \n", None])
def test_what_must_be_said_is_asked_for(name: str, text: str | None) -> None:
    work = Working()
    if name == "answer":
        work.ask()
    elif name == "not_solved":
        work.resolve()
    before = work.case
    with pytest.raises(Invalid) as error:
        act(work.office.desk, proved(work), name, text)
    assert [(fault.field, fault.code) for fault in error.value.faults] == [("text", "required")]
    assert work.case == before


def test_a_fault_is_of_the_field_text_whatever_the_move_calls_it() -> None:
    work = Working()
    with pytest.raises(Invalid) as error:
        act(work.office.desk, proved(work), "withdraw", "x" * 2001)
    assert error.value.faults[0].field == "text"
    with pytest.raises(Invalid):
        act(work.office.desk, proved(work), "withdraw", 7)


@pytest.mark.parametrize("name", ACTS)
def test_the_same_form_sent_twice_moves_once(name: str) -> None:
    work = Working()
    if name == "answer":
        work.ask()
    elif name in ("solved", "not_solved"):
        work.resolve()
    page = proved(work)
    first = act(work.office.desk, page, name, "Aynı söz.")
    work.office.clock.move(minutes=29)
    assert act(work.office.desk, proved(work), name, " Aynı söz. ").case == first.case
    assert moves(work).count(name) == 1


def test_two_clicks_at_once_add_once() -> None:
    work = Working()
    page = proved(work)  # both were drawn from this
    act(work.office.desk, page, "add", "Kapı 12.")
    act(work.office.desk, page, "add", "Kapı 12.")
    assert moves(work) == ["add"]


def test_another_text_is_another_addition_and_so_is_the_same_one_later() -> None:
    work = Working()
    act(work.office.desk, proved(work), "add", "Kapı 12.")
    act(work.office.desk, proved(work), "add", "Kapı 14.")
    act(work.office.desk, proved(work), "add", "Kapı 12.")
    work.office.clock.move(minutes=31)
    act(work.office.desk, proved(work), "add", "Kapı 12.")
    assert moves(work) == ["add"] * 4


def test_not_solved_again_in_the_same_words_reopens_again() -> None:
    work = Working()
    work.resolve()
    act(work.office.desk, proved(work), "not_solved", "Duruyor.")
    work.office.clock.at -= timedelta(minutes=55)
    work.resolve()
    assert act(work.office.desk, proved(work), "not_solved", "Duruyor.").case.state.status == "reopened"
    assert moves(work).count("not_solved") == 2


def test_staff_who_are_quicker_do_not_lose_the_citizens_words() -> None:
    work = Working()
    page = proved(work)
    work.move("start")
    assert act(work.office.desk, page, "add", "Kapı 12.").case.state.status == "in_progress"
    assert moves(work) == ["start", "add"]


def test_a_move_that_no_longer_fits_is_not_allowed() -> None:
    work = Working()
    work.ask()
    page = proved(work)
    work.by_system("no_answer")
    with pytest.raises(NotAllowed):
        act(work.office.desk, page, "answer", "12 numara.")


def test_when_others_are_always_quicker_one_tries_later(monkeypatch: pytest.MonkeyPatch) -> None:
    work = Working()
    monkeypatch.setattr(work.office.requests, "change", lambda changes: False)
    with pytest.raises(TryLater):
        act(work.office.desk, proved(work), "add", "Kapı 12.")


@pytest.mark.parametrize("name", ["resolve", "note", "erase", "", "close"])
def test_the_moves_of_others_are_not_there_for_a_citizen(name: str) -> None:
    work = Working()
    with pytest.raises(NotFound):
        act(work.office.desk, proved(work), name, "x")
    assert not work.case.events


def test_what_can_be_done_follows_the_state() -> None:
    work = Working()
    assert acts(work) == ("add", "withdraw")
    work.ask()
    assert acts(work) == ("answer", "add", "withdraw")
    work.answer()
    work.resolve()
    assert acts(work) == ("add", "solved", "not_solved")
    work.move("solved", CITIZEN)
    assert acts(work) == ("not_solved",)


def test_after_the_window_not_solved_is_neither_offered_nor_taken() -> None:
    work = Working()
    work.resolve()
    work.by_system("close")
    work.office.clock.at = reopens_until(work.case, work.office.city)
    assert acts(work) == ("not_solved",)
    work.office.clock.move(seconds=1)
    assert acts(work) == ()
    with pytest.raises(NotAllowed, match="reopen-late"):
        move(work.office.desk, work.opened.number, "not_solved", {"text": "Duruyor."}, CITIZEN)


def test_what_was_merged_can_be_said_not_solved_once_its_outcome_is_told() -> None:
    main = Working()
    work = Working(main.office, key="key-2", description="Aynı çukur")
    work.move("merge", into=main.opened.number)
    assert acts(work) == ()
    work.by_system("follow", of=2, outcome="done", result="positive", answer="Kapattık.")
    assert acts(work) == ("not_solved",)
    after = act(work.office.desk, proved(work), "not_solved", "Bizimki duruyor.").case
    assert (after.state.status, after.state.into) == ("reopened", "")
    assert main.case.state.merged == ()
