"""The worker that listens, called as Lambda calls it: by the queue of messages, and by the topic of mails."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest

from chalicelib import wire
from chalicelib.core.errors import TryLater
from chalicelib.core.inbound import Item, Who
from chalicelib.entry.listen import listen
from chalicelib.flows.listen import listen as keep
from tests.fakes import Office
from tests.lambda_context import Context

MAIL = "From: Ayşe <ayse@example.org>\r\nMessage-ID: <one@example.org>\r\nSubject: Yol\r\n\r\nYolda çukur var.\r\n"


def message(body: str) -> dict[str, Any]:
    return {"messageId": body, "receiptHandle": "r", "body": body, "attributes": {}, "messageAttributes": {}}


def notified(key: object = "mails/1", **more: object) -> dict[str, Any]:
    """What SES says of a mail by its topic."""
    receipt = {
        "recipients": ["belediye@example.org"],
        "dmarcVerdict": {"status": "PASS"},
        "action": {"type": "S3", "bucketName": "another-bucket", "objectKey": key},
    }
    return {"notificationType": "Received", "mail": {"messageId": "1"}, "receipt": receipt} | more


def told(*said: object) -> dict[str, Any]:
    return {"Records": [{"EventSource": "aws:sns", "Sns": {"Message": json.dumps(each)}} for each in said]}


@pytest.fixture
def mails(office: Office, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The bucket of mails."""
    there = {"mails/1": MAIL.encode()}
    monkeypatch.setattr(wire, "read_mail", lambda key, most: there[key][:most] if key in there else None)
    return there


def wrote(office: Office, key: str, text: str) -> str:
    (id,) = keep(office.desk, [Item(key, Who("telegram", "4711"), text=text)], {})
    return id


def test_a_message_of_the_queue_is_answered_and_the_same_again_is_not(office: Office) -> None:
    id = wrote(office, "1", "Merhaba")
    assert listen({"Records": [message(id)]}, Context()) == {"batchItemFailures": []}
    answered = len(office.provider.sent)
    assert answered > 0
    assert listen({"Records": [message(id), message(id)]}, Context()) == {"batchItemFailures": []}
    assert len(office.provider.sent) == answered


def test_what_fails_is_reported_alone_and_logged_without_a_word_of_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, logged: StringIO
) -> None:
    bad, good = wrote(office, "1", "gizli söz"), wrote(office, "2", "Merhaba")
    read = office.chats.message

    def away(id: str) -> Any:
        if id == bad:
            raise TryLater("dynamodb away")
        return read(id)

    monkeypatch.setattr(office.chats, "message", away)
    answer = listen({"Records": [message(bad), message(good)]}, Context())
    assert answer == {"batchItemFailures": [{"itemIdentifier": bad}]}
    assert good not in office.chats.marks
    assert bad in office.chats.marks
    assert "dynamodb away" in logged.getvalue()
    assert "gizli" not in logged.getvalue()


def test_what_names_no_message_is_passed_over(office: Office) -> None:
    assert listen({"Records": [message("warm"), message("")]}, Context()) == {"batchItemFailures": []}
    assert office.chats.kept == {}


def test_a_mail_is_kept_once_and_comes_back_by_the_queue(office: Office, mails: dict[str, bytes]) -> None:
    for _ in range(2):
        assert listen(told(notified()), Context()) == {"batchItemFailures": []}
    (kept,) = office.chats.kept.values()
    assert kept.item
    assert (kept.item.who.id, kept.item.text, kept.item.trusted) == ("ayse@example.org", "Yolda çukur var.", True)
    assert office.queues.heard == [kept.id]
    assert listen({"Records": [message(kept.id)]}, Context()) == {"batchItemFailures": []}
    (thread,) = office.chats.threads.values()
    assert (thread.network, thread.mode) == ("email", "waiting")


def test_only_the_beginning_of_a_heavy_mail_is_read(
    office: Office, monkeypatch: pytest.MonkeyPatch, mails: dict[str, bytes]
) -> None:
    asked: list[int] = []

    def read(key: str, most: int) -> bytes:
        asked.append(most)
        return mails[key]

    monkeypatch.setattr(wire, "read_mail", read)
    listen(told(notified()), Context())
    assert asked == [8 * 1024 * 1024]


@pytest.mark.parametrize(
    "said",
    [
        *("Successfully validated SNS topic for Amazon SES event publishing.", None, [], 7, {}, {"receipt": 7}),
        *({"receipt": {"action": []}}, notified(7), notified("mails/other"), {"receipt": {"action": {"type": "SNS"}}}),
    ],
)
def test_what_is_of_no_mail_is_passed_over(office: Office, mails: dict[str, bytes], said: object) -> None:
    assert listen(told(said, notified()), Context()) == {"batchItemFailures": []}
    assert len(office.chats.kept) == 1


def test_where_a_mail_cannot_be_read_lambda_comes_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(key: str, most: int) -> bytes:
        raise TryLater("s3: away")

    monkeypatch.setattr(wire, "read_mail", away)
    with pytest.raises(TryLater, match="s3: away"):
        listen(told(notified()), Context())
    assert office.chats.kept == {}
