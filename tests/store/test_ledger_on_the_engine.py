"""What only a real table shows of the ledger: many at once, how long rows are kept, and rows of another age."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import botocore.session
import pytest

from chalicelib.core.delivery import Attempt
from chalicelib.core.errors import TryLater
from chalicelib.core.marks import Claim, Member
from chalicelib.store import keys
from chalicelib.store.ledger import Ledger
from infrastructure.local.settings import REGION
from tests import ledger as lists
from tests.build import MONDAY, an_errand
from tests.engine import EngineOffice

QUARTER = timedelta(minutes=15)
LATER = MONDAY + QUARTER
ACCEPTED = Attempt(MONDAY, "ses", "accepted")
KEPT = int((MONDAY + timedelta(days=400)).timestamp())


def at_once(many: int, act: Callable[[int], Any]) -> list[Any]:
    with ThreadPoolExecutor(many) as workers:
        return list(workers.map(act, range(many)))


def row(office: EngineOffice, number: str, errand: str) -> dict[str, Any]:
    client = botocore.session.get_session().create_client("dynamodb", region_name=REGION)
    key = {"number": {"S": number}, "errand": {"S": errand}}
    item: dict[str, Any] = client.get_item(TableName=office.names["Ledger"], Key=key)["Item"]
    return item


def test_of_twenty_workers_at_once_one_has_the_errand(office: EngineOffice) -> None:
    errand = an_errand()
    for turn in range(5):
        now = MONDAY + turn * timedelta(hours=1)
        office.ledger.add(errand)
        claims = at_once(20, lambda _, now=now: office.ledger.claim(errand.number, errand.id, now, now + QUARTER))
        (won,) = filter(None, claims)
        assert won.was == ("claimed" if turn else "created")


def test_of_one_event_told_twenty_times_at_once_one_is_news(office: EngineOffice) -> None:
    errand = an_errand()
    office.ledger.add(errand)
    told = at_once(20, lambda _: office.ledger.settle(errand.number, errand.id, "delivered", "", MONDAY))
    assert sum(told) == 1


def test_of_twenty_bundles_at_once_one_tells_it_unless_it_is_told_alone(office: EngineOffice) -> None:
    for place in range(5):
        errand = an_errand(number=f"26114817305{place}")
        office.ledger.add(errand, held="group")
        member = Member(errand.number, errand.id)

        def act(worker: int, member: Member = member) -> bool | None:
            if worker == 10:
                return office.ledger.release(member)  # type: ignore[no-any-return]  # None
            return bool(office.ledger.join(member, f"B-{worker}", MONDAY))

        told = at_once(20, act)
        (sent,) = office.ledger.of_request(errand.number)
        joined = [f"B-{worker}" for worker, is_joined in enumerate(told) if is_joined]
        assert joined in ([], [sent.bundle])
        assert sent.state == ("bundled" if joined else "created")


def test_what_has_ended_may_go_after_four_hundred_days_and_nothing_else(office: EngineOffice) -> None:
    errand = an_errand()
    office.ledger.add(errand)
    claim = office.ledger.claim(errand.number, errand.id, MONDAY, LATER)
    office.ledger.accept(claim, [ACCEPTED], "m-1", LATER)
    assert "expires" not in row(office, errand.number, errand.id)
    office.ledger.settle(errand.number, errand.id, "delivered", "", MONDAY)
    assert row(office, errand.number, errand.id)["expires"] == {"N": str(KEPT)}
    office.ledger.settle(errand.number, errand.id, "undeliverable", "bounce", MONDAY, look=True)
    assert "expires" not in row(office, errand.number, errand.id)
    claim = office.ledger.claim(errand.number, errand.id, MONDAY, LATER)
    office.ledger.end(claim, "undeliverable", "bounce", MONDAY)
    assert row(office, errand.number, errand.id)["expires"] == {"N": str(KEPT)}


def test_what_is_told_in_a_bundle_may_go_and_what_nobody_may_be_sent_stays(office: EngineOffice) -> None:
    errand = an_errand()
    office.ledger.add(errand, held="group")
    office.ledger.join(Member(errand.number, errand.id), "B", MONDAY)
    assert row(office, errand.number, errand.id)["expires"] == {"N": str(KEPT)}
    office.ledger.suppress("a-hash", "email", "bounce", MONDAY)
    assert "expires" not in row(office, "Sa-hash", "email")


def test_a_row_of_an_earlier_ledger_is_read_as_far_as_it_goes(office: EngineOffice) -> None:
    errand = an_errand()
    office.ledger.add(errand)
    client = botocore.session.get_session().create_client("dynamodb", region_name=REGION)
    client.update_item(
        TableName=office.names["Ledger"],
        Key={"number": {"S": errand.number}, "errand": {"S": errand.id}},
        UpdateExpression="REMOVE changed SET history = :history",
        ExpressionAttributeValues={":history": {"L": [{"S": "created"}]}},
    )
    (sent,) = office.ledger.of_request(errand.number)
    assert (sent.errand, sent.state, sent.changed) == (errand, "created", MONDAY)
    assert office.ledger.claim(errand.number, errand.id, MONDAY, LATER)


def test_a_ledger_that_is_away_is_said_so(office: EngineOffice) -> None:
    nowhere = Ledger("no-such-table", REGION)
    for ask in (
        lambda: nowhere.add(an_errand()),
        lambda: nowhere.claim("1", "2", MONDAY, LATER),
        lambda: nowhere.settle("1", "2", "delivered", "", MONDAY),
        lambda: list(nowhere.due(0, MONDAY)),
        lambda: nowhere.held("group", 1),
        lambda: nowhere.suppressed("key"),
        lambda: nowhere.allow("key", "sms"),
    ):
        with pytest.raises(TryLater):
            ask()


@pytest.mark.parametrize("seed", range(3))
def test_lists_and_table_agree_whatever_happens(office: EngineOffice, seed: int) -> None:
    """Two errands, workers that die and wake up again, and events in any order."""
    chance, now, fake = random.Random(seed), MONDAY, lists.Ledger()
    errands = [an_errand(), an_errand(channel="sms", role="reporter:1")]
    claims: list[Claim] = []
    for step in range(100):
        now += chance.choice((0, 0, 20, 60, 1000)) * timedelta(seconds=1)
        errand, later = chance.choice(errands), now + timedelta(seconds=chance.choice((30, 60, 900)))
        tried = [Attempt(now, "ses", chance.choice(("accepted", "unknown", "Throttling")))]
        member, claim = Member(errand.number, errand.id), chance.choice(claims) if claims else None
        act, said, more = chance.choice(_acts(chance, errand, claim, member, now, later, tried))
        answers = [getattr(ledger, act)(*said, **more) for ledger in (office.ledger, fake)]
        assert answers[0] == answers[1], (step, act)
        claims = [*claims, answers[0]][-3:] if isinstance(answers[0], Claim) else claims
        assert office.ledger.of_request(errand.number) == fake.of_request(errand.number), (step, act)
        assert office.ledger.held("group", 9) == fake.held("group", 9), (step, act)
        shard = int(keys.shard(errand.id))
        assert list(office.ledger.due(shard, later)) == fake.due(shard, later), (step, act)


def _acts(
    chance: random.Random, errand: Any, claim: Claim | None, member: Member, now: Any, later: Any, tried: list[Attempt]
) -> list[tuple[str, tuple[Any, ...], dict[str, Any]]]:
    key = errand.number, errand.id
    event = chance.choice(("accepted", "delivered", "undeliverable", "settled_elsewhere"))
    acts: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
        ("add", (errand, chance.choice((None, now))), {"held": chance.choice(("", "group"))}),
        *[("claim", (*key, now, later), {})] * 4,
        (
            "settle",
            (*key, event, "event", now),
            {"look": event == "undeliverable", "message": chance.choice(("", "m"))},
        ),
        ("release", (member,), {}),
        ("join", (member, chance.choice(("B-1", "B-2")), now), {}),
    ]
    if not claim:
        return acts
    return [
        *acts,
        ("hold", (claim, later), {}),
        ("accept", (claim, tried, "m-1", chance.choice((None, later))), {}),
        ("retry", (claim, later, chance.choice((tried, [])), "later"), {}),
        ("unknown", (claim, chance.choice((None, later)), tried), {}),
        ("end", (claim, chance.choice(("undeliverable", "cancelled")), "over", now, tried), {}),
    ]
