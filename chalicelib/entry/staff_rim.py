"""The staff's rim: who is signed in, and whether the route is theirs; a route that is not declared here is nobody's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chalice.app import Request

from chalicelib import wire
from chalicelib.core.errors import Refused
from chalicelib.core.moments import local_day
from chalicelib.core.rights import RIGHTS, Actor, staff
from chalicelib.core.session import Claims
from chalicelib.core.tracking import key_hash, same

COOKIE = "kopru_session"
REFRESH_COOKIE = "kopru_refresh"
# For routes that come before the sign-in, and for those of everybody who is signed in.
NOBODY, ANYBODY = "nobody", "anybody"

API: Mapping[tuple[str, str], str] = {
    ("POST", "/api/staff/session"): NOBODY,
    ("POST", "/api/staff/session/challenge"): NOBODY,
    ("DELETE", "/api/staff/session"): ANYBODY,
    ("POST", "/api/staff/session/codes"): ANYBODY,
    ("GET", "/api/staff/me"): ANYBODY,
    ("POST", "/api/staff/requests"): "open",
    ("GET", "/api/staff/requests/{number}"): "work",
    ("POST", "/api/staff/requests/{number}/moves"): "work",
    ("POST", "/api/staff/requests/{number}/files"): "work",
    ("POST", "/api/staff/requests/{number}/reach"): "calls",
    ("GET", "/api/staff/requests/{number}/chain"): "audit",
    ("GET", "/api/staff/inbox"): "work",
    ("GET", "/api/staff/calls"): "calls",
    ("POST", "/api/staff/search"): "search",
    ("GET", "/api/staff/contacts"): "contacts",
    ("POST", "/api/staff/contacts"): "contacts",
    ("GET", "/api/staff/chats"): "chats",
    ("GET", "/api/staff/chats/{thread}"): "chats",
    ("POST", "/api/staff/chats/{thread}/acts"): "chats",
    ("GET", "/api/staff/notices"): "notices",
    ("GET", "/api/staff/notices/{purpose}/{audience}"): "notices",
    ("GET", "/api/staff/keys"): "settings-read",
    ("POST", "/api/staff/keys"): "settings",
    ("DELETE", "/api/staff/keys/{key}"): "settings",
    ("GET", "/api/staff/settings"): "settings-read",
    ("GET", "/api/staff/settings/{kind}/{code}"): "settings-read",
    ("PUT", "/api/staff/settings/{kind}/{code}"): "settings",
    ("GET", "/api/staff/settings/{kind}/{code}/history"): "settings-read",
}
PAGES: Mapping[tuple[str, str], str] = {
    ("GET", "/personel/giris"): NOBODY,
    ("POST", "/personel/giris"): NOBODY,
    ("POST", "/personel/cikis"): ANYBODY,
    ("GET", "/personel"): "work",
    ("GET", "/personel/kayit"): "contacts",
    ("POST", "/personel/kayit"): "contacts",
    ("GET", "/personel/makbuz/{number}"): "open",
    ("GET", "/personel/basvuru/{number}"): "work",
    ("POST", "/personel/basvuru/{number}/{move}"): "work",
    ("POST", "/personel/foto/{number}"): "work",
    ("POST", "/personel/kanal/{number}"): "calls",
    ("GET", "/personel/aramalar"): "calls",
    ("GET", "/personel/temas/gun"): "contacts",
    ("GET", "/personel/sohbetler"): "chats",
    ("GET", "/personel/sohbet/{thread}"): "chats",
    ("POST", "/personel/sohbet/{thread}/{act}"): "chats",
    ("GET", "/personel/bildirimler"): "notices",
    ("GET", "/personel/bildirimler/{purpose}/{audience}"): "notices",
    ("GET", "/personel/anahtarlar"): "settings-read",
    ("POST", "/personel/anahtarlar"): "settings",
    ("POST", "/personel/anahtarlar/{key}"): "settings",
    ("GET", "/personel/ayarlar"): "settings-read",
    ("GET", "/personel/ayarlar/{kind}"): "settings-read",
    ("GET", "/personel/ayarlar/{kind}/{code}"): "settings-read",
    ("POST", "/personel/ayarlar/{kind}/{code}"): "settings",
}
ROUTES: Mapping[tuple[str, str], str] = {**API, **PAGES}
"""Which right of core/rights.py each route of the staff needs."""


def signed_in(request: Request) -> Actor:
    """Who sends this call, if the route is theirs: by the bearer token, on pages also by the session's cookie, which
    other sites cannot read but can make a browser send.

    Raises Refused ("signed-out"; "no-access" for a person who is disabled or has lost the role; "refused"), TryLater.
    """
    actor = whose(wire.verifier().read(token_of(request), wire.desk().now()))
    need = ROUTES.get((request.method, request.path))
    if need is None or not (need == ANYBODY or (need in RIGHTS and actor.may(need))):
        raise Refused("refused")
    return actor


def whose(claims: Claims) -> Actor:
    """The person of a verified token, with all their hats of today. Raises Refused ("no-access")."""
    desk = wire.desk()
    actor = staff(desk.city, claims.username, claims.groups, local_day(desk.now()))
    if actor is None:
        raise Refused("no-access")
    return replace(actor, session=claims.session or claims.id)


def token_of(request: Request) -> str:
    """The access token that a call brings; "" where it brings none."""
    kind, _, token = str(request.headers.get("authorization", "")).partition(" ")
    if kind.lower() == "bearer":
        return token.strip()
    return "" if request.path.startswith("/api/") else cookies_of(request).get(COOKIE, "")


def cookies_of(request: Request) -> dict[str, str]:
    """The cookies of a call by name, the first of each (RFC 6265 5.4: the one with the longest path)."""
    pairs = (part.partition("=") for part in str(request.headers.get("cookie", "")).split(";"))
    found: dict[str, str] = {}
    for name, _, value in pairs:
        found.setdefault(name.strip(), value.strip())
    return found


def csrf_of(actor: Actor) -> str:
    """What every form of this sign-in carries, so that no other site can post it."""
    return key_hash(wire.desk().secret, "csrf", f"{actor.name}\n{actor.session}")


def check_csrf(actor: Actor, given: str) -> None:
    """Raises Refused ("stale-form") for a form that was not made in this sign-in."""
    if not same(given, csrf_of(actor)):
        raise Refused("stale-form")
