"""Every case of who somebody is: ids, phones, moves, recycled numbers; in order and out of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.flows.identify import Person
from tests.build import MONDAY
from tests.fakes import Office
from tests.flows.writing import AYSE, BERK, OTHER, PHONE, moved, wrote


@pytest.fixture
def office() -> Office:
    return Office()


def test_an_id_alone_is_somebody_and_stays_so(office: Office) -> None:
    first = wrote(office, AYSE)
    assert wrote(office, AYSE).id == first.id
    assert wrote(office, BERK).id != first.id
    assert (first.phone, first.since) == ("", None)


def test_an_id_that_later_comes_with_a_phone_is_the_same_person(office: Office) -> None:
    first = wrote(office, AYSE)
    both = wrote(office, AYSE, PHONE)
    assert (both.id, both.phone, both.since) == (first.id, PHONE, office.clock.at)
    alone = wrote(office, AYSE)
    assert (alone.id, alone.phone, alone.since, alone.lost) == (first.id, "", both.since, False)


def test_a_phone_that_later_comes_with_an_id_is_the_same_person(office: Office) -> None:
    first = wrote(office, phone=PHONE)
    both = wrote(office, AYSE, PHONE)
    assert (both.id, both.since, both.recycled) == (first.id, first.since, False)
    assert wrote(office, AYSE).id == wrote(office, phone=PHONE).id == first.id


def test_an_id_and_a_phone_that_were_two_persons_are_merged_when_they_come_together(office: Office) -> None:
    by_id, by_phone = wrote(office, AYSE), wrote(office, phone=PHONE)
    both = wrote(office, AYSE, PHONE)
    assert (both.id, both.merged, both.since) == (by_id.id, by_phone.id, by_phone.since)
    assert wrote(office, phone=PHONE).id == by_id.id


def test_the_same_person_by_amazon_and_by_meta_is_one(office: Office) -> None:
    by_meta = wrote(office, AYSE, PHONE, account="106540352242922")
    assert wrote(office, AYSE, PHONE, account="phone-number-id-1").id == by_meta.id


def test_a_recycled_number_is_a_new_person_and_shows_nothing_of_before(office: Office) -> None:
    old = wrote(office, AYSE, PHONE)
    new = wrote(office, BERK, PHONE)
    assert (new.id != old.id, new.recycled, new.phone) == (True, True, PHONE)
    assert new.since == office.clock.at
    again = wrote(office, AYSE)
    assert (again.id, again.since, again.phone, again.lost) == (old.id, None, "", True)
    assert wrote(office, BERK, PHONE).since == new.since


def test_a_number_that_was_known_alone_is_recycled_after_its_quarantine(office: Office) -> None:
    old = wrote(office, phone=PHONE)
    office.clock.move(days=89)
    assert wrote(office, phone=PHONE).id == old.id
    office.clock.move(days=91)
    new = wrote(office, phone=PHONE)
    assert (new.id != old.id, new.recycled, new.since) == (True, True, office.clock.at)


def test_an_id_shows_nothing_of_a_number_that_went_on_to_one_without_an_id(office: Office) -> None:
    old = wrote(office, AYSE, PHONE)
    office.clock.move(days=91)
    new = wrote(office, phone=PHONE)
    again = wrote(office, AYSE)
    assert (new.id != old.id, again.id, again.since, again.lost) == (True, old.id, None, True)


def test_who_has_a_phone_already_is_not_merged_with_one_whom_another_phone_alone_names(office: Office) -> None:
    old, other = wrote(office, AYSE, PHONE), wrote(office, phone=OTHER)
    both = wrote(office, AYSE, OTHER)
    assert (both.id, both.merged, both.since, both.recycled) == (old.id, "", office.clock.at, True)
    assert other.id != old.id


def test_a_freed_number_shows_its_next_holder_nothing_of_the_days_before(office: Office) -> None:
    wrote(office, AYSE, PHONE)
    sent = office.clock.at - timedelta(minutes=5)
    moved(office, PHONE, phone=OTHER)
    assert wrote(office, BERK, PHONE, at=sent).since == office.clock.at


def test_an_old_message_does_not_take_a_recycled_number_back(office: Office) -> None:
    old = wrote(office, AYSE, PHONE)
    sent = office.clock.at
    new = wrote(office, BERK, PHONE)
    late = wrote(office, AYSE, PHONE, at=sent)
    assert (late.id, late.phone, late.since, late.lost) == (old.id, "", None, True)
    stray = wrote(office, phone=PHONE, at=sent)
    assert (stray.id in (old.id, new.id), stray.since) == (False, None)
    assert wrote(office, BERK, PHONE).since == new.since


def test_a_changed_number_is_the_same_person_and_the_former_one_is_free(office: Office) -> None:
    old = wrote(office, AYSE, PHONE)
    changed = moved(office, PHONE, phone=OTHER)
    assert (changed.id, changed.phone) == (old.id, OTHER)
    assert wrote(office, phone=OTHER).id == old.id
    assert wrote(office, AYSE).lost
    new_id = wrote(office, "TR.3new", OTHER)
    assert new_id.id == old.id
    stranger = wrote(office, phone=PHONE)
    assert (stranger.id != old.id, stranger.since) == (True, office.clock.at)


def test_a_changed_number_with_the_same_id_frees_the_former_one(office: Office) -> None:
    old = wrote(office, AYSE, PHONE)
    assert wrote(office, AYSE, OTHER).id == old.id
    assert wrote(office, phone=PHONE).id != old.id
    assert wrote(office, AYSE, OTHER).id == old.id


def test_a_changed_id_is_the_same_person(office: Office) -> None:
    old = wrote(office, AYSE, PHONE)
    changed = moved(office, AYSE, "TR.3new")
    assert (changed.id, changed.since) == (old.id, None)
    both = wrote(office, "TR.3new", PHONE)
    assert (both.id, both.since, both.recycled) == (old.id, old.since, False)


def test_a_changed_id_is_the_same_person_also_if_the_new_one_wrote_first(office: Office) -> None:
    old = wrote(office, AYSE, PHONE)
    early = wrote(office, "TR.3new", PHONE)
    assert early.id != old.id
    changed = moved(office, AYSE, "TR.3new", at=office.clock.at - timedelta(minutes=30))
    assert (changed.id, changed.merged) == (old.id, early.id)
    assert wrote(office, "TR.3new", PHONE).id == old.id


def test_a_move_that_is_told_too_late_gives_nobody_the_new_holders_things(office: Office) -> None:
    old = wrote(office, AYSE, PHONE)
    sent = office.clock.at
    new = wrote(office, BERK, PHONE)
    late = moved(office, PHONE, phone=OTHER, at=sent)
    assert late.id not in (old.id, new.id)
    assert wrote(office, BERK, PHONE).id == new.id


def test_a_move_to_a_number_that_was_anothers_shows_nothing_of_before(office: Office) -> None:
    old, other = wrote(office, AYSE, PHONE), wrote(office, BERK, OTHER)
    changed = moved(office, PHONE, AYSE, OTHER)
    assert (changed.id, changed.since, changed.recycled) == (old.id, office.clock.at, True)
    berk = wrote(office, BERK)
    assert (berk.id, berk.lost, berk.since) == (other.id, True, None)


def test_a_move_told_twice_is_one(office: Office) -> None:
    old = wrote(office, AYSE, PHONE)
    assert moved(office, PHONE, phone=OTHER).id == old.id
    assert moved(office, PHONE, phone=OTHER).id == old.id
    rows = dict(office.chats.addresses)
    assert moved(office, PHONE, phone=OTHER).id == old.id
    assert office.chats.addresses == rows


def test_a_former_address_that_nobody_had_is_a_new_person(office: Office) -> None:
    someone = moved(office, PHONE, AYSE, OTHER)
    assert wrote(office, AYSE, OTHER).id == someone.id


def test_a_card_without_a_sender_is_nobodys(office: Office) -> None:
    wrote(office, AYSE, PHONE)
    card = wrote(office, kind="contact", card_phone=PHONE)
    assert card == Person(card.id)
    assert card.id not in {known.person for known in office.chats.addresses.values()}
    assert wrote(office, kind="contact", card_phone=PHONE).id != card.id


def test_only_ones_own_card_proves_a_phone_and_never_whose_requests_are_seen(office: Office) -> None:
    holder = wrote(office, AYSE, PHONE)
    another = wrote(office, "7", network="telegram", kind="contact", card_phone=PHONE)
    assert another.phone == ""
    own = wrote(office, "7", network="telegram", kind="contact", card_phone="905321112233", card_own=True)
    assert (own.id, own.phone, own.since) == (another.id, PHONE, None)
    later = wrote(office, "7", network="telegram")
    assert (later.id, later.lost) == (own.id, False)
    assert wrote(office, AYSE, PHONE).since == holder.since


def test_one_id_in_three_networks_is_three_persons(office: Office) -> None:
    named = [wrote(office, "4711", network=network).id for network in ("messenger", "instagram", "telegram")]
    assert len(set(named)) == 3


def test_a_telegram_chat_that_migrated_stays_who_it_was(office: Office) -> None:
    old = wrote(office, "-100", network="telegram")
    assert wrote(office, "-100200", network="telegram", kind="moved", former="-100").id == old.id
    assert wrote(office, "-100200", network="telegram").id == old.id


@pytest.mark.parametrize("written", ["+905321112233", "05321112233", "5321112233", "0090 532 111 22 33"])
def test_a_number_is_one_however_it_is_written(office: Office, written: str) -> None:
    person = wrote(office, phone=PHONE, network="sms")
    assert wrote(office, written, written, network="sms").id == person.id
    assert wrote(office, phone=written).id == person.id


def test_a_sender_without_a_number_is_its_name(office: Office) -> None:
    bank = wrote(office, "BANKA", network="sms")
    assert (bank.phone, wrote(office, "BANKA", network="sms").id) == ("", bank.id)


def test_a_mail_that_nobody_vouches_for_is_not_its_senders(office: Office) -> None:
    proved = wrote(office, "ayse@example.org", network="email")
    forged = wrote(office, "ayse@example.org", network="email", trusted=False)
    assert forged.id != proved.id
    assert wrote(office, "Ayse@Example.org", network="email").id == proved.id


def test_nothing_is_written_for_who_is_known_but_once_a_week(office: Office) -> None:
    wrote(office, AYSE, PHONE)
    rows = dict(office.chats.addresses)
    wrote(office, AYSE, PHONE)
    wrote(office, AYSE)
    assert office.chats.addresses == rows
    office.clock.move(days=7)
    wrote(office, AYSE, PHONE)
    assert {known.seen for known in office.chats.addresses.values()} == {office.clock.at}
    assert set(office.chats.expiries.values()) == {office.clock.at + timedelta(days=office.city.contact_days)}


def test_no_address_is_kept_as_it_is(office: Office) -> None:
    wrote(office, AYSE, PHONE)
    wrote(office, "ayse@example.org", network="email")
    kept = repr(office.chats.addresses)
    assert not any(said in kept for said in (AYSE, PHONE, "ayse@example.org", "whatsapp"))


def test_a_clock_ahead_or_years_behind_gives_nobody_more(office: Office) -> None:
    ahead = wrote(office, AYSE, PHONE, at=MONDAY + timedelta(days=400))
    assert ahead.since == office.clock.at
    behind = wrote(office, BERK, OTHER, at=MONDAY - timedelta(days=4000))
    assert behind.since == office.clock.at - timedelta(days=8)
    assert wrote(office, BERK, OTHER, at=None).id == behind.id
