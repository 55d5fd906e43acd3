"""The worker functions, called as Lambda calls them, and each imported alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from chalicelib import wire
from chalicelib.core.errors import TryLater
from chalicelib.entry.deliver import deliver
from chalicelib.entry.notify import notify
from chalicelib.entry.receipts import receipts
from chalicelib.entry.sweep import sweep
from chalicelib.flows.intake import Source, hear
from chalicelib.tools.metrics import Meter
from tests.build import what_is_said
from tests.fakes import Office
from tests.lambda_context import Context
from tests.ledger import Ledger

ROOT = Path(__file__).parent.parent.parent


def insert_of(office: Office, number: str, name: str = "INSERT") -> dict[str, Any]:
    """A record of the stream, with the attributes that the worker reads."""
    return {
        "eventID": number,
        "eventName": name,
        "dynamodb": {
            "Keys": {"number": {"S": number}, "part": {"S": "A"}},
            "NewImage": {
                "number": {"S": number},
                "part": {"S": "A"},
                "todo_at": {"S": office.requests.marks.get(number, "")},
            },
            "SequenceNumber": number,
        },
    }


def message(body: str, name: str = "m-1") -> dict[str, Any]:
    return {"messageId": name, "receiptHandle": "r", "body": body, "attributes": {}, "messageAttributes": {}}


def opened(office: Office) -> str:
    return hear(office.desk, what_is_said(), Source("web", "key-1")).request.number


def test_the_stream_leads_to_errands_and_the_queue_to_the_provider(office: Office) -> None:
    number = opened(office)
    assert notify({"Records": [insert_of(office, number)]}, Context()) == {"batchItemFailures": []}
    messages = [message(f"{name} {errand}", errand) for _, name, errand in office.queues.woken]
    assert deliver({"Records": messages}, Context()) == {"batchItemFailures": []}
    assert len(office.provider.sent) == 2


def test_records_that_open_nothing_are_passed_over(office: Office) -> None:
    number = opened(office)
    changed, bare = insert_of(office, number, "MODIFY"), insert_of(office, number)
    del bare["dynamodb"]["NewImage"]["todo_at"]
    assert notify({"Records": [changed, bare]}, Context()) == {"batchItemFailures": []}
    assert not office.ledger.rows


def test_a_poison_message_fails_alone(office: Office, logged: StringIO) -> None:
    number = opened(office)
    notify({"Records": [insert_of(office, number)]}, Context())
    good = [message(f"{name} {errand}", errand) for _, name, errand in office.queues.woken]
    poison = message("gizli 0532 111 22 33 metni", "poison")
    answer = deliver({"Records": [good[0], poison, *good[1:]]}, Context())
    assert answer == {"batchItemFailures": [{"itemIdentifier": "poison"}]}
    assert len(office.provider.sent) == 2
    assert "record failed" in logged.getvalue()
    assert "0532" not in logged.getvalue()


def test_a_batch_of_nothing_but_poison_is_reported_whole(office: Office) -> None:
    answer = receipts({"Records": [message("no json", "a"), message("[]", "b")]}, Context())
    assert [each["itemIdentifier"] for each in answer["batchItemFailures"]] == ["a", "b"]


def said(*events: object) -> dict[str, Any]:
    """What the providers' topic hands to its function, an event each."""
    return {"Records": [{"EventSource": "aws:sns", "Sns": {"Message": json.dumps(each)}} for each in events]}


def of_ses(errand: str, kind: str = "Delivery", **more: object) -> dict[str, Any]:
    mail = {"messageId": "m-1", "destination": ["ayse@example.org"], "tags": {"errand": [errand]}}
    return {"eventType": kind, "mail": mail} | more


def bounced(errand: str) -> dict[str, Any]:
    recipients = [{"emailAddress": "fen.isleri@example.org", "diagnosticCode": "550 no ayse@example.org here"}]
    return of_ses(errand, "Bounce", bounce={"bounceType": "Permanent", "bouncedRecipients": recipients})


def alerted(office: Office) -> str:
    """The errand of an alert that its provider has taken."""
    number = opened(office)
    notify({"Records": [insert_of(office, number)]}, Context())
    deliver({"Records": [message(f"{name} {errand}", errand) for _, name, errand in office.queues.woken]}, Context())
    return f"{number}-1-unit_fen-isleri-alert"


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The receipts that were put on their queue."""
    found: list[Any] = []
    monkeypatch.setattr(wire, "keep_receipts", found.extend)
    return found


@dataclass
class LedgerAway(Ledger):
    """A ledger that no receipt can be written into."""

    def settle(self, *_: object, **__: object) -> bool:
        raise TryLater("dynamodb away")


def test_what_a_provider_says_settles_its_errand(office: Office, kept: list[Any]) -> None:
    errand = alerted(office)
    unknown = {"eventType": "Open", "mail": {"messageId": "m", "tags": {}}}
    assert receipts(said(of_ses(errand), unknown), Context()) == {"batchItemFailures": []}
    assert office.ledger.rows[errand].state == "delivered"
    assert kept == []


def test_a_bare_receipt_settles_its_errand(office: Office) -> None:
    errand = alerted(office)
    bare = json.dumps({"errand": errand, "state": "delivered", "message": "m-1", "provider": "ses"})
    assert receipts({"Records": [message(bare)]}, Context()) == {"batchItemFailures": []}
    assert office.ledger.rows[errand].state == "delivered"


def test_a_receipt_that_cannot_be_settled_goes_on_without_addresses(
    office: Office, kept: list[Any], monkeypatch: pytest.MonkeyPatch, logged: StringIO
) -> None:
    errand = alerted(office)
    away = replace(office.desk, ledger=LedgerAway(office.ledger.rows))
    with monkeypatch.context() as while_away:
        while_away.setattr(wire, "desk", lambda: away)
        receipts(said(of_ses(errand, "Complaint"), of_ses(errand)), Context())
    assert [(each["errand"], each["state"]) for each in kept] == [(errand, "delivered"), (errand, "delivered")]
    assert "@" not in json.dumps(kept) + logged.getvalue()
    assert "dynamodb away" in logged.getvalue()
    assert receipts({"Records": [message(json.dumps(kept[1]))]}, Context()) == {"batchItemFailures": []}
    assert office.ledger.rows[errand].state == "delivered"


def test_where_the_queue_is_away_too_lambda_comes_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    errand = alerted(office)
    away = replace(office.desk, ledger=LedgerAway(office.ledger.rows))

    def refuse(_: object) -> None:
        raise TryLater("sqs away")

    monkeypatch.setattr(wire, "desk", lambda: away)
    monkeypatch.setattr(wire, "keep_receipts", refuse)
    with pytest.raises(TryLater, match="sqs away"):
        receipts(said(of_ses(errand)), Context())


@pytest.mark.parametrize("text", ["", "no json", "[]", "null", '"x"', "{}", '{"mail": 7}'])
def test_what_no_provider_says_is_passed_over(office: Office, kept: list[Any], text: str) -> None:
    errand = alerted(office)
    event = said(of_ses(errand))
    event["Records"].insert(0, {"EventSource": "aws:sns", "Sns": {"Message": text}})
    assert receipts(event, Context()) == {"batchItemFailures": []}
    assert office.ledger.rows[errand].state == "delivered"
    assert kept == []


def test_who_hears_that_a_message_came_back_sends_none(office: Office, kept: list[Any]) -> None:
    """It puts the next one down, and by its policy may do no more (tests/infrastructure/test_reach.py)."""
    errand = alerted(office)
    before = len(office.provider.sent)
    receipts(said(bounced(errand)), Context())
    assert office.ledger.rows[errand].state == "undeliverable"
    assert f"{errand}-1" in office.ledger.rows
    assert len(office.provider.sent) == before
    assert kept == []


def test_a_stop_word_by_aws_whatsapp_stops_the_channel(office: Office) -> None:
    text = {"from": "905321112233", "id": "wamid.1", "type": "text", "text": {"body": "İptal"}}
    entry = {"id": "1", "changes": [{"field": "messages", "value": {"messages": [text]}}]}
    receipts(said({"context": {}, "whatsAppWebhookEntry": json.dumps(entry)}), Context())
    (stopped,) = office.ledger.stops.values()
    assert set(stopped) == {"whatsapp"}


def by_aws(account: str = "") -> dict[str, Any]:
    """What AWS says when somebody wrote by WhatsApp to its number of this id, "" where it does not name it."""
    text = {"from": "905321112233", "id": "wamid.1", "type": "text", "text": {"body": "Çukur var"}}
    value = {"metadata": {"phone_number_id": "106500000000001"}, "messages": [text]}
    entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
    arn = f"arn:aws:social-messaging:eu-central-1:1:{account.replace('-id-', '-id/', 1)}"
    named = [{"metaPhoneNumberId": "106500000000001", "arn": f"{arn}/{account}"}] if account else []
    return {"context": {"MetaPhoneNumberIds": named}, "whatsAppWebhookEntry": json.dumps(entry)}


@pytest.mark.parametrize(("account", "heard"), [("phone-number-id-1", 1), ("phone-number-id-2", 0), ("", 1)])
def test_what_is_written_by_aws_whatsapp_to_our_number_is_kept_once(
    office: Office, monkeypatch: pytest.MonkeyPatch, account: str, heard: int
) -> None:
    monkeypatch.setenv("SOCIAL_PHONE_ID", "phone-number-id-1")
    event = said(by_aws(account), by_aws(account))
    assert receipts(event, Context()) == {"batchItemFailures": []}
    assert receipts(event, Context()) == {"batchItemFailures": []}
    assert [each.item.text for each in office.chats.kept.values() if each.item] == ["Çukur var"] * heard
    assert office.queues.heard == list(office.chats.kept)


def test_figures_are_told_at_the_end_of_every_batch_and_sweep(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    meter = Meter()
    monkeypatch.setattr(wire, "meter", lambda: meter)
    monkeypatch.setattr(wire, "desk", lambda: replace(office.desk, meter=meter))
    errand = alerted(office)
    assert '"Sent"' in capsys.readouterr().out
    receipts(said(of_ses(errand)), Context())
    assert '"Receipt"' in capsys.readouterr().out
    sweep({}, Context())
    assert {'"OldestTodo"', '"OldestDue"'} <= set(re.findall(r'"Oldest\w+"', capsys.readouterr().out))


def test_the_sweep_goes_on_after_a_job_that_fails(office: Office) -> None:
    for door in ("12", "14", "16"):
        hear(office.desk, what_is_said(phone=None, address=f"Ankara Caddesi no {door}"), Source("web", f"key-{door}"))
    office.clock.move(minutes=1)
    office.provider.fails = [RuntimeError("a defect")]
    assert sweep({}, Context()) == {"done": 2, "failed": 1}
    assert len(office.provider.sent) == 2


def test_the_sweep_stops_before_its_time_is_up(office: Office) -> None:
    for key in ("key-1", "key-2", "key-3"):
        hear(office.desk, what_is_said(phone=None), Source("web", key))
    office.clock.move(minutes=1)
    assert sweep({}, Context(left_ms=5_000)) == {"done": 1, "failed": 0}


@pytest.mark.parametrize(
    "name",
    ["notify", "deliver", "receipts", "listen", "sweep", "webhooks", "webhooks_chat", "public_api", "public_web"],
)
def test_every_entry_is_imported_alone_and_touches_nothing(name: str) -> None:
    """In a fresh interpreter with an empty environment, as Lambda imports it: no client, no file, no setting."""
    program = (
        f"import chalicelib.entry.{name} as entry, sys\n"
        f"assert callable(getattr(entry, {name!r}, len))\n"
        "print(*(name for name in ('boto3', 'jinja2', 'pynamodb') if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env={"PATH": ""}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
