"""Somebody proves a phone by a one-time code."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.channels.provider import Answer
from chalicelib.core.codes import GUESSES, LIFETIME, PER_PHONE, PER_PHONE_A_DAY, SESSION
from chalicelib.core.contacts import citizen_key
from chalicelib.core.errors import Invalid, Lost, NotReached, Refused, TryLater
from chalicelib.core.providers import Delivery
from chalicelib.core.sms import parts
from chalicelib.flows.codes import Entered, Wrong, ask, end, enter, who
from chalicelib.flows.deliver import address_key
from tests.build import SECRET
from tests.fakes import Office

PHONE, CALLER = "0532 111 22 33", "198.51.100.7"
DOWN = Answer(500, "ServiceUnavailable", {})
OPTED_OUT = Answer(400, "ConflictException", {"reason": "DESTINATION_PHONE_NUMBER_OPTED_OUT"})


def asked(office: Office, phone: str = PHONE, channel: str = "sms", caller: str = CALLER) -> tuple[str, str]:
    """The id of the code, and its digits as they came by phone."""
    sent = len(office.provider.sent)
    id = ask(office.desk, phone, channel, caller, "tr").id
    return id, digits_in(office) if len(office.provider.sent) > sent else ""


def digits_in(office: Office) -> str:
    found = re.search(r"\b\d{6}\b", text_of(office))
    assert found
    return found[0]


def text_of(office: Office) -> str:
    body = office.provider.sent[-1].body
    return str(body.get("MessageBody") or body)


def signed_in(office: Office, phone: str = PHONE) -> Entered:
    id, digits = asked(office, phone)
    session = enter(office.desk, id, digits, CALLER)
    assert isinstance(session, Entered)
    return session


def test_whoever_tells_the_code_has_a_session_of_that_phone() -> None:
    office = Office()
    session = signed_in(office)
    assert who(office.desk, session.token) == citizen_key(SECRET, "+905321112233")
    assert session.phone == "+90 5•• ••• 22 33"
    assert session.expires == office.clock() + SESSION


def test_the_message_is_one_plain_part_without_a_link() -> None:
    office = Office()
    asked(office)
    text = text_of(office)
    assert (parts(text).encoding, parts(text).parts) == ("GSM-7", 1)
    assert "http" not in text
    assert "5 dakika" in text
    ask(office.desk, "0532 111 22 44", "sms", CALLER, "en")
    assert "valid for 5 minutes" in text_of(office)


def test_by_whatsapp_it_goes_as_the_template_for_codes() -> None:
    office = Office()
    office.senders = {"whatsapp-cloud": office.senders["whatsapp-cloud"]}
    office.senders["whatsapp-cloud"].options["code_template"] = "giris_kodu"  # type: ignore[index]
    _, digits = asked(office, channel="whatsapp")
    template = office.provider.sent[-1].body["template"]
    assert template["name"] == "giris_kodu"
    assert [part["parameters"][0]["text"] for part in template["components"]] == [digits, digits]


def test_neither_the_code_nor_the_token_nor_the_phone_is_stored_or_logged() -> None:
    office = Office()
    id, digits = asked(office)
    assert digits not in repr(office.codes)
    session = enter(office.desk, id, digits, CALLER)
    assert isinstance(session, Entered)
    held = repr((office.codes, office.limits, office.counted, office.log.lines, office.meter.figures))
    assert session.token not in held
    assert "5321112233" not in held
    assert "198.51" not in held


def test_the_answer_is_the_same_whether_the_phone_is_known_or_not() -> None:
    office, calls = Office(), []
    read = office.requests.of_citizen
    office.requests.of_citizen = lambda *given: calls.append(given) or read(*given)  # type: ignore[method-assign, func-returns-value]
    asked(office)
    assert calls == []  # nobody even looks


def test_five_guesses_and_no_more() -> None:
    office = Office()
    id, digits = asked(office)
    wrong = f"{(int(digits) + 1) % 10**6:06d}"
    assert [enter(office.desk, id, wrong, CALLER) for _ in range(GUESSES)] == [Wrong(left) for left in (4, 3, 2, 1, 0)]
    assert enter(office.desk, id, digits, CALLER) == Wrong(0)


def test_a_code_is_good_for_one_session_and_for_five_minutes() -> None:
    office = Office()
    id, digits = asked(office)
    assert isinstance(enter(office.desk, id, digits, CALLER), Entered)
    assert enter(office.desk, id, digits, CALLER) == Wrong(0)
    id, digits = asked(office)
    office.clock.move(seconds=LIFETIME.total_seconds())
    assert enter(office.desk, id, digits, CALLER) == Wrong(0)


def test_a_code_is_of_no_use_under_another_id() -> None:
    office = Office()
    one, digits = asked(office)
    other, _ = asked(office, "0533 444 55 66")
    assert enter(office.desk, other, digits, CALLER) == Wrong(4)
    assert isinstance(enter(office.desk, one, digits, CALLER), Entered)


@pytest.mark.parametrize("id", ["", "x", "0" * 32, "\ud800", "a" * 10_000])
def test_an_id_that_never_was_is_answered_as_one_that_is_over(id: str) -> None:
    assert enter(Office().desk, id, "123456", CALLER) == Wrong(0)


@pytest.mark.parametrize("token", ["", "0" * 64, "x", "\ud800" * 64])
def test_what_is_no_session_is_refused(token: str) -> None:
    with pytest.raises(Refused, match="signed-out"):
        who(Office().desk, token)


def test_a_session_ends_when_it_is_ended_and_after_its_days() -> None:
    office = Office()
    one, other = signed_in(office), signed_in(office, "0533 444 55 66")
    end(office.desk, one.token)
    with pytest.raises(Refused, match="signed-out"):
        who(office.desk, one.token)
    office.clock.at += SESSION - timedelta(seconds=1)
    assert who(office.desk, other.token)
    office.clock.move(seconds=1)
    with pytest.raises(Refused, match="signed-out"):
        who(office.desk, other.token)


@pytest.mark.parametrize(
    ("phone", "channel", "field", "code"),
    [
        ("0232 444 55 66", "sms", "phone", "code-phone"),
        ("+49 151 2345678", "sms", "phone", "code-phone"),
        ("+49 151 2345678", "whatsapp", "phone", "code-phone"),
        ("12", "sms", "phone", "phone"),
        ("5" * 1000, "sms", "phone", "phone"),
        (PHONE, "email", "channel", "choice"),
        (PHONE, "telegram", "channel", "choice"),
    ],
)
def test_only_turkish_mobiles_get_codes(phone: str, channel: str, field: str, code: str) -> None:
    office = Office()
    with pytest.raises(Invalid) as refused:
        ask(office.desk, phone, channel, CALLER, "tr")
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [(field, code)]
    assert office.provider.sent == []
    assert office.limits.fulls == {}


def test_a_city_without_whatsapp_sends_no_code_by_it() -> None:
    office = Office()
    office.city = office.with_city(delivery={**office.city.delivery, "whatsapp": Delivery((), 1)}).city
    with pytest.raises(Invalid):
        ask(office.desk, PHONE, "whatsapp", CALLER, "tr")


def test_nobodys_phone_is_bombed_from_however_many_addresses() -> None:
    office, refused = Office(), 0
    for n in range(48 * 60):  # a code every half minute for a day, from another address each time
        try:
            ask(office.desk, PHONE, ("sms", "whatsapp")[n % 2], f"198.51.{n // 250}.{n % 250}", "tr")
        except Refused as error:
            refused += 1
            assert error.code == "too-many-codes"
            assert error.wait > 0
        office.clock.move(seconds=30)
    assert len(office.provider.sent) <= 2 * PER_PHONE_A_DAY  # a night is between
    assert refused == 48 * 60 - len(office.provider.sent)
    assert PER_PHONE.burst == 3


def test_fifty_people_behind_one_address_all_get_their_code() -> None:
    office = Office()
    for n in range(50):
        office.clock.move(seconds=0.03)  # two providers bear forty a second
        id, digits = asked(office, f"0532 111 00 {n:02d}")
        assert isinstance(enter(office.desk, id, digits, CALLER), Entered)


def test_one_address_cannot_spend_messages_without_end() -> None:
    office = Office()
    for n in range(60):
        office.clock.move(seconds=0.03)
        ask(office.desk, f"0532 {n:03d} 00 00", "sms", CALLER, "tr")
    with pytest.raises(Refused, match="limit-code"):
        ask(office.desk, "0532 999 00 00", "sms", CALLER, "tr")
    ask(office.desk, "0532 999 00 00", "sms", "198.51.100.8", "tr")


def test_who_wrote_iptal_gets_none_and_its_caller_hears_nothing_of_it() -> None:
    office = Office()
    office.ledger.suppress(address_key(office.desk, "+905321112233"), "sms", "stop word", office.clock())
    quiet = ask(office.desk, PHONE, "sms", CALLER, "tr")
    assert office.provider.sent == []
    heard = ask(office.desk, "0533 444 55 66", "sms", CALLER, "tr")
    assert (quiet.channel, quiet.expires, quiet.lost) == (heard.channel, heard.expires, heard.lost)
    asked(office, channel="whatsapp")
    assert len(office.provider.sent) == 2


def test_where_the_providers_have_their_fill_a_moment_is_waited() -> None:
    office = Office()
    rate = office.city.delivery["sms"].rate
    for name in office.city.delivery["sms"].providers:
        assert all(office.lanes.enter(name, office.clock(), rate).go for _ in range(rate))
    with pytest.raises(TryLater):
        ask(office.desk, PHONE, "sms", CALLER, "tr")  # the clock of this office stands
    assert [0 < seconds <= 0.1 for seconds in office.pauses] == [True]


def away() -> NotReached:
    return NotReached("no connection")


@pytest.mark.parametrize("first", [away, lambda: DOWN], ids=["not reached", "refuses"])
def test_where_one_provider_does_not_take_it_the_next_one_does(first: Callable[[], BaseException | Answer]) -> None:
    office = Office()
    names = office.city.delivery["sms"].providers
    office.provider.down[names[0]] = first()
    asked(office)
    assert [post.provider for post in office.provider.sent] == [names[1]]


def test_where_no_answer_came_nobody_else_is_asked_and_the_caller_is_told_so() -> None:
    office = Office()
    office.provider.fails_after.append(Lost("time-out"))
    sent = ask(office.desk, PHONE, "sms", CALLER, "tr")
    assert sent.lost
    assert len(office.provider.sent) == 1
    assert isinstance(enter(office.desk, sent.id, digits_in(office), CALLER), Entered)


def test_where_nobody_takes_it_the_caller_is_told_to_come_later() -> None:
    office = Office()
    office.provider.down = dict.fromkeys(office.city.delivery["sms"].providers, NotReached("no connection"))
    with pytest.raises(TryLater) as error:
        ask(office.desk, PHONE, "sms", CALLER, "tr")
    assert error.value.code == "code-not-sent"
    assert office.meter.total("CodeNotSent", channel="sms") == 1


def test_a_phone_that_opted_out_at_the_provider_is_not_asked_again() -> None:
    office = Office()
    office.provider.down["aws-sms"] = OPTED_OUT
    office.senders = {"aws-sms": office.senders["aws-sms"]}
    assert not ask(office.desk, PHONE, "sms", CALLER, "tr").lost
    assert "sms" in office.ledger.suppressed(address_key(office.desk, "+905321112233"))
