"""How a mail goes to the municipality's own server, and what its codes ask for."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.channels.provider import Answer, Refusal, Sender
from chalicelib.channels.smtp import REACTIONS, SMTP
from tests.channels.parcels import ERRAND, a_mail, refused


def test_message_id_follows_from_the_errand() -> None:
    first, again = (SMTP.write(a_mail(), Sender("Köprü <kopru@izmir.example.org>")) for _ in range(2))
    assert first == again
    assert first.body["headers"]["Message-ID"] == f"<{ERRAND}@izmir.example.org>"
    assert first.body["headers"]["Auto-Submitted"] == "auto-generated"


def test_taken_is_all_that_is_ever_known() -> None:
    assert SMTP.read_answer(Answer(250, "", {"MessageId": "<a@b.org>"})) == "<a@b.org>"
    assert not SMTP.reports
    assert SMTP.read is None


@pytest.mark.parametrize(("code", "reaction"), REACTIONS.items())
def test_every_row_of_the_table_is_what_it_does(code: str, reaction: Any) -> None:
    answer = Answer(int(code), "", {}) if code.isdigit() else refused(0, code)
    assert SMTP.read_answer(answer) == Refusal(code, reaction)


@pytest.mark.parametrize(
    ("status", "reaction"),
    [(421, "wait"), (451, "retry"), (499, "retry"), (535, "alarm"), (550, "stop"), (599, "stop")],
)
def test_classes_of_codes(status: int, reaction: Any) -> None:
    assert SMTP.read_answer(Answer(status, "", {})) == Refusal(str(status), reaction)
