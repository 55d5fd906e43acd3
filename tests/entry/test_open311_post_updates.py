"""A peer updates what it filed: a citizen's moves by a peer's statuses, once for each update."""

from __future__ import annotations

from io import StringIO

import pytest

from chalicelib.core.case import Case
from chalicelib.core.moments import TURKEY
from chalicelib.core.tracking import read
from tests.entry.filing import KEY, OTHER_KEY, REQUESTS, UPDATES, a_report, faults, post, post_parts, the_row, with_keys
from tests.entry.gateway import Answer
from tests.entry.peer import parsed
from tests.entry.staff import Desk
from tests.fakes import Office

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"


@pytest.fixture
def number(desk: Desk) -> str:
    """A request that the peer has filed."""
    with_keys(desk.office)
    return str(the_row(post(REQUESTS, a_report()))["service_request_id"])


def an_update(office: Office, number: str, **fields: str) -> dict[str, str]:
    said = {
        "api_key": KEY,
        "service_request_id": number,
        "update_id": "u-1",
        "status": "OPEN",
        "updated_datetime": office.clock().astimezone(TURKEY).isoformat(),
        "description": "Çukur büyüdü.",
    } | fields
    return {name: value for name, value in said.items() if value}


def the_case(office: Office) -> Case:
    (case,) = office.requests.cases.values()
    return case


def send(desk: Desk, number: str, **fields: str) -> Answer:
    desk.office.clock.move(minutes=1)
    return post(UPDATES, an_update(desk.office, number, **fields))


def resolved(desk: Desk) -> None:
    desk.moves(the_case(desk.office), "resolve", "fen", outcome="repaired", answer="Çukur kapatıldı.")


def test_an_update_is_added_and_gets_our_id(desk: Desk, number: str) -> None:
    row = the_row(send(desk, number, account_id="u-7"))
    case = the_case(desk.office)
    assert row == {"update_id": f"{read(number)}-2", "account_id": "u-7"}
    assert (case.events[0].move, case.events[0].actor, case.texts(2)) == ("add", "citizen", {"text": "Çukur büyüdü."})


def test_the_answer_in_xml_is_of_the_extension(desk: Desk, number: str) -> None:
    root = parsed(post("/open311/v2/servicerequestupdates.xml", an_update(desk.office, number)))
    assert (root.tag, root[0].tag, root[0].findtext("update_id")) == (
        "service_request_updates", "request_update", f"{read(number)}-2",
    )  # fmt: skip


def test_the_same_update_twice_is_one_and_gets_the_same_answer(desk: Desk, number: str) -> None:
    first = send(desk, number)
    send(desk, number, update_id="u-2", description="Başka bir söz.")
    again = send(desk, number)
    assert first.text == again.text
    assert len(the_case(desk.office).events) == 2


def test_two_peers_may_use_the_same_id_each_for_its_own(desk: Desk, number: str) -> None:
    other = str(the_row(post(REQUESTS, a_report(api_key=OTHER_KEY)))["service_request_id"])
    send(desk, number)
    assert send(desk, other, api_key=OTHER_KEY).status == 200
    assert [len(case.events) for case in desk.office.requests.cases.values()] == [1, 1]


@pytest.mark.parametrize("status", ["FIXED", "fixed", "CLOSED", "Closed"])
def test_what_is_fixed_is_closed_by_its_reporter(desk: Desk, number: str, status: str) -> None:
    resolved(desk)
    assert send(desk, number, status=status).status == 200
    case = the_case(desk.office)
    assert (case.events[-1].move, case.state.status) == ("solved", "closed")


def test_what_is_fixed_before_it_was_answered_is_said_to_the_unit(desk: Desk, number: str) -> None:
    send(desk, number, status="FIXED", description="Kendiliğinden düzeldi.")
    case = the_case(desk.office)
    assert (case.events[-1].move, case.state.status) == ("add", "received")
    assert case.texts(2)["text"] == "Bildiren sistem: sorun giderildi.\nKendiliğinden düzeldi."


@pytest.mark.parametrize("status", ["REOPEN", "OPEN"])
def test_what_is_not_solved_is_reopened(desk: Desk, number: str, status: str) -> None:
    resolved(desk)
    assert send(desk, number, status=status).status == 200
    assert the_case(desk.office).state.status == "reopened"


def test_a_comment_from_before_the_answer_reopens_nothing(desk: Desk, number: str) -> None:
    before = desk.office.clock().isoformat()
    resolved(desk)
    assert send(desk, number, updated_datetime=before).status == 200
    case = the_case(desk.office)
    assert (case.events[-1].move, case.state.status) == ("add", "resolved")


def test_what_is_cancelled_is_withdrawn(desk: Desk, number: str) -> None:
    send(desk, number, status="CANCELLED", description="Gerek kalmadı.")
    case = the_case(desk.office)
    assert (case.state.status, case.texts(2)) == ("withdrawn", {"reason": "Gerek kalmadı."})


def test_words_answer_a_question_that_was_asked(desk: Desk, number: str) -> None:
    desk.moves(the_case(desk.office), "start", "fen")
    desk.moves(the_case(desk.office), "ask", "fen", question="Hangi kapının önünde?")
    send(desk, number, status="UNCHANGED", description="12 numaranın önünde.")
    case = the_case(desk.office)
    assert (case.events[-1].move, case.state.status) == ("answer", "in_progress")


@pytest.mark.parametrize("status", ["INVESTIGATING", "PLANNED", "DUPLICATE", "NO_FURTHER_ACTION", "INTERNAL_REFERRAL"])
def test_no_other_status_moves_anything(desk: Desk, number: str, status: str) -> None:
    assert send(desk, number, status=status).status == 200
    assert the_case(desk.office).state.status == "received"


def test_links_and_files_are_kept(desk: Desk, number: str) -> None:
    fields = [*an_update(desk.office, number).items(), ("media_url", "http://127.0.0.1/x.jpg")]
    files = [("media", "a.jpg", "image/jpeg", JPEG), ("media", "b.svg", "image/svg+xml", b"<svg/>")]
    assert post_parts(UPDATES, fields, files).status == 200
    assert post_parts(UPDATES, fields, files).status == 200
    case = the_case(desk.office)
    assert case.texts(2)["text"] == "Çukur büyüdü.\nEk: http://127.0.0.1/x.jpg"
    assert len(case.events[0].facts["files"]) == 1
    assert (len(case.events), len(desk.office.vault.objects)) == (1, 1)


@pytest.mark.parametrize("field", ["service_request_id", "update_id", "status", "updated_datetime", "description"])
def test_every_part_is_needed_and_named(desk: Desk, number: str, field: str) -> None:
    answer = send(desk, number, **{field: ""})
    assert (answer.status, [fault.partition(":")[0] for fault in faults(answer)]) == (400, [field])


def test_an_update_of_a_strangers_request_is_answered_as_one_that_is_not_there(desk: Desk, number: str) -> None:
    absent = send(desk, "2611-4817-3056")
    strangers = send(desk, number, api_key=OTHER_KEY)
    ours = send(desk, desk.opens().number)
    assert [answer.status for answer in (absent, strangers, ours)] == [404, 404, 404]
    assert absent.text == strangers.text == ours.text


def test_without_a_key_nothing_is_said(desk: Desk, number: str) -> None:
    assert send(desk, number, api_key="wrong").status == 403
    assert the_case(desk.office).events == ()


def test_what_is_over_takes_no_more_words_and_says_so(desk: Desk, number: str) -> None:
    send(desk, number, status="CANCELLED")
    answer = send(desk, number, update_id="u-2")
    assert (answer.status, len(faults(answer))) == (400, 1)


def test_the_longest_words_are_taken_whole(desk: Desk, number: str) -> None:
    assert send(desk, number, status="FIXED", description="ş" * 4000).status == 200
    assert the_case(desk.office).texts(2)["text"] == "ş" * 4000
    assert send(desk, number, update_id="u-2", description="ş" * 4001).status == 400


def test_a_rehearsed_update_changes_nothing(desk: Desk, number: str) -> None:
    url = "/open311/test/v2/servicerequestupdates.json"
    assert the_row(post(url, an_update(desk.office, number))) == {"update_id": f"{read(number)}-2"}
    assert post(url, an_update(desk.office, number, status="odd")).status == 400
    assert the_case(desk.office).events == ()


def test_nothing_of_an_update_is_logged(desk: Desk, number: str, logged: StringIO) -> None:
    send(desk, number, description="KANARYA", email="kanarya@example.org", update_id="KANARYA-7")
    assert "kanarya" not in (logged.getvalue() + str(desk.office.log.lines)).lower()
    facts = str([event.facts for event in the_case(desk.office).events])
    assert "KANARYA" not in facts
