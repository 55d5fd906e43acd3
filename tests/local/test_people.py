"""Staff logins of one machine: for every role and every unit, made once, and there after a restart."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import pytest

from chalicelib.core.people import ROLES
from chalicelib.core.session import Tokens
from chalicelib.store.settings import Settings
from chalicelib.tools import aws
from chalicelib.tools.cognito import Cognito
from infrastructure.local.people import PASSWORD, Pool, logins, make_logins, record_people, speaking_to
from infrastructure.local.settings import REGION
from infrastructure.local.stack import Cloud
from tests.build import MONDAY, a_city
from tests.engine import create_tables, engine

CITIES = ("izmir-him", "ilkadim-ilkim", "example")


@pytest.mark.parametrize("city", CITIES)
def test_there_is_one_of_each_role_and_an_officer_and_a_head_for_each_unit(city: str) -> None:
    people = {login.username: login for login in logins(a_city(city))}
    assert [people[role].role for role in ROLES] == list(ROLES)
    for unit in a_city(city).units:
        assert (people[f"officer.{unit}"].role, people[f"officer.{unit}"].unit) == ("unit_officer", unit)
        assert (people[f"head.{unit}"].role, people[f"head.{unit}"].unit) == ("unit_head", unit)
    assert len(people) == len(ROLES) + 2 * len(a_city(city).units)


@pytest.mark.parametrize(
    ("city", "role", "unit"),
    [
        ("izmir-him", "unit_officer", "fen-isleri"),
        ("izmir-him", "aid_line", "sosyal-yardimlar-hatti"),
        ("izmir-him", "supervisor", "cagri-merkezi"),
        ("izmir-him", "admin", None),
        ("ilkadim-ilkim", "unit_head", "fen-isleri"),
        ("ilkadim-ilkim", "aid_line", "ilkim"),
        ("example", "unit_officer", "saha-isleri"),
        ("example", "operator", "cozum-merkezi"),
    ],
)
def test_who_is_named_after_a_role_works_where_that_role_works(city: str, role: str, unit: str | None) -> None:
    assert {login.username: login.unit for login in logins(a_city(city))}[role] == unit


class Local:
    """A bare engine with a pool of its own."""

    def __init__(self, url: str) -> None:
        self.users = Cloud(url).client("cognito-idp")
        self.http = httpx.Client(base_url=url, timeout=30, trust_env=False)

    def open_pool(self) -> tuple[str, str]:
        policy = {"PasswordPolicy": {"MinimumLength": 12, "RequireSymbols": False}}
        pool = str(self.users.create_user_pool(PoolName="staff", Policies=policy)["UserPool"]["Id"])
        for role in ROLES:
            self.users.create_group(UserPoolId=pool, GroupName=role)
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        made = self.users.create_user_pool_client(UserPoolId=pool, ClientName="staff", ExplicitAuthFlows=flows)
        return pool, str(made["UserPoolClient"]["ClientId"])

    def make(self, pool: str) -> int:
        return make_logins(a_city("example"), Pool(self.http, pool))

    def signs_in(self, app: str, username: str, url: str, monkeypatch: pytest.MonkeyPatch) -> bool:
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
        aws.client.cache_clear()
        try:
            return isinstance(Cognito(app).sign_in(username, PASSWORD), Tokens)
        finally:
            aws.client.cache_clear()


def test_logins_are_made_once_finished_where_half_made_and_there_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = len(list(logins(a_city("example"))))
    with engine(tmp_path) as url:
        local = Local(url)
        pool, app = local.open_pool()
        local.users.admin_create_user(UserPoolId=pool, Username="operator", MessageAction="SUPPRESS")
        assert local.make(pool) == everybody
        assert local.make(pool) == 0
        groups = [
            local.users.admin_list_groups_for_user(UserPoolId=pool, Username=login.username)["Groups"][0]["GroupName"]
            for login in logins(a_city("example"))
        ]
        assert groups == [login.role for login in logins(a_city("example"))]
        assert local.signs_in(app, "operator", url, monkeypatch)
    with engine(tmp_path) as url:
        again = Local(url)
        assert again.make(pool) == 0
        assert again.signs_in(app, "officer.zabita", url, monkeypatch)


def test_people_are_recorded_where_nothing_is_recorded_and_what_an_admin_changed_stays(tmp_path: Path) -> None:
    city = a_city("example")
    with engine(tmp_path) as url, speaking_to(url):
        settings = Settings(create_tables(url, "people")["Settings"], REGION)
        changed = {"name": "Ayşe Yılmaz", "role": "supervisor", "unit": None, "email": None}
        settings.put("people", "operator", changed, None, "admin", MONDAY)
        assert record_people(city, settings, MONDAY) == len(list(logins(city))) - 1
        assert record_people(city, settings, MONDAY) == 0
        stored: dict[str, Any] = {
            code: setting.value for (kind, code), setting in settings.all().items() if kind == "people"
        }
    assert stored["operator"] == changed
    assert Counter(value["role"] for value in stored.values()) == Counter(
        ["supervisor"] + [login.role for login in logins(city) if login.username != "operator"]
    )
