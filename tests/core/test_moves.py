"""A move is checked, takes effect, and says in its event what it did; merging and its undoing lose nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.case import Case
from chalicelib.core.chain import verify
from chalicelib.core.errors import Invalid, NotAllowed, NotFound, Refused
from chalicelib.core.moves import Wanted, make
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.move import move
from chalicelib.flows.notify import tell
from tests.build import MONDAY, a_case, a_staffed_city, an_actor, what_is_said
from tests.fakes import Office

CITY = a_staffed_city()
HOUR = timedelta(hours=1)


def wanted(name: str, who: str, **said: Any) -> Wanted:
    return Wanted(name, said, an_actor(who), "5" * 32)


# --- one move ---


@pytest.mark.parametrize(
    ("state", "who", "name", "error"),
    [
        ("received", "izsu", "accept", NotFound),
        ("received", "switchboard", "note", Refused),
        ("received", "auditor", "note", Refused),
        ("received", "officer", "assign", Refused),
        ("received", "operator", "disclose", Refused),
        ("received", "citizen", "accept", Refused),
        ("received", "officer", "no_such_move", NotFound),
        ("received", "citizen", "answer", NotAllowed),
        ("closed", "officer", "accept", NotAllowed),
        ("waiting_citizen", "officer", "start", NotAllowed),
        ("received", "operator", "assign", Invalid),
    ],
)
def test_what_does_not_fit_is_refused_by_its_kind(state: str, who: str, name: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        make(wanted(name, who), a_case(state), CITY, MONDAY)


def test_a_refusal_by_the_state_says_the_present_version() -> None:
    with pytest.raises(NotAllowed) as refusal:
        make(wanted("accept", "officer"), a_case("closed"), CITY, MONDAY)
    assert refusal.value.version == 3


def test_an_event_says_who_when_and_what_changed_and_holds_no_words() -> None:
    (change,) = make(wanted("return", "officer", reason="Bizim değil."), a_case(), CITY, MONDAY + HOUR)
    event = change.event
    assert (event.n, event.at, event.move, event.actor) == (2, MONDAY + HOUR, "return", "officer")
    assert event.facts["changed"] == {"status": ["received", "triaged"], "unit": ["fen-isleri", "cagri-merkezi"]}
    assert (event.facts["unit_then"], event.facts["priority_then"]) == ("cagri-merkezi", "P3")
    assert "Bizim" not in str(event.facts)
    assert change.said
    assert change.said.texts == {"reason": "Bizim değil."}
    assert (change.said.n, change.said.salt) == (2, "5" * 32)
    assert (change.tells, change.state.version, change.state.changed) == (True, 2, MONDAY + HOUR)


def test_what_is_written_is_personal_only_where_an_erasure_finds_it() -> None:
    said = {"legal_basis": "petition", "first_name": "Ayşegül", "last_name": "Öztürk", "address": "Ankara Caddesi"}
    (change,) = make(wanted("legal", "operator", **said), a_case(), CITY, MONDAY)
    for word in ("Ayşegül", "Öztürk", "Ankara"):
        assert word not in str(change.event.facts)
        assert word not in str(change.state)
    assert change.draft
    assert (change.draft.first_name, change.draft.address) == ("Ayşegül", "Ankara Caddesi")


def test_a_move_without_words_writes_none() -> None:
    (change,) = make(wanted("accept", "officer"), a_case(), CITY, MONDAY)
    assert (change.said, change.event.said, change.tells) == (None, "", False)


def test_an_open_request_is_looked_at_again_and_an_ended_one_is_not() -> None:
    (change,) = make(wanted("start", "officer"), a_case(), CITY, MONDAY)
    assert change.next
    (change,) = make(wanted("withdraw", "citizen"), a_case(), CITY, MONDAY)
    assert change.next is None


# --- merging ---


class Merging:
    """An office with requests of the same pothole, by name."""

    def __init__(self) -> None:
        self.office = replace(Office(), city=CITY)
        self.numbers: dict[str, str] = {}
        for place, name in enumerate("abc"):
            said = what_is_said(phone=f"0532 111 22 3{place}")
            self.numbers[name] = hear(self.office.desk, said, Source("web", name)).request.number

    def make(self, name: str, move_name: str, who: str, **said: Any) -> Case:
        self.office.clock.move(minutes=10)
        return move(self.office.desk, self.numbers[name], move_name, said, an_actor(who))

    def merge(self, name: str, into: str) -> Case:
        return self.make(name, "merge", "operator", into=self.numbers[into])

    def case(self, name: str) -> Case:
        return self.office.requests.cases[self.numbers[name]]

    def merged(self, name: str) -> str:
        """The names of what is merged into this one."""
        names = {number: name for name, number in self.numbers.items()}
        return "".join(sorted(names[number] for number in self.case(name).state.merged))

    def hand_on(self) -> None:
        """Everything that was recorded is told, and what that brings."""
        while self.office.requests.todos:
            for shard in range(10):
                for mark in list(self.office.requests.todo(shard, self.office.clock())):
                    tell(self.office.desk, mark, hurry=False)

    def followed(self, name: str) -> list[str]:
        return [event.move for event in self.case(name).events if event.move == "follow"]


def test_a_merged_request_is_known_to_both_and_its_chain_holds() -> None:
    work = Merging()
    work.merge("a", "b")
    assert (work.case("a").state.status, work.case("a").state.into) == ("duplicate", work.numbers["b"])
    assert work.merged("b") == "a"
    assert work.case("b").events[-1].facts["request"] == work.numbers["a"]
    assert [verify(work.case(name)) for name in "ab"] == [(), ()]


def test_unmerging_loses_nothing() -> None:
    work = Merging()
    work.make("a", "start", "officer")
    before = work.case("a").state
    work.merge("a", "b")
    after = work.make("a", "unmerge", "operator").state
    assert (after.status, after.unit, after.taken_by, after.clock, after.due) == (
        before.status,
        before.unit,
        before.taken_by,
        before.clock,
        before.due,
    )
    assert (after.into, work.merged("b"), set(work.office.requests.looks)) == ("", "", set(work.numbers.values()))
    assert work.case("b").events[-1].move == "detach"


def test_every_reporter_hears_the_outcome_once_also_of_a_merge_into_a_merge() -> None:
    work = Merging()
    work.merge("a", "b")
    work.merge("b", "c")
    assert (work.merged("c"), work.merged("b")) == ("b", "a")
    work.make("c", "resolve", "officer", outcome="repaired", answer="Kapatıldı.")
    work.hand_on()
    work.hand_on()
    for name in "ab":
        assert work.followed(name) == ["follow"]
        case = work.case(name)
        assert case.texts(case.state.version)["answer"] == "Kapatıldı."
        assert (case.state.outcome, case.state.result, verify(case)) == ("repaired", "positive", ())


def test_who_is_taken_out_takes_along_who_was_merged_into_it() -> None:
    work = Merging()
    work.merge("a", "b")
    work.merge("b", "c")
    work.make("b", "unmerge", "operator")
    assert (work.merged("b"), work.merged("c")) == ("a", "")
    work.make("c", "resolve", "officer", outcome="repaired", answer="Kapatıldı.")
    work.hand_on()
    assert work.followed("a") == []
    work.make("b", "resolve", "officer", outcome="done", answer="Yapıldı.")
    work.hand_on()
    assert work.followed("a") == ["follow"]


def test_who_leaves_the_middle_of_a_merge_hears_no_more_of_its_end() -> None:
    work = Merging()
    work.merge("a", "b")
    work.merge("b", "c")
    work.make("a", "unmerge", "operator")
    work.numbers["d"] = hear(work.office.desk, what_is_said(), Source("web", "d")).request.number
    work.merge("a", "d")
    work.make("c", "resolve", "officer", outcome="repaired", answer="Kapatıldı.")
    work.hand_on()
    assert work.followed("b") == ["follow"]
    assert work.followed("a") == []
    work.make("d", "resolve", "officer", outcome="done", answer="Yapıldı.")
    work.hand_on()
    assert work.followed("a") == ["follow"]


def test_what_is_not_solved_for_one_reporter_is_that_ones_own_again() -> None:
    work = Merging()
    work.merge("a", "b")
    work.make("b", "resolve", "officer", outcome="repaired", answer="Kapatıldı.")
    work.hand_on()
    again = work.make("a", "not_solved", "citizen", text="Benim önümdeki duruyor.").state
    assert (again.status, again.into, work.merged("b"), work.case("b").state.status) == (
        "reopened",
        "",
        "",
        "resolved",
    )


@pytest.mark.parametrize(
    ("into", "code"),
    [("a", "merge-self"), ("ended", "merge-ended"), ("secret", "not-found"), ("nobody", "not-found")],
)
def test_merging_is_into_an_open_request_that_its_maker_may_see(into: str, code: str) -> None:
    work = Merging()
    work.make("c", "resolve", "officer", outcome="repaired", answer="Kapatıldı.")
    work.numbers["ended"] = work.numbers["c"]
    secret = what_is_said(service_code="aid.food")
    work.numbers["secret"] = hear(work.office.desk, secret, Source("web", "secret")).request.number
    work.numbers["nobody"] = "261148173062"
    with pytest.raises(Invalid) as refusal:
        work.merge("a", into)
    assert [(fault.field, fault.code) for fault in refusal.value.faults] == [("into", code)]
    assert work.case("a").state.version == 1


def test_who_was_told_one_outcome_hears_that_of_another_request_as_well() -> None:
    work = Merging()
    work.merge("a", "b")
    work.make("b", "resolve", "officer", outcome="repaired", answer="Kapatıldı.")
    work.hand_on()
    work.make("a", "unmerge", "operator")
    work.make("c", "note", "officer", text="Bakıldı.")
    work.merge("a", "c")
    work.make("c", "resolve", "officer", outcome="done", answer="Yapıldı.")
    work.hand_on()
    followed = [event.facts for event in work.case("a").events if event.move == "follow"]
    assert [facts["request"] for facts in followed] == [work.numbers["b"], work.numbers["c"]]


@pytest.mark.parametrize("who", ["citizen", "operator"])
def test_when_the_main_request_ends_without_an_outcome_the_merged_ones_are_their_own_again(who: str) -> None:
    work = Merging()
    work.merge("a", "b")
    work.make("b", "withdraw", who, reason="Gerek kalmadı.")
    work.hand_on()
    case = work.case("a")
    assert (case.state.status, case.state.into, work.merged("b")) == ("received", "", "")
    assert (case.events[-1].move, case.events[-1].actor) == ("unmerge", "system")
    assert {errand.errand.role for errand in work.office.ledger.of_request(case.number)} >= {"reporter:1"}


def test_an_outcome_from_before_a_merge_is_not_handed_on() -> None:
    work = Merging()
    work.make("b", "resolve", "officer", outcome="repaired", answer="Kapatıldı.")
    work.make("b", "not_solved", "citizen", text="Duruyor.")
    work.merge("a", "b")
    work.hand_on()
    assert work.followed("a") == []
    work.make("b", "resolve", "officer", outcome="done", answer="Yapıldı.")
    work.hand_on()
    assert work.followed("a") == ["follow"]


def test_the_answer_to_what_became_confidential_stays_with_its_own_reporter() -> None:
    work = Merging()
    work.merge("a", "b")
    work.make("b", "confidential", "officer", reason="Sağlık bilgisi var.")
    work.make("b", "resolve", "officer", outcome="repaired", answer="Ayşe Hanım'ın evi.")
    work.hand_on()
    case = work.case("a")
    assert work.followed("a") == ["follow"]
    assert case.texts(case.state.version) == {}
