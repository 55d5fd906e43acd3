"""A message in a chat leads to answers, a request, and whoever is to know; once, whatever comes twice or at once."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from chalicelib.core.chat import WINDOW
from chalicelib.core.inbound import Item, Media, Who
from chalicelib.core.tracking import show
from chalicelib.flows.converse import converse
from chalicelib.flows.listen import listen
from tests.fakes import Office
from tests.flows.queues import sweep_for

KEYS = count(1)
AYSE = Who("whatsapp", "TR.1349", "+905321112233", "Ayşe")
RUBBISH = "cöp alınmadi 3 gundur kokudan duramiyoruz"


@pytest.fixture
def office() -> Office:
    return Office()


def item(text: str = "", who: Who = AYSE, **more: Any) -> Item:
    return Item(more.pop("key", f"wamid.{next(KEYS)}"), who, text=text, **more)


def hear(office: Office, *items: Item) -> list[str]:
    """Kept and worked off, one after the other."""
    outcomes = []
    for each in items:
        office.clock.move(seconds=1)
        outcomes += [converse(office.desk, id) for id in listen(office.desk, [each], {})]
    return outcomes


def bodies(office: Office, to: str = "905321112233") -> list[Any]:
    """What was sent to somebody by WhatsApp."""
    posts = [post for post in office.provider.sent if post.provider == "whatsapp-cloud"]
    return [post.body for post in posts if to in (post.body.get("to"), post.body.get("recipient"))]


def words(body: Any) -> str:
    return str(body["text"]["body"] if body["type"] == "text" else body["interactive"]["body"]["text"])


def taps(body: Any) -> list[tuple[str, str]]:
    buttons = body.get("interactive", {}).get("action", {}).get("buttons", ())
    return [(each["reply"]["id"], each["reply"]["title"]) for each in buttons]


def says_yes(office: Office) -> Item:
    id, _ = taps(bodies(office)[-1])[0]
    return item(kind="choice", choice=id)


def rubbish_is_reported(office: Office) -> str:
    hear(office, item(RUBBISH))
    hear(office, says_yes(office))
    hear(office, item("Konak Eşrefpaşa Caddesi no 12"))
    hear(office, says_yes(office))
    (thread,) = office.chats.threads.values()
    return thread.numbers[-1]


def test_four_messages_make_a_request_whose_number_is_the_answer(office: Office) -> None:
    number = rubbish_is_reported(office)
    assert show(number) in words(bodies(office)[-1])
    request = office.requests.read(number)
    assert request is not None
    assert (request.channel, request.draft.service, request.route.body) == (
        "whatsapp", "waste.collection", "konak-belediyesi",
    )  # fmt: skip
    assert request.draft.chat == "whatsapp:TR.1349"
    sweep_for(office, minutes=3)
    assert not any("reporter" in errand for errand in office.provider.errands()), "the answer is the acknowledgement"


def test_the_opening_is_said_once(office: Office) -> None:
    rubbish_is_reported(office)
    centre = office.desk.city.centre.tr
    assert sum(centre in words(body) and "112" in words(body) for body in bodies(office)) == 1
    assert all(len(words(body)) <= 400 for body in bodies(office)[:1])


def test_what_comes_twice_is_answered_once(office: Office) -> None:
    first = item(RUBBISH)
    (id,) = listen(office.desk, [first], {})
    assert listen(office.desk, [first], {}) == []
    assert [converse(office.desk, id), converse(office.desk, id)] == ["answered", "done"]
    sent = len(bodies(office))
    sweep_for(office, minutes=2)
    assert len(bodies(office)) == sent


def test_what_no_queue_told_of_the_sweep_finds(office: Office) -> None:
    listen(office.desk, [item(RUBBISH)], {})
    assert bodies(office) == []
    sweep_for(office, minutes=2)
    assert bodies(office)


def test_a_worker_that_died_after_it_thought_costs_no_answer_and_no_second_one(office: Office) -> None:
    (id,) = listen(office.desk, [item(RUBBISH)], {})
    carry = office.provider.carry

    def die(_: Any) -> Any:
        raise KeyboardInterrupt

    office.provider.carry = die  # type: ignore[method-assign]  # as a killed worker
    with pytest.raises(KeyboardInterrupt):
        converse(office.desk, id)
    office.provider.carry = carry  # type: ignore[method-assign]  # as it was
    sweep_for(office, minutes=20)
    said = [words(body) for body in bodies(office)]
    assert len(said) == len(set(said)) >= 2


def test_a_danger_is_answered_at_once_and_rings_the_phone_on_duty(office: Office) -> None:
    hear(office, item("apartmanda gaz kokusu var çok kötü"))
    first = words(bodies(office)[0])
    assert first == office.desk.city.dangers["gas"].text.tr
    (thread,) = office.chats.threads.values()
    assert (thread.mode, thread.why, thread.alarm) == ("waiting", "danger", True)
    assert any(errand.endswith("chat_alarm") for errand in office.provider.errands())


def test_while_a_person_has_the_word_the_bot_is_silent(office: Office) -> None:
    hear(office, item("temsilci"))
    (thread,) = office.chats.threads.values()
    assert (thread.mode, thread.why) == ("waiting", "human")
    sent = len(bodies(office))
    hear(office, item("kimse yok mu"))
    assert len(bodies(office)) == sent


def test_how_a_request_stands_is_told_to_its_own_person_and_to_nobody_else(office: Office) -> None:
    number = rubbish_is_reported(office)
    hear(office, item("başvurum ne oldu"))
    assert show(number) in words(bodies(office)[-1])
    stranger = Who("whatsapp", "TR.9999", "", "Ayşe")
    hear(office, item("başvurum ne oldu", who=stranger))
    assert all(show(number) not in words(body) for body in bodies(office, "TR.9999"))


def test_a_photo_after_the_number_belongs_to_the_request(office: Office) -> None:
    number = rubbish_is_reported(office)
    hear(office, item(kind="photo", media=(Media("media-1", "image/jpeg"),)))
    case = office.requests.case(number)
    assert case is not None
    assert [event.move for event in case.events] == ["add"]


def test_two_who_prove_to_be_one_have_the_requests_of_both(office: Office) -> None:
    by_phone = Who("whatsapp", "", "+905321112233", "Ayşe")
    hear(office, item(RUBBISH, who=by_phone))
    for said in (None, "Konak Eşrefpaşa Caddesi no 12", None):
        tapped = {} if said else {"kind": "choice", "choice": taps(bodies(office)[-1])[0][0]}
        hear(office, item(said or "", who=by_phone, **tapped))
    (first,) = office.chats.threads.values()
    hear(office, item("Merhaba", who=Who("whatsapp", "TR.1349")), item("başvurum ne oldu", who=AYSE))
    assert show(first.numbers[0]) in words(bodies(office)[-1])


@pytest.mark.parametrize(
    "silent",
    [
        {"kind": "sticker"},
        {"kind": "reaction", "about": "wamid.0"},
        {"kind": "echo", "text": "Merhaba"},
        {"kind": "deleted", "about": "wamid.0"},
        {"text": RUBBISH, "group": True},
        {"text": RUBBISH, "quiet": True},
    ],
    ids=str,
)
def test_what_says_nothing_to_us_is_kept_and_not_answered(office: Office, silent: dict[str, Any]) -> None:
    assert hear(office, item(**silent)) == ["kept"]
    assert bodies(office) == []


def test_a_comment_waits_for_the_desk_and_the_bot_says_nothing_in_public(office: Office) -> None:
    who = Who("instagram", "1784", "", "Can")
    assert hear(office, item("Parkın hali rezalet", who=who, kind="comment", thread="post-1")) == ["kept"]
    (thread,) = office.chats.threads.values()
    assert (thread.public, thread.mode, thread.why) == (True, "waiting", "comment")


def test_a_message_for_another_account_is_not_kept(office: Office) -> None:
    ours = {"whatsapp": ("1065",)}
    assert listen(office.desk, [item("Merhaba", account="999")], ours) == []
    assert len(listen(office.desk, [item("Merhaba", account="1065")], ours)) == 1


def test_every_conversation_is_counted_once_a_day(office: Office) -> None:
    hear(office, item(RUBBISH), item("evet"))
    assert len(office.contacts.rows) == 1
    office.clock.move(minutes=int(WINDOW / timedelta(minutes=1)) + 1)
    hear(office, item("Merhaba"))
    assert len(office.contacts.rows) == 2


def test_fifty_people_at_once_are_not_mixed_up(office: Office) -> None:
    people = [Who("whatsapp", f"TR.{place:04d}", "", "Ayşe") for place in range(50)]
    for text in (RUBBISH, None, "Konak {0} Sokak no {0}", None):
        for place, who in enumerate(people):
            if text:
                hear(office, item(text.format(place + 100), who=who))
            else:
                id, _ = taps(bodies(office, who.id)[-1])[0]
                hear(office, item(who=who, kind="choice", choice=id))
    for place, who in enumerate(people):
        (thread,) = (each for each in office.chats.threads.values() if each.address == who.id)
        request = office.requests.read(thread.numbers[-1])
        assert request is not None
        assert len(thread.numbers) == 1
        assert str(place + 100) in request.draft.address
        assert show(thread.numbers[0]) in words(bodies(office, who.id)[-1])
