"""The limits of dicts and those on a real engine: the same claims of both, and fifty callers at once."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.errors import Refused
from chalicelib.core.limits import Grant, Rate
from chalicelib.flows.intake import Opened, Source, hear
from chalicelib.store.tables import connection_of
from tests import limits as dicts
from tests.build import MONDAY, what_is_said
from tests.engine import EngineOffice

TEN = Rate(burst=10, seconds=6)
SECOND = timedelta(seconds=1)
MIDNIGHT = MONDAY.replace(hour=21, minute=0)
"""The first moment of Tuesday in Türkiye."""


def test_a_burst_goes_at_once_and_then_one_a_step(limits: Any) -> None:
    assert [limits.take("k", TEN, MONDAY).left for _ in range(10)] == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
    assert limits.take("k", TEN, MONDAY) == Grant(False, 0, 6)
    assert limits.take("k", TEN, MONDAY + 5 * SECOND) == Grant(False, 0, 1)
    assert [limits.take("k", TEN, MONDAY + 6 * SECOND).granted for _ in range(2)] == [True, False]


def test_each_key_has_a_limit_of_its_own(limits: Any) -> None:
    for _ in range(11):
        limits.take("one", TEN, MONDAY)
    assert limits.take("two", TEN, MONDAY).granted


def test_an_hour_of_asking_every_second_is_given_the_burst_and_the_rate(limits: Any) -> None:
    if isinstance(limits, dicts.Limits):
        given = sum(limits.take("k", TEN, MONDAY + place * SECOND).granted for place in range(3600))
    else:  # the engine is asked where the answer can change
        asked = (MONDAY + step * 6 * SECOND + more * SECOND for step in range(100) for more in (0, 5))
        given = 500 + sum(limits.take("k", TEN, at).granted for at in asked) - 9
        assert given == 600  # a hundred steps and what was at hand at first
        return
    assert given == 10 + 599


def test_what_counts_thrice_takes_three_and_is_refused_only_where_one_would_soon_be(limits: Any) -> None:
    assert [limits.take("k", TEN, MONDAY, 3).left for _ in range(3)] == [7, 4, 1]
    assert limits.take("k", TEN, MONDAY, 3) == Grant(False, 0, 12)
    assert limits.take("k", TEN, MONDAY).granted
    assert limits.take("other", Rate(2, 1), MONDAY, 3).granted  # never more than there can be


@pytest.mark.parametrize("behind", [1, 60, 3600, 86400])
def test_a_clock_that_is_behind_is_given_nothing_more(limits: Any, behind: int) -> None:
    for _ in range(10):
        limits.take("k", TEN, MONDAY)
    assert not limits.take("k", TEN, MONDAY - behind * SECOND).granted
    assert not limits.take("k", TEN, MONDAY).granted


def test_the_first_of_a_matter_is_remembered_for_all_that_come_after(limits: Any) -> None:
    told = [limits.take_for("k", TEN, MONDAY, matter, first) for matter, first in ("aA", "aB", "bC", "aD")]
    assert [firsts for _, firsts in told] == [("A",), ("A",), ("C",), ("A",)]
    assert [grant.left for grant, _ in told] == [9, 8, 7, 6]
    assert limits.take_for("other", TEN, MONDAY, "a", "Z")[1] == ("Z",)


def test_over_midnight_the_day_before_is_told_first_and_then_forgotten(limits: Any) -> None:
    limits.take_for("k", TEN, MIDNIGHT - SECOND, "a", "A")
    assert limits.take_for("k", TEN, MIDNIGHT, "a", "B")[1] == ("A", "B")
    # A worker whose clock is behind does not bring yesterday back.
    assert limits.take_for("k", TEN, MIDNIGHT - SECOND, "a", "C")[1] == ("A", "B")
    day = timedelta(days=1)
    assert limits.take_for("k", TEN, MIDNIGHT + day, "a", "D")[1] == ("B", "D")
    assert limits.take_for("k", TEN, MIDNIGHT + 3 * day, "b", "E")[1] == ("E",)


def test_who_is_refused_is_told_nothing_and_leaves_nothing(limits: Any) -> None:
    for place in range(10):
        limits.take_for("k", TEN, MONDAY, f"m{place}", "A")
    assert limits.take_for("k", TEN, MONDAY, "late", "Z") == (Grant(False, 0, 6), ())
    assert limits.take_for("k", TEN, MONDAY + 6 * SECOND, "late", "Y")[1] == ("Y",)


def test_what_is_remembered_can_be_replaced_once(limits: Any) -> None:
    limits.take_for("k", TEN, MONDAY, "a", "A")
    assert [limits.put_instead("k", "a", "A", each) for each in "BC"] == ["B", "B"]
    assert limits.take_for("k", TEN, MONDAY, "a", "D")[1] == ("B",)


def test_fifty_callers_at_once_are_given_exactly_the_burst(office: EngineOffice) -> None:
    office.limits.take("another", TEN, MONDAY)  # one caller alone makes the connection
    with ThreadPoolExecutor(50) as callers:
        grants = list(callers.map(lambda _: office.limits.take("k", TEN, MONDAY), range(200)))
        assert sum(grant.granted for grant in grants) == 10
        assert {grant.wait for grant in grants if not grant.granted} == {6}
        later = list(callers.map(lambda _: office.limits.take("k", TEN, MONDAY + 30 * SECOND), range(100)))
        assert sum(grant.granted for grant in later) == 5


def test_fifty_callers_at_once_with_clocks_apart_are_never_given_more(office: EngineOffice) -> None:
    office.limits.take("another", TEN, MONDAY)
    chance = random.Random(7)
    clocks = [MONDAY - chance.choice((0, 1, 5, 300)) * SECOND for _ in range(199)] + [MONDAY]
    with ThreadPoolExecutor(50) as callers:
        grants = list(callers.map(lambda at: office.limits.take("k", TEN, at), clocks))
    assert 1 <= sum(grant.granted for grant in grants) <= 10 + 300 // 6
    assert not office.limits.take("k", TEN, min(clocks)).granted


def test_fifty_callers_at_once_hear_of_one_first(office: EngineOffice) -> None:
    office.limits.take("another", TEN, MONDAY)
    rate = Rate(30, 360)
    with ThreadPoolExecutor(50) as callers:
        told = list(callers.map(lambda n: office.limits.take_for("k", rate, MONDAY, "a", f"{n}"), range(50)))
    assert sum(grant.granted for grant, _ in told) == 30
    assert len({firsts for grant, firsts in told if grant.granted}) == 1


def test_the_first_of_the_day_is_one_call_and_so_is_an_idle_limit(
    office: EngineOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: Counter[str] = Counter()
    from chalicelib.store import limits as module

    plain = module.write
    monkeypatch.setattr(module, "write", lambda *said: (calls.update(["update"]), plain(*said))[1])
    assert office.limits.take("k", TEN, MONDAY).granted
    assert office.limits.take_for("p", TEN, MONDAY, "a", "A")[0].granted
    assert calls["update"] == 2
    assert office.limits.take("k", TEN, MONDAY).granted
    assert office.limits.take_for("p", TEN, MONDAY, "b", "B")[0].granted
    assert calls["update"] == 6
    assert office.limits.take("k", TEN, MONDAY + 3600 * SECOND).granted
    assert calls["update"] == 7


@pytest.mark.parametrize("seed", range(3))
def test_dicts_and_table_answer_alike_whatever_happens(office: EngineOffice, seed: int) -> None:
    chance, now, fake = random.Random(seed), MIDNIGHT - 40 * SECOND, dicts.Limits()
    for place in range(150):
        now += chance.choice((0, 0, 0, 1, 3, 20)) * SECOND
        at = now - chance.choice((0, 0, 0, 2)) * SECOND
        rate = Rate(chance.randint(1, 5), chance.choice((0.5, 2, 7)))
        name, matter = chance.choice("kp"), f"m{chance.randint(1, 3)}"
        act, *said = chance.choice(
            (
                ("take", name, rate, at, chance.randint(1, 4)),
                ("take_for", name + "!", rate, at, matter, f"{place}"),
            )
        )
        assert getattr(office.limits, act)(*said) == getattr(fake, act)(*said), (act, said)


def test_fifty_hands_with_keys_of_their_own_open_one_request(office: EngineOffice) -> None:
    def file(key: str) -> Opened:
        return hear(office.desk, what_is_said(), Source("api", key, caller="198.51.100.7"))

    office.quotas = {name: Rate(1000, 1) for name in office.quotas}
    hear(office.desk, what_is_said(phone=None), Source("api", "makes the connection", caller="198.51.100.7"))
    with ThreadPoolExecutor(50) as hands:
        heard = list(hands.map(lambda n: file(f"key-{n}"), range(50)))
    assert len({each.request.number for each in heard}) == 1
    assert sum(each.new for each in heard) == 1


def test_fifty_threads_with_one_contact_file_exactly_as_often_as_there_is_room(office: EngineOffice) -> None:
    office.quotas = dict(office.quotas) | {"contact": Rate(7, 360), "filing": Rate(1000, 1)}
    hear(office.desk, what_is_said(phone=None), Source("api", "makes the connection", caller="198.51.100.7"))

    def file(n: int) -> bool:
        source = Source("api", f"key-{n}", caller=f"198.51.100.{n}")
        try:
            return hear(office.desk, what_is_said(description=f"Çukur {n}"), source).new
        except Refused as refused:
            assert refused.code == "limit-contact"
            return False

    with ThreadPoolExecutor(50) as hands:
        assert sum(hands.map(file, range(50))) == 7


def test_filing_from_outside_is_one_put_and_two_updates_and_no_read(office: EngineOffice) -> None:
    calls: list[str] = []
    for row in (office.requests._row, office.limits._row):
        events = connection_of(row).connection.client.meta.events
        events.register("before-call.dynamodb", lambda model, **_: calls.append(model.name))
    hear(office.desk, what_is_said(), Source("web", "key-1", caller="198.51.100.7"))
    assert calls == ["UpdateItem", "UpdateItem", "PutItem"]
    calls.clear()
    hear(office.desk, what_is_said(phone=None), Source("web", "key-2", caller="198.51.100.8"))
    assert calls == ["UpdateItem", "PutItem"]
