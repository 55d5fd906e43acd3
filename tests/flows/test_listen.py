"""What came is kept once, each thing by itself, and the workers hear of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chalicelib.core.errors import TryLater
from chalicelib.flows.converse import converse
from chalicelib.flows.listen import OLDEST, listen, message_id
from tests.build import MONDAY
from tests.fakes import Office
from tests.flows.queues import sweep_for
from tests.flows.test_converse import bodies, item


@pytest.fixture
def office() -> Office:
    return Office()


def test_everything_in_one_post_is_kept_by_itself_and_the_workers_hear_ids_alone(office: Office) -> None:
    came = [item("Çöp alınmadı"), item("Konak", key="wamid.b")]
    new = listen(office.desk, came, {})
    assert office.queues.heard == new == [message_id(office.desk, "whatsapp", each.key) for each in came]
    assert not any(word in " ".join(new) for word in ("wamid", "TR.1349", "5321112233"))
    assert [office.chats.kept[id].item for id in new] == came


def test_what_comes_again_is_not_told_again_and_loses_no_sibling(office: Office) -> None:
    first, second = item("bir"), item("iki")
    listen(office.desk, [first], {})
    assert listen(office.desk, [first, second], {}) == [message_id(office.desk, "whatsapp", second.key)]
    assert len(office.queues.heard) == 2


def test_a_queue_that_is_away_loses_nothing_and_the_network_need_not_come_again(office: Office) -> None:
    office.queues.away = True
    (id,) = listen(office.desk, [item("Merhaba")], {})
    office.queues.away = False
    sweep_for(office, minutes=2)
    assert converse(office.desk, id) == "done"
    assert bodies(office)


def test_what_cannot_be_kept_is_the_networks_to_bring_again(office: Office) -> None:
    keep, first, second = office.chats.keep, item("bir"), item("iki")

    def keep_one(*told: object) -> bool:
        if office.chats.kept:
            raise TryLater("dynamodb away")
        return keep(*told)  # type: ignore[arg-type]  # what it is given

    office.chats.keep = keep_one  # type: ignore[method-assign]  # tables that go away in the middle
    with pytest.raises(TryLater):
        listen(office.desk, [first, second], {})
    office.chats.keep = keep  # type: ignore[method-assign]  # as it was
    assert listen(office.desk, [first, second], {}) == [message_id(office.desk, "whatsapp", second.key)]
    sweep_for(office, minutes=2)
    assert all(each.thread for each in office.chats.kept.values() if each.item), "the first one waited for the sweep"


@pytest.mark.parametrize(
    ("at", "taken"),
    [
        (MONDAY - timedelta(hours=3), MONDAY - timedelta(hours=3)),
        (MONDAY + timedelta(days=400), MONDAY),
        (MONDAY - OLDEST - timedelta(seconds=1), MONDAY),
        (None, MONDAY),
    ],
    ids=["late", "in the future", "too old to be true", "untold"],
)
def test_a_time_that_cannot_be_is_not_believed(office: Office, at: datetime | None, taken: datetime) -> None:
    (id,) = listen(office.desk, [item("Merhaba", at=at)], {})
    assert office.chats.kept[id].at == taken


def test_a_clock_that_runs_ahead_neither_hides_a_message_from_the_sweep_nor_keeps_a_window_open(office: Office) -> None:
    office.queues.away = True
    listen(office.desk, [item("Merhaba", at=MONDAY + timedelta(days=400))], {})
    sweep_for(office, minutes=2)
    (thread,) = office.chats.threads.values()
    assert not thread.is_open(MONDAY + timedelta(hours=24))
    assert bodies(office)


@pytest.mark.parametrize(
    ("account", "ours", "kept"),
    [
        ("1065", ("1065",), True),
        ("", ("1065",), True),
        ("1065", (), True),
        ("1065", ("",), True),
        ("arn:aws:1/phone-1", ("arn:aws:1/phone-1",), True),
        ("phone-1", ("arn:aws:1/phone-1",), True),
        ("1", ("arn:aws:1/phone-1",), False),
        ("999", ("1065", "1066"), False),
    ],
)
def test_only_what_came_to_an_account_of_ours_is_kept(
    office: Office, account: str, ours: tuple[str, ...], kept: bool
) -> None:
    assert bool(listen(office.desk, [item("Merhaba", account=account)], {"whatsapp": ours})) is kept
    assert bool(office.chats.kept) is kept
    assert office.meter.total("OtherAccount", channel="whatsapp") == (not kept)


def test_the_log_knows_neither_the_words_nor_the_writer(office: Office) -> None:
    listen(office.desk, [item("gizli sözler")], {})
    listen(office.desk, [item("gizli sözler", account="2")], {"whatsapp": ("1",)})
    assert not any(word in str(office.log.lines) for word in ("gizli", "TR.1349", "5321112233", "Ayşe"))
