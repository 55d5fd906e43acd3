"""Whether somebody from outside may do something once more, or is asked to come later."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

from chalicelib.core.errors import Refused
from chalicelib.core.limits import Grant
from chalicelib.core.quotas import pause
from chalicelib.core.tracking import key_hash
from chalicelib.flows.desk import Desk

# Of an IPv6 address these bits: a household or an office is given a network of this size (RFC 6177), of which it could
# use another address for every call; the telephones that share one are neighbours, to whom the limits are kind.
NETWORK_BITS = 56


def admit(desk: Desk, what: str, who: str, cost: int = 1) -> None:
    """Count one more `what` (core/quotas.py) of `who`, an address as the gateway saw it or a request's number; where
    the limit is near, wait a moment.

    One conditional update, two where it is busy. Raises Refused ("limit-<what>", with the seconds to wait), TryLater.
    """
    rate = desk.quotas[what]
    settle(desk, what, desk.limits.take(key_of(desk, what, who), rate, desk.now(), cost))


def settle(desk: Desk, what: str, grant: Grant) -> None:
    """What follows from a grant: nothing, a moment's wait where little is left, or Refused."""
    if not grant.granted:
        desk.log.info("limit reached", what=what, wait=grant.wait)
        desk.meter.add("LimitReached", what=what)
        raise Refused(f"limit-{what}", wait=grant.wait)
    seconds = pause(grant.left, desk.quotas[what])
    if seconds:
        desk.pause(seconds)


def key_of(desk: Desk, what: str, who: str) -> str:
    """The key of a limit: never the address or the contact itself."""
    return f"{what}#{key_hash(desk.secret, f'limit {what}', network_of(who))}"


def network_of(address: str) -> str:
    """What of an address counts as one caller: an IPv4 address whole, of an IPv6 one its network; any other text as it
    is."""
    try:
        told = ip_address(address.strip())
    except ValueError:
        return address
    if not isinstance(told, IPv6Address):
        return str(told)
    return str(told.ipv4_mapped or IPv6Network((told, NETWORK_BITS), strict=False))
