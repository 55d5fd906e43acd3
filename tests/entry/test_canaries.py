"""Twelve values that belong to somebody are sent through the whole product, also where it fails, and looked for in
everything that it leaves behind beside its tables and the messages themselves: logs, figures, queues, dead letters."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aws_lambda_powertools import Logger

from chalicelib import wire
from chalicelib.channels.provider import Answer, Post
from chalicelib.core.errors import Lost, NotReached
from chalicelib.core.tracking import pin, show
from chalicelib.flows.citizen import ticket_of
from chalicelib.tools.carrier import Carrier
from chalicelib.tools.metrics import Meter
from tests.build import SECRET, what_is_said
from tests.entry.citizen import FORM
from tests.entry.colleagues import move_in, signed, token_of
from tests.entry.gateway import call
from tests.entry.sinks import Sinks, Tale
from tests.fakes import Office, errand_of
from tests.tools.stands import Shelf, a_stand

NAME, SURNAME = "Kanaryaad", "Kanaryasoyad"
PHONE = ("0532 987 65 43", "+905329876543", "5329876543")
EMAIL = "kanarya.posta@ornek.example.org"
ADDRESS = "Ankara Caddesi no 77 Kanaryalı Apartmanı"
DESCRIPTION = "Kanaryanın kafesinin önünde derin bir çukur var"
NOTE = "Kanarya notu: vatandaş çok üzgün"
ANSWER = "Kanarya yanıtı: çukur kapatıldı"
PASSWORD = "Kanarya-saglayici-parolasi-7"
WEBHOOK = "Kanarya-webhook-sirri-8"


@pytest.fixture
def tale(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every line that our logger writes, and that any library would write at its most talkative."""
    lines: list[str] = []
    logger = Logger(service="canaries", level="DEBUG", logger_handler=Tale(lines))
    monkeypatch.setattr(wire, "logger", lambda: logger)
    # Powertools keeps its own lines to itself, until POWERTOOLS_DEBUG is set.
    talkative = {each: each.level for each in (logging.getLogger(), logging.getLogger("aws_lambda_powertools"))}
    others = Tale(lines)
    for each in talkative:
        each.addHandler(others)
        each.setLevel(logging.DEBUG)
    yield lines
    for each, level in talkative.items():
        each.removeHandler(others)
        each.setLevel(level)


@pytest.fixture
def sinks(office: Office, monkeypatch: pytest.MonkeyPatch, tale: list[str], tmp_path: Path) -> Iterator[Sinks]:
    """An office that logs and measures as in production, with people in it, and NetGSM reached over the wire."""
    staff = move_in(office, monkeypatch, tmp_path)
    meter = Meter()
    monkeypatch.setattr(wire, "meter", lambda: meter)
    credentials = Shelf(netgsm={"username": "kopru", "password": PASSWORD}).credentials
    with a_stand() as stand:
        carrier = Carrier(credentials, {"netgsm": f"http://127.0.0.1:{stand.server_port}"})
        by_list = office.provider.carry

        def carry(post: Post) -> Answer:
            if post.provider == "netgsm" and post.provider not in office.provider.down:
                return carrier(post)
            return by_list(post)

        desk = replace(office.desk, log=wire.Facts(), meter=meter, carry=carry)
        monkeypatch.setattr(wire, "desk", lambda: desk)
        found = Sinks(office, staff, stand)
        monkeypatch.setattr(wire, "keep_receipts", found.kept.extend)
        monkeypatch.setattr(wire, "webhook_secret", lambda *_: iter([WEBHOOK]))
        yield found


def a_message(office: Office) -> dict[str, Any]:
    """What a provider may write into an answer or an event of ours: all that it was ever told, and more."""
    sent = [post.body for post in office.provider.sent]
    return {"message": f"{PHONE} {EMAIL} {NAME} {DESCRIPTION}", "to": PHONE[1], "echo": repr(sent), "Message": EMAIL}


def file_requests(sinks: Sinks) -> tuple[str, str]:
    """One request by phone, whose proof is the number, and one by mail alone, whose proof is a PIN; and some that are
    refused."""
    said = {"first_name": NAME, "last_name": SURNAME, "address": ADDRESS, "description": DESCRIPTION}
    phone = call("POST", "/api/requests", what_is_said(**said, phone=PHONE[0], email=EMAIL), {"Idempotency-Key": "k-1"})
    mail = call("POST", "/api/requests", what_is_said(**said, phone=None, email=EMAIL), {"Idempotency-Key": "k-2"})
    assert (phone.status, mail.status) == (201, 201)
    for wrong in ({"phone": PHONE[0] + "9"}, {"email": EMAIL + "@"}, {"service_code": NAME}, {"kanarya": DESCRIPTION}):
        assert call("POST", "/api/requests", what_is_said(**said) | wrong).status == 400
    call("POST", "/api/requests", f'{{"description": "{DESCRIPTION}"')
    call("POST", "/basvuru", f"description={DESCRIPTION}&phone={PHONE[0]}", FORM)
    numbers = sorted(sinks.office.requests.rows, key=lambda number: sinks.office.requests.rows[number].draft.phone)
    return numbers[1], numbers[0]


def follow(sinks: Sinks, by_phone: str, by_mail: str, secret: str) -> None:
    """Look at both with proof, in every way there is, right and wrong."""
    for number, proof in ((by_phone, "6543"), (by_mail, secret), (by_mail, PHONE[2]), (by_phone, "1111")):
        call("GET", f"/api/requests/{show(number)}", headers={"X-Contact-Proof": proof})
        call("GET", f"/api/requests/{show(number)}?contact={proof}")
        call("POST", "/takip", f"number={show(number)}&contact={proof}", FORM)
    ticket = ticket_of(wire.desk(), sinks.office.requests.rows[by_mail])
    call("POST", f"/takip/{show(by_mail)}/add", f"ticket={ticket}&text={DESCRIPTION}", FORM)


def work_on(sinks: Sinks, number: str, token: str) -> None:
    """Staff write a note and an answer; tokens that hold and tokens that do not."""
    path = f"/api/staff/requests/{show(number)}"
    for said in ({"move": "note", "text": NOTE}, {"move": "start"},
                 {"move": "resolve", "outcome": "repaired", "answer": ANSWER}):  # fmt: skip
        version = sinks.staff.send(token, "GET", path).json["version"]
        assert sinks.staff.send(token, "POST", f"{path}/moves", said | {"version": version}).status == 200, said
    for wrong in (token[:-4], token + "x", signed({"exp": 1}), PASSWORD):
        assert sinks.staff.send(wrong, "GET", path).status == 401
    sinks.staff.send(token, "POST", f"{path}/moves", {"move": "note", "version": 1, "text": NOTE, NAME: ANSWER})
    call("POST", "/api/staff/session", {"username": "canary", "password": PASSWORD})


def post_to_webhooks() -> None:
    """What people write, signed and forged."""
    contact = {"wa_id": PHONE[1][1:], "profile": {"name": f"{NAME} {SURNAME}"}}
    texts = [{"from": PHONE[1][1:], "id": "wamid.1", "type": "text", "text": {"body": text}} for text in (NOTE, "RET")]
    value = {"contacts": [contact], "messages": texts, "statuses": [{"id": 1, "recipient_id": PHONE[1][1:]}]}
    entry = {"changes": [{"field": "messages", "value": value}]}
    for body in (json.dumps({"object": "whatsapp_business_account", "entry": [entry]}), DESCRIPTION):
        good = "sha256=" + hmac.new(WEBHOOK.encode(), body.encode(), hashlib.sha256).hexdigest()
        assert call("POST", "/webhooks/whatsapp", body, {"X-Hub-Signature-256": good}).status == 200
        assert call("POST", "/webhooks/whatsapp", body, {"X-Hub-Signature-256": WEBHOOK}).status == 403
    sms = json.dumps({"sourceNumber": PHONE[2], "content": DESCRIPTION})
    pair = base64.b64encode(f"{NAME}:{PASSWORD}".encode()).decode()
    for key in ({"xapi-key": WEBHOOK}, {"xapi-key": PASSWORD}, {"Authorization": f"Basic {pair}"}):
        call("POST", "/webhooks/netgsm", sms, key)


def events(sinks: Sinks) -> list[object]:
    """What providers say of every message: that it came, came back, or nothing that anybody can read."""
    found: list[object] = [DESCRIPTION, f'{{"{EMAIL}', {"eventType": EMAIL, "mail": {"destination": [EMAIL]}}]
    for post in sinks.office.provider.sent:
        errand = errand_of(post)
        mail = {"messageId": EMAIL, "destination": [EMAIL], "tags": {"errand": [errand]}}
        gone = {"bounceType": "Permanent", "bouncedRecipients": [{"emailAddress": EMAIL, "diagnosticCode": NOTE}]}
        found += [
            {"eventType": "Delivery", "mail": mail | {"tags": {"errand": [f"{EMAIL} {errand}"]}}},
            {"eventType": "Bounce", "mail": mail, "bounce": gone},
            {"eventType": "TEXT_BLOCKED", "destinationPhoneNumber": PHONE[1], "context": {"errand": errand},
             "messageBody": DESCRIPTION, "messageStatusDescription": NOTE, "messageStatus": PHONE[0]},
            {"eventType": "TEXT_" + PHONE[1], "context": {"errand": errand}},
        ]  # fmt: skip
    return found


def fail_in_every_way(sinks: Sinks) -> None:
    """Providers refuse, hang, break off, speak nonsense and repeat what they were told; our own code fails as well."""
    office, said = sinks.office, a_message(sinks.office)
    failures: list[BaseException | Answer] = [
        Answer(400, "BadRequestException", said),
        Answer(400, PHONE[0], said),
        Answer(400, EMAIL, said),
        Answer(429, "ThrottlingException", said),
        Answer(403, NOTE, said),
        Answer(200, "", {}),
        Answer(200, "", {"MessageId": [EMAIL], "messages": PHONE[1]}),
        NotReached("connect"),
        Lost("read timeout"),
        RuntimeError(f"poison {PHONE[0]} {EMAIL} {DESCRIPTION}"),
        KeyError(EMAIL),
        UnicodeDecodeError("utf-8", EMAIL.encode(), 0, 1, DESCRIPTION),
    ]
    for place, failure in enumerate(failures):
        said_by = call("POST", "/api/requests", what_is_said(
            first_name=NAME, last_name=SURNAME, phone=PHONE[0], email=EMAIL, description=DESCRIPTION,
            address=f"{ADDRESS} {place}"), {"Idempotency-Key": f"fails-{place}"})  # fmt: skip
        assert said_by.status == 201
        for name in ("ses", "aws-sms", "netgsm", "smtp"):
            office.provider.down[name] = failure
        sinks.work()
        office.provider.down.clear()
        office.clock.move(minutes=20)
    for status, text in ((200, NOTE), (406, json.dumps({"code": PHONE[0], "description": DESCRIPTION})), (500, EMAIL)):
        sinks.stand.status, sinks.stand.said = status, text.encode()
        office.provider.down["aws-sms"] = Answer(400, "ConflictException", said)
        again = what_is_said(phone=PHONE[0], description=DESCRIPTION, address=f"{ADDRESS} {text}")
        call("POST", "/api/requests", again, {"Idempotency-Key": f"wire-{status}"})
        sinks.work(rounds=2)
    office.provider.down.clear()


def test_twelve_canaries_are_found_nowhere(sinks: Sinks, tale: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    office = sinks.office
    by_phone, by_mail = file_requests(sinks)
    request = office.requests.rows[by_mail]
    secret = pin(SECRET, by_mail, request.state.pin_edition)
    token = token_of("unit_officer", "unit_officer")
    ticket = ticket_of(wire.desk(), request)
    sinks.work(rounds=2)
    follow(sinks, by_phone, by_mail, secret)
    work_on(sinks, by_mail, token)
    sinks.work(rounds=2)
    post_to_webhooks()
    sinks.say(*events(sinks))
    fail_in_every_way(sinks)
    sinks.say(*events(sinks))
    sinks.work(rounds=3)

    messages = repr([post.body for post in office.provider.sent]) + repr(sinks.stand.calls)
    for canary in (PHONE[1], EMAIL, ADDRESS, DESCRIPTION, ANSWER, secret):
        assert canary in messages or canary[3:] in messages, "it was not under way at all"
    assert sinks.stand.calls, "the provider's password was not under way"
    assert sinks.dead, "nothing became a dead letter"

    out, err = capsys.readouterr()
    left = {
        "logs": "\n".join(tale),
        "metrics and output": out + err,
        "queues": repr((office.queues.woken, office.queues.delayed)),
        "receipts on their queue": json.dumps(sinks.kept, ensure_ascii=False),
        "dead letters": json.dumps(sinks.dead, ensure_ascii=False),
        "answers of workers": json.dumps(sinks.answers, ensure_ascii=False),
        "ids of the ledger": repr(list(office.ledger.rows)),
    }
    canaries = {
        "name": (NAME,),
        "surname": (SURNAME,),
        "phone": (*PHONE, "532 987", "9876543"),
        "e-mail": (EMAIL, "kanarya.posta"),
        "address": (ADDRESS, "Kanaryalı"),
        "description": (DESCRIPTION, "Kanaryanın"),
        "note": (NOTE, "Kanarya notu"),
        "answer": (ANSWER, "Kanarya yanıtı"),
        "PIN": (secret,),
        "link": (ticket.partition(".")[2],),
        "access token": (token, token.rpartition(".")[2][:24]),
        "password": (PASSWORD, base64.b64encode(f"kopru:{PASSWORD}".encode()).decode(), WEBHOOK),
    }
    assert len(canaries) == 12
    assert '"Sent"' in left["metrics and output"]
    assert "errand carried" in left["logs"]
    assert "record failed" in left["logs"]
    hits = [
        (what, where, shown(text, form))
        for where, text in left.items()
        for what, forms in canaries.items()
        for form in forms
        if form in text
    ]
    assert hits == []


def shown(text: str, form: str) -> str:
    """The place of a hit, for whoever has to find it."""
    place = text.index(form)
    return text[max(0, place - 120) : place + 60]
