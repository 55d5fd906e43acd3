"""The same report sent again: one request, one answer, whatever makes it the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.entry.filing import OTHER_KEY, REQUESTS, a_report, faults, post, post_parts, the_row, with_keys
from tests.fakes import Office

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"


@pytest.fixture(autouse=True)
def peers(office: Office) -> Office:
    return with_keys(office)


def number(**fields: str) -> Any:
    return the_row(post(REQUESTS, a_report(**fields)))["service_request_id"]


def test_the_same_report_twice_gets_the_same_answer(office: Office) -> None:
    first, second = (post(REQUESTS, a_report()) for _ in range(2))
    assert first.text == second.text
    assert len(office.requests.rows) == 1


def test_urlencoded_or_in_parts_it_is_the_same_report(office: Office) -> None:
    first = post(REQUESTS, a_report())
    second = post_parts("/open311/v2/requests.json", list(a_report().items()))
    assert first.text == second.text
    assert len(office.requests.rows) == 1


def test_it_is_the_same_a_day_later_and_another_one_two_days_later(office: Office) -> None:
    first = number()
    office.clock.move(hours=24)
    assert number() == first
    office.clock.move(hours=24)
    assert number() != first
    assert len(office.requests.rows) == 2


def test_it_is_the_same_over_new_year(office: Office) -> None:
    office.clock.at = datetime(2026, 12, 31, 20, 59, tzinfo=UTC)
    first = number()
    office.clock.move(minutes=2)
    assert number() == first
    assert str(first).startswith("26")


@pytest.mark.parametrize(
    "other",
    [{"description": "Başka bir çukur."}, {"lat": "38.463000"}, {"attribute[size]": "lane"}, {"api_key": OTHER_KEY}],
)
def test_another_report_is_another_request(office: Office, other: dict[str, str]) -> None:
    assert number() != number(**other)
    assert len(office.requests.rows) == 2


def test_another_picture_makes_another_report_and_the_same_one_does_not(office: Office) -> None:
    fields = list(a_report().items())
    answers = [post_parts(REQUESTS, fields, [("m", name, "image/jpeg", JPEG + extra)]).text
               for name, extra in (("a.jpg", b"1"), ("b.jpg", b"1"), ("a.jpg", b"2"))]  # fmt: skip
    assert (answers[0] == answers[1], answers[0] == answers[2]) == (True, False)
    assert (len(office.requests.rows), len(office.files.rows)) == (2, 2)


def test_a_key_of_the_peers_holds_for_ever_and_for_one_report_alone(office: Office) -> None:
    first = number(idempotency_key="k-1")
    office.clock.move(days=20)
    assert the_row(post(REQUESTS, a_report(), Idempotency_Key="k-1"))["service_request_id"] == first
    answer = post(REQUESTS, a_report(description="Başka.", idempotency_key="k-1"))
    assert answer.status == 400
    assert str(first) in faults(answer)[0]
    assert len(office.requests.rows) == 1


def test_keys_of_two_peers_do_not_meet(office: Office) -> None:
    assert number(idempotency_key="k-1") != number(idempotency_key="k-1", api_key=OTHER_KEY)


def test_the_peers_own_number_of_the_report_holds_even_where_its_words_change(office: Office) -> None:
    first = number(**{"attribute[fixmystreet_id]": "77"})
    office.clock.move(days=3)
    row = the_row(post(REQUESTS, a_report(description="Yeni metin.", **{"attribute[fixmystreet_id]": "77"})))
    assert row["service_request_id"] == first
    assert "daha önce" in row["service_notice"]
    assert len(office.requests.rows) == 1


def test_filing_costs_one_count_one_look_and_one_put(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    for shelf, names in ((office.requests, ("open", "read", "case", "public_of")), (office.limits, ("take",)),
                         (office.settings, ("all",))):  # fmt: skip
        for name in names:
            real = getattr(shelf, name)

            def counted(*args: Any, real: Any = real, name: str = name, **more: Any) -> Any:
                calls.append(name)
                return real(*args, **more)

            monkeypatch.setattr(shelf, name, counted)
    number()
    assert calls == ["take", "read", "open"]
    calls.clear()
    number(idempotency_key="k-2", description="Başka.")
    assert calls == ["take", "open"]


def test_two_at_the_same_moment_are_one_request(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    real, first, answers = office.requests.open, [True], []

    def opening(*said: Any) -> bool:
        if first:
            first.clear()
            answers.append(post(REQUESTS, a_report()).text)  # the other one comes in between
        return bool(real(*said))

    monkeypatch.setattr(office.requests, "open", opening)
    answers.append(post(REQUESTS, a_report()).text)
    assert answers[0] == answers[1]
    assert len(office.requests.rows) == 1
