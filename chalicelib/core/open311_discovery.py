"""Open311 service discovery: where the endpoints are, and when the services last changed."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from chalicelib.core.city import City
from chalicelib.core.errors import Fault, Invalid, NotFound
from chalicelib.core.open311_services import definition, service_rows
from chalicelib.core.open311_xml import Content, to_json
from chalicelib.core.wording import LANGUAGES, Wording

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
FORMATS = ("text/xml", "application/json")
ENDPOINTS = (("production", "/open311/v2"), ("test", "/open311/test/v2"))


def discovery(city: City, wording: Wording, language: str, url: str, changed: str) -> Content:
    """The discovery document of the city whose pages stand at `url`; `changed` is its changeset."""
    said = {"centre": city.centre.say(language), "city": city.name.say(language), "line": city.line, "url": url}
    return {
        "changeset": changed,
        "contact": wording.say("open311.contact", language, **said),
        "key_service": wording.say("open311.key-service", language, **said),
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": f"{url}{path}",
                "changeset": changed,
                "type": kind,
                "formats": list(FORMATS),
            }
            for kind, path in ENDPOINTS
        ],
    }


def digest(city: City) -> str:
    """A hash of the service list and every definition in all languages: another one as soon as any of it changes."""
    listed = [service.code for service in city.services.values() if service.listed]
    told: list[Content] = []
    for language in LANGUAGES:
        told += [service_rows(city, language), *(definition(city, code, language) for code in listed)]
    return hashlib.sha256(to_json(told).encode()).hexdigest()


def changeset(city: City, changed: datetime) -> str:
    """The changeset of services that last changed at `changed`, a second or less before it.

    Its fraction comes from the services themselves, so that no two lists of the same second share one.
    """
    fraction = int(digest(city)[:12], 16) % 1_000_000
    second = changed.astimezone(UTC).replace(microsecond=fraction) - timedelta(seconds=1)
    return second.isoformat(timespec="microseconds").replace("+00:00", "Z")


def check_jurisdiction(given: str, city: City, url: str, *, required: bool = False) -> None:
    """Nothing where the jurisdiction is this one: the city's code, or the domain of its pages, also without its first
    part. One is needed only where several are served (`required`). Raises NotFound ("no-jurisdiction") for another one,
    Invalid ("required") for a missing one."""
    if not given:
        if required:
            raise Invalid(Fault("jurisdiction_id", "required"))
        return
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    parent = host.partition(".")[2]
    known = {city.code, host, *((parent,) if "." in parent else ())}
    if given.lower().removeprefix("www.") not in known:
        raise NotFound("no-jurisdiction")
