"""The ledger of lists and the ledger on a real engine: the same claims of both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, get_args

import pytest

from chalicelib.core.delivery import Attempt, State, may_follow
from chalicelib.core.marks import Claim, Due, Sent
from chalicelib.core.notices import Errand
from chalicelib.store import keys
from tests.build import MONDAY, an_errand

MINUTE = timedelta(minutes=1)
LATER = MONDAY + 15 * MINUTE
EVENING = MONDAY + timedelta(hours=10)
THROTTLED = Attempt(MONDAY, "ses", "Throttling")
ACCEPTED = Attempt(MONDAY, "ses", "accepted")
LOST = Attempt(MONDAY, "ses", "unknown")
STATES: tuple[State, ...] = get_args(State)

# How an errand comes to each state, and what is claimed of it then.
TO_STATE: dict[str, Callable[[Any, Claim], object]] = {
    "retry_at": lambda ledger, claim: ledger.retry(claim, MONDAY + MINUTE, [THROTTLED], "throttled"),
    "accepted": lambda ledger, claim: ledger.accept(claim, [ACCEPTED], "m-1", EVENING),
    "delivered": lambda ledger, claim: ledger.settle(claim.errand.number, claim.errand.id, "delivered", "", MONDAY),
} | {
    state: lambda ledger, claim, state=state: ledger.end(claim, state, "a reason", MONDAY)  # type: ignore[misc]
    for state in ("undeliverable", "settled_elsewhere", "superseded", "cancelled")
}


def taken(ledger: Any, errand: Errand, now: datetime = MONDAY, until: datetime = LATER) -> Claim:
    claim = ledger.claim(errand.number, errand.id, now, until)
    assert claim
    return claim  # type: ignore[no-any-return]  # either ledger's


def put_down(ledger: Any, **fields: Any) -> tuple[Errand, Claim]:
    """An errand that a worker has."""
    errand = an_errand(**fields)
    ledger.add(errand)
    return errand, taken(ledger, errand)


def brought_to(ledger: Any, state: State, **fields: Any) -> Errand:
    errand = an_errand(**fields)
    ledger.add(errand, held="group" if state == "bundled" else "")
    if state == "bundled":
        assert ledger.join(*ledger.held("group", 1), "B", MONDAY)
    elif state != "created":
        claim = taken(ledger, errand)
        if state != "claimed":
            TO_STATE[state](ledger, claim)
    assert sent(ledger).state == state
    return errand


def sent(ledger: Any) -> Sent:
    (only,) = ledger.of_request("261148173052")
    return only  # type: ignore[no-any-return]  # either ledger's


def due(ledger: Any, errand: Errand, at: datetime) -> list[Due]:
    return list(ledger.due(int(keys.shard(errand.id)), at))


def test_an_errand_is_put_down_once_and_due_at_its_time(ledger: Any) -> None:
    errand = an_errand()
    assert ledger.add(errand)
    assert not ledger.add(errand)
    assert sent(ledger) == Sent(errand, "created", "", MONDAY, due=MONDAY)
    assert due(ledger, errand, MONDAY - timedelta(milliseconds=1)) == []
    assert due(ledger, errand, MONDAY) == [Due(errand.number, errand.id, keys.mark(MONDAY, errand.id))]


def test_it_can_be_due_at_another_time_than_that_of_its_fact(ledger: Any) -> None:
    errand = an_errand()
    ledger.add(errand, LATER)
    assert sent(ledger).due == LATER
    assert ledger.claim(errand.number, errand.id, MONDAY, LATER) is None
    assert taken(ledger, errand, LATER, EVENING).was == "created"


def test_the_same_message_by_another_channel_is_an_errand_of_its_own(ledger: Any) -> None:
    first, second = an_errand(), an_errand(channel="sms", turn=1)
    assert ledger.add(first)
    assert ledger.add(second)
    assert [each.errand for each in ledger.of_request(first.number)] == [first, second]
    assert taken(ledger, second).errand == second


def test_a_claim_stands_until_its_time_and_then_another_may_take_it(ledger: Any) -> None:
    errand, first = put_down(ledger)
    assert (first.was, first.due) == ("created", keys.mark(LATER, errand.id))
    assert ledger.claim(errand.number, errand.id, LATER - timedelta(milliseconds=1), EVENING) is None
    second = taken(ledger, errand, LATER, EVENING)
    assert second.was == "claimed"
    ledger.accept(first, [ACCEPTED], "late", None)  # the first worker wakes up again: it has no say any more
    ledger.retry(first, LATER, [THROTTLED], "late")
    ledger.unknown(first, LATER, [LOST])
    ledger.end(first, "cancelled", "late", LATER)
    ledger.hold(first, LATER)
    assert sent(ledger) == Sent(errand, "claimed", "", LATER, due=EVENING)
    ledger.accept(second, [ACCEPTED], "m-2", None)
    assert sent(ledger).state == "accepted"


@pytest.mark.parametrize("state", ["created", "claimed", "retry_at", "accepted", "undeliverable"])
def test_a_claim_says_what_it_found_and_leaves_alone_what_was_sent(ledger: Any, state: State) -> None:
    errand = brought_to(ledger, "accepted" if state == "undeliverable" else state)
    if state == "undeliverable":
        assert ledger.settle(errand.number, errand.id, "undeliverable", "bounce", MONDAY, look=True)
    claim = taken(ledger, errand, EVENING, EVENING + MINUTE)
    assert claim.was == state
    assert sent(ledger).state == (state if state in ("accepted", "undeliverable") else "claimed")
    again = taken(ledger, errand, EVENING + MINUTE, EVENING + 2 * MINUTE)
    assert again.was == (state if state in ("accepted", "undeliverable") else "claimed")


def test_a_claim_can_be_held_for_another_time(ledger: Any) -> None:
    errand, claim = put_down(ledger)
    shorter = ledger.hold(claim, MONDAY + MINUTE)
    assert shorter.due == keys.mark(MONDAY + MINUTE, errand.id)
    ledger.accept(claim, [ACCEPTED], "m-1", None)
    assert sent(ledger).state == "claimed"
    assert taken(ledger, errand, MONDAY + MINUTE, LATER).was == "claimed"


def test_what_is_accepted_is_looked_after_when_it_was_said(ledger: Any) -> None:
    errand, claim = put_down(ledger)
    ledger.accept(claim, [THROTTLED, Attempt(LATER, "netgsm", "accepted")], "m-1", EVENING)
    assert sent(ledger) == Sent(
        errand, "accepted", "", LATER, (THROTTLED, Attempt(LATER, "netgsm", "accepted")), "netgsm", due=EVENING
    )
    mark = keys.mark(EVENING, errand.id)
    assert due(ledger, errand, EVENING) == [Due(errand.number, errand.id, mark, "accepted", "", "netgsm", "m-1")]
    claim = taken(ledger, errand, EVENING, EVENING + MINUTE)
    assert (claim.provider, claim.message) == ("netgsm", "m-1")


def test_what_is_accepted_for_good_is_due_no_more(ledger: Any) -> None:
    errand, claim = put_down(ledger)
    ledger.accept(claim, [ACCEPTED], "m-1", None)
    assert due(ledger, errand, MONDAY + timedelta(days=400)) == []
    assert ledger.claim(errand.number, errand.id, EVENING, EVENING + MINUTE) is None


def test_what_was_not_sent_is_due_again_when_it_was_said(ledger: Any) -> None:
    errand, claim = put_down(ledger)
    ledger.retry(claim, LATER, [THROTTLED], "throttled")
    assert sent(ledger) == Sent(errand, "retry_at", "throttled", MONDAY, (THROTTLED,), due=LATER)
    assert ledger.claim(errand.number, errand.id, LATER - timedelta(milliseconds=1), EVENING) is None
    claim = taken(ledger, errand, LATER, EVENING)
    assert (claim.was, claim.tried) == ("retry_at", (THROTTLED,))
    ledger.retry(claim, EVENING, [], "quiet hours")
    assert sent(ledger) == Sent(errand, "retry_at", "quiet hours", LATER, (THROTTLED,), due=EVENING)


def test_what_had_no_answer_stays_claimed(ledger: Any) -> None:
    errand, claim = put_down(ledger)
    ledger.unknown(claim, None, [LOST])
    assert sent(ledger) == Sent(errand, "claimed", "", MONDAY, (LOST,), due=LATER)
    claim = taken(ledger, errand, LATER, EVENING)
    assert (claim.was, claim.tried) == ("claimed", (LOST,))
    ledger.unknown(claim, LATER + MINUTE, [LOST])
    assert taken(ledger, errand, LATER + MINUTE, EVENING).tried == (LOST, LOST)


def test_the_first_attempt_and_the_newest_are_kept(ledger: Any) -> None:
    errand, claim = put_down(ledger)
    attempts = [Attempt(MONDAY + place * MINUTE, "ses", f"code {place}") for place in range(25)]
    for attempt in attempts:
        ledger.retry(claim, attempt.at, [attempt], "throttled")
        claim = taken(ledger, errand, attempt.at, attempt.at + MINUTE)
    assert claim.tried == (attempts[0], *attempts[-19:])


@pytest.mark.parametrize("state", ["undeliverable", "settled_elsewhere", "superseded", "cancelled"])
def test_what_has_ended_is_due_no_more_and_says_why(ledger: Any, state: State) -> None:
    errand, claim = put_down(ledger)
    ledger.end(claim, state, "a reason", LATER, [THROTTLED])
    assert sent(ledger) == Sent(errand, state, "a reason", LATER, (THROTTLED,))
    assert due(ledger, errand, MONDAY + timedelta(days=400)) == []


@pytest.mark.parametrize("channel", ["email", "sms"])
@pytest.mark.parametrize("found", STATES)
def test_an_event_is_news_only_after_the_states_it_may_follow(ledger: Any, found: State, channel: str) -> None:
    """Of every two states and channels."""
    for place, new in enumerate(("accepted", "delivered", "undeliverable", "settled_elsewhere")):
        errand = an_errand(number=f"26114817305{place}", channel=channel)
        before = brought_to_as(ledger, found, errand)
        fresh = ledger.settle(errand.number, errand.id, new, "event", EVENING, message="m-9")
        (now,) = ledger.of_request(errand.number)
        assert fresh is (found in may_follow(new, channel)), (found, new)
        why = before.reason if new == "settled_elsewhere" else "event"  # why its own channel failed stays said
        assert now == before if not fresh else (now.state, now.reason, now.changed) == (new, why, EVENING)


def brought_to_as(ledger: Any, state: State, errand: Errand) -> Sent:
    ledger.add(errand, held=errand.id if state == "bundled" else "")
    if state == "bundled":
        ledger.join(*ledger.held(errand.id, 1), "B", MONDAY)
    elif state != "created":
        claim = taken(ledger, errand)
        TO_STATE.get(state, lambda *_: None)(ledger, claim)
    (only,) = ledger.of_request(errand.number)
    assert only.state == state
    return only  # type: ignore[no-any-return]  # either ledger's


def test_an_event_that_comes_before_its_worker_has_written_keeps_the_claim(ledger: Any) -> None:
    errand, claim = put_down(ledger)
    assert ledger.settle(errand.number, errand.id, "accepted", "send", MONDAY, message="m-1")
    assert sent(ledger) == Sent(errand, "accepted", "send", MONDAY, due=LATER)
    ledger.retry(claim, MONDAY, [THROTTLED], "a refusal that cannot be")
    assert sent(ledger).state == "accepted"
    ledger.accept(claim, [ACCEPTED], "m-1", EVENING)
    assert sent(ledger) == Sent(errand, "accepted", "", MONDAY, (ACCEPTED,), "ses", due=EVENING)


def test_an_event_of_a_dead_workers_message_keeps_it_from_going_out_again(ledger: Any) -> None:
    errand, _ = put_down(ledger)
    ledger.settle(errand.number, errand.id, "accepted", "send", MONDAY, message="m-1")
    claim = taken(ledger, errand, LATER, EVENING)
    assert (claim.was, claim.message) == ("accepted", "m-1")


def test_what_has_arrived_is_due_no_more(ledger: Any) -> None:
    errand = brought_to(ledger, "accepted")
    assert ledger.settle(errand.number, errand.id, "delivered", "", LATER, message="m-1")
    assert sent(ledger) == Sent(errand, "delivered", "", LATER, (ACCEPTED,), "ses")
    assert due(ledger, errand, MONDAY + timedelta(days=400)) == []


@pytest.mark.parametrize("state", ["claimed", "accepted", "delivered"])
def test_what_came_back_is_due_at_once_until_somebody_has_seen_to_it(ledger: Any, state: State) -> None:
    errand = brought_to(ledger, state)
    assert ledger.settle(errand.number, errand.id, "undeliverable", "bounce", LATER, look=True)
    assert [mark.state for mark in due(ledger, errand, LATER)] == ["undeliverable"]
    claim = taken(ledger, errand, LATER, EVENING)
    assert claim.was == "undeliverable"
    ledger.end(claim, "undeliverable", "bounce", EVENING)
    assert (sent(ledger).state, sent(ledger).due) == ("undeliverable", None)


def test_a_worker_whose_message_came_back_meanwhile_changes_nothing(ledger: Any) -> None:
    errand, claim = put_down(ledger)
    ledger.settle(errand.number, errand.id, "undeliverable", "bounce", MONDAY + MINUTE, look=True)
    ledger.accept(claim, [ACCEPTED], "m-1", EVENING)
    assert sent(ledger) == Sent(errand, "undeliverable", "bounce", MONDAY + MINUTE, due=MONDAY + MINUTE)


def test_an_event_of_an_unknown_errand_makes_no_row(ledger: Any) -> None:
    assert not ledger.settle("261148173052", "no-such", "delivered", "event", MONDAY)
    assert ledger.claim("261148173052", "no-such", MONDAY, LATER) is None
    assert ledger.of_request("261148173052") == []


def test_of_a_request_the_oldest_comes_first(ledger: Any) -> None:
    late, early = an_errand(event=3, purpose="assign", at=LATER), an_errand()
    for errand in (late, early):
        ledger.add(errand)
    assert [each.errand for each in ledger.of_request(early.number)] == [early, late]
