"""Requests full of canaries, of every service and every reason to say nothing, and the public ways to look at them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from chalicelib.core.api_keys import ApiKey, hash_of
from chalicelib.core.city import Service
from chalicelib.core.errors import NotAllowed
from chalicelib.core.rights import Actor, Hat
from chalicelib.core.tracking import show
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.move import move
from tests.build import what_is_said
from tests.entry.gateway import call
from tests.fakes import Office

CHIEF = Actor("staff", "chief", (Hat("supervisor", None), Hat("admin", None)))
CENTRE = (38.42, 27.14)
STEP = 0.000731
"""Degrees between two requests: no cell has its middle on one of them."""

Step = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """A kind of request: what its reporter says beside the rest, and what staff do with it; `hides` says that nothing
    of it is public whatever its service is, `opens` that its words were released and not taken back."""

    name: str
    said: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    hides: bool = False
    opens: bool = False


OPEN: Step = ("release", {"text": "AÇIK-{n}-AÇIK"})
KINDS = (
    Kind("plain"),
    Kind("peer", steps=(("note", {"text": "KANARYA-{n}-NOT"}), ("reject", {"answer": "KANARYA-{n}-CEVAP"}))),
    Kind("tip", {"kind": "report"}, hides=True),
    Kind("nameless", {"hide_identity": True}, hides=True),
    Kind("by law", {"legal_basis": "petition"}, hides=True),
    Kind("marked", steps=(OPEN, ("confidential", {"reason": "KANARYA-{n}-GEREKÇE"})), hides=True),
    Kind("released", steps=(OPEN,), opens=True),
    Kind("moved on", steps=(OPEN, ("note", {"text": "KANARYA-{n}-NOT"}), ("message", {"text": "KANARYA-{n}-MESAJ"}),
                            ("reject", {"answer": "KANARYA-{n}-CEVAP"})), opens=True),
    Kind("taken back", steps=(OPEN, ("unrelease", {"reason": "KANARYA-{n}-NEDEN"}))),
    Kind("gone elsewhere", steps=(OPEN, ("triage", {"service_code": "zabita.vendor"})), hides=True),
    Kind("erased", steps=(OPEN, ("reject", {"answer": "KANARYA-{n}-CEVAP"}), ("erase", {"reason": "KVKK"})),
         hides=True),
)  # fmt: skip


@dataclass(frozen=True)
class Bird:
    """One request: its number, what of it may be heard in public, and the exact place that may not."""

    n: int
    number: str
    service: Service
    kind: Kind
    lat: float
    long: float
    phone: str

    @property
    def is_public(self) -> bool:
        """Whether it may stand in a list at all."""
        return self.service.publish != "nothing" and not self.kind.hides

    @property
    def speaks(self) -> bool:
        """Whether the words that staff wrote for the public may be read."""
        return self.is_public and self.service.publish == "released" and self.kind.opens

    @property
    def exact(self) -> tuple[frozenset[str], ...]:
        """Their phone and where exactly it is, as an answer might write them: any of these sets whole is a leak. One
        side of a place to five digits may be that of another's cell."""
        to_the_metre = frozenset(f"{side:.5f}".rstrip("0") for side in (self.lat, self.long))
        alone = (self.phone[1:], f"90{self.phone[1:]}", f"{self.lat:.6f}", f"{self.long:.6f}")
        return (to_the_metre, *(frozenset({one}) for one in alone))


def fill(office: Office, kinds: tuple[Kind, ...] = KINDS) -> list[Bird]:
    """A request of every service and kind, each with canaries of its own in whatever can be typed."""
    return [_fly(office, n, service, kind) for n, (service, kind) in enumerate(_pairs(office, kinds), start=1000)]


def _pairs(office: Office, kinds: tuple[Kind, ...]) -> Iterator[tuple[Service, Kind]]:
    for service in office.city.services.values():
        yield from ((service, kind) for kind in kinds)


def _fly(office: Office, n: int, service: Service, kind: Kind) -> Bird:
    lat, long = (round(side + STEP * (n % 90) + n / 1e6, 6) for side in CENTRE)
    typed = [each.code for each in service.questions if each.asked and each.datatype in ("string", "text")]
    phone = f"0532{n:04}7{n % 89:02}"
    said = what_is_said(
        service_code=service.code,
        description=f"KANARYA-{n}-METİN",
        address=f"KANARYA-{n}-ADRES",
        neighbourhood=f"KANARYA-{n}-MAHALLE",
        first_name=f"KANARYA-{n}-AD",
        last_name=f"KANARYA-{n}-SOYAD",
        on_behalf_of=f"KANARYA-{n}-VEKİL",
        email=f"kanarya-{n}@example.org",
        phone=phone,
        answers=dict.fromkeys(typed, f"KANARYA-{n}-YANIT"),
        district=None,
        lat=lat,
        long=long,
        **kind.said,
    )
    channel, by = ("open311", "key:peer") if kind.name == "peer" else ("web", "")
    extras = (("KANARYA", (f"KANARYA-{n}-EK",)),)
    number = hear(office.desk, said, Source(channel, f"k{n}", by=by), extras=extras).request.number
    for name, carried in kind.steps:
        office.clock.move(seconds=1)
        try:
            move(office.desk, number, name, _filled(carried, n), CHIEF)
        except NotAllowed:
            assert service.publish != "released" or kind.hides
    return Bird(n, number, service, kind, lat, long, phone)


def _filled(carried: Mapping[str, Any], n: int) -> dict[str, Any]:
    return {name: value.format(n=n) for name, value in carried.items()}


def silenced(office: Office) -> None:
    """An admin has set every service to publish nothing."""
    services = {code: replace(service, publish="nothing") for code, service in office.city.services.items()}
    office.city = replace(office.city, services=services)


# --- the public ways to look; whoever adds one adds a line ---

WINDOW = "start_date=2026-11-01T00:00:00Z&end_date=2026-12-01T00:00:00Z"


def _of(*urls: str) -> Callable[[Office], str]:
    return lambda _: "".join(_got(url) for url in urls)


def _got(url: str) -> str:
    answer = call("GET", url)
    assert answer.status == 200, (url, answer.status, answer.text[:200])
    return answer.text


def _around(office: Office) -> str:
    places = {(bird.lat, bird.long) for bird in office.requests.publics.values() if bird.lat is not None}
    return "".join(_got(f"/api/requests/near?lat={lat}&long={long}&radius=500") for lat, long in sorted(places)[::7])


LISTS: Mapping[str, Callable[[Office], str]] = {
    "open311 requests.json": _of(
        f"/open311/v2/requests.json?{WINDOW}&extensions=true&page_size=1000",
        f"/open311/v2/requests.json?{WINDOW}&status=closed&page_size=1000",
    ),
    "open311 requests.xml": _of(f"/open311/v2/requests.xml?{WINDOW}&extensions=true&page_size=1000"),
    "open311 updates": _of(f"/open311/v2/servicerequestupdates.json?{WINDOW}"),
    "near me": _around,
}
ONES: Mapping[str, str] = {
    "tracking": "/api/requests/{number}",
    "tracking page": "/takip/{number}",
    "open311 request.json": "/open311/v2/requests/{number}.json?extensions=true",
    "open311 request.xml": "/open311/v2/requests/{number}.xml",
    "open311 by id": "/open311/v2/requests.json?service_request_id={number}&extensions=true",
}


def of_the_peer(office: Office) -> Heard:
    """The updates as the peer gets them that filed some of it."""
    key = ApiKey("peer", "Fix my street", 60)
    office.city = replace(office.city, api_keys={hash_of("a-key-of-the-peer"): key})
    return Heard(_got(f"/open311/v2/servicerequestupdates.json?{WINDOW}&api_key=a-key-of-the-peer"))


def look_at(url: str, bird: Bird) -> Heard:
    """What anybody gets for one request, whatever the status, without its own number."""
    return Heard(call("GET", url.format(number=show(bird.number))).text)


@dataclass(frozen=True)
class Heard:
    """What a public answer holds, picked out once: it is long, and the birds are many."""

    text: str

    @cached_property
    def canaries(self) -> frozenset[int]:
        """The birds of which something was typed that nobody released."""
        return frozenset(map(int, re.findall(r"kanarya-(\d+)", self.text.lower())))

    @cached_property
    def opened(self) -> frozenset[int]:
        """The birds of which the words stand there that staff wrote for the public."""
        return frozenset(map(int, re.findall(r"AÇIK-(\d+)-AÇIK", self.text)))

    @cached_property
    def digits(self) -> frozenset[str]:
        """Numbers of requests, phones and places, without what stands between their digits."""
        bare = re.sub(r"(?<=\d)[ -](?=\d)", "", self.text)
        return frozenset(re.findall(r"\d{10,12}|\d\d\.\d{4,}", bare))


def faults(heard: Heard, bird: Bird, *, listed: bool) -> list[str]:
    """What of the bird stands in a public answer and may not."""
    found = ["typed"] if bird.n in heard.canaries else []
    found += ["released"] if bird.n in heard.opened and not bird.speaks else []
    found += ["phone or place"] if any(each <= heard.digits for each in bird.exact) else []
    if not bird.is_public:
        named = (f'"{bird.service.code}"', f">{bird.service.code}<", f">{bird.service.label.tr}<")
        found += ["number"] if listed and bird.number in heard.digits else []
        found += ["service"] if not listed and any(name in heard.text for name in named) else []
    return [f"{bird.service.code}, {bird.kind.name}: {fault}" for fault in found]
