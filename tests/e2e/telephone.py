"""A citizen's telephone at the whole product: says something, waits for the answer, taps what stands on it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

NUMBER = re.compile(r"\b[0-9]{4}-[0-9]{4}-[0-9]{4}\b")
Line = dict[str, Any]


@dataclass
class Telephone:
    """One person in one network: `address` is a phone in E.164 or the network's own id; `sent` counts what was sent."""

    url: str
    network: str
    address: str
    name: str = "Deneme"
    phone: str = ""
    sent: int = 0
    seen: int = 0

    def send(self, **what: Any) -> dict[str, Any]:
        """Sends this (phone_words.read_order) and gives what was posted; fails unless the product took it."""
        self.seen = len(self.theirs())
        self.sent += 1
        body = {"network": self.network, "address": self.address, "name": self.name, "phone": self.phone} | what
        answer = httpx.post(f"{self.url}/_local/phone/send", json=body, timeout=120, trust_env=False)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        assert told["answers"][-1:] in ([200], []), told["answers"]
        return told

    def say(self, text: str, **more: Any) -> None:
        """Words."""
        self.send(kind="text", text=text, **more)

    def point(self, lat: float, long: float, **more: Any) -> None:
        """A place."""
        self.send(kind="location", lat=lat, long=long, **more)

    def tap(self, title: str, **more: Any) -> None:
        """The newest button or row of this title, as soon as it is there."""
        line = self.await_line(lambda each: title in [tap["title"] for tap in each["taps"]])
        place = [tap["title"] for tap in line["taps"]].index(title)
        self.send(tap=f"{line['id']}/{place}", **more)

    def theirs(self) -> list[Line]:
        """What the centre has said, oldest first."""
        asked = {"network": self.network, "address": self.address, "phone": self.phone}
        lines: list[Line] = httpx.get(f"{self.url}/_local/phone/chat", params=asked, timeout=60, trust_env=False).json()
        return [line for line in lines if not line["mine"]]

    def await_line(self, wanted: Callable[[Line], object], seconds: float = 60) -> Line:
        """The first line that came after our last message and is as wanted; fails with what came instead."""
        deadline = time.monotonic() + seconds
        while True:
            new = self.theirs()[self.seen :]
            found = next(filter(wanted, new), None)
            if found is not None:
                return found
            assert time.monotonic() < deadline, [(line["text"], [tap["title"] for tap in line["taps"]]) for line in new]
            time.sleep(0.2)

    def await_number(self) -> str:
        """The number of the request that was opened, as people read it."""
        found = NUMBER.search(self.await_line(lambda line: NUMBER.search(line["text"]))["text"])
        assert found
        return found[0]

    def numbers(self) -> set[str]:
        """Every number that the centre has said here."""
        return {number for line in self.theirs() for number in NUMBER.findall(line["text"])}
