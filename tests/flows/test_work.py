"""What lies before a unit and the centre: each list is theirs, in order, and of what is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.core.errors import Invalid, NotFound, Refused
from chalicelib.core.rights import Actor, Hat
from chalicelib.core.tracking import show
from chalicelib.core.workflow import MOVES
from chalicelib.flows import intake, work
from chalicelib.flows.move import move
from chalicelib.flows.notify import tell
from tests.build import what_is_said
from tests.fakes import Office

OFFICER = Actor("staff", "officer", (Hat("unit_officer", "fen-isleri"),))
OPERATOR = Actor("staff", "operator", (Hat("operator", "cagri-merkezi"),))
AID_LINE = Actor("staff", "aid", (Hat("aid_line", "sosyal-yardimlar-hatti"),))
SUPERVISOR = Actor("staff", "boss", (Hat("supervisor", "cagri-merkezi"),))
AUDITOR = Actor("staff", "auditor", (Hat("auditor", None),))


@pytest.fixture
def office() -> Office:
    return Office()


def opened(office: Office, key: str = "k", **fields: object) -> str:
    return intake.hear(office.desk, what_is_said(**fields), intake.Source("web", key)).request.number


def numbers(office: Office, view: str) -> list[str]:
    return [entry.number for entry in work.inbox(office.desk, OFFICER, "fen-isleri", view).entries]


def test_views_part_the_late_from_the_soon_and_both_from_the_rest(office: Office) -> None:
    first = opened(office)
    due = office.requests.cases[first].state.due
    assert (numbers(office, "all"), numbers(office, "soon"), numbers(office, "late")) == ([first], [], [])
    office.clock.at = due - work.SOON
    assert (numbers(office, "soon"), numbers(office, "late")) == ([], [])
    office.clock.move(minutes=1)
    assert (numbers(office, "soon"), numbers(office, "late")) == ([first], [])
    office.clock.at = due
    assert (numbers(office, "soon"), numbers(office, "late")) == ([first], [])
    office.clock.move(minutes=1)
    assert (numbers(office, "soon"), numbers(office, "late")) == ([], [first])
    assert numbers(office, "all") == [first]


def test_soonest_due_comes_first(office: Office) -> None:
    later = opened(office)
    office.clock.move(days=-3)
    sooner = opened(office, key="k2")
    assert numbers(office, "all") == [sooner, later]


def test_nobody_opens_anothers_list(office: Office) -> None:
    for actor, unit in ((OFFICER, "izsu"), (OFFICER, ""), (OPERATOR, "izsu"), (AUDITOR, "izsu"), (SUPERVISOR, "x")):
        with pytest.raises(Refused):
            work.inbox(office.desk, actor, unit, "all")


def test_supervisor_opens_every_list_with_the_desks_first(office: Office) -> None:
    assert work.units_of(office.desk, SUPERVISOR)[0] == office.city.desk
    assert set(work.units_of(office.desk, SUPERVISOR)) == set(office.city.units)


def test_head_opens_the_lists_below(office: Office) -> None:
    head = Actor("staff", "head", (Hat("unit_head", "cagri-merkezi-sefligi"),))
    assert work.units_of(office.desk, head)[0] == "cagri-merkezi-sefligi"
    assert {"cagri-merkezi", "santral"} <= set(work.units_of(office.desk, head))
    assert "izsu" not in work.units_of(office.desk, head)


def test_person_of_a_unit_that_is_no_more_has_no_list(office: Office) -> None:
    assert work.units_of(office.desk, Actor("staff", "x", (Hat("unit_officer", "gone"),))) == ()


def test_cursor_of_one_view_does_not_serve_another(office: Office) -> None:
    for n in range(3):
        opened(office, key=f"k{n}")
    page = work.inbox(office.desk, OFFICER, "fen-isleri", "all", limit=2)
    rest = work.inbox(office.desk, OFFICER, "fen-isleri", "all", limit=2, cursor=page.cursor)
    assert len({entry.number for entry in (*page.entries, *rest.entries)}) == 3
    assert rest.cursor == ""
    with pytest.raises(Invalid) as refused:
        work.inbox(office.desk, OFFICER, "fen-isleri", "late", cursor=page.cursor)
    assert refused.value.faults[0].field == "cursor"


def test_a_page_goes_on_where_the_page_before_became_late(office: Office) -> None:
    first = opened(office)
    office.clock.move(days=1)
    second = opened(office, key="k2")
    office.clock.at = office.requests.cases[first].state.due - timedelta(hours=1)
    page = work.inbox(office.desk, OFFICER, "fen-isleri", "soon", limit=1)
    assert [entry.number for entry in page.entries] == [first]
    office.clock.move(hours=2)
    rest = work.inbox(office.desk, OFFICER, "fen-isleri", "soon", cursor=page.cursor)
    assert [entry.number for entry in rest.entries] == [second]


def test_moves_that_are_offered_are_those_that_the_table_allows(office: Office) -> None:
    number = opened(office)
    offered = {each.name for each in work.see(office.desk, OFFICER, number).moves}
    assert offered == {
        name for name, each in MOVES.items() if "unit" in each.who and "received" in each.sources
    }  # fmt: skip
    assert work.see(office.desk, AUDITOR, show(number)).moves == ()


def test_what_is_not_there_and_what_is_not_theirs_are_one(office: Office) -> None:
    number = opened(office, service_code="aid.food")
    for typed in (number, "261148173056"):
        with pytest.raises(NotFound, match="not-found"):
            work.see(office.desk, OPERATOR, typed)
    with pytest.raises(NotFound, match="mistyped"):
        work.see(office.desk, OPERATOR, "1234")
    assert work.see(office.desk, AID_LINE, number).sight == "full"


def test_messages_are_shown_with_their_state(office: Office) -> None:
    number = opened(office)
    (mark,) = [mark for shard in range(10) for mark in office.requests.todo(shard, office.clock())]
    tell(office.desk, mark)
    sent = work.see(office.desk, OPERATOR, number).sent
    assert {(each.errand.role, each.state) for each in sent} >= {("unit:fen-isleri", "created")}


def test_call_list_belongs_to_the_centre(office: Office) -> None:
    number = opened(office, phone="0232 111 22 33")
    move(office.desk, number, "ask", {"question": "Hangi kapı?"}, OFFICER)
    assert [entry.number for entry in work.calls(office.desk, OPERATOR, "back").entries] == [number]
    with pytest.raises(Refused):
        work.calls(office.desk, OFFICER, "back")
    with pytest.raises(Invalid):
        work.calls(office.desk, OPERATOR, "later")


def test_open_requests_of_a_caller_come_before_those_that_ended(office: Office) -> None:
    kept = opened(office)
    office.clock.move(hours=1)
    ended = opened(office, key="k2")
    move(office.desk, ended, "withdraw", {}, OPERATOR)
    found = work.find(office.desk, OPERATOR, "0532 111 22 33")
    assert [entry.number for entry in found.entries] == [kept, ended]


def test_mail_finds_whoever_left_no_phone(office: Office) -> None:
    number = opened(office, phone=None, email="ayse@example.org")
    assert [entry.number for entry in work.find(office.desk, OPERATOR, "ayse@EXAMPLE.org").entries] == [number]


def test_chain_that_was_tampered_with_is_told(office: Office) -> None:
    number = opened(office)
    move(office.desk, number, "note", {"text": "Bir not"}, OFFICER)
    _, faults = work.check_chain(office.desk, AUDITOR, number)
    assert faults == ()
    case = office.requests.cases[number]
    object.__setattr__(case.events[0], "actor", "somebody else")
    _, faults = work.check_chain(office.desk, AUDITOR, number)
    assert faults == ("event 2 was changed",)
    with pytest.raises(Refused):
        work.check_chain(office.desk, OFFICER, number)


def test_the_staffs_key_opens_once_in_whatever_channel(office: Office) -> None:
    said = what_is_said(channel="phone")
    first = work.open_for(office.desk, OPERATOR, said, "form")
    again = work.open_for(office.desk, OPERATOR, said, "form")
    other = work.open_for(office.desk, SUPERVISOR, said, "form")
    assert (first.new, again.new, other.new) == (True, False, True)
    assert first.request.number == again.request.number
    with pytest.raises(Refused):
        work.open_for(office.desk, OFFICER, said, "form")
    assert said["channel"] == "phone"


def test_muhtar_is_kept_and_a_citizen_goes_without_saying(office: Office) -> None:
    wanted: dict[str, dict[str, object]] = {
        "a": {"muhtar": True},
        "b": {"requester": "muhtar"},
        "c": {"requester": "citizen"},
        "d": {"muhtar": False},
    }
    requesters = [
        work.open_for(office.desk, OPERATOR, what_is_said(channel="counter", **more), key).request.draft.requester
        for key, more in wanted.items()
    ]
    assert requesters == ["muhtar", "muhtar", "", ""]
