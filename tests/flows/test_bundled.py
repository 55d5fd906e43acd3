"""What was told with others says how the message stands that told it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.core.marks import Member, Sent
from chalicelib.core.notices import Errand
from chalicelib.flows.bundled import LOOKED_UP, bundles
from tests.build import MONDAY, an_errand
from tests.fakes import Office

NUMBER = "261148173052"


@pytest.fixture
def office() -> Office:
    return Office()


def in_bundle(office: Office, day: int = 0) -> Errand:
    """An errand of the request that was told in a bundle of that day; the bundle's errand."""
    at = MONDAY + timedelta(days=day)
    member = an_errand(number=NUMBER, event=day + 1, at=at)
    bundle = an_errand(number=f"B{NUMBER}", event=day + 1, purpose="bundle", at=at)
    office.ledger.add(member, at, held="unit:fen-isleri|email")
    office.ledger.add(bundle, at, members=[Member(NUMBER, member.id)])
    assert office.ledger.join(Member(NUMBER, member.id), bundle.id, at)
    return bundle


def found(office: Office) -> dict[str, Sent]:
    return bundles(office.desk, office.ledger.of_request(NUMBER))


def test_each_bundle_is_found_by_the_id_that_its_members_name(office: Office) -> None:
    first, second = in_bundle(office), in_bundle(office, day=1)
    office.ledger.rows[first.id].state = "delivered"
    assert {bundle: sent.state for bundle, sent in found(office).items()} == {
        first.id: "delivered",
        second.id: "created",
    }


def test_a_bundle_that_went_on_to_another_channel_stands_as_that_one_does(office: Office) -> None:
    bundle = in_bundle(office)
    office.ledger.rows[bundle.id].state = "undeliverable"
    office.ledger.add(replace(bundle, channel="sms", turn=1), MONDAY)
    assert [(id, sent.errand.channel, sent.state) for id, sent in found(office).items()] == [
        (bundle.id, "sms", "created"),
    ]


def test_another_bundle_of_the_same_leader_is_not_mistaken_for_it(office: Office) -> None:
    bundle = in_bundle(office)
    office.ledger.add(replace(bundle, role="unit:izsu"), MONDAY)
    assert list(found(office)) == [bundle.id]


def test_only_the_newest_are_looked_up(office: Office) -> None:
    ids = [in_bundle(office, day=day).id for day in range(LOOKED_UP + 2)]
    assert set(found(office)) == set(ids[2:])


def test_what_was_told_alone_costs_nothing(office: Office) -> None:
    office.ledger.add(an_errand(number=NUMBER))
    assert found(office) == {}
