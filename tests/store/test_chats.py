"""Chats of lists and the table of a real engine: the same claims of both, and fifty who save at once."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.chat import Button, Kept, Known, Reply, Thread, Waiting
from chalicelib.core.contacts import Contact
from chalicelib.core.inbound import Item, Media, Who
from chalicelib.core.marks import Mark
from chalicelib.core.moments import local_day
from chalicelib.store import keys
from chalicelib.store.chats import Chats
from chalicelib.store.contacts import Contacts
from chalicelib.store.tables import Line
from infrastructure.local.settings import REGION
from tests import chats as lists
from tests.build import MONDAY
from tests.engine import EngineOffice

EXPIRES = MONDAY + timedelta(days=365)
SECOND = timedelta(seconds=1)
A_THREAD = Thread("C" + "0" * 24, "whatsapp", "person", "TR.1349", opened=MONDAY, heard=MONDAY, version=1)


@pytest.fixture(params=["dict", "table"])
def chats(request: pytest.FixtureRequest) -> Any:
    """The chats of lists and the real ones."""
    return lists.Chats() if request.param == "dict" else request.getfixturevalue("office").chats


def an_item(place: int = 0, **fields: Any) -> Item:
    told: dict[str, Any] = {
        "key": f"wamid.{place}",
        "who": Who("whatsapp", "TR.1349", "+905321112233", "Ayşe"),
        "text": "Çukur var 🦟",
    }
    return Item(**told | fields)


def came(place: int = 0, **fields: Any) -> Kept:
    told: dict[str, Any] = {"id": f"{place:032x}", "at": MONDAY + place * SECOND, "item": an_item(place)}
    return Kept(**told | fields)


def goes(place: int, n: int) -> Kept:
    reply = Reply("Bu *çukur*, doğru mu?", "sure", (Button("yes", "Evet"), Button("no", "Değil")))
    return Kept(f"{place:032x}", MONDAY, reply=reply, author="bot", n=n)


def marks(chats: Any, before: Any = EXPIRES) -> list[Mark]:
    found = [mark for shard in range(10) for mark in chats.todo(shard, before)]
    return sorted(found, key=lambda mark: mark.value)


def waits(place: int, **fields: Any) -> Thread:
    told: dict[str, Any] = {"id": f"C{place:024x}", "mode": "waiting", "since": MONDAY + place * SECOND}
    return replace(A_THREAD, **told | fields)


FULL = Item(
    "wamid.full",
    Who("telegram", "7", "", "Ömer"),
    account="bot",
    at=MONDAY,
    kind="photo",
    lat=38.4,
    long=27.1,
    media=(Media("m1", "image/jpeg", sha256="abc"), Media("m2")),
    album="a",
    trusted=False,
)


@pytest.mark.parametrize(
    "message",
    [
        came(),
        came(item=FULL),
        Kept("f" * 32, MONDAY, reply=Reply("Konu?", rows=(Button("r", "Çöp", "Toplama"),), open_rows="Seç"), n=3),
        Kept("f" * 32, MONDAY, reply=Reply("Nerede?", ask_place=True), author="operator", role="duty", n=4),
        Kept("f" * 32, MONDAY, reply=Reply("Komşusu da yazdı"), author="operator", note=True, fate="hidden"),
    ],
)
def test_a_message_comes_back_as_it_was_kept(chats: Any, message: Kept) -> None:
    assert chats.keep(message, EXPIRES)
    assert chats.message(message.id) == message
    assert chats.message("nobody") is None


def test_the_same_message_twice_is_one(chats: Any) -> None:
    assert chats.keep(came(), EXPIRES)
    assert not chats.keep(came(item=an_item(text="başka")), EXPIRES)
    assert chats.message(came().id) == came()
    assert marks(chats) == [Mark(came().id, "", keys.mark(MONDAY, came().id))]


def test_a_thread_comes_back_as_it_was_saved(chats: Any) -> None:
    full = replace(
        A_THREAD,
        account="106540352242922",
        name="Ayşe",
        phone="+905321112233",
        language="en",
        mode="human",
        session={"step": "place", "said": ["çöp", {"lat": 38.4}], "n": 3},
        numbers=("261148173052", "261148173053"),
        since=MONDAY,
        promise=MONDAY + timedelta(hours=1),
        why="danger",
        alarm=True,
        owner="operator",
        rung=2,
        public=True,
        contact="f" * 32,
    )
    for thread in (A_THREAD, replace(full, version=2), replace(A_THREAD, version=3, opened=None, heard=None)):
        assert chats.save(thread, EXPIRES)
        assert chats.thread(thread.id) == thread
    assert chats.thread("C" + "f" * 24) is None


def test_a_turn_is_stored_whole(chats: Any) -> None:
    chats.keep(came(), EXPIRES)
    replies = [goes(1, 1), goes(2, 2)]
    assert chats.save(A_THREAD, EXPIRES, outgoing=replies, done=came().id)
    assert chats.message(came().id) == came(thread=A_THREAD.id)
    assert [chats.message(reply.id) for reply in replies] == [replace(each, thread=A_THREAD.id) for each in replies]
    assert {mark.number for mark in marks(chats)} == {reply.id for reply in replies}


@pytest.mark.parametrize("lost", ["version", "done", "there", "unknown"])
def test_who_comes_too_late_stores_nothing(chats: Any, lost: str) -> None:
    chats.keep(came(), EXPIRES)
    chats.save(A_THREAD, EXPIRES, outgoing=[goes(1, 1)])
    stands = [chats.thread(A_THREAD.id), marks(chats)]
    version = {"version": 3, "unknown": 1}.get(lost, 2)
    outgoing = [goes(2, 2), goes(1, 1)] if lost == "there" else [goes(2, 2)]
    done = f"{9:032x}" if lost == "done" else came().id
    late = replace(A_THREAD, version=version, name="başka")
    assert not chats.save(late, EXPIRES, outgoing=outgoing, done=done)
    assert [chats.thread(A_THREAD.id), marks(chats)] == stands
    assert chats.message(goes(2, 2).id) is None
    assert chats.message(came().id) == came()


def test_one_message_is_answered_once(chats: Any) -> None:
    chats.keep(came(), EXPIRES)
    assert chats.save(A_THREAD, EXPIRES, done=came().id)
    assert not chats.save(replace(A_THREAD, version=2), EXPIRES, outgoing=[goes(1, 1)], done=came().id)
    assert marks(chats) == []


def test_what_is_settled_has_no_mark_any_more_and_others_keep_theirs(chats: Any) -> None:
    for place in range(3):
        chats.keep(came(place), EXPIRES)
    first, second, third = marks(chats)
    assert [mark.number for mark in marks(chats, MONDAY + SECOND)] == [first.number, second.number]
    chats.settled(second.number)
    chats.settled(second.number)
    chats.settled("nobody")
    assert marks(chats) == [first, third]
    assert chats.message(second.number) == came(1)


def test_a_fate_is_told_of_what_is_there(chats: Any) -> None:
    chats.keep(came(), EXPIRES)
    chats.set_fate(came().id, "deleted")
    chats.set_fate("nobody", "deleted")
    assert chats.message(came().id) == came(fate="deleted")
    assert chats.message("nobody") is None


def test_a_thread_reads_newest_first_in_pages_and_replies_in_their_order(chats: Any) -> None:
    for place in (1, 2):
        chats.keep(came(place, at=MONDAY - place * SECOND), EXPIRES)
        chats.save(replace(A_THREAD, version=place), EXPIRES, done=f"{place:032x}")
    # Ids that sort against the order in which they are said, all at one moment.
    chats.save(replace(A_THREAD, version=3), EXPIRES, outgoing=[goes(30 - n, n) for n in (1, 2, 3)])
    chats.keep(came(5), EXPIRES)
    wanted = [f"{place:032x}" for place in (27, 28, 29, 1, 2)]
    first, cursor = chats.messages(A_THREAD.id, 3)
    second, end = chats.messages(A_THREAD.id, 3, cursor)
    assert [message.id for message in first + second] == wanted
    assert first[0] == chats.message(wanted[0])
    assert end == ""
    assert chats.messages("C" + "f" * 24, 3) == ([], "")


def test_who_waits_is_listed_alarms_first_then_the_longest_waiting(chats: Any) -> None:
    alarm = waits(4, alarm=True, why="danger", promise=MONDAY + SECOND, rung=1)
    claimed = waits(2, mode="human", owner="operator", why="voice")
    for thread in (waits(3), waits(1), claimed, alarm, waits(5, mode="bot"), waits(6, mode="closed")):
        assert chats.save(thread, EXPIRES)
    first, cursor = chats.waiting(2)
    second, more = chats.waiting(2, cursor)
    assert first == [
        Waiting(
            alarm.id, "whatsapp", MONDAY + 4 * SECOND, MONDAY + SECOND, MONDAY, why="danger", alarm=True, rung=1
        ),
        Waiting(waits(1).id, "whatsapp", MONDAY + SECOND, None, MONDAY),
    ]  # fmt: skip
    assert [each.id for each in second] == [claimed.id, waits(3).id]
    assert (second[0].owner, second[0].why) == ("operator", "voice")
    assert chats.waiting(2, more) == ([], "")
    chats.save(replace(claimed, version=2, mode="bot"), EXPIRES)
    assert len(chats.waiting(10)[0]) == 3


def test_who_waits_since_nobody_knows_when_is_refused(chats: Any) -> None:
    with pytest.raises(ValueError, match="since when"):
        chats.save(waits(1, since=None, heard=None, opened=None), EXPIRES)
    assert chats.save(waits(1, since=None), EXPIRES)
    assert chats.waiting(1)[0][0].since == MONDAY


def test_addresses_are_known_as_they_were_told(chats: Any) -> None:
    known = [
        Known("a" * 32, "person", "b" * 32, MONDAY, 1, MONDAY),
        Known("b" * 32, "person", version=1),
        Known("c" * 32, "", version=1),
    ]
    assert all(chats.know(each, EXPIRES) for each in known)
    assert chats.known(["a" * 32, "b" * 32, "c" * 32, "d" * 32]) == {each.key: each for each in known}
    assert chats.known([]) == {}


def test_an_address_is_told_anew_only_by_who_saw_the_last(chats: Any) -> None:
    known = Known("a" * 32, "person", version=1)
    assert chats.know(known, EXPIRES)
    assert not chats.know(replace(known, person="another"), EXPIRES)
    assert not chats.know(replace(known, person="another", version=3), EXPIRES)
    assert chats.know(replace(known, person="another", version=2), EXPIRES)
    assert chats.known([known.key]) == {known.key: replace(known, person="another", version=2)}


def test_fifty_who_save_at_once_are_one_for_each_version(office: EngineOffice) -> None:
    chats = office.chats
    for place in range(50):
        chats.keep(came(place), EXPIRES)

    def save(place: int) -> bool:
        thread = replace(A_THREAD, name=str(place))
        return bool(chats.save(thread, EXPIRES, outgoing=[goes(100 + place, 1)], done=f"{place:032x}"))

    with ThreadPoolExecutor(50) as savers:
        won = list(savers.map(save, range(50)))
    assert sum(won) == 1
    assert chats.thread(A_THREAD.id).name == str(won.index(True))
    assert len(marks(chats)) == 50  # one reply more, one message less


def test_fifty_messages_of_one_thread_are_all_answered_in_the_end(office: EngineOffice) -> None:
    """Each saver reads again until it has won: every version from 1 to 20 is written exactly once."""
    chats, written = office.chats, []
    for place in range(20):
        chats.keep(came(place), EXPIRES)

    def answer(place: int) -> None:
        while True:
            thread = chats.thread(A_THREAD.id) or replace(A_THREAD, version=0)
            version = thread.version + 1
            if chats.save(replace(thread, version=version), EXPIRES, done=f"{place:032x}"):
                written.append(version)
                return

    with ThreadPoolExecutor(20) as savers:
        list(savers.map(answer, range(20)))
    assert sorted(written) == list(range(1, 21))
    assert marks(chats) == []


def test_neither_threads_nor_messages_are_among_the_contacts(office: EngineOffice) -> None:
    contact = Contact("1" * 32, MONDAY, "phone", "waste", "informed", "operator", "cagri-merkezi")
    office.contacts.add(contact, "person", EXPIRES)
    office.chats.keep(came(), EXPIRES)
    office.chats.save(A_THREAD, EXPIRES, outgoing=[goes(1, 1)], done=came().id)
    office.chats.know(Known("person", "person", version=1), EXPIRES)
    assert office.contacts.of_day(local_day(MONDAY), 10)[0] == [contact]
    assert office.contacts.of_citizen("person", 10) == [contact]
    for id in (A_THREAD.id, keys.message(came().id), keys.known("person")):
        assert office.contacts.read(id) is None


def test_chats_and_contacts_speak_by_one_line_and_each_by_its_own_indexes(office: EngineOffice) -> None:
    for order in ((Contacts, Chats), (Chats, Contacts)):
        line = Line()
        tables: dict[str, Any] = {kind.__name__: kind(office.names["Contacts"], REGION, line) for kind in order}
        assert tables["Contacts"].of_day(local_day(MONDAY), 10) == ([], "")
        assert tables["Contacts"].of_citizen("person", 10) == []
        assert tables["Chats"].waiting(10) == ([], "")
        assert tables["Chats"].messages(A_THREAD.id, 10) == ([], "")
        assert marks(tables["Chats"]) == []


@pytest.mark.parametrize("seed", range(3))
def test_lists_and_table_answer_alike_whatever_happens(office: EngineOffice, seed: int) -> None:
    chance, table, fake = random.Random(seed), office.chats, lists.Chats()
    for _ in range(120):
        place, version = chance.randint(0, 6), chance.randint(1, 4)
        id = f"{place:032x}"
        thread = waits(
            chance.randint(0, 1),
            version=version,
            mode=chance.choice(("bot", "waiting", "human")),
            alarm=chance.random() < 0.3,
        )
        act, *said = chance.choice(
            (
                ("keep", came(place), EXPIRES),
                ("set_fate", id, "edited"),
                ("settled", id),
                ("know", Known(id, "person", version=version), EXPIRES),
                ("save", thread, EXPIRES),
            )
        )
        assert getattr(table, act)(*said) == getattr(fake, act)(*said), (act, said)
        goes_out = [goes(chance.randint(20, 40), version)]
        done = id if chance.random() < 0.5 else ""
        told = [each.save(thread, EXPIRES, outgoing=goes_out, done=done) for each in (table, fake)]
        assert told[0] == told[1]
    assert marks(table) == marks(fake)
    assert table.waiting(10) == fake.waiting(10)
    for place in range(2):
        assert table.messages(f"C{place:024x}", 5) == fake.messages(f"C{place:024x}", 5)
