"""Settings through the staff API: read, changed, their history, and people whose logins follow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.entry.colleagues import OWN, Staff, move_in
from tests.entry.gateway import Answer
from tests.entry.test_staff_requests import faults_in, keeps_to
from tests.fakes import Office

PERSON = {"name": "Yeni Kişi", "role": "operator", "email": "yeni@example.org"}


@pytest.fixture
def staff(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Staff:
    return move_in(office, monkeypatch, tmp_path)


def put(staff: Staff, path: str, value: Any, version: Any = 0, who: str = "admin") -> Answer:
    return staff.call(who, "PUT", f"/api/staff/settings/{path}", {"value": value, "version": version})


def test_setting_is_changed_once_for_each_version(staff: Staff) -> None:
    path = f"units/{OWN}"
    first = put(staff, path, {"email": "fen@example.org"})
    assert keeps_to(first, "SettingVersion")["version"] == 1
    late = put(staff, path, {"email": "other@example.org"})
    assert (late.status, keeps_to(late, "Problem")["version"]) == (409, 1)
    assert put(staff, path, None, 1).json["version"] == 2
    versions = keeps_to(staff.call("auditor", "GET", f"/api/staff/settings/{path}/history"), "SettingHistory")
    assert [each["value"] for each in versions["versions"]] == [{"email": "fen@example.org"}, None]
    assert {each["by"] for each in versions["versions"]} == {"admin"}


def test_setting_shows_what_holds_and_where_it_comes_from(staff: Staff) -> None:
    before = keeps_to(staff.call("supervisor", "GET", f"/api/staff/settings/units/{OWN}"), "Setting")
    assert (before["version"], before["value"]["calendar"]) == (0, "office")
    put(staff, f"units/{OWN}", {"calendar": "always"})
    after = keeps_to(staff.call("supervisor", "GET", f"/api/staff/settings/units/{OWN}"), "Setting")
    assert (after["version"], after["value"]["calendar"], after["by"]) == (1, "always", "admin")
    assert after["value"]["email"] == before["value"]["email"]
    listed = keeps_to(staff.call("supervisor", "GET", "/api/staff/settings"), "Settings")["settings"]
    assert listed["units"][OWN] | {"kind": "units", "code": OWN} == after


def test_bad_value_is_refused_with_the_reason(staff: Staff) -> None:
    answer = put(staff, f"units/{OWN}", {"calendar": "no-such-calendar"})
    assert (answer.status, faults_in(answer)) == (400, ["calendar"])
    assert staff.office.settings.rows == {}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"value": {}}, "version"),
        ({"version": 0}, "value"),
        ({"value": {}, "version": "0"}, "version"),
        ({"value": {}, "version": 0, "by": "me"}, "by"),
    ],
)
def test_body_is_a_value_and_its_version(staff: Staff, body: dict[str, Any], field: str) -> None:
    answer = staff.call("admin", "PUT", f"/api/staff/settings/units/{OWN}", body)
    assert (answer.status, faults_in(answer)) == (400, [field])


@pytest.mark.parametrize("path", ["units/no-such-unit", "colours/red", "people/nobody"])
def test_what_cannot_be_set_is_not_found(staff: Staff, path: str) -> None:
    assert staff.call("admin", "GET", f"/api/staff/settings/{path}").status == 404


def test_new_person_is_invited(staff: Staff) -> None:
    answer = put(staff, "people/yeni.kisi", PERSON)
    assert keeps_to(answer, "SettingVersion")["login"] == "invited"
    assert staff.pool.done == [("invite", "yeni.kisi", "yeni@example.org", "operator")]


def test_new_person_without_an_address_is_said_to_have_no_login(staff: Staff) -> None:
    told = put(staff, "people/yeni.kisi", {"name": "Yeni", "role": "operator"}).json
    assert (told["login"], "e-posta" in told["login_text"]) == ("none", True)
    assert staff.pool.done == []


def test_login_follows_the_role_and_the_end_of_it(staff: Staff) -> None:
    put(staff, "people/yeni.kisi", PERSON)
    assert put(staff, "people/yeni.kisi", PERSON | {"role": "aid_line"}, 1).json["login"] == "kept"
    assert put(staff, "people/yeni.kisi", PERSON | {"disabled": True}, 2).json["login"] == "closed"
    assert put(staff, "people/yeni.kisi", None, 3).json["login"] == "closed"
    assert [done[0] for done in staff.pool.done] == ["invite", "change_role", "enable", "disable", "disable"]
    assert ("change_role", "yeni.kisi", "aid_line") in staff.pool.done


def test_login_that_could_not_follow_is_said_and_made_good_by_saving_again(staff: Staff) -> None:
    staff.pool.away = True
    told = keeps_to(put(staff, "people/yeni.kisi", PERSON), "SettingVersion")
    assert (told["login"], told["version"]) == ("failed", 1)
    staff.pool.away = False
    assert put(staff, "people/yeni.kisi", PERSON, 1).json["login"] == "invited"


def test_name_that_nobody_can_have_is_refused_before_anything_is_saved(staff: Staff) -> None:
    answer = put(staff, "people/Yeni%20Kisi", PERSON)
    assert (answer.status, faults_in(answer)) == (400, ["username"])
    assert (staff.office.settings.rows, staff.pool.done) == ({}, [])
