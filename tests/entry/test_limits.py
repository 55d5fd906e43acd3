"""Limits at the rim: fifty neighbours are heard, a flood is told when to come again, and nothing typed is lost."""

from __future__ import annotations

import pytest

from chalicelib.core.limits import Rate
from chalicelib.core.quotas import QUOTAS
from chalicelib.entry.form import TRAP
from tests.build import what_is_said
from tests.entry.citizen import filled_in, number_on, post
from tests.entry.gateway import Answer, call
from tests.fakes import Office


def narrow(office: Office, **rates: Rate) -> None:
    office.quotas = dict(QUOTAS) | rates


def file(n: int, language: str = "tr", ip: str = "198.51.100.7", **said: object) -> Answer:
    own = {"phone": f"0532 {n:07d}", "address": f"Ankara Caddesi no {n}"} | said
    return call("POST", "/api/requests", what_is_said(**own), {"Accept-Language": language}, ip)


def test_fifty_people_behind_one_address_all_file_by_program_and_by_form(office: Office) -> None:
    assert [file(n).status for n in range(50)] == [201] * 50
    office.limits.fulls.clear()
    fields = filled_in()
    sent = [post("/basvuru", fields | {"key": f"k{n}", "phone": f"0533 {n:07d}"})[0].status for n in range(50)]
    assert sent == [201] * 50


def test_beyond_the_limit_a_program_is_told_when_to_come_again(office: Office) -> None:
    narrow(office, filing=Rate(1, 300))
    assert file(1).status == 201
    for language, words in (("tr", "5 dakika sonra"), ("en", "in 5 min")):
        answer = file(2, language)
        assert (answer.status, answer.headers["retry-after"]) == (429, "300")
        assert words in answer.json["detail"]
        assert answer.headers["content-type"].startswith("application/problem+json")
    assert file(3, ip="198.51.100.8").status == 201
    assert len(office.requests.rows) == 2


def test_beyond_the_limit_a_form_comes_back_with_everything_typed(office: Office) -> None:
    narrow(office, contact=Rate(1, 60))
    fields = filled_in()
    post("/basvuru", fields)
    answer, page = post("/basvuru", fields | {"key": "another", "description": "Başka bir çukur"})
    assert (answer.status, answer.headers["retry-after"]) == (429, "60")
    assert "60 saniye sonra" in page.words
    assert "Başka bir çukur" in answer.text
    assert page.fields["key"] == "another"
    office.clock.move(seconds=60)
    assert post("/basvuru", page.fields | {"description": "Başka bir çukur"})[0].status == 201


def test_a_filled_trap_brings_the_form_back_and_an_emptied_one_sends_it(office: Office) -> None:
    fields = filled_in()
    answer, page = post("/basvuru", fields | {TRAP: "https://spam.example.org"})
    assert answer.status == 400
    assert "yalnızca otomatik programlar" in page.words
    assert office.requests.rows == {}
    assert post("/basvuru", fields | {TRAP: ""})[0].status == 201


def test_a_form_sent_sooner_than_anybody_reads_counts_thrice(office: Office) -> None:
    narrow(office, filing=Rate(7, 60))
    fields = filled_in()
    post("/basvuru", fields)
    (full,) = (full for key, full in office.limits.fulls.items() if key.startswith("filing"))
    office.clock.move(seconds=2)
    post("/basvuru", fields | {"key": "slow", "phone": "0532 999 88 77"})
    (later,) = (full for key, full in office.limits.fulls.items() if key.startswith("filing"))
    at = int(office.clock().timestamp() * 1000) - 2000
    assert (full - at, later - full) == (180_000, 60_000)


def test_the_same_matter_under_another_key_is_answered_with_the_first_number(office: Office) -> None:
    first = file(1)
    again = file(1)
    assert (first.status, again.status) == (201, 200)
    assert again.json == first.json
    fields = filled_in()
    _, page = post("/basvuru", fields)
    answer, repeat = post("/basvuru", fields | {"key": "another"})
    assert (answer.status, number_on(repeat)) == (200, number_on(page))


def test_who_repeats_what_came_by_mail_is_not_told_its_pin(office: Office) -> None:
    mail = {"phone": None, "email": "ayse@example.org"}
    first, again = file(1, **mail), file(1, **mail)
    assert again.json == {name: value for name, value in first.json.items() if name != "pin"}
    fields = filled_in(phone="", email="ayse@example.org", description="Çöp")
    assert first.json["pin"] not in post("/basvuru", fields)[0].text
    _, repeat = post("/basvuru", fields | {"key": "another"})
    assert "takip şifre" not in repeat.words.lower() or first.json["pin"] not in repeat.words


def test_what_a_citizen_does_with_a_request_has_its_limit_too(office: Office) -> None:
    narrow(office, acting=Rate(2, 60))
    number = file(1, phone="0532 111 22 33").json["number"]
    sent = [
        call("POST", f"/api/requests/{number}/moves", {"move": "add", "text": f"{n}"}, {"X-Contact-Proof": "2233"})
        for n in range(3)
    ]
    assert [answer.status for answer in sent] == [200, 200, 429]
    assert "60 saniye sonra" in sent[-1].json["detail"]
    answer, page = post(f"/takip/{number}/add", {"add": "Bir şey daha", "contact": "2233"})
    assert (answer.status, answer.headers["retry-after"]) == (429, "60")
    assert "Bir şey daha" in answer.text
    assert "60 saniye sonra" in page.words


@pytest.mark.parametrize("body", [{"service_code": "none"}, {}])
def test_what_is_invalid_costs_nothing(office: Office, body: dict[str, str]) -> None:
    narrow(office, filing=Rate(1, 60))
    for _ in range(3):
        assert call("POST", "/api/requests", body).status == 400
    assert file(1).status == 201
