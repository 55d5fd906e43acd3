"""How often something may be done: rates, and what asking for one gives."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once (`burst`), and one more every `seconds`."""

    burst: int
    seconds: float

    @property
    def step(self) -> int:
        """What one costs, in milliseconds."""
        return max(1, ceil(self.seconds * 1000))

    @property
    def depth(self) -> int:
        """How far ahead of now it may be filled, in milliseconds."""
        return self.step * self.burst


@dataclass(frozen=True, slots=True)
class Grant:
    """Whether it may be done; how many more could be done at once (`left`), and in how many seconds to come again where
    it may not (`wait`)."""

    granted: bool
    left: int = 0
    wait: int = 0


def granted(full: int, at: int, rate: Rate) -> Grant:
    """Given: from now, `at`, it is filled until `full`; both in milliseconds since 1970."""
    return Grant(True, max(0, (rate.depth - (full - at)) // rate.step))


def refused(full: int, at: int, rate: Rate, cost: int = 1) -> Grant:
    """Not given: it is filled until `full`, which leaves no room for `cost` more."""
    return Grant(False, 0, max(1, ceil((full - at + rate.step * cost - rate.depth) / 1000)))


def widened(rate: Rate, width: float) -> Rate:
    """The same rate `width` times as wide: so many times as many at once, and as often again."""
    return Rate(max(1, round(rate.burst * width)), rate.seconds / width)
