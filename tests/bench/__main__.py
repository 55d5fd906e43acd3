"""`python -m tests.bench [--full]`: prints what a request costs, beside the least it could cost."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import platform
from collections import Counter
from dataclasses import replace

from tests.bench import speed
from tests.bench.costs import Cost
from tests.bench.operations import Costs, count

SIZES = (1_000, 10_000)
FULL = (*SIZES, 100_000)
CPU_GOAL = 2.0
COLD_GOAL = 2.0


def main() -> None:
    """One run of everything; figures are to be read beside their baseline, never beside another run's."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--full", action="store_true", help="count at 100,000 stored requests too (minutes more)")
    sizes = FULL if arguments.parse_args().full else SIZES
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    speed.unpack()
    print(f"\n{'':34}{'ours':>11}{'bare':>11}{'ratio':>8}   goal")
    beside_put, beside_limits = speed.warm_requests(processes=4, batches=25, calls=25)
    tell("CPU per accepted request", beside_put, "us", CPU_GOAL)
    tell("the same, beside bare with limits", beside_limits, "us", CPU_GOAL)
    wall, cpu = speed.cold_starts(runs=11)
    tell("cold start to first answer, CPU", cpu, "ms", COLD_GOAL)
    tell("cold start to first answer, wall", wall, "ms", COLD_GOAL)
    with contextlib.redirect_stdout(io.StringIO()):  # the product's log lines
        counted = count(sizes)
    tell_costs(counted)


def tell(name: str, pair: speed.Pair, unit: str, goal: float) -> None:
    """A line of speed: medians of both, the median ratio of neighbouring turns, and where half of them lie."""
    ratios = sorted(pair.ratios)
    low, high = ratios[len(ratios) // 4], ratios[-1 - len(ratios) // 4]
    met = "met" if pair.ratio <= goal else f"MISSED by {pair.ratio - goal:.2f}"
    figures = f"{pair.ours:>8.0f} {unit}{pair.bare:>8.0f} {unit}{pair.ratio:>8.2f}"
    print(f"{name:34}{figures}   {goal} {met} (half of the turns: {low:.2f} to {high:.2f})", flush=True)


def tell_costs(counted: dict[int, Costs]) -> None:
    """A line for each operation at the smallest size, and whether the others are the same."""
    first, *others = counted
    stored = " and ".join(f"{size:,}" for size in others)
    print(f"\n{'DynamoDB, per operation':34}{'items':>6}{'bytes':>8}{'read u.':>9}{'write u.':>9}   calls")
    for name, cost in counted[first].items():
        same = all(alike(counted[size][name], cost) for size in others)
        print(f"{name:34}{figures_of(cost)}{'' if same else '   NOT THE SAME at ' + stored}")
        for size in () if same else others:
            print(f"{'':>24}{size:>10,}{figures_of(counted[size][name])}")
    print(f"Counted at {first:,} stored requests, and again at {stored}.")


def alike(one: Cost, other: Cost) -> bool:
    """Whether two costs are the same. A few bytes do not count: zeros at the end of a time stamp are not stored."""
    return replace(one, bytes=0) == replace(other, bytes=0) and abs(one.bytes - other.bytes) < 10


def figures_of(cost: Cost) -> str:
    """Items, bytes, units, and the calls by name."""
    calls = ", ".join(name if times == 1 else f"{times} {name}" for name, times in Counter(cost.calls).items())
    return f"{cost.items:>6}{cost.bytes:>8,}{cost.reads:>9g}{cost.writes:>9}   {calls}"


if __name__ == "__main__":
    main()
