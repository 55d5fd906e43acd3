"""Staff logins of this machine: one for each role and two for each unit, made where they are missing."""

import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from chalicelib.core.city import City, Unit
from chalicelib.core.people import OF_A_UNIT, ROLES
from chalicelib.store.settings import Settings
from infrastructure.local.settings import Unready

LOG = logging.getLogger("kopru.people")
PASSWORD = "Kopru-yerel-2026"  # noqa: S105 - of every login on this machine, and in docs/local.md
AT_ONCE = 4
# Where a role has a unit of its own; the centre's desk otherwise.
_DESKS = {"aid_line": "sosyal-yardimlar-hatti", "social_media": "sosyal-medya", "switchboard": "santral"}
_EXAMPLE_SERVICE = "road.pothole"
_NAMES = {
    "operator": "Operatör", "switchboard": "Santral görevlisi", "social_media": "Sosyal medya görevlisi",
    "aid_line": "Yardım hattı görevlisi", "unit_officer": "Birim görevlisi", "unit_head": "Birim amiri",
    "supervisor": "Merkez sorumlusu", "admin": "Sistem yöneticisi", "auditor": "Denetçi",
}  # fmt: skip
_WITHOUT_UNIT = ("admin", "auditor")


@dataclass(frozen=True)
class Login:
    """One person of this machine; `unit` is a code of the preset, or none."""

    username: str
    role: str
    unit: str | None
    name: str

    @property
    def email(self) -> str:
        """An address that cannot be reached."""
        return f"{self.username}@example.org"

    @property
    def record(self) -> dict[str, str | None]:
        """What the settings table holds of the person."""
        return {"name": self.name, "role": self.role, "unit": self.unit, "email": self.email}


def logins(city: City) -> Iterator[Login]:
    """One login named after each role, then `officer.<unit>` and `head.<unit>` for every unit of the preset."""
    for role in ROLES:
        unit = _unit_of(role, city)
        yield Login(role, role, unit, _named(role, city.units[unit]) if unit else _NAMES[role])
    for code, unit_of in city.units.items():
        yield Login(f"officer.{code}", "unit_officer", code, _named("unit_officer", unit_of))
        yield Login(f"head.{code}", "unit_head", code, _named("unit_head", unit_of))


def _named(role: str, unit: Unit) -> str:
    return f"{_NAMES[role]} ({unit.short.tr})"


def _unit_of(role: str, city: City) -> str | None:
    if role in _WITHOUT_UNIT:
        return None
    if role not in OF_A_UNIT:
        desk = _DESKS.get(role, city.desk)
        return desk if desk in city.units else city.desk
    service = city.services[_EXAMPLE_SERVICE]
    owners = [owner.unit for owner in (service.owner, service.side_owner) if owner and owner.unit]
    return owners[0] if owners else city.desk


class Pool:
    """The user pool of the local engine, spoken to without the AWS library: it is five times as quick."""

    def __init__(self, http: httpx.Client, pool: str) -> None:
        self._http = http
        self._pool = pool

    def complete(self) -> set[str]:
        """The usernames that can sign in: those whose password is their own. A page holds 60."""
        found, page = set(), None
        while True:
            answer = self._call("ListUsers", **({"PaginationToken": page} if page else {}))
            found |= {user["Username"] for user in answer["Users"] if user["UserStatus"] == "CONFIRMED"}
            page = answer.get("PaginationToken")
            if not page:
                return found

    def make(self, login: Login) -> None:
        """The login with its group and password; the password comes last, so that half a login is made again."""
        attributes = [{"Name": "email", "Value": login.email}, {"Name": "email_verified", "Value": "true"}]
        body = {"TemporaryPassword": PASSWORD, "MessageAction": "SUPPRESS", "UserAttributes": attributes}
        self._call("AdminCreateUser", "UsernameExistsException", Username=login.username, **body)
        self._call("AdminAddUserToGroup", Username=login.username, GroupName=login.role)
        self._call("AdminSetUserPassword", Username=login.username, Password=PASSWORD, Permanent=True)

    def _call(self, name: str, passing: str = "-", **body: Any) -> Mapping[str, Any]:
        headers = {
            "X-Amz-Target": f"AWSCognitoIdentityProviderService.{name}",
            "Content-Type": "application/x-amz-json-1.1",
        }
        answer = self._http.post("/", content=json.dumps({"UserPoolId": self._pool, **body}), headers=headers)
        if answer.status_code != 200 and passing not in answer.text:
            raise Unready(f"staff logins could not be made: {name}: {answer.text}")
        told: Mapping[str, Any] = answer.json()
        return told


def make_logins(city: City, pool: Pool) -> int:
    """Makes every login of the city that is missing; how many that were. Raises Unready where the engine refuses."""
    there = pool.complete()
    missing = [login for login in logins(city) if login.username not in there]
    _side_by_side(pool.make, missing)
    LOG.info("%d staff logins made", len(missing))
    return len(missing)


def record_people(city: City, settings: Settings, now: datetime) -> int:
    """Puts the people who have no record into the settings table; how many that were. Raises TryLater."""
    known = {code for kind, code in settings.all() if kind == "people"}
    unknown = [login for login in logins(city) if login.username not in known]

    def put(login: Login) -> None:
        settings.put("people", login.username, login.record, None, "local", now)

    _side_by_side(put, unknown)
    LOG.info("%d people recorded", len(unknown))
    return len(unknown)


@contextmanager
def speaking_to(url: str) -> Iterator[None]:
    """Meanwhile the product's own code finds AWS at `url`, as it does in a function of the engine."""
    ours = {"AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "000000000000", "AWS_SECRET_ACCESS_KEY": "local"}
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _side_by_side(act: Callable[[Login], None], people: Iterable[Login]) -> None:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(act, people))
