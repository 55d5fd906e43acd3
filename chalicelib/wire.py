"""Builds the real Desk, lazily and once: reads the environment, the presets and the texts."""

from __future__ import annotations

import logging
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from chalicelib.core.city import City
from chalicelib.core.notices import CITIZEN_MESSAGES, UNIT_ALERTS
from chalicelib.core.quotas import quotas
from chalicelib.core.settings import Preset
from chalicelib.core.tiles import Tiles
from chalicelib.wire_data import load_city, load_preset, services_stamp, wording
from chalicelib.wire_providers import (
    accounts,
    carrier,
    fetcher,
    keep_receipts,
    listener,
    meter,
    read_mail,
    senders,
    webhook_secret,
)

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger

    from chalicelib.core.peer_form import PeerForm
    from chalicelib.flows.current import CurrentCity
    from chalicelib.flows.desk import Desk
    from chalicelib.flows.people import Logins
    from chalicelib.flows.session import Door
    from chalicelib.store.settings import Settings
    from chalicelib.store.tables import Line
    from chalicelib.tools.tokens import Verifier

__all__ = [
    "Facts",
    "accounts",
    "city",
    "city_now",
    "cors_origins",
    "desk",
    "door",
    "front_key",
    "keep_receipts",
    "line",
    "load_city",
    "load_preset",
    "logger",
    "logins",
    "meter",
    "preset",
    "public_url",
    "read_mail",
    "read_multipart",
    "secret",
    "services_stamp",
    "settings",
    "tiles",
    "verifier",
    "webhook_secret",
    "wording",
]


def city() -> City:
    """The city that this deployment serves (`CITY`) with what it has set (`SETTINGS_TABLE`), at most a minute old.

    Raises Misconfigured, naming every key that is wrong in the preset.
    """
    return _current().city()


def city_now() -> City:
    """The same, with its settings of this moment. One query more."""
    return _current().city_now()


@cache
def preset() -> Preset:
    """The preset that this deployment serves (`CITY`). Raises Misconfigured if there is none."""
    return load_preset(os.environ["CITY"])


@cache
def line() -> Line:
    """The one client of DynamoDB."""
    from chalicelib.store.tables import Line

    return Line()


@cache
def settings() -> Settings:
    """The settings table (`SETTINGS_TABLE`)."""
    from chalicelib.store.settings import Settings

    return Settings(os.environ["SETTINGS_TABLE"], os.environ["AWS_REGION"], line())


@cache
def _current() -> CurrentCity:
    from chalicelib.flows.current import CurrentCity

    read = settings().all if os.environ.get("SETTINGS_TABLE") else None
    return CurrentCity(preset(), read, lambda: datetime.now(UTC), Facts())


@cache
def public_url() -> str:
    """Where the public pages stand, without a slash at the end."""
    return os.environ["PUBLIC_URL"].rstrip("/")


@cache
def tiles() -> Tiles:
    """Where the map's tiles come from (`TILE_URL`, `TILE_ATTRIBUTION`); without an address there is no map."""
    return Tiles(os.environ.get("TILE_URL", ""), os.environ.get("TILE_ATTRIBUTION", ""))


@cache
def cors_origins() -> frozenset[str]:
    """The origins whose pages may call the public API in a browser (`CORS_ORIGINS`, by comma); none unless said."""
    return frozenset(each.strip() for each in os.environ.get("CORS_ORIGINS", "").split(",") if each.strip())


@cache
def front_key() -> str:
    """What CloudFront shows to prove itself (`FRONT_SECRET_ID`); "" where the gateway is called directly."""
    name = os.environ.get("FRONT_SECRET_ID", "")
    if not name:
        return ""
    from aws_lambda_powertools.utilities import parameters

    return str(parameters.get_secret(name, max_age=3600))


@cache
def secret() -> bytes:
    """The key of numbers, PINs and keyed hashes; it does not rotate within a year (architecture: the number)."""
    from aws_lambda_powertools.utilities import parameters  # brings boto3: not before it is needed

    return str(parameters.get_secret(os.environ["SECRET_ID"], max_age=3600)).encode()


@cache
def logger() -> Logger:
    """The structured log, in UTC. Its name differs from the Chalice application's, which would silence it; a line says
    its own place only where it matters, since all would name this file."""
    from aws_lambda_powertools import Logger

    return Logger(service="kopru-desk", location=None, utc=True)


class Facts:
    """The Desk's log: a sentence of ours and named facts, as JSON."""

    def info(self, message: str, **facts: object) -> None:
        """Something happened as it should."""
        logger().info(message, extra=_named(facts))

    def warning(self, message: str, **facts: object) -> None:
        """Something that a person may want to know."""
        logger().warning(message, extra=_named(facts))


# What a line of Python's log says of itself; to name a fact so is a KeyError there.
_ITS_OWN = {*vars(logging.makeLogRecord({})), "message", "asctime"}


def _named(facts: Mapping[str, object]) -> dict[str, object]:
    return {f"{name}_" if name in _ITS_OWN else name: value for name, value in facts.items()}


def desk() -> Desk:
    """The real Desk with the city of this minute; nothing else is connected before it is used."""
    built, present = _desk(), city()
    return built if built.city is present else replace(built, city=present)


@cache
def _desk() -> Desk:
    from chalicelib.flows.desk import Desk
    from chalicelib.store.chats import Chats
    from chalicelib.store.codes import Codes
    from chalicelib.store.contacts import Contacts
    from chalicelib.store.files import Files
    from chalicelib.store.lanes import Lanes
    from chalicelib.store.ledger import Ledger
    from chalicelib.store.limits import Limits
    from chalicelib.store.requests import Requests
    from chalicelib.store.work import Work
    from chalicelib.tools import aws
    from chalicelib.tools.vault import Vault

    region = os.environ["AWS_REGION"]
    return Desk(
        city=city(),
        wording=wording(),
        read_secret=secret,
        public_url=public_url(),
        now=lambda: datetime.now(UTC),
        mint=lambda: secrets.token_hex(16),
        requests=Requests(os.environ["REQUESTS_TABLE"], region, line()),
        ledger=Ledger(os.environ["LEDGER_TABLE"], region, line()),
        contacts=Contacts(os.environ["CONTACTS_TABLE"], region, line()),
        chats=Chats(os.environ["CONTACTS_TABLE"], region, line()),
        files=Files(os.environ.get("FILES_TABLE", ""), region, line()),
        vault=Vault(os.environ.get("FILES_BUCKET", ""), region, public_url()),
        limits=Limits(os.environ["WORK_TABLE"], region, line()),
        codes=Codes(os.environ["WORK_TABLE"], region, line()),
        settings=settings(),
        preset=preset(),
        count=Work(os.environ["WORK_TABLE"], region, line()).count,
        quotas=quotas(float(os.environ.get("LIMITS_WIDTH", "1"))),
        pause=time.sleep,
        wake=aws.waker(
            {
                UNIT_ALERTS: os.environ["UNIT_ALERTS_QUEUE"],
                CITIZEN_MESSAGES: os.environ["CITIZEN_MESSAGES_QUEUE"],
            }
        ),
        lanes=Lanes(os.environ["WORK_TABLE"], region, line()),
        listen=listener(),
        carry=carrier(),
        fetch=fetcher(),
        senders=senders(os.environ),
        render=_render,
        draw=_draw,
        log=Facts(),
        meter=meter(),
    )


@cache
def verifier() -> Verifier:
    """Reads the staff's access tokens (`STAFF_ISSUER`, `STAFF_CLIENT`, `STAFF_KEYS_URL`)."""
    from chalicelib.tools.tokens import Verifier

    return Verifier(os.environ["STAFF_ISSUER"], os.environ["STAFF_CLIENT"], os.environ["STAFF_KEYS_URL"])


@cache
def door() -> Door:
    """Where staff sign in (`STAFF_CLIENT`); wrong logins are counted in `WORK_TABLE`."""
    from chalicelib.flows.session import Door
    from chalicelib.store.tries import WrongLogins
    from chalicelib.tools.cognito import Cognito

    wrong = WrongLogins(os.environ["WORK_TABLE"], os.environ["AWS_REGION"], line())
    return Door(Cognito(os.environ["STAFF_CLIENT"]), wrong, verifier().read)


@cache
def logins() -> Logins:
    """Who may sign in (`STAFF_POOL`)."""
    from chalicelib.tools.directory import Directory

    return Directory(os.environ["STAFF_POOL"])


def read_multipart(content_type: str, body: bytes) -> PeerForm:
    """The form of a multipart body. Raises Invalid."""
    from chalicelib.tools import multipart  # only where a form comes in parts

    return multipart.read_multipart(content_type, body)


def _render(letter: Any) -> tuple[str, str]:
    from chalicelib.tools.mail import render  # Jinja2: only where a letter is written

    return render(letter)


def _draw(content: bytes) -> Any:
    from chalicelib.tools.images import draw  # Pillow: only where an upload is examined

    return draw(content)
