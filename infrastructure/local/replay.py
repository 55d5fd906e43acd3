"""`make replay`: posts the sample texts of the running city as citizens would, and compares what they lead to.

Every text must reach the unit or the body that it is labelled with, and each of them must be told once. Prints a line a
request, and exits with 1 on any difference, missing or doubled message.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from chalicelib.core.city import DISTRICT, City
from chalicelib.core.text import fold
from chalicelib.wire import load_city

SAMPLES = Path(__file__).parent.parent.parent / "data" / "sample_requests.json"
PATIENCE = 20.0

# The samples' own words for kinds that are no kind of ours: the legal basis, or a voice note nobody has heard yet.
KINDS = {"privacy": "request", "foi": "request", "unknown": "inquiry"}
# What labels abbreviate, folded.
WHOLE = (("md", "mudurlugu"), ("bld", "belediyesi"), ("dairesi", "dairesi baskanligi"))
# Labels that name no unit of a preset, and whom they mean.
MEANT = {"human agent": "desk", "kvkk contact person": "kvkk", "district yapi kontrol": "district"}
LINES = {"112", "185", "187"}


@dataclass(frozen=True)
class Told:
    """What one sample led to."""

    number: str
    unit: str
    body: str
    messages: tuple[str, ...]


def main() -> int:
    """Replay against the product at KOPRU_PORT; 0 if all is as labelled, 1 if not."""
    url = f"http://127.0.0.1:{os.environ.get('KOPRU_PORT') or 8000}"
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as http:
        try:
            code = http.get("/api/services").raise_for_status().json()["city_code"]
        except httpx.HTTPError as error:
            print(
                f"Köprü does not answer at {url} ({type(error).__name__}); start it with `make run`.", file=sys.stderr
            )
            return 1
        city = load_city(code)
        samples = samples_of(city)
        if not samples:
            print(f"data/{SAMPLES.name} has no texts for {code}.", file=sys.stderr)
            return 1
        run = str(time.time_ns())
        answers = [post(http, sample, f"replay-{run}-{sample['id']}") for sample in samples]
        tolds = read_outbox(http, city, answers)
    faults = 0
    for sample, told in zip(samples, tolds, strict=True):
        wrong = faults_of(sample, told, city)
        faults += bool(wrong)
        place = f"{told.unit} → {told.body}" if told.body else told.unit
        print(f"{told.number}  {sample['category']:<24} {place:<40} {', '.join(told.messages)}")
        for line in wrong:
            print(f"    ✗ {line}")
    print(f"\n{len(samples)} requests, {faults} with differences")
    return 1 if faults else 0


def samples_of(city: City) -> list[dict[str, Any]]:
    """The labelled texts of this city."""
    every = json.loads(SAMPLES.read_text(encoding="utf-8"))
    return [sample for sample in every if city.code.startswith(sample["city"])]


def post(http: httpx.Client, sample: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Post one text as a citizen with a mobile of their own, from a place of its own, lest its alert be held to be told
    with others of the run before; the answer of the API."""
    said = {
        "service_code": sample["category"],
        "description": sample["text"],
        "kind": KINDS.get(sample["kind"], sample["kind"]),
        "phone": f"+90532000{sample['id']:04d}",
        "address": key,
    }
    return dict(http.post("/api/requests", json=said, headers={"Idempotency-Key": key}).raise_for_status().json())


def read_outbox(http: httpx.Client, city: City, answers: Sequence[Mapping[str, Any]]) -> list[Told]:
    """What each request led to, once the outbox holds still: everything expected, and a moment more for a double."""
    wanted = {answer["number"] for answer in answers}
    deadline = time.monotonic() + PATIENCE
    before = -1
    messages: list[dict[str, Any]] = []
    while time.monotonic() < deadline:
        messages = [each for each in http.get("/_local/outbox.json").json() if each["number"] in wanted]
        if len(messages) == before and all(_acknowledged(number, messages) for number in wanted):
            break
        before = len(messages)
        time.sleep(2)
    return [
        Told(
            number=answer["number"],
            unit=answer["unit"]["code"],
            body=answer.get("referred_to", {}).get("code", ""),
            messages=tuple(each["errand"].split("-", 2)[2] for each in messages if each["number"] == answer["number"]),
        )
        for answer in answers
    ]


def faults_of(sample: Mapping[str, Any], told: Told, city: City) -> list[str]:
    """What differs from the label, and which message is missing or doubled."""
    faults = []
    expected = expected_of(str(sample["unit"] or "human agent"), city)
    reached = {told.body or told.unit, *(_unit_of(message) for message in told.messages)}
    missing = expected - reached
    if missing:
        faults.append(f"labelled {sample['unit']!r}: {', '.join(sorted(missing))} not reached")
    if not told.body and told.unit not in expected:
        faults.append(f"labelled {sample['unit']!r}: went to {told.unit}")
    if told.body and told.unit != city.desk:
        faults.append(f"the desk does not answer for the referral: {told.unit}")
    for message, times in Counter(told.messages).items():
        if times > 1:
            faults.append(f"{message} was sent {times} times")
    for message in (f"unit_{told.unit}-alert", "reporter_1-ack"):
        if message not in told.messages:
            faults.append(f"{message} is missing")
    body = city.bodies.get(told.body)
    if body and body.email and f"body_{body.code}-referral" not in told.messages:
        faults.append(f"the referral to {body.code} was not sent")
    return faults


def expected_of(label: str, city: City) -> set[str]:
    """The codes of the units and bodies that a label names; "112" and other lines are for the citizen to call."""
    label = label.removeprefix("EXTERNAL: ")
    parts = [fold(part) for part in re.split(r"[+/]", re.sub(r"\(.*?\)", "", label))]
    return {_code(part, city) for part in parts if part not in LINES} or {_body_of_line(parts, city)}


def _code(part: str, city: City) -> str:
    for words, meant in MEANT.items():
        if part.startswith(words):
            if meant == "desk":
                return city.desk
            return DISTRICT if meant == "district" else next(code for code in city.units if code.startswith(meant))
    part = part.removesuffix(" temizlik isleri") if "bld" in part else part
    whole = " ".join(dict(WHOLE).get(word, word) for word in part.split())
    named = {unit.code: fold(unit.name.tr) for unit in city.units.values()} | {
        body.code: fold(body.name.tr) for body in city.bodies.values()
    }
    exact = [code for code, name in named.items() if name == whole]
    begun = [code for code, name in named.items() if name.startswith(part.split(" md")[0])]
    return (exact or begun or [f"nobody called {part}"])[0]


def _body_of_line(parts: list[str], city: City) -> str:
    return next((body.code for body in city.bodies.values() if body.phone == parts[0]), city.desk)


def _unit_of(message: str) -> str:
    return message.split("_", 1)[1].rsplit("-", 1)[0].removesuffix("_duty")


def _acknowledged(number: str, messages: Sequence[Mapping[str, Any]]) -> bool:
    return any(each["number"] == number and each["errand"].endswith("reporter_1-ack") for each in messages)


if __name__ == "__main__":
    sys.exit(main())
