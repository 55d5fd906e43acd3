"""Whoever comes from outside is counted by address and contact, slowed down, and refused where it is too much."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.errors import Invalid, Refused
from chalicelib.core.limits import Rate
from chalicelib.core.quotas import QUOTAS
from chalicelib.flows.admit import admit, network_of
from chalicelib.flows.intake import Source, hear
from tests.build import what_is_said
from tests.fakes import Office

HERE, THERE = "198.51.100.7", "198.51.100.8"


def office_with(**rates: Rate) -> Office:
    return Office(quotas=dict(QUOTAS) | rates)


def file(office: Office, n: int, caller: str = HERE, cost: int = 1, **said: object) -> None:
    own = {"phone": f"0532 {n:07d}", "address": f"Ankara Caddesi no {n}"} | said
    hear(office.desk, what_is_said(**own), Source("api", f"key-{n}", caller=caller, cost=cost))


def test_fifty_people_behind_one_address_all_file_at_the_same_moment() -> None:
    office = Office()
    for n in range(50):
        file(office, n, cost=3)
    assert len(office.requests.rows) == 50
    assert office.pauses == [] or max(office.pauses) <= 1.0


def test_more_than_the_limit_of_an_address_is_refused_with_the_time_to_wait() -> None:
    office = office_with(filing=Rate(burst=3, seconds=5))
    for n in range(3):
        file(office, n)
    with pytest.raises(Refused) as refused:
        file(office, 4)
    assert (refused.value.code, refused.value.wait) == ("limit-filing", 5)
    assert len(office.requests.rows) == 3
    file(office, 5, caller=THERE)
    office.clock.move(seconds=5)
    file(office, 6)
    assert len(office.requests.rows) == 5


def test_a_contact_has_its_own_limit_over_all_addresses() -> None:
    office = office_with(contact=Rate(burst=2, seconds=60))
    for n in range(2):
        file(office, n, caller=f"198.51.100.{n}", phone="0532 111 22 33")
    with pytest.raises(Refused) as refused:
        file(office, 3, caller=THERE, phone="+90 (532) 111 22 33")
    assert refused.value.code == "limit-contact"
    file(office, 4, caller=THERE, phone="0532 111 22 34")


def test_who_leaves_no_contact_is_counted_by_address_alone() -> None:
    office = office_with(contact=Rate(burst=1, seconds=60))
    for n in range(3):
        file(office, n, phone=None)
    assert len(office.limits.fulls) == 1


def test_what_cannot_be_taken_counts_against_nobody() -> None:
    office = Office()
    with pytest.raises(Invalid):
        file(office, 1, lat=91.0)
    assert office.limits.fulls == {}


def test_chats_staff_and_peers_are_not_limited_by_address() -> None:
    office = office_with(filing=Rate(1, 60), contact=Rate(1, 60))
    for n in range(5):
        hear(office.desk, what_is_said(), Source("whatsapp", f"draft-{n}"))
    assert len(office.requests.rows) == 5
    assert office.limits.fulls == {}


def test_when_little_is_left_answers_wait_longer_and_longer_but_never_two_seconds() -> None:
    office = office_with(filing=Rate(burst=10, seconds=5))
    for n in range(10):
        file(office, n)
    assert office.pauses == [0.5, 1.0]
    with pytest.raises(Refused):
        file(office, 11)
    assert office.pauses == [0.5, 1.0]  # who is refused is told at once


def test_other_things_are_counted_apart_and_their_refusal_names_them() -> None:
    office = office_with(asking=Rate(1, 1))
    admit(office.desk, "asking", HERE)
    admit(office.desk, "uploading", HERE)
    with pytest.raises(Refused) as refused:
        admit(office.desk, "asking", HERE)
    assert refused.value.code == "limit-asking"
    assert office.meter.total("LimitReached", what="asking") == 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("198.51.100.7", "198.51.100.8", False),
        ("198.51.100.7", "::ffff:198.51.100.7", True),
        ("198.51.100.7", " 198.51.100.7 ", True),
        ("2001:db8:1:2aa::1", "2001:db8:1:2ff:ffff::9", True),
        ("2001:db8:1:2aa::1", "2001:DB8:0001:02AA:0:0:0:1", True),
        ("2001:db8:1:2aa::1", "2001:db8:1:300::1", False),
        ("", "198.51.100.7", False),
    ],
)
def test_a_caller_is_an_ipv4_address_or_an_ipv6_network(one: str, other: str, same: bool) -> None:
    assert (network_of(one) == network_of(other)) is same


def test_no_address_and_no_contact_stands_in_what_is_kept_or_logged() -> None:
    office = office_with(filing=Rate(1, 60))
    file(office, 1, email="ayse@example.org")
    with pytest.raises(Refused):
        file(office, 2)
    kept = f"{office.limits} {office.log.lines} {office.meter.figures}"
    assert not any(each in kept for each in (HERE, "0000001", "ayse", "Ankara"))


def test_the_limits_can_be_made_wider() -> None:
    office = Office()
    wide = replace(office.desk, quotas={"filing": Rate(5000, 0.1), "contact": Rate(5000, 0.1)})
    for n in range(300):
        hear(wide, what_is_said(description=f"Çukur {n}"), Source("api", f"{n}", caller=HERE))
    assert len(office.requests.rows) == 300
