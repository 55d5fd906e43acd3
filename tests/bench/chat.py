"""`python -m tests.bench.chat`: what one inbound message costs, CPU and DynamoDB, webhook and worker apart."""

from __future__ import annotations

import contextlib
import io
import json
import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from infrastructure.local.credentials import SECRET
from infrastructure.local.phone_post import posts
from infrastructure.local.phone_words import read_order
from infrastructure.local.settings import WHATSAPP_PHONE_ID
from tests.bench.__main__ import figures_of
from tests.bench.costs import Cost, Till
from tests.bench.engine import make_tables, running
from tests.bench.speed import REGION, environment
from tests.bench.tap import Asked, Tap, Told

ROUNDS = 40
PROVIDERS = "providers"
STEPS: dict[str, dict[str, Any]] = {
    "what is wrong": {"kind": "text", "text": "cöp alınmadi 3 gundur kokudan duramiyoruz"},
    "yes": {"kind": "text", "text": "evet"},
    "the place": {"kind": "location", "lat": 38.4189, "long": 27.1287},
    "yes, open it": {"kind": "text", "text": "evet"},
    "thanks": {"kind": "text", "text": "teşekkürler"},
}


@dataclass
class Spent:
    """What one step cost so far: CPU milliseconds of each round, and DynamoDB's calls of the last."""

    cpu: list[float]
    cost: Cost = field(default_factory=Cost)


def main() -> None:
    """Some conversations from end to end; the first, which loads everything, is not counted."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with contextlib.redirect_stdout(io.StringIO()):  # the product's log lines
        spent = measure(ROUNDS)
    print(f"\n{'one message, by WhatsApp':34}{'CPU':>9}{'items':>6}{'bytes':>8}{'read u.':>9}{'write u.':>9}   calls")
    for name, each in spent.items():
        middle = sorted(each.cpu)[len(each.cpu) // 2]
        print(f"{name:34}{middle:>6.2f} ms{figures_of(each.cost)}")


def measure(rounds: int) -> dict[str, Spent]:
    """Webhook and worker of each step."""
    spent: dict[str, Spent] = {}
    with running(REGION) as client:
        till = Till(client, make_tables(client))
        with Tap(lambda asked: answer(asked, till)) as tap:
            os.environ.update(settings(tap.url))  # this process measures and does nothing else
            for n in range(rounds + 1):
                for at, (name, asked) in enumerate(STEPS.items()):
                    told = _one(tap, till, n * len(STEPS) + at, n, asked)
                    for part, (cpu, cost) in told.items() if n else ():
                        each = spent.setdefault(f"{name}: {part}", Spent([]))
                        each.cpu.append(cpu)
                        each.cost = cost
    return spent


def settings(url: str) -> dict[str, str]:
    """The environment of the functions that take part."""
    return environment(
        url,
        INBOUND_QUEUE=f"{url}/000000000000/inbound",
        PROVIDER_EVENTS_QUEUE=f"{url}/000000000000/provider-events",
        PROVIDERS_SECRET_ID=PROVIDERS,
        WHATSAPP_PHONE_ID=WHATSAPP_PHONE_ID,
        GRAPH_URL=f"{url}/v23.0",
    )


def answer(asked: Asked, till: Till) -> Told:
    """DynamoDB from the engine, WhatsApp takes everything, the rest is canned."""
    if "messaging_product" in asked.body:
        return Told(200, {"messages": [{"id": f"wamid.OUT{time.monotonic_ns()}"}]})
    if asked.target.startswith("secretsmanager.") and asked.body.get("SecretId") == PROVIDERS:
        return Told(200, {"Name": PROVIDERS, "SecretString": json.dumps(SECRET)})
    return till.answer(asked)


def _one(tap: Tap, till: Till, key: int, person: int, asked: dict[str, Any]) -> dict[str, tuple[float, Cost]]:
    """One message of the nth person, with a key of its own."""
    from chalicelib.entry.listen import listen
    from tests.entry.gateway import call
    from tests.lambda_context import Context

    phone = f"+9053{person:08d}"
    order = read_order({"network": "whatsapp", "address": f"TR.{person}", "phone": phone, "name": "Ayşe"} | asked)
    (post,) = posts(order, [replace(order.word, n=key)], datetime.now(UTC))
    tap.calls.clear()
    webhook = _spend(till, lambda: _check(call("POST", post.path, post.raw.decode(), dict(post.headers)).status == 200))
    ids = [
        entry["MessageBody"]
        for sent, _ in tap.calls
        if sent.operation == "SendMessageBatch"
        for entry in sent.body["Entries"]
    ]
    _check(len(ids) == 1)
    records = [{"messageId": "1", "eventSource": "aws:sqs", "body": body} for body in ids]
    worker = _spend(till, lambda: _check(not listen({"Records": records}, Context())["batchItemFailures"]))
    return {"webhook": webhook, "worker": worker}


def _spend(till: Till, act: Callable[[], object]) -> tuple[float, Cost]:
    """CPU milliseconds of this thread alone: the endpoint that answers has others."""
    begun = time.thread_time()
    cost = till.spent(act)
    return (time.thread_time() - begun) * 1e3, cost


def _check(right: bool) -> None:
    if not right:
        raise RuntimeError("a message was not taken")


if __name__ == "__main__":
    main()
