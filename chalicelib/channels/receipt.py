"""A Receipt: what a provider's event says of one errand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Receipt:
    """`errand` is the errand's id, `state` the ledger's word, `message` the provider's id, `reason` its own word."""

    errand: str
    state: str
    message: str
    reason: str

    @property
    def number(self) -> str:
        """The number of the request: an errand's id begins with it."""
        return self.errand.split("-", 1)[0]
