"""What is held in the ledger to be told with others, and whom nothing is sent to: of lists and on a real engine."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chalicelib.core.delivery import Attempt
from chalicelib.core.marks import Due, Member, Sent
from chalicelib.core.notices import Errand
from chalicelib.store import keys
from tests.build import MONDAY, an_errand

LATER = MONDAY + timedelta(minutes=3)
GROUP = "unit:fen-isleri:duty|sms"


def held(ledger: Any, many: int = 1) -> list[Errand]:
    """Errands of one group, each waiting a second longer than the one before it."""
    errands = [an_errand(number=f"26114817305{place}") for place in range(many)]
    for place, errand in enumerate(errands):
        due = LATER - timedelta(seconds=place)
        assert ledger.add(errand, due, held=GROUP, about=f"road.pothole|Karşıyaka Merkez|P{place}")
    return errands


def member(errand: Errand, place: int = 0) -> Member:
    return Member(errand.number, errand.id, f"road.pothole|Karşıyaka Merkez|P{place}")


def state_of(ledger: Any, errand: Errand) -> Sent:
    (sent,) = ledger.of_request(errand.number)
    return sent  # type: ignore[no-any-return]  # either ledger's


def test_what_is_held_is_found_by_its_group_the_longest_waiting_first(ledger: Any) -> None:
    first, second, third = held(ledger, 3)
    assert ledger.held(GROUP, 9) == [member(third, 2), member(second, 1), member(first, 0)]
    assert ledger.held(GROUP, 2) == [member(third, 2), member(second, 1)]
    assert ledger.held("unit:fen-isleri|sms", 9) == []


def test_what_is_held_is_due_but_nobody_carries_it_alone(ledger: Any) -> None:
    (errand,) = held(ledger)
    (due,) = ledger.due(int(keys.shard(errand.id)), LATER)
    assert due == Due(errand.number, errand.id, keys.mark(LATER, errand.id), "created", GROUP)
    assert ledger.claim(errand.number, errand.id, LATER, LATER + timedelta(minutes=15)) is None


def test_what_is_released_is_carried_alone_and_joins_no_more(ledger: Any) -> None:
    (errand,) = held(ledger)
    ledger.release(member(errand))
    assert ledger.held(GROUP, 9) == []
    assert not ledger.join(member(errand), "B", LATER)
    claim = ledger.claim(errand.number, errand.id, LATER, LATER + timedelta(minutes=15))
    assert (claim.was, claim.errand) == ("created", errand)


def test_what_is_told_in_one_message_is_told_in_no_other(ledger: Any) -> None:
    (errand,) = held(ledger)
    assert ledger.join(member(errand), "B-one", LATER)
    assert ledger.join(member(errand), "B-one", LATER)
    assert not ledger.join(member(errand), "B-two", LATER)
    ledger.release(member(errand))
    assert state_of(ledger, errand) == Sent(errand, "bundled", "", LATER, bundle="B-one")
    assert ledger.held(GROUP, 9) == []
    assert ledger.claim(errand.number, errand.id, LATER, LATER + timedelta(minutes=15)) is None


def test_what_was_never_held_joins_nothing(ledger: Any) -> None:
    errand = an_errand()
    assert not ledger.join(member(errand), "B", LATER)
    assert ledger.of_request(errand.number) == []
    ledger.add(errand)
    assert not ledger.join(member(errand), "B", LATER)
    ledger.release(member(errand))
    assert state_of(ledger, errand) == Sent(errand, "created", "", MONDAY, due=MONDAY)


def test_a_bundle_keeps_its_members_for_whoever_carries_it(ledger: Any) -> None:
    members = tuple(member(errand, place) for place, errand in enumerate(held(ledger, 5)))
    bundle = an_errand(number="B261148173052", purpose="bundle")
    assert ledger.add(bundle, members=members)
    assert not ledger.add(bundle, members=members[:2])
    claim = ledger.claim(bundle.number, bundle.id, MONDAY, LATER)
    assert claim.members == members
    ledger.retry(claim, LATER, [Attempt(MONDAY, "ses", "Throttling")], "throttled")
    assert ledger.claim(bundle.number, bundle.id, LATER, LATER + timedelta(minutes=15)).members == members


def test_a_member_of_which_the_list_says_nothing_is_a_member_all_the_same(ledger: Any) -> None:
    bundle = an_errand(number="B261148173052", purpose="bundle")
    ledger.add(bundle, members=[Member("261148173052", "an-errand")])
    assert ledger.claim(bundle.number, bundle.id, MONDAY, LATER).members == (Member("261148173052", "an-errand"),)


def test_an_address_is_left_alone_by_one_channel_until_it_is_allowed_again(ledger: Any) -> None:
    ledger.suppress("a-hash", "email", "permanent bounce", MONDAY)
    ledger.suppress("a-hash", "sms", "opted out", MONDAY)
    ledger.suppress("a-hash", "sms", "opted out again", LATER)
    ledger.suppress("another", "whatsapp", "opted out", MONDAY)
    assert {channel: stop.reason for channel, stop in ledger.suppressed("a-hash").items()} == {
        "email": "permanent bounce",
        "sms": "opted out again",
    }
    ledger.allow("a-hash", "email")
    ledger.allow("a-hash", "email")
    assert set(ledger.suppressed("a-hash")) == {"sms"}
    assert dict(ledger.suppressed("nobody")) == {}
