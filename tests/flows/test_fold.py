"""The same matter of the same person within a day is one request, whatever happens in between."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from chalicelib.core.tracking import derive
from chalicelib.flows.intake import Opened, Source, hear
from chalicelib.flows.move import move
from tests.build import MONDAY, SECRET, an_actor, what_is_said
from tests.fakes import Clock, Office

HERE = "198.51.100.7"


def file(office: Office, key: str, channel: str = "api", **said: object) -> Opened:
    return hear(office.desk, what_is_said(**said), Source(channel, key, caller=HERE))


def test_another_key_with_the_same_matter_gets_the_first_number() -> None:
    office = Office()
    first = file(office, "one")
    again = file(office, "two", channel="web", phone="+90 532 1112233")
    assert (again.request.number, again.new, again.folded) == (first.request.number, False, True)
    assert len(office.requests.rows) == 1
    assert not file(office, "one").folded  # the first key's own repeat


@pytest.mark.parametrize("other", [{"phone": "0532 111 22 34"}, {"description": "Başka"}, {"address": "no 13"}])
def test_another_person_or_another_matter_is_another_request(other: dict[str, str]) -> None:
    office = Office()
    file(office, "one")
    assert file(office, "two", **other).new


def test_who_leaves_no_contact_is_folded_with_nobody() -> None:
    office = Office()
    assert [file(office, key, phone=None).new for key in ("one", "two")] == [True, True]


def test_a_day_later_it_is_a_new_matter_and_over_midnight_it_is_not() -> None:
    office = Office(clock=Clock(MONDAY.replace(hour=20, minute=59)))
    first = file(office, "one")
    office.clock.move(minutes=2)  # Tuesday in Türkiye
    assert file(office, "two").request.number == first.request.number
    office.clock.move(hours=23, minutes=57)
    assert file(office, "three").request.number == first.request.number
    office.clock.move(minutes=1)
    assert file(office, "four").new


def test_what_has_ended_is_not_folded_into_and_the_new_one_is() -> None:
    office = Office()
    first = file(office, "one").request
    move(office.desk, first.number, "withdraw", {}, an_actor("citizen"), 1)
    second = file(office, "two")
    assert second.new
    assert file(office, "three").request.number == second.request.number
    assert file(office, "one").request.number == first.number  # by its own key it is still the first
    assert len(office.requests.rows) == 2


def test_who_comes_before_the_first_has_opened_opens_it_in_its_place() -> None:
    """The first put its place down and died, or is just about to open it."""
    office = Office()
    dies = replace(office, requests=Dying())
    with pytest.raises(KeyboardInterrupt):
        file(dies, "one")
    second = file(office, "two")
    assert second.new
    assert second.request.number == derive(SECRET, "api", "one", 2026, 0)
    first = file(office, "one")
    assert (first.new, first.request.number) == (False, second.request.number)
    assert len(office.requests.rows) == 1


def test_a_number_that_belongs_to_somebody_else_is_not_told() -> None:
    office = Office()
    other = file(office, "other", phone="0532 999 88 77").request
    file(office, "one")
    for days in office.limits.firsts.values():
        for matters in days.values():
            matters |= dict.fromkeys(matters, f"{other.number} {'0' * 32}")
    again = file(office, "two")
    assert again.request.number != other.number


def test_many_hands_with_keys_of_their_own_open_one_request() -> None:
    office = Office()
    with ThreadPoolExecutor(8) as hands:
        heard = list(hands.map(lambda n: file(office, f"key-{n}"), range(24)))
    assert len({each.request.number for each in heard}) == len(office.requests.rows) == 1
    assert sum(each.new for each in heard) == 1


class Dying(type(Office().requests)):  # type: ignore[misc]  # the requests of lists
    """Dies where a request is to be opened."""

    def open(self, *said: object) -> bool:
        raise KeyboardInterrupt
