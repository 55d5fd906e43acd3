"""`python -m tests.bench.delivery [--requests 1000] [--rate 5] [--climb]`: how long from acceptance until a message is
with its provider, on the whole product on this machine."""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import boto3
import httpx

from infrastructure.local.settings import REGION
from tests.e2e.local import LocalKopru

CLIENTS = 16
LADDER = (10, 15, 20, 25, 30, 40)
GOAL_P50, GOAL_P99 = 1.0, 5.0


@dataclass(frozen=True)
class Told:
    """One acknowledgement, in seconds: answered by the API after the client asked, claimed by a worker and accepted by
    the provider after the API's answer."""

    asked: float
    claimed: float
    sent: float


def main() -> None:
    """One run; the machine's load is printed beside it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--requests", type=int, default=1000)
    arguments.add_argument("--rate", type=float, default=5)
    arguments.add_argument("--climb", action="store_true", help="then find the highest rate that is kept for 30 s")
    said = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, LocalKopru(Path(folder)) as kopru:
        tell(said.rate, run(kopru, said.requests, said.rate, "a"))
        for rate in LADDER if said.climb else ():
            if not tell(rate, run(kopru, int(30 * rate), rate, f"b{rate}")):
                break


def run(kopru: LocalKopru, count: int, rate: float, name: str) -> list[Told]:
    """So many requests at so many a second, each by a contact and at a place of its own; what became of them."""
    kopru.clear()
    start = time.monotonic() + 0.5
    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = list(clients.map(lambda n: _ask(kopru, n, start + n / rate, name), range(count)))
    wanted = {number for number, _, _ in answers}

    def all_there(sent: Sequence[dict[str, object]]) -> bool:
        return wanted <= {str(each["number"]) for each in sent if "reporter_1-ack" in str(each["errand"])}

    sent = kopru.await_outbox(all_there, 300)
    acks = {str(each["number"]): _epoch(str(each["at"])) for each in sent if "reporter_1-ack" in str(each["errand"])}
    claims = dict(_claims(kopru, wanted))
    return [Told(asked, claims[number] - answered, acks[number] - answered) for number, asked, answered in answers]


def tell(rate: float, told: Sequence[Told]) -> bool:
    """A line for each stage; whether the goals are met."""
    print(f"\n{len(told)} requests at {rate:g} a second, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    stages = {
        "asked to answered": [each.asked for each in told],
        "answered to claimed": [each.claimed for each in told],
        "claimed to sent": [each.sent - each.claimed for each in told],
        "answered to sent": [each.sent for each in told],
    }
    for name, seconds in stages.items():
        cuts = statistics.quantiles(seconds, n=100)
        print(f"  {name:22} p50 {cuts[49]:6.2f} s   p99 {cuts[98]:6.2f} s   most {max(seconds):6.2f} s")
    cuts = statistics.quantiles(stages["answered to sent"], n=100)
    met = cuts[49] < GOAL_P50 and cuts[98] < GOAL_P99
    print(f"  goal p50 < {GOAL_P50:g} s, p99 < {GOAL_P99:g} s: {'met' if met else 'MISSED'}", flush=True)
    return met


def _ask(kopru: LocalKopru, n: int, at: float, name: str) -> tuple[str, float, float]:
    time.sleep(max(0.0, at - time.monotonic()))
    body = {
        "service_code": "park.cleaning",
        "description": "Parkın çöpleri toplanmamış",
        "address": f"{name} Caddesi {n}",
        "phone": f"05{30 + sum(map(ord, name)) % 9} {n:07d}",
    }
    began = time.time()
    answer = httpx.post(f"{kopru.url}/api/requests", json=body, timeout=60, trust_env=False)
    answered = time.time()
    answer.raise_for_status()
    return str(answer.json()["number"]), answered - began, answered


def _claims(kopru: LocalKopru, numbers: set[str]) -> Iterator[tuple[str, float]]:
    """When the acknowledgement of each was last claimed, from the ledger itself."""
    dynamodb = boto3.client(
        "dynamodb",
        region_name=REGION,
        endpoint_url=f"http://127.0.0.1:{kopru.port + 1}",
        aws_access_key_id="000000000000",
        aws_secret_access_key="local",
    )
    table = next(name for name in dynamodb.list_tables()["TableNames"] if "Ledger" in name)
    for number in numbers:
        digits = number.replace("-", "")
        key = {"number": {"S": digits}, "errand": {"S": f"{digits}-1-reporter_1-ack"}}
        yield number, _epoch(dynamodb.get_item(TableName=table, Key=key)["Item"]["claimed"]["S"])


def _epoch(text: str) -> float:
    return datetime.fromisoformat(text).astimezone(UTC).timestamp()


if __name__ == "__main__":
    main()
