"""A citizen follows a request."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.core.errors import NotFound, Refused
from chalicelib.core.tracking import pin, show
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.track import FREE_TRIES, look
from tests.build import SECRET, what_is_said
from tests.fakes import Office


def opened(office: Office, **fields: object) -> str:
    return hear(office.desk, what_is_said(**fields), Source("web", "key-1")).request.number


def test_the_number_alone_is_not_the_citizens_own_view() -> None:
    office = Office()
    number = opened(office)
    assert not look(office.desk, show(number), "", "198.51.100.7").own


def test_the_last_four_digits_of_the_phone_prove_it() -> None:
    office = Office()
    number = opened(office)
    assert look(office.desk, f"no: {show(number)}", " 22 33 ", "198.51.100.7").own


@pytest.mark.parametrize("contact", [{"email": "ayse@example.org"}, {}])
def test_who_left_no_phone_proves_it_by_the_pin(contact: dict[str, str]) -> None:
    office = Office()
    number = opened(office, phone=None, **contact)
    assert look(office.desk, number, pin(SECRET, number, 0), "198.51.100.7").own
    with pytest.raises(Refused):
        look(office.desk, number, "000000", "198.51.100.7")


@pytest.mark.parametrize("contact", ["ç", "\ud800", "2233é", "22330", "%", "٢٢٣٤"])
def test_a_strange_proof_is_wrong_and_never_an_error(contact: str) -> None:
    office = Office()
    number = opened(office)
    with pytest.raises(Refused, match="wrong-proof"):
        look(office.desk, number, contact, "198.51.100.7")


def test_a_mistyped_number_is_told_from_an_unknown_one() -> None:
    office = Office()
    number = opened(office)
    with pytest.raises(NotFound, match="mistyped"):
        look(office.desk, number[:-1] + str((int(number[-1]) + 1) % 10), "", "198.51.100.7")
    del office.requests.cases[number]
    with pytest.raises(NotFound, match="not-found"):
        look(office.desk, number, "", "198.51.100.7")


def test_wrong_tries_slow_down_their_caller_and_nobody_else() -> None:
    office = Office()
    number = opened(office)
    for _ in range(FREE_TRIES):
        with pytest.raises(Refused, match="wrong-proof"):
            look(office.desk, number, "0000", "203.0.113.9")
    with pytest.raises(Refused, match="too-many-tries") as refused:
        look(office.desk, number, "2233", "203.0.113.9")
    assert refused.value.wait == 30
    assert look(office.desk, number, "2233", "198.51.100.7").own


def test_each_further_wrong_try_waits_twice_as_long_and_the_owner_is_never_locked_out() -> None:
    office = Office()
    number = opened(office)
    waits = []
    for _ in range(FREE_TRIES + 9):
        with pytest.raises(Refused, match="wrong-proof"):
            look(office.desk, number, "0000", "203.0.113.9")
        try:
            look(office.desk, number, "", "203.0.113.9")
            look(office.desk, number, "2233", "203.0.113.9")
        except Refused as slowed:
            waits.append(slowed.wait)
            office.clock.move(seconds=slowed.wait)
    assert waits[:3] == [30, 60, 120]
    assert max(waits) == 3600
    assert look(office.desk, number, "2233", "203.0.113.9").own


def test_a_new_day_begins_anew() -> None:
    office = Office()
    number = opened(office)
    for _ in range(FREE_TRIES):
        with pytest.raises(Refused, match="wrong-proof"):
            look(office.desk, number, "0000", "203.0.113.9")
    office.clock.move(days=1)
    assert look(office.desk, number, "2233", "203.0.113.9").own


def test_wrong_tries_are_logged_without_the_proof() -> None:
    office = Office()
    number = opened(office)
    with pytest.raises(Refused):
        look(office.desk, number, "8642", "203.0.113.9")
    assert "8642" not in str(office.log.lines)
    assert "203.0.113.9" not in str(office.log.lines)


def test_of_many_wrong_proofs_at_once_five_are_heard_and_the_others_wait() -> None:
    office = Office()
    number = opened(office)

    def guess(place: int) -> str:
        with pytest.raises(Refused) as refused:
            look(office.desk, number, f"{place:04d}", "198.51.100.7")
        return refused.value.code

    with ThreadPoolExecutor(8) as hands:
        told = Counter(hands.map(guess, range(50)))
    assert told == {"wrong-proof": 5, "too-many-tries": 45}


def test_another_address_of_the_same_network_is_the_same_caller() -> None:
    office = Office()
    number = opened(office)
    for place in range(5):
        with pytest.raises(Refused):
            look(office.desk, number, "0000", f"2001:db8:1:2aa::{place}")
    with pytest.raises(Refused) as refused:
        look(office.desk, number, "2233", "2001:db8:1:2bb::9")
    assert refused.value.code == "too-many-tries"
