"""The lanes to the providers as dicts: the same answers as the table's, which the tests of the store hold it to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.core.marks import Lane


@dataclass
class Track:
    """What is known of one provider: when the bucket is empty again, failures in a row, until when it is shut."""

    empty: datetime | None = None
    failures: int = 0
    shut: datetime | None = None


@dataclass
class Lanes:
    """The tracks by provider, and the gates with whom they let in; with `open` nobody is ever slowed down."""

    tracks: dict[str, Track] = field(default_factory=dict)
    gates: dict[str, tuple[datetime, set[str]]] = field(default_factory=dict)
    open: bool = False

    def enter(self, provider: str, now: datetime, rate: int) -> Lane:
        track = self.tracks.setdefault(provider, Track())
        if track.shut and track.shut > now:
            return Lane(False, track.shut, track.failures, broken=True)
        step = timedelta(milliseconds=-(-1000 // rate))
        latest = now + step * (max(1, rate) - 1)
        if self.open or track.empty is None or track.empty <= now:
            track.empty = now + step
        elif track.empty <= latest:
            track.empty += step
        else:
            return Lane(False, now + (track.empty - latest), track.failures)
        return Lane(True, now, track.failures)

    def failed(self, provider: str, now: datetime, failures: int, until: datetime | None) -> None:
        track = self.tracks.setdefault(provider, Track())
        track.failures, track.shut = failures, until or track.shut

    def good(self, provider: str) -> None:
        track = self.tracks.setdefault(provider, Track())
        track.failures, track.shut = 0, None

    def admit(self, key: str, errand: str, now: datetime, until: datetime, limit: int) -> bool:
        ends, admitted = self.gates.get(key, (now, set()))
        if ends <= now:
            ends, admitted = until, set()
        if errand not in admitted and len(admitted) >= limit:
            return False
        self.gates[key] = ends, admitted | {errand}
        return True
