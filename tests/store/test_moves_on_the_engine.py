"""Moves on a real engine: all or nothing, once, and nobody's words lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.case import Case
from chalicelib.core.chain import verify
from chalicelib.core.errors import Conflict, NotAllowed
from chalicelib.core.marks import Mark
from chalicelib.core.moves import Wanted, make
from chalicelib.core.request import Request
from chalicelib.core.rights import Actor
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.move import move
from chalicelib.store import keys
from tests.build import MONDAY, ROADS, a_staffed_city, an_actor, what_is_said
from tests.engine import EngineOffice

CLIENTS, EDITS = 20, 10
OFFICER = an_actor("officer")
OPERATOR = an_actor("operator")
SUPERVISOR = an_actor("supervisor")


@pytest.fixture
def staffed(office: EngineOffice) -> EngineOffice:
    office.city = a_staffed_city()
    return office


def opened(office: EngineOffice, key: str = "key-1", **fields: object) -> Request:
    return hear(office.desk, what_is_said(**fields), Source("web", key)).request


def moved(office: EngineOffice, number: str, name: str, actor: Actor, **said: Any) -> Case:
    office.clock.move(minutes=10)
    return move(office.desk, number, name, said, actor)


def test_a_move_is_read_as_it_was_made_in_every_state(staffed: EngineOffice) -> None:
    for state, road in ROADS.items():
        number = opened(staffed, state).number
        made = staffed.requests.case(number)
        for name, who, said in road:
            told = said | ({"into": opened(staffed, f"{state} main").number} if "into" in said else {})
            made = moved(staffed, number, name, an_actor(who), **told)
        read = staffed.requests.case(number)
        assert read == made
        assert read.state.status == state
        assert verify(read) == ()


def test_twenty_clients_edit_one_request_two_hundred_times_and_no_edit_is_lost(staffed: EngineOffice) -> None:
    number = opened(staffed).number
    lost: list[int] = []

    def edit(client: int) -> None:
        for place in range(EDITS):
            while True:
                case = Case(staffed.requests.read(number))
                wanted = Wanted("note", {"text": f"{client}-{place}"}, OFFICER, f"{client:016x}{place:016x}")
                if staffed.requests.change(make(wanted, case, staffed.city, MONDAY)):
                    break
                lost.append(case.state.version)

    with ThreadPoolExecutor(CLIENTS) as hands:
        list(hands.map(edit, range(CLIENTS)))
    case = staffed.requests.case(number)
    written = sorted(case.texts(event.n)["text"] for event in case.events)
    assert written == sorted(f"{client}-{place}" for client in range(CLIENTS) for place in range(EDITS))
    assert case.state.version == 1 + len(case.events) == 1 + CLIENTS * EDITS
    assert verify(case) == ()
    assert lost, "nobody ever met anybody: the test proves nothing"


def test_of_twenty_clients_who_saw_one_version_one_wins_and_the_others_hear_the_present_one(
    staffed: EngineOffice,
) -> None:
    number = opened(staffed).number

    def edit(client: int) -> int:
        try:
            return move(staffed.desk, number, "note", {"text": f"{client}"}, OFFICER, version=1).state.version
        except Conflict as conflict:
            return -conflict.version

    with ThreadPoolExecutor(CLIENTS) as hands:
        assert sorted(hands.map(edit, range(CLIENTS))) == [*[-2] * (CLIENTS - 1), 2]
    assert len(staffed.requests.case(number).events) == 1


def test_the_loser_hears_the_present_version_and_has_written_nothing(staffed: EngineOffice) -> None:
    number = opened(staffed).number
    moved(staffed, number, "accept", OFFICER)
    with pytest.raises(Conflict) as lost:
        move(staffed.desk, number, "return", {"reason": "Bizim değil."}, OFFICER, version=1)
    assert lost.value.version == 2
    case = staffed.requests.case(number)
    assert (case.state.version, case.said) == (2, {})


def test_two_changes_from_one_version_write_one(staffed: EngineOffice) -> None:
    case = staffed.requests.case(opened(staffed).number)
    first, second = (
        make(Wanted("note", {"text": text}, OFFICER, "5" * 32), case, staffed.city, MONDAY) for text in ("bir", "iki")
    )
    assert staffed.requests.change(first)
    assert not staffed.requests.change(second)
    assert staffed.requests.case(case.number).texts(2) == {"text": "bir"}


def test_an_unversioned_move_comes_through_beside_others(staffed: EngineOffice) -> None:
    number = opened(staffed).number
    with ThreadPoolExecutor(3) as hands:
        list(hands.map(lambda text: move(staffed.desk, number, "note", {"text": text}, OFFICER), "abc"))
    case = staffed.requests.case(number)
    assert sorted(case.texts(event.n)["text"] for event in case.events) == ["a", "b", "c"]


def test_a_merge_changes_both_requests_or_none(staffed: EngineOffice) -> None:
    one, main = (opened(staffed, key).number for key in ("one", "main"))
    case, other = staffed.requests.case(one), staffed.requests.case(main)
    stale = make(Wanted("merge", {"into": main}, OPERATOR, "5" * 32), case, staffed.city, MONDAY, other)
    moved(staffed, main, "note", OFFICER, text="Bakıldı.")
    assert not staffed.requests.change(stale)
    assert staffed.requests.case(one) == case

    moved(staffed, one, "merge", OPERATOR, into=main)
    joined, kept = staffed.requests.case(one), staffed.requests.case(main)
    assert (joined.state.status, joined.state.into, kept.state.merged) == ("duplicate", main, (one,))
    assert [event.move for event in kept.events] == ["note", "attach"]
    assert (verify(joined), verify(kept)) == ((), ())


def test_eight_sweeps_at_once_raise_one_step(staffed: EngineOffice) -> None:
    number = opened(staffed).number
    version = staffed.requests.read(number).version
    step = {"clock": "due", "level": 1, "step": "warning", "role": "unit:fen-isleri"}

    def raise_it(_: int) -> bool:
        try:
            move(staffed.desk, number, "escalate", step, an_actor("system"), version)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as hands:
        assert sum(hands.map(raise_it, range(8))) == 1
    assert staffed.requests.case(number).state.due_level == 1


def test_a_move_that_is_told_leaves_its_mark_until_it_is_cleared(staffed: EngineOffice) -> None:
    number = opened(staffed).number
    staffed.requests.clear_todo(Mark(number, "A", keys.mark(MONDAY, number)))
    moved(staffed, number, "return", OFFICER, reason="Bizim değil.")
    moved(staffed, number, "note", OPERATOR, text="Not")
    shard = int(keys.shard(number))
    (mark,) = staffed.requests.todo(shard, staffed.clock())
    assert (mark.part, mark.event) == (keys.event(2), 2)
    before = staffed.requests.case(number)
    staffed.requests.clear_todo(mark)
    assert list(staffed.requests.todo(shard, staffed.clock())) == []
    assert staffed.requests.case(number) == before


def test_the_list_of_a_unit_and_the_next_look_follow_the_request(staffed: EngineOffice) -> None:
    number = opened(staffed).number

    def lists() -> tuple[bool, bool, bool]:
        far = staffed.clock() + timedelta(days=400)
        looks = [mark.number for mark in staffed.requests.next(int(keys.shard(number)), far)]
        fen, izsu = (
            any(entry.number == number for entry in staffed.requests.of_unit(unit, 9).entries)
            for unit in ("fen-isleri", "izsu")
        )
        return fen, izsu, number in looks

    assert lists() == (True, False, True)
    moved(staffed, number, "assign", OPERATOR, unit="izsu")
    assert lists() == (False, True, True)
    moved(staffed, number, "resolve", an_actor("izsu"), outcome="done", answer="Yapıldı.")
    assert lists() == (False, False, True)
    moved(staffed, number, "solved", an_actor("citizen"))
    assert lists() == (False, False, False)


def test_an_erasure_takes_the_words_and_leaves_a_chain_that_verifies(staffed: EngineOffice) -> None:
    request = opened(staffed)
    number, citizen = request.number, request.citizen
    for name, who, said in ROADS["closed"]:
        moved(staffed, number, name, an_actor(who), **said)
    (known,) = staffed.requests.of_citizen(citizen, 9).entries
    assert known.number == number
    moved(staffed, number, "erase", an_actor("admin"), reason="Başvuru sahibi istedi.")
    erased = staffed.requests.case(number)
    assert verify(erased) == ()
    assert (erased.request.draft.text, erased.request.draft.phone, erased.request.citizen) == ("", "", "")
    reason = erased.said[erased.state.version]
    assert reason.texts == {"reason": "Başvuru sahibi istedi."}
    assert all(each.erased and not each.texts for each in erased.said.values() if each is not reason)
    assert staffed.requests.of_citizen(citizen, 9).entries == ()
    with pytest.raises(NotAllowed):
        moved(staffed, number, "start", OFFICER)
