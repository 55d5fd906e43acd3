"""What AWS answers when nothing is stored behind it: enough for one request to be accepted."""

from __future__ import annotations

import json
from typing import Any

SECRET = json.dumps({"Name": "number-secret", "SecretString": "0123456789abcdef" * 4}).encode()
MESSAGE = json.dumps({"MessageId": "00000000-0000-0000-0000-000000000000"}).encode()
NOTHING = b"{}"
# Of a limit that nobody has used yet.
COUNTED = json.dumps({"Attributes": {"full": {"N": "1"}}}).encode()
NONE_FOUND = json.dumps({"Items": [], "Count": 0, "ScannedCount": 0}).encode()


def answer(target: str) -> bytes:
    """The body that answers a call by its X-Amz-Target, such as DynamoDB_20120810.PutItem; SES sends none."""
    if target.startswith("secretsmanager."):
        return SECRET
    if target.endswith(".Query"):
        return NONE_FOUND
    if target.endswith(".UpdateItem"):
        return COUNTED
    return NOTHING if target.startswith("DynamoDB") else MESSAGE


def answer_json(target: str) -> dict[str, Any]:
    """The same as an object."""
    read: dict[str, Any] = json.loads(answer(target))
    return read
