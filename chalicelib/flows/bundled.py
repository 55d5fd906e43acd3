"""How the messages stand in which errands of a request were told with others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from chalicelib.core.marks import Sent
from chalicelib.flows.desk import Desk

# So many of a request's bundles are looked up, the newest; a unit with a digest is told in another one each day.
LOOKED_UP = 5


def bundles(desk: Desk, sent: Iterable[Sent]) -> dict[str, Sent]:
    """The newest messages that these errands were told in, by the ids in `Sent.bundle`; of one that went on to another
    channel, the last. At most LOOKED_UP queries. Raises TryLater."""
    newest = sorted((each for each in sent if each.bundle), key=lambda each: each.changed, reverse=True)
    named = list(dict.fromkeys(each.bundle for each in newest))[:LOOKED_UP]
    numbers = dict.fromkeys(bundle.partition("-")[0] for bundle in named)
    found = [each for number in numbers for each in desk.ledger.of_request(number)]
    first = {each.errand.id: replace(each.errand, turn=0).id for each in found}
    turns = sorted((each for each in found if first[each.errand.id] in named), key=lambda each: each.errand.turn)
    return {first[each.errand.id]: each for each in turns}
