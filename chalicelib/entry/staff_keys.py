"""The staff API's keys of other systems: issued, listed, revoked. No answer holds a hash; one holds the key, once."""

from __future__ import annotations

from typing import Any

from chalice.app import Request, Response

from chalicelib import wire
from chalicelib.core.api_keys import ApiKey
from chalicelib.core.errors import Fault, Invalid
from chalicelib.core.moments import TURKEY
from chalicelib.core.rights import Actor
from chalicelib.entry.public_api import read_object, told
from chalicelib.entry.rim import body_of, language_of
from chalicelib.flows import open311_keys

FIELDS = ("name", "per_minute")


def issue(request: Request, actor: Actor) -> Response:
    """A new key: the only answer that ever shows it."""
    said = read_object(body_of(request))
    faults = [Fault(str(name)[:40], "unknown-field") for name in said if name not in FIELDS]
    if faults:
        raise Invalid(*faults)
    issued = open311_keys.issue(wire.desk(), actor.name, said.get("name"), said.get("per_minute"))
    return told(_key(issued.record) | {"api_key": issued.key}, language_of(request), status=201)


def every(request: Request, actor: Actor) -> Response:
    """Every key that was ever issued, the newest change first."""
    keys = [
        _key(each.record)
        | {"by": each.setting.by, "at": each.setting.at.astimezone(TURKEY).isoformat(timespec="seconds")}
        for each in open311_keys.listed(wire.desk())
    ]
    return told({"keys": keys}, language_of(request))


def revoke(request: Request, actor: Actor, key: str) -> Response:
    """A key opens nothing any more."""
    return told(_key(open311_keys.revoke(wire.desk(), actor.name, key)), language_of(request))


def _key(record: ApiKey) -> dict[str, Any]:
    return {"id": record.id, "name": record.name, "per_minute": record.per_minute, "revoked": record.revoked}
