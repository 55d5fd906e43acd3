"""The outbox keeps what was sent."""

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
