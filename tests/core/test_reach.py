"""Through which channels somebody can be told, in order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.city import City
from chalicelib.core.errors import Invalid
from chalicelib.core.providers import Delivery
from chalicelib.core.reach import channels_of, channels_to_choose, channels_used, ways_to
from chalicelib.core.request import contact_of, way_to_reach
from chalicelib.core.understand import understand
from tests.build import a_city, a_draft, a_request, an_errand, what_is_said

BOTH = {"phone": "0532 111 22 33", "email": "ayse@example.org"}


def without_whatsapp() -> City:
    city = a_city()
    return replace(city, delivery=dict(city.delivery) | {"whatsapp": Delivery((), 40)})


def chain(channel: str, turn: int = 0, *, city: City | None = None, came_by: str = "web", **fields: Any) -> str:
    request = a_request(channel=came_by, **fields)
    errand = an_errand(role="reporter:1", channel=channel, turn=turn)
    return " ".join(channels_of(errand, request, city or a_city()))


@pytest.mark.parametrize(
    ("fields", "ways"),
    [
        (BOTH, "sms email"),
        (BOTH | {"notify_by": "email"}, "email sms"),
        (BOTH | {"notify_by": "whatsapp"}, "whatsapp sms email"),
        (BOTH | {"came_by": "whatsapp"}, "sms whatsapp email"),
        ({"phone": "0532 111 22 33"}, "sms"),
        ({"phone": "0232 111 22 33", "email": "a@b.org"}, "email"),
        ({"phone": "0232 111 22 33", "email": "a@b.org", "came_by": "whatsapp"}, "email"),
    ],
)
def test_the_reporter_is_told_by_what_they_chose_and_then_by_what_they_left(fields: dict[str, str], ways: str) -> None:
    assert chain(ways.split()[0], **fields) == ways


@pytest.mark.parametrize("channel", ["telegram", "messenger", "instagram"])
def test_who_wrote_in_a_chat_is_told_there_first(channel: str) -> None:
    draft = understand(what_is_said(email="ayse@example.org"), a_city(), f"{channel}:2345")
    assert ways_to(draft, channel) == (channel, "sms", "email")
    assert way_to_reach(draft) == channel
    assert ways_to(replace(draft, notify_by="email"), channel) == ("email", channel, "sms")
    assert way_to_reach(replace(draft, notify_by="email")) == "email"


def test_who_hides_the_number_on_whatsapp_is_told_there_all_the_same() -> None:
    draft = understand(what_is_said(phone=None), a_city(), "whatsapp:TR.1349")
    assert (ways_to(draft, "whatsapp"), contact_of(draft, "whatsapp")) == (("whatsapp",), "TR.1349")
    with_phone = replace(draft, phone="+905321112233")
    assert (ways_to(with_phone), contact_of(with_phone, "sms")) == (("whatsapp", "sms"), "+905321112233")
    assert contact_of(with_phone, "whatsapp") == "TR.1349"


@pytest.mark.parametrize("chat", ["", ":", "telegram:", "x:77", "carrier pigeon:7"])
def test_a_chat_that_cannot_be_answered_is_no_contact(chat: str) -> None:
    draft = understand(what_is_said(phone=None, email="a@b.org"), a_city(), chat)
    assert (way_to_reach(draft), ways_to(draft)) == ("email", ("email",))


def test_nobody_chooses_a_channel_that_knows_no_phone_and_no_address() -> None:
    assert channels_to_choose(a_city()) == ("email", "sms", "whatsapp")
    with pytest.raises(Invalid, match="notify-by"):
        a_draft(notify_by="telegram")


def test_the_chat_is_no_part_of_the_matter() -> None:
    said = what_is_said()
    assert understand(said, a_city(), "telegram:1").canonical() == understand(said, a_city()).canonical()


def test_a_chat_is_contact_enough_where_nobody_may_be_anonymous() -> None:
    city = replace(a_city(), anonymous="never")
    assert understand(what_is_said(phone=None), city, "telegram:1").chat == "telegram:1"
    with pytest.raises(Invalid, match="contact-required"):
        understand(what_is_said(phone=None), city)


def test_what_the_city_does_not_use_is_no_way_even_for_who_came_by_it() -> None:
    assert channels_used(without_whatsapp()) == ("email", "sms", "telegram", "messenger", "instagram")
    assert chain("sms", city=without_whatsapp(), came_by="whatsapp", **BOTH) == "sms email"


@pytest.mark.parametrize(("channel", "turn"), [("whatsapp", 0), ("sms", 1), ("email", 2)])
def test_a_successor_finds_what_is_left_behind_its_own_channel(channel: str, turn: int) -> None:
    assert chain(channel, turn, notify_by="whatsapp", **BOTH) == "whatsapp sms email"


def test_an_errand_begins_its_chain_by_its_own_channel() -> None:
    assert chain("email", **BOTH) == "email sms"


@pytest.mark.parametrize(
    ("role", "channel", "turn", "ways"),
    [
        ("unit:zabita", "email", 0, ("email", "sms")),
        ("unit:zabita:duty", "sms", 0, ("sms", "email")),
        ("unit:zabita:duty", "email", 1, ("sms", "email")),
        ("person:ayse", "sms", 1, ("email", "sms")),
        ("person:ayse:phone", "sms", 0, ("sms", "email")),
        ("body:gediz-186", "email", 0, ("email",)),
    ],
)
def test_staff_are_told_by_email_and_sms_and_a_body_by_email(
    role: str, channel: str, turn: int, ways: tuple[str, ...]
) -> None:
    assert channels_of(an_errand(role=role, channel=channel, turn=turn), a_request(), a_city()) == ways


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"notify_by": "pigeon"}, "notify-by"),
        ({"notify_by": "email"}, "notify-by-email"),
        ({"notify_by": "sms", "phone": "0232 111 22 33"}, "notify-by-sms"),
        ({"notify_by": "whatsapp", "phone": None}, "notify-by-whatsapp"),
        ({"notify_by": "whatsapp", "phone": "+49 151 23456789"}, "notify-by-whatsapp"),
    ],
)
def test_a_channel_needs_its_contact(fields: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_draft(**fields)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("notify_by", code)]


def test_a_channel_that_the_city_does_not_use_cannot_be_chosen() -> None:
    with pytest.raises(Invalid, match="notify-by-unused"):
        a_draft(without_whatsapp(), notify_by="whatsapp")


def test_a_contact_that_was_mistyped_is_one_fault_and_not_two() -> None:
    with pytest.raises(Invalid) as refused:
        a_draft(notify_by="email", email="ayse@")
    assert [fault.field for fault in refused.value.faults] == ["email"]


def test_the_channel_that_was_chosen_is_how_they_are_reached() -> None:
    assert a_request(notify_by="email", **BOTH).reach == "email"
    assert a_request(notify_by="whatsapp", **BOTH).reach == "whatsapp"


def test_how_to_be_told_is_no_part_of_the_matter() -> None:
    assert a_draft(notify_by="email", **BOTH).canonical() == a_draft(**BOTH).canonical()
