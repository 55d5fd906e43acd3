"""A citizen's message becomes a stored request, once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.core.case import Case
from chalicelib.core.errors import Invalid, KeyReused
from chalicelib.core.tracking import derive
from chalicelib.flows.intake import Source, hear
from tests.build import SECRET, what_is_said
from tests.fakes import Clock, Office


def test_a_message_opens_one_request_with_a_readable_number() -> None:
    office = Office()
    heard = hear(office.desk, what_is_said(), Source("web", "key-1"))
    assert heard.new
    assert list(office.requests.rows) == [heard.request.number]
    assert heard.request.number.startswith("26")
    assert heard.request.route.unit == "fen-isleri"


def test_same_message_twice_opens_one_request() -> None:
    office = Office()
    first = hear(office.desk, what_is_said(), Source("web", "key-1"))
    office.clock.move(days=7)
    again = hear(office.desk, what_is_said(), Source("web", "key-1"))
    assert not again.new
    assert again.request == first.request
    assert len(office.requests.rows) == 1


def test_same_matter_in_other_spelling_is_the_same_body() -> None:
    office = Office()
    hear(office.desk, what_is_said(phone="0532 111 22 33"), Source("web", "key-1"))
    assert not hear(office.desk, what_is_said(phone="+90 (532) 111-22-33"), Source("web", "key-1")).new


def test_same_key_with_another_body_is_refused_with_the_first_number() -> None:
    office = Office()
    first = hear(office.desk, what_is_said(), Source("web", "key-1"))
    with pytest.raises(KeyReused) as refused:
        hear(office.desk, what_is_said(description="Başka bir konu"), Source("web", "key-1"))
    assert refused.value.number == first.request.number
    assert len(office.requests.rows) == 1


def test_the_same_key_on_two_channels_is_two_sources() -> None:
    office = Office()
    hear(office.desk, what_is_said(), Source("web", "key-1"))
    assert hear(office.desk, what_is_said(), Source("api", "key-1")).new


def test_a_number_taken_by_another_source_is_derived_again() -> None:
    office = Office()
    other = hear(office.desk, what_is_said(), Source("web", "key-1")).request
    taken = derive(SECRET, "web", "key-2", 2026, 0)
    office.requests.cases[taken] = Case(other)
    heard = hear(office.desk, what_is_said(), Source("web", "key-2"))
    assert heard.new
    assert heard.request.number == derive(SECRET, "web", "key-2", 2026, 1)
    assert not hear(office.desk, what_is_said(), Source("web", "key-2")).new


def test_a_repeat_over_new_year_finds_the_request_of_last_year() -> None:
    office = Office(clock=Clock(datetime(2026, 12, 31, 20, 59, tzinfo=UTC)))
    first = hear(office.desk, what_is_said(), Source("api", "key-1"))
    office.clock.move(minutes=2)
    again = hear(office.desk, what_is_said(), Source("api", "key-1"))
    assert (again.new, again.request.number) == (False, first.request.number)
    assert hear(office.desk, what_is_said(), Source("api", "key-2")).request.number.startswith("27")


def test_the_year_comes_from_the_senders_own_time() -> None:
    office = Office(clock=Clock(datetime(2026, 12, 31, 21, 5, tzinfo=UTC)))  # 1 January in Türkiye
    source = Source("web", "key-1", at=datetime(2026, 12, 31, 20, 50, tzinfo=UTC))
    assert hear(office.desk, what_is_said(), source).request.number.startswith("26")


def test_what_is_invalid_opens_nothing() -> None:
    office = Office()
    with pytest.raises(Invalid) as refused:
        hear(office.desk, what_is_said(phone="12", lat=91.0, surname="x"), Source("web", "key-1"))
    assert {fault.field for fault in refused.value.faults} == {"phone", "lat", "long", "surname"}
    assert not office.requests.rows


def test_the_log_names_the_request_and_nothing_of_the_citizen() -> None:
    office = Office()
    hear(office.desk, what_is_said(), Source("web", "key-1"))
    said = str(office.log.lines)
    assert "request opened" in said
    assert not any(word in said for word in ("Ayşe", "111", "çukur", "Ankara"))
