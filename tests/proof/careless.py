"""A careless twin of the product: it puts a row and then tells the queue, sends and then notes that it has sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.channels import PROVIDERS
from chalicelib.core.case import Case
from chalicelib.core.errors import TryLater
from chalicelib.core.notices import errands_of_opening
from chalicelib.core.opening import open_request
from chalicelib.core.understand import understand
from chalicelib.flows.address import address
from chalicelib.flows.write import write
from tests.proof.product import Bench
from tests.proof.stories import Story
from tests.proof.tables import Row
from tests.proof.world import Message, World


class Careless:
    """On the same tables and queues; without a key, a claim, a stream, a sweep or an ear for providers."""

    def __init__(self, bench: Bench, world: World, story: Story, patch: pytest.MonkeyPatch) -> None:
        self.desk = bench.desk(world, story.city)

    def act(self, said: Mapping[str, Any]) -> str:
        """The next number, whoever asks; that the queue took nothing is logged and forgotten."""
        desk = self.desk
        number = f"26{int(desk.mint(), 16):010d}"
        draft = understand(said["said"], desk.city)
        request = open_request(
            draft, desk.city, number=number, channel="web", source="none", body="none", now=desk.now()
        )
        desk.requests.open(request, None)
        for errand in errands_of_opening(request, desk.city):
            try:
                desk.wake(errand.queue, [(number, errand.id)], 0)
            except TryLater as error:
                desk.log.warning("queue away", reason=error.reason)
        return number

    def message(self, message: Message) -> bool:
        """Send, then note it."""
        desk = self.desk
        number, errand_id = message.body.split(" ")
        case = desk.requests.case(number)
        if case is None or any(sent.errand.id == errand_id for sent in desk.ledger.of_request(number)):
            return True
        self._send(case, errand_id)
        return True

    def _send(self, case: Case, errand_id: str) -> None:
        desk = self.desk
        errand = next(each for each in errands_of_opening(case.request, desk.city) if each.id == errand_id)
        provider = desk.city.delivery[errand.channel].providers[0]
        parcel = write(desk, errand, case, address(desk.city, errand, case.request))
        desk.carry(PROVIDERS[provider].write(parcel, desk.senders[provider]))
        desk.ledger.add(errand)

    def record(self, row: Row) -> bool:
        """It does not use the stream."""
        return True

    def event(self, provider: str, event: Mapping[str, Any]) -> bool:
        """Nor does it listen."""
        return True

    def minute(self) -> bool:
        """Nor does it look again."""
        return True
