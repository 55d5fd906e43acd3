"""The outbox keeps what was sent."""

from dataclasses import replace
from pathlib import Path

import pytest

from infrastructure.local.outbox import Message, Outbox, number_of

AT = "2026-11-23T09:00:00.000+00:00"
SMS = Message("1", "sms", "+905321112233", None, "Başvurunuz alındı", None, "2611-4817-3052", "261148173052-1-x", AT)
MAIL = Message("2", "email", "a@example.org", "Konu", "Metin\nsatır", "<p>Metin</p>", "", "", AT)


def test_messages_are_there_after_a_restart_oldest_first(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.jsonl")
    outbox.add(SMS)
    outbox.add(MAIL)
    assert Outbox(tmp_path / "outbox.jsonl").messages() == [SMS, MAIL]


def test_state_outlives_a_restart(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.jsonl")
    outbox.add(SMS)
    outbox.mark("1", "failed", "TEXT_INVALID")
    outbox.mark("2", "delivered")  # of a message that is no longer there
    assert outbox.messages() == Outbox(tmp_path / "outbox.jsonl").messages()
    assert [(message.state, message.code) for message in outbox.messages()] == [("failed", "TEXT_INVALID")]


def test_messages_are_chosen_by_channel_and_by_number_however_it_is_typed(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.jsonl")
    bundle = replace(MAIL, id="3", text="2 başvuru: 2611-4817-3052, 2611-4817-3060")
    for message in (SMS, MAIL, bundle):
        outbox.add(message)
    assert outbox.messages("email") == [MAIL, bundle]
    assert outbox.messages(number="2611 4817 3052") == [SMS, bundle]
    assert outbox.messages("sms", "261148173060") == []


def test_text_with_odd_line_breaks_is_read_back_whole(tmp_path: Path) -> None:
    odd = replace(SMS, text="bir\u2028iki\x85üç\x0bdört\r\nbeş")
    Outbox(tmp_path / "outbox.jsonl").add(odd)
    assert Outbox(tmp_path / "outbox.jsonl").messages() == [odd]


def test_line_cut_off_by_a_crash_costs_that_message_alone(tmp_path: Path) -> None:
    file = tmp_path / "outbox.jsonl"
    Outbox(file).add(SMS)
    with file.open("a", encoding="utf-8") as out:
        out.write('{"id": "3", "chan')
    outbox = Outbox(file)
    outbox.add(MAIL)
    assert outbox.messages() == Outbox(file).messages() == [SMS, MAIL]


def test_cleared_outbox_is_empty_after_a_restart_too(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.jsonl")
    outbox.add(SMS)
    outbox.clear()
    assert outbox.messages() == Outbox(tmp_path / "outbox.jsonl").messages() == []


@pytest.mark.parametrize(
    ("errand", "number"),
    [
        ("261148173052-1-reporter_1-ack", "2611-4817-3052"),
        ("261148173052", "2611-4817-3052"),
        ("26114817305-1", ""),
        ("٢٦١١٤٨١٧٣٠٥٢-1", ""),
        ("", ""),
    ],
)
def test_number_is_what_the_errand_begins_with(errand: str, number: str) -> None:
    assert number_of(errand) == number
