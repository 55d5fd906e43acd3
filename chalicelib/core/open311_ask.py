"""What a caller asks of the list of requests: the arguments of GeoReport v2 and of its extensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.core.case import OPEN
from chalicelib.core.errors import Fault, Invalid, NotFound
from chalicelib.core.open311_time import Window, read_window
from chalicelib.core.publication import Public
from chalicelib.core.tracking import read

Arguments = Mapping[str, Sequence[str]]
"""The values of each argument in a query string."""

MOST = 1000
"""Requests in one answer (GeoReport v2, "GET Service Requests")."""
PAGE = 100
"""Requests on a page where its size is not said."""
DEEPEST = 100_000
"""How far into a list pages lead."""
MOST_IDS = 500
"""Ids in one question; more do not fit into an address either."""
STATUSES = ("open", "closed")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question for the list: `ids` override everything else (None where none were asked for), no `services` or
    `statuses` mean all of them, `changed` is the window of the last change. The first `skip` are left out."""

    window: Window
    ids: tuple[str, ...] | None = None
    services: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    changed: Window | None = None
    skip: int = 0
    take: int = MOST

    @property
    def reach(self) -> int:
        """How many requests to read at once: where nothing is filtered, as many as are asked for."""
        filtered = self.services or self.statuses or self.changed
        return MOST if filtered else min(MOST, self.skip + self.take)

    def wants(self, public: Public) -> bool:
        """Whether a request of the window is asked for."""
        return (
            (not self.services or public.service in self.services)
            and (not self.statuses or fold(public.status) in self.statuses)
            and (self.changed is None or self.changed.holds(public.changed))
        )


def fold(status: str) -> str:
    """A state of ours as Open311 knows it."""
    return "open" if status in OPEN else "closed"


def read_asked(arguments: Arguments, now: datetime) -> Asked:
    """The question in these arguments; an empty one counts as absent, an unknown one is ignored, a page that makes no
    sense too. Raises Invalid for dates, statuses, and too many ids."""
    if one(arguments, "service_request_id"):
        return Asked(Window(now, now), ids=_ids(many(arguments, "service_request_id")))
    statuses = tuple(word.lower() for word in many(arguments, "status"))
    if not set(statuses) <= set(STATUSES):
        raise Invalid(Fault("status", "bad-status"))
    skip, take = _page(arguments)
    return Asked(
        window=_window(arguments, "start_date", "end_date", now),
        services=many(arguments, "service_code"),
        statuses=statuses,
        changed=_changed(arguments, now),
        skip=skip,
        take=take,
    )


def one(arguments: Arguments, name: str) -> str:
    """The last value of an argument, its ends trimmed; "" where there is none."""
    values = arguments.get(name) or ("",)
    return values[-1].strip()


def many(arguments: Arguments, name: str) -> tuple[str, ...]:
    """The values of an argument that may hold several, with commas between them or repeated."""
    values = ",".join(arguments.get(name) or ()).split(",")
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))


def read_id(typed: str) -> str:
    """The twelve digits of a request id, with or without its dashes. Raises NotFound ("not-found"), also for one that
    was mistyped: who asks cannot tell one from the other."""
    try:
        return read(typed)
    except NotFound as error:
        raise NotFound("not-found") from error


def _ids(typed: Sequence[str]) -> tuple[str, ...]:
    if len(typed) > MOST_IDS:
        raise Invalid(Fault("service_request_id", "too-many-ids", (("limit", str(MOST_IDS)),)))
    found = []
    for each in typed:
        try:
            found.append(read_id(each))
        except NotFound:
            continue  # an unknown one is not in the answer
    return tuple(dict.fromkeys(found))


def _window(arguments: Arguments, start: str, end: str, now: datetime) -> Window:
    return read_window((start, one(arguments, start)), (end, one(arguments, end)), now)


def _changed(arguments: Arguments, now: datetime) -> Window | None:
    names = "updated_after", "updated_before"
    return _window(arguments, *names, now) if any(one(arguments, name) for name in names) else None


def _page(arguments: Arguments) -> tuple[int, int]:
    page, size = (_whole(one(arguments, name)) for name in ("page", "page_size"))
    take = min(size, MOST) if size else PAGE if page else MOST
    return min((max(page, 1) - 1) * take, DEEPEST), take


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
