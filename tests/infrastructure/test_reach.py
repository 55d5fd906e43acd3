"""What each function asks of storage and queues is what its policy allows: every call of its flows, by name."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from typing import Any

import pytest

from infrastructure.package import ROOT

Reach = tuple[str, str]
"""An action, and the resource that it needs."""

READ, WRITE, PUT, GET = "dynamodb:Query", "dynamodb:UpdateItem", "dynamodb:PutItem", "dynamodb:GetItem"
# What each call of a Desk does (store/*.py, tools/aws.py). A transaction needs the rights of its parts.
CALLS: dict[str, tuple[Reach, ...]] = {
    "requests.open": ((PUT, "Requests"),),
    "requests.read": (("dynamodb:GetItem", "Requests"),),
    "requests.case": ((READ, "Requests"),),
    "requests.look": ((READ, "Requests"),),
    "requests.change": ((WRITE, "Requests"), (PUT, "Requests")),
    "requests.erase_said": ((WRITE, "Requests"),),
    "requests.record_read": ((PUT, "Requests"),),
    "requests.count_wrong": ((PUT, "Requests"),),
    "requests.next": ((READ, "Requests/index/next"),),
    "requests.look_at": ((WRITE, "Requests"),),
    "requests.of_unit": ((READ, "Requests/index/by_unit"),),
    "requests.among_unit": ((READ, "Requests/index/by_unit"),),
    "requests.of_citizen": ((READ, "Requests/index/by_citizen"),),
    "requests.calls": ((READ, "Requests/index/calls"),),
    "requests.published": ((READ, "Requests/index/by_month"),),
    "requests.public_of": (("dynamodb:BatchGetItem", "Requests"),),
    "requests.near": ((READ, "Requests/index/by_cell"), ("dynamodb:BatchGetItem", "Requests")),
    "requests.updates": ((READ, "Requests/index/by_change"),),
    "requests.todo": ((READ, "Requests/index/todo"),),
    "requests.clear_todo": ((WRITE, "Requests"),),
    "ledger.add": ((PUT, "Ledger"),),
    "ledger.claim": ((WRITE, "Ledger"),),
    "ledger.hold": ((WRITE, "Ledger"),),
    "ledger.accept": ((WRITE, "Ledger"),),
    "ledger.retry": ((WRITE, "Ledger"),),
    "ledger.unknown": ((WRITE, "Ledger"),),
    "ledger.end": ((WRITE, "Ledger"),),
    "ledger.settle": ((WRITE, "Ledger"),),
    "ledger.of_request": ((READ, "Ledger"),),
    "ledger.due": ((READ, "Ledger/index/due"),),
    "ledger.held": ((READ, "Ledger/index/held"),),
    "ledger.release": ((WRITE, "Ledger"),),
    "ledger.join": ((WRITE, "Ledger"),),
    "ledger.suppress": ((PUT, "Ledger"),),
    "ledger.suppressed": ((READ, "Ledger"),),
    "ledger.allow": (("dynamodb:DeleteItem", "Ledger"),),
    "lanes.enter": ((WRITE, "Work"),),
    "lanes.failed": ((WRITE, "Work"),),
    "lanes.good": ((WRITE, "Work"),),
    "lanes.admit": ((WRITE, "Work"),),
    "contacts.add": ((PUT, "Contacts"),),
    "contacts.read": (("dynamodb:GetItem", "Contacts"),),
    "contacts.of_day": ((READ, "Contacts/index/by_day"),),
    "contacts.of_citizen": ((READ, "Contacts/index/by_citizen"),),
    "chats.keep": ((PUT, "Contacts"),),
    "chats.message": ((GET, "Contacts"),),
    "chats.thread": ((GET, "Contacts"),),
    "chats.save": ((PUT, "Contacts"), (WRITE, "Contacts")),
    "chats.settled": ((WRITE, "Contacts"),),
    "chats.todo": ((READ, "Contacts/index/todo"),),
    "chats.set_fate": ((WRITE, "Contacts"),),
    "chats.messages": ((READ, "Contacts/index/by_thread"),),
    "chats.waiting": ((READ, "Contacts/index/waiting"),),
    "chats.known": (("dynamodb:BatchGetItem", "Contacts"),),
    "chats.know": ((PUT, "Contacts"),),
    "settings.all": ((READ, "Settings"),),
    "settings.history": ((READ, "Settings"),),
    "settings.put": ((PUT, "Settings"),),
    "settings.order": ((WRITE, "Settings"),),
    "settings.job": ((READ, "Settings"),),
    "settings.advance": ((WRITE, "Settings"),),
    "limits.take": ((WRITE, "Work"),),
    "limits.take_for": ((WRITE, "Work"),),
    "limits.put_instead": ((WRITE, "Work"),),
    "codes.put": ((PUT, "Work"),),
    "codes.guess": ((WRITE, "Work"),),
    "codes.use": (("dynamodb:DeleteItem", "Work"),),
    "codes.begin": ((PUT, "Work"),),
    "codes.who": ((GET, "Work"),),
    "codes.end": (("dynamodb:DeleteItem", "Work"),),
    "files.add": ((PUT, "FilesTable"),),
    "files.read": ((GET, "FilesTable"),),
    "files.of": (("dynamodb:BatchGetItem", "FilesTable"),),
    "files.claim": ((WRITE, "FilesTable"),),
    "files.settle": ((WRITE, "FilesTable"),),
    "files.todo": ((READ, "FilesTable/index/todo"),),
    "fetch": (
        *(("social-messaging:GetWhatsAppMessageMedia", ""), ("s3:PutObject", "Files/files/chat/*")),
        ("s3:GetObject", "Files/files/chat/*"),
    ),
    "vault.offer": (("s3:PutObject", "Files/files/raw/*"),),
    "vault.address": (("s3:GetObject", "Files/files/clean/*"),),
    "vault.put": (("s3:PutObject", "Files/files/raw/*"),),
    "vault.keep": (("s3:DeleteObjectTagging", "Files/files/clean/*"),),
    "vault.get": (("s3:GetObject", "Files/files/raw/*"),),
    "vault.verdict": (("s3:GetObjectTagging", "Files/files/raw/*"),),
    "vault.drop": (("s3:DeleteObject", "Files/files/raw/*"), ("s3:DeleteObject", "Files/files/clean/*")),
    "count": ((WRITE, "Work"),),
    "listen": (("sqs:SendMessage", "Inbound"),),
    "wake": (("sqs:SendMessage", "UnitAlerts"), ("sqs:SendMessage", "CitizenMessages")),
    "carry": (
        ("ses:SendEmail", ""),
        ("sms-voice:SendTextMessage", ""),
        ("social-messaging:SendWhatsAppMessage", ""),
    ),
}
# What a message of somebody's leads to.
CONVERSING = (
    *("admit", "fold"),
    *("chat_media", "files", "photos"),
    *("acts", "chat_keep", "citizen", "converse", "identify", "intake", "listen", "mail", "replies", "track", "window"),
)
# The flows that each function runs.
FLOWS = {
    "api_handler": (
        *("bundled", "citizen", "contacts", "intake", "move", "people", "reach", "settings", "stop", "track", "work"),
        *("chat_desk", "chat_keep", "chat_public", "chat_request", "chat_work", "deliver", "fallback", "listen"),
        *("replies", "send", "wake", "window"),
        *("codes", "near", "own", "send_code"),
        *("chat_media", "files", "photos"),
        *("open311_file", "open311_keys", "open311_lists", "open311_tokens", "open311_updates"),
        *("admit", "fold"),
    ),
    "notify": ("files", "hold", "move", "notify", "photos", "wake"),
    "deliver": (*CONVERSING, "deliver", "fallback", "move", "send", "together", "wake"),
    "receipts": (*CONVERSING, "deliver", "fallback", "move", "receipts", "send", "stop", "together", "wake"),
    "listen": (*CONVERSING, "deliver", "fallback", "move", "send", "together", "wake"),
    "sweep": (
        *(*CONVERSING, "chat_promise", "check", "deliver", "escalate", "fallback", "hold", "look_after", "move"),
        *("notify", "receipts", "recompute", "send", "sweep", "together", "wake"),
    ),
    "examine": ("examine", "files"),
}
# Whoever hears that a message came back puts the next one down; it sends none itself and gathers none
# (tests/entry/test_workers.py: test_who_hears_that_a_message_came_back_sends_none).
# A conversation follows nobody's request, and is not limited as calls from outside are.
# Of a conversation Deliver and Receipts only ask for a person; the sweep takes nothing in, the desk gathers nothing.
LIMITS = {"limits.take", "limits.take_for", "limits.put_instead"}
# Files are offered, shown and erased by the API; who takes them in puts them down, who tells of a request claims them.
# Images are put by who examines, under another key than uploads (test_policies.py).
SHOWING = {"files.of", "files.settle", "vault.address", "vault.drop", "vault.offer"}
CLAIMING = {"files.claim", "vault.keep"}
TAKING = {"fetch", "files.add", "files.read", "vault.put"}
NEVER = {
    "api_handler": {"ledger.held", "ledger.join", "ledger.release", *CLAIMING},
    "notify": {"requests.public_of", *SHOWING, *TAKING},
    "examine": {
        *("requests.public_of", "files.add", "files.claim", "files.of"),
        *("vault.put", "vault.address", "vault.offer"),
    },
    "deliver": {
        *("ledger.allow", "listen", "requests.of_citizen", "requests.public_of", *LIMITS),
        *(*SHOWING, *CLAIMING, *TAKING),
    },
    "listen": {"requests.public_of", *LIMITS, *SHOWING, *CLAIMING},
    "receipts": {
        *("carry", "count", "lanes.enter", "lanes.failed", "lanes.good", "ledger.held", "requests.of_unit"),
        *("ledger.allow", "requests.of_citizen", "requests.public_of", *LIMITS),
        *(*SHOWING, *CLAIMING, *TAKING),
    },
    "sweep": {"listen", "requests.public_of", *LIMITS, *SHOWING},
}


@pytest.mark.parametrize("function", FLOWS)
def test_each_function_may_do_whatever_its_flows_ask_for(function: str) -> None:
    allowed = set(_allowed(function))
    calls = {call for flow in FLOWS[function] for call in _calls(flow)} - NEVER.get(function, set())
    asked = {(call, *reach) for call in calls for reach in CALLS[call]}
    assert asked
    assert sorted(each for each in asked if each[1:] not in allowed) == []


def test_what_closes_by_silence_reads_the_ledger_first() -> None:
    assert "ledger.of_request" in _calls("escalate")
    assert (READ, "Ledger") in set(_allowed("sweep"))


def test_every_flow_that_touches_storage_is_run_by_a_function_named_here() -> None:
    flows = {path.stem for path in (ROOT / "chalicelib" / "flows").glob("*.py")} - {"desk"}
    assert {flow for flow in flows if _calls(flow)} <= {flow for named in FLOWS.values() for flow in named}


@pytest.mark.parametrize("function", sorted(set(FLOWS) - {"api_handler"}))
def test_the_flows_of_a_worker_are_those_that_it_imports(function: str) -> None:
    found = _flows_in(ROOT / "chalicelib" / "entry" / f"{function}.py")
    while more := {each for flow in found for each in _flows_in(ROOT / "chalicelib" / "flows" / f"{flow}.py")} - found:
        found |= more
    # The Desk is a shape; of the settings' flow a worker takes a name.
    assert {flow for flow in found - {"desk", "settings", "people"} if _calls(flow)} == {
        flow for flow in FLOWS[function] if _calls(flow)
    }


def _calls(flow: str) -> set[str]:
    """The calls of a Desk in a flow: "store.method" or "function"."""
    tree = ast.parse((ROOT / "chalicelib" / "flows" / f"{flow}.py").read_text(encoding="utf-8"))
    dotted = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return {name.removeprefix("desk.") for name in dotted if name.removeprefix("desk.") in CALLS and "desk." in name}


def _flows_in(file: Any) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        if node.module == "chalicelib.flows":
            found |= {alias.name for alias in node.names}
        elif node.module.startswith("chalicelib.flows."):
            found.add(node.module.rpartition(".")[2])
    return found


def _allowed(function: str) -> Iterator[Reach]:
    written = json.loads((ROOT / ".chalice" / f"policy-{function}.json").read_text(encoding="utf-8"))
    for statement in written["Statement"]:
        if statement["Effect"] != "Allow":
            continue
        resources = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
        for action in statement["Action"]:
            yield from ((action, _named(resource)) for resource in resources)


def _named(resource: dict[str, Any]) -> str:
    """'Requests' or 'Requests/index/todo'; "" for anything but a table or a queue of the template."""
    if "Fn::GetAtt" in resource:
        return str(resource["Fn::GetAtt"][0])
    text = resource["Fn::Sub"]
    return text.removeprefix("${").replace(".Arn}", "") if isinstance(text, str) and ".Arn}" in text else ""
