"""How many calls a provider lets through in a while."""

from collections import defaultdict, deque


class Pace:
    """At most `most` calls of one key in any `seconds`."""

    def __init__(self, most: int, seconds: float = 60) -> None:
        self._most = most
        self._seconds = seconds
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)

    def passes(self, key: str, now: float) -> bool:
        """Whether a call at `now` (seconds of any clock) is let through; only those that are count."""
        calls = self._calls[key]
        while calls and calls[0] <= now - self._seconds:
            calls.popleft()
        if len(calls) >= self._most:
            return False
        calls.append(now)
        return True
