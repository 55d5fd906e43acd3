"""The providers' credentials: read when they are needed, and anew when a provider no longer knows them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from chalicelib.core.errors import NotReached

AGAIN_SECONDS = 60.0


class Credentials:
    """What one secret holds, JSON of {provider: {field: text}}.

    `fetch` gives it, from a cache unless it is told to ask anew, and raises NotReached where it cannot; `clock` counts
    seconds and never goes back.
    """

    def __init__(self, fetch: Callable[[bool], str], clock: Callable[[], float]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._asked: float | None = None

    def of(self, provider: str) -> Mapping[str, str]:
        """The fields of a provider; empty where there are none. Raises NotReached where the secret cannot be read."""
        return self._read(fresh=False).get(provider, {})

    def renew(self, provider: str) -> bool:
        """Whether the secret, asked for anew, says something else of this provider now. Once a minute at most: False
        before."""
        now = self._clock()
        if self._asked is not None and now - self._asked < AGAIN_SECONDS:
            return False
        before = self.of(provider)
        self._asked = now
        return self._read(fresh=True).get(provider, {}) != before

    def _read(self, *, fresh: bool) -> Mapping[str, Mapping[str, str]]:
        try:
            said = json.loads(self._fetch(fresh))
        except (ValueError, RecursionError) as error:
            raise NotReached("credentials") from error
        if not isinstance(said, dict):
            raise NotReached("credentials")
        return {
            str(name): {str(each): value.strip() for each, value in fields.items() if isinstance(value, str)}
            for name, fields in said.items()
            if isinstance(fields, dict)
        }
