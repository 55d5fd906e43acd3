"""The limits on what comes from outside: how often each thing may be done, and why so often."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.core.limits import Rate, widened

QUOTAS: Mapping[str, Rate] = {
    # By address. An office, a school or a mobile network stands behind one: fifty people who file at the same moment,
    # and as fast as their browsers fill in for them (which counts thrice), must all be heard. Then 720 an hour.
    "filing": Rate(burst=180, seconds=5),
    # By contact, over all addresses. The head of a neighbourhood may walk its streets and file thirty in a row; nobody
    # files 240 a day.
    "contact": Rate(burst=30, seconds=360),
    # By address. What a form asks while it is filled in (near here, suggestions): some ten each, of fifty people.
    "asking": Rate(burst=500, seconds=0.5),
    # By address. Five photos each, of fifty people.
    "uploading": Rate(burst=250, seconds=4),
    # By request. What its citizen does with it: nobody has twenty answers, and one a minute is a conversation.
    "acting": Rate(burst=20, seconds=60),
    # By address. One-time codes to whatever phones: fifty people sign in at the same moment, and nobody can spend more
    # than two thousand messages a day. What one phone bears stands in core/codes.py.
    "code": Rate(burst=60, seconds=40),
    # By address. Each of them mistypes twice.
    "guess": Rate(burst=180, seconds=5),
}
"""What is counted by address, by contact (both by keyed hash) or by request number."""

# Where fewer than this share of a burst is left, answers are slowed down: people do not notice a second, scripts do.
NEAR = 0.2

# So many seconds at most for each limit that is near, of which filing has two.
LONGEST_PAUSE = 1.0

# Sent sooner after it was shown than anybody reads a form (seconds): counts as so many.
QUICK = 2.0
QUICK_COST = 3


def quotas(width: float = 1.0) -> Mapping[str, Rate]:
    """The limits, all of them `width` times as wide."""
    return {name: widened(rate, width) for name, rate in QUOTAS.items()}


def pause(left: int, rate: Rate) -> float:
    """For how many seconds an answer waits where so many are left of a burst; the fewer the longer."""
    near = rate.burst * NEAR
    return LONGEST_PAUSE * (1 - left / near) if left < near else 0.0
