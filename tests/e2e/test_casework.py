"""A request from a landline to its end, through HTTP, on the whole product: the story of the centre."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e.local import LocalKopru
from tests.e2e.staff import Staff, errands_of, sign_in

pytestmark = pytest.mark.e2e

LANDLINES = itertools.count(int(time.time()) % 1_000_000)


def landline() -> str:
    return f"0232 {next(LANDLINES) % 10_000_000:07d}"


def filed(operator: Staff, phone: str) -> str:
    opened = operator.open(
        channel="phone",
        service_code="water.other",
        description="Sokağın başında yerden su çıkıyor, kaldırım ıslak.",
        address="Mithatpaşa Caddesi no 40",
        district="Konak",
        first_name="Emine",
        last_name="Kaya",
        phone=phone,
    )
    assert opened["unit"]["code"] == "izsu"
    return str(opened["number"])


def test_a_request_goes_from_a_landline_to_its_end_and_everybody_is_told_once(kopru: LocalKopru) -> None:
    phone = landline()
    proof = {"X-Contact-Proof": phone[-4:]}
    operator, izsu = sign_in(kopru, "operator"), sign_in(kopru, "officer.izsu")
    works = sign_in(kopru, "officer.fen-isleri")
    number = filed(operator, phone)
    wanted = Counter({"1-unit_izsu-alert": 1})

    def told(*errands: str) -> None:
        wanted.update(errands)
        kopru.await_outbox(lambda messages: errands_of(messages, number) >= wanted)

    def citizen(move: str, text: str) -> None:
        body = {"move": move, "text": text}
        answer = kopru.http.post(f"/api/requests/{number}/moves", json=body, headers=proof)
        assert answer.status_code == 200, answer.text

    told()
    assert operator.call("GET", "/inbox").json()["requests"] is not None
    izsu.move(number, "accept")
    assert izsu.move(number, "return", reason="Patlak içme suyu değil, yağmur suyu hattı.")["status"] == "triaged"
    told("3-unit_cagri-merkezi-return")
    assert izsu.call("GET", f"/requests/{number}").status_code == 404
    assert operator.move(number, "assign", unit="fen-isleri")["status"] == "assigned"
    told("4-unit_fen-isleri-assign")
    due = works.see(number)["due"]
    works.move(number, "start")
    assert works.move(number, "ask", question="Hangi kapının önü?")["status"] == "waiting_citizen"
    calls = operator.call("GET", "/calls?list=back").json()["requests"]
    assert number in [each["number"] for each in calls]
    seen = kopru.http.get(f"/api/requests/{number}", headers=proof).json()
    assert seen["question"]["text"] == "Hangi kapının önü?"
    time.sleep(1.1)  # so that the pause has a length
    citizen("answer", "12 numaranın önü.")
    told("7-person_officer-DOT-fen-isleri-answer")
    assert works.see(number)["due"] >= due
    works.move(number, "resolve", outcome="done", answer="Boru değiştirildi, kaldırım yarın kapatılacak.")
    citizen("not_solved", "Su hâlâ akıyor.")
    told("9-unit_fen-isleri-not_solved")
    works.move(number, "resolve", outcome="done", answer="Ek parçası da değiştirildi.")

    found = operator.call("POST", "/search", json={"q": phone}).json()["requests"]
    assert [each["number"] for each in found] == [number]
    heard = operator.see(number)
    assert [each["texts"]["answer"] for each in heard["events"] if each["move"] == "resolve"][-1].startswith("Ek")
    operator.move(number, "called", reached=True)
    assert operator.move(number, "solved")["status"] == "closed"

    time.sleep(2)  # nothing more comes
    assert errands_of(kopru.outbox(), number) == wanted
    moves = [each["move"] for each in operator.see(number)["events"]]
    assert moves == [
        "accept", "return", "assign", "start", "ask", "answer", "resolve", "not_solved", "resolve", "called", "solved",
    ]  # fmt: skip
    audit = sign_in(kopru, "auditor").call("GET", f"/requests/{number}/chain").json()
    assert audit["verified"], audit["faults"]
    assert len(audit["events"]) == len(moves)
    timeline = kopru.http.get(f"/api/requests/{number}", headers=proof).json()["timeline"]
    assert len(timeline) >= 6


def test_twenty_clients_edit_one_request_and_no_edit_is_lost(kopru: LocalKopru) -> None:
    operator = sign_in(kopru, "operator")
    number = filed(operator, landline())

    def edit(client: int) -> int:
        refused = 0
        for turn in range(2):
            while True:
                version = operator.see(number)["version"]
                body = {"move": "note", "version": version, "text": f"not {client}-{turn}"}
                answer = operator.call("POST", f"/requests/{number}/moves", json=body)
                if answer.status_code == 200:
                    break
                assert answer.status_code == 409, answer.text
                assert answer.json()["version"] > version
                refused += 1
        return refused

    with ThreadPoolExecutor(20) as clients:
        list(clients.map(edit, range(20)))
    seen = operator.see(number)
    notes = [each["texts"]["text"] for each in seen["events"]]
    assert sorted(notes) == sorted(f"not {client}-{turn}" for client in range(20) for turn in range(2))
    assert seen["version"] == 1 + len(notes)
