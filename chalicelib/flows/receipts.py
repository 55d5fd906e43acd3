"""What providers say later, by their events or when they are asked, settles the errands it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.channels import read_receipts
from chalicelib.channels.receipt import Receipt
from chalicelib.core.delivery import AFTER, State
from chalicelib.core.errors import TryLater, Undeliverable
from chalicelib.flows.address import address, address_of_staff
from chalicelib.flows.deliver import address_key, deliver, settle_earlier
from chalicelib.flows.desk import Desk
from chalicelib.flows.replies import CHAT, address_of_chat
from chalicelib.flows.together import TOGETHER

_FIELDS = ("errand", "state", "message", "reason", "provider")


def read(event: Mapping[str, Any]) -> list[Receipt]:
    """The receipts in one event of whatever provider; none if it is of no errand of ours."""
    return read_receipts(event)


def bare(receipt: Receipt) -> dict[str, Any]:
    """A receipt as a queue may hold it: ids and codes."""
    return {name: getattr(receipt, name) for name in _FIELDS} | {"suppress": receipt.suppress}


def unbare(body: Mapping[str, Any]) -> Receipt:
    """The receipt that `bare` gave."""
    said = {name: str(body.get(name, "")) for name in _FIELDS}
    state: State = body["state"] if body.get("state") in AFTER else "accepted"
    return Receipt(
        said["errand"], state, said["message"], said["reason"], said["provider"], suppress=bool(body.get("suppress"))
    )


def settle(desk: Desk, receipt: Receipt) -> str:
    """Write down what a receipt says: its state, or "known" for a repeat, and for what changes nothing.

    What came back is seen to at once: the address is remembered, the next channel is used; if that breaks off, the
    errand is due and the sweep goes on. Raises TryLater.
    """
    number = receipt.number
    failed = receipt.state == "undeliverable"
    if receipt.suppress:
        _suppress(desk, receipt)
    fresh = desk.ledger.settle(
        number, receipt.errand, receipt.state, receipt.reason, desk.now(), message=receipt.message, look=failed
    )
    desk.meter.add("Receipt", provider=receipt.provider, state=receipt.state)
    desk.log.info("event", errand=receipt.errand, state=receipt.state, reason=receipt.reason, fresh=fresh)
    if not fresh:
        return "known"
    if failed:
        _follow_up(desk, number, receipt.errand)
    elif receipt.state == "delivered":
        settle_earlier(desk, number, receipt.errand)
    return receipt.state


def _follow_up(desk: Desk, number: str, errand: str) -> None:
    try:
        deliver(desk, number, errand)
    except TryLater as error:  # it is due: the sweep goes on with it
        desk.log.warning("left to the sweep", errand=errand, reason=error.reason)


def _suppress(desk: Desk, receipt: Receipt) -> None:
    """Remember the address that the errand went to, as a keyed hash; where it has changed since, the new one is not
    blamed for long: whoever may see the request can allow it again."""
    for sent in desk.ledger.of_request(receipt.number):
        errand = sent.errand
        if errand.id != receipt.errand:
            continue
        try:
            if errand.purpose == "reply":
                thread = desk.chats.thread(receipt.number)
                if thread is None:
                    return
                to = address_of_chat(thread)
            elif errand.purpose in (*TOGETHER, *CHAT):
                to = address_of_staff(desk.city, errand)
            else:
                case = desk.requests.case(receipt.number)
                if case is None:
                    return
                to = address(desk.city, errand, case.request)
        except Undeliverable:
            return
        desk.ledger.suppress(address_key(desk, to), errand.channel, receipt.reason, desk.now())
