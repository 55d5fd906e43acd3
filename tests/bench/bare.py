"""The measure: the least that checks the same form and puts one item of the same size, with botocore alone; and the
least that also counts it against two limits before, as whatever comes from outside has to be."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import time
import uuid
from typing import Any

import botocore.session

LENGTHS = {
    "service_code": 64, "description": 5000, "address": 300, "district": 60, "neighbourhood": 80, "first_name": 80,
    "last_name": 80, "phone": 40, "email": 254, "on_behalf_of": 120, "kind": 40, "legal_basis": 20, "language": 10,
}  # fmt: skip
FLAGS = ("hide_identity", "do_not_call")
PLACE = {"lat": 90, "long": 180}
PHONE = re.compile(r"\+?[0-9 ()-]{7,20}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}")

# Two limits, by address and by contact: the milliseconds that one more costs, and the seconds that a row is kept.
STEP = 5_000
KEPT = 172_800

_clients: list[Any] = []


def handle(event: dict[str, Any], context: object) -> dict[str, Any]:
    """API Gateway's event of POST /api/requests in, its answer out."""
    form = json.loads(event["body"])
    errors = faults(form)
    if errors:
        return answer(400, {"errors": errors})
    return put(form, event)


def handle_limited(event: dict[str, Any], context: object) -> dict[str, Any]:
    """The same with the same calls as ours: two conditional updates before the put."""
    form = json.loads(event["body"])
    errors = faults(form)
    if errors:
        return answer(400, {"errors": errors})
    for who in (event["requestContext"]["identity"]["sourceIp"], form.get("phone") or form.get("email") or ""):
        count(hmac.digest(b"0123456789abcdef", who.encode(), hashlib.sha256).hex()[:32])
    return put(form, event)


def count(key: str) -> int:
    """Fill an idle limit: until when it is filled, in milliseconds since 1970."""
    now = int(time.time() * 1000)
    values = {":full": now + STEP, ":at": now, ":expires": now // 1000 + KEPT}
    told = client().update_item(
        TableName=os.environ["WORK_TABLE"],
        Key={"key": {"S": f"limit#{key}"}},
        UpdateExpression="SET #full = :full, #expires = :expires",
        ConditionExpression="attribute_not_exists(#full) OR #full <= :at",
        ExpressionAttributeNames={"#full": "full", "#expires": "expires"},
        ExpressionAttributeValues={name: {"N": str(value)} for name, value in values.items()},
        ReturnValues="ALL_NEW",
    )
    return int(told["Attributes"]["full"]["N"])


def put(form: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
    """Put the request; the answer with its number."""
    number = uuid.uuid4().hex
    item = {
        "number": {"S": number},
        "part": {"S": "A"},
        "key": {"S": event["headers"]["idempotency-key"]},
        "opened": {"S": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())},
        "status": {"S": "received"},
        "form": {"S": json.dumps(form, ensure_ascii=False)},
        "rest": {"S": os.environ.get("BARE_REST", "")},
    }
    client().put_item(TableName=os.environ["REQUESTS_TABLE"], Item=item)
    return answer(201, {"number": number, "status": "received"})


def faults(form: dict[str, Any]) -> list[str]:
    """The fields that are unknown, of a wrong type, too long, missing or no contact."""
    wrong = [name for name in form if name not in LENGTHS and name not in FLAGS and name not in PLACE]
    for name, longest in LENGTHS.items():
        value = form.get(name)
        if value is not None and (not isinstance(value, str) or len(value) > longest):
            wrong.append(name)
    wrong += [name for name in FLAGS if not isinstance(form.get(name, False), bool)]
    for name, limit in PLACE.items():
        value = form.get(name)
        if value is not None and (not isinstance(value, int | float) or not -limit <= value <= limit):
            wrong.append(name)
    wrong += [name for name in ("service_code", "description") if not form.get(name)]
    if form.get("phone") and not PHONE.fullmatch(form["phone"]):
        wrong.append("phone")
    if form.get("email") and not EMAIL.fullmatch(form["email"]):
        wrong.append("email")
    return wrong


def client() -> Any:
    """The DynamoDB client, made on first use."""
    if not _clients:
        _clients.append(botocore.session.get_session().create_client("dynamodb", region_name=os.environ["AWS_REGION"]))
    return _clients[0]


def answer(status: int, body: dict[str, Any]) -> dict[str, Any]:
    """API Gateway's shape of an answer."""
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(body),
        "isBase64Encoded": False,
    }
