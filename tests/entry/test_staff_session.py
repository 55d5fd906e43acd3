"""Signing in and out through the API, and whose call a token makes it."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from chalicelib.core.errors import Refused
from chalicelib.core.rights import Actor
from chalicelib.entry import staff_rim
from tests.entry.colleagues import PASSWORD, Staff, move_in, token_of
from tests.entry.gateway import call
from tests.entry.test_staff_requests import faults_in, keeps_to
from tests.fakes import Office

LOGIN = {"username": "operator", "password": PASSWORD}


@pytest.fixture
def staff(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Staff:
    return move_in(office, monkeypatch, tmp_path)


def sign_in(staff: Staff, **fields: Any) -> Any:
    return staff.send(None, "POST", "/api/staff/session", LOGIN | fields)


def test_password_gives_a_token_that_opens_the_api(staff: Staff) -> None:
    answer = sign_in(staff, username=" Operator ")
    told = keeps_to(answer, "Session")
    assert (answer.status, told["token_type"], told["expires_in"]) == (200, "Bearer", 900)
    assert told["person"]["roles"] == ["operator"]
    assert staff.send(told["access_token"], "GET", "/api/staff/me").status == 200


@pytest.mark.parametrize("fields", [{"password": "wrong"}, {"username": "nobody"}, {"username": "a b"}])
def test_wrong_login_is_a_401_that_says_nothing_more(staff: Staff, fields: dict[str, str]) -> None:
    answer = sign_in(staff, **fields)
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.json["detail"] == sign_in(staff, password="x").json["detail"]


@pytest.mark.parametrize("body", [{}, {"username": "operator"}, {**LOGIN, "remember": "yes"}, {**LOGIN, "password": 7}])
def test_sign_in_takes_a_name_and_a_password(staff: Staff, body: dict[str, Any]) -> None:
    assert staff.send(None, "POST", "/api/staff/session", body).status == 400


def test_who_guesses_waits(staff: Staff) -> None:
    for _ in range(5):
        sign_in(staff, password="guess")
    answer = sign_in(staff)
    assert answer.status == 429
    assert int(answer.headers["retry-after"]) > 0


def test_first_password_is_changed_before_anything_else(staff: Staff) -> None:
    staff.pool.first.add("operator")
    asked = keeps_to(sign_in(staff), "Session")
    assert asked["challenge"] == "NEW_PASSWORD_REQUIRED"
    answered = staff.send(None, "POST", "/api/staff/session/challenge", {**asked, "answer": "Yeni-sifre-2026"})
    assert keeps_to(answered, "Session")["person"]["username"] == "operator"


def test_refresh_token_renews_the_session(staff: Staff) -> None:
    again = staff.send(None, "POST", "/api/staff/session", {"refresh_token": sign_in(staff).json["refresh_token"]})
    assert keeps_to(again, "Session")["token_type"] == "Bearer"
    assert staff.send(None, "POST", "/api/staff/session", {"refresh_token": "refresh-nobody"}).status == 401


def test_disabled_person_gets_no_session(staff: Staff) -> None:
    assert sign_in(staff, username="gone").status == 403


def test_sign_out_ends_one_session_or_all(staff: Staff) -> None:
    one = staff.call("operator", "DELETE", "/api/staff/session", {"refresh_token": "refresh-operator"})
    every = staff.call("operator", "DELETE", "/api/staff/session")
    assert (one.status, every.status) == (200, 200)
    keeps_to(every, "SignedOut")
    assert staff.pool.done == [("sign_out", "refresh-operator"), ("sign_out", "operator")]
    assert staff.send(None, "DELETE", "/api/staff/session").status == 401


def test_codes_are_asked_once_the_first_one_of_the_app_is_right(staff: Staff) -> None:
    path = "/api/staff/session/codes"
    offered = keeps_to(staff.call("operator", "POST", path), "Codes")
    assert offered == {"secret": "JBSWY3DPEHPK3PXP"}
    assert staff.call("operator", "POST", path, {"code": "000000"}).status == 401
    assert staff.call("operator", "POST", path, {"number": "123456"}).status == 400
    assert staff.pool.done == []
    assert keeps_to(staff.call("operator", "POST", path, {"code": "123456"}), "Codes") == {"codes": True}
    assert staff.pool.done == [("codes", token_of("operator", "operator"))]


def test_cookie_of_the_pages_opens_no_api(staff: Staff) -> None:
    cookie = {"Cookie": f"kopru_session={token_of('operator', 'operator')}"}
    assert call("GET", "/api/staff/me", headers=cookie).status == 401


def test_neither_password_nor_token_is_logged(staff: Staff, logged: StringIO) -> None:
    sign_in(staff)
    sign_in(staff, password="Yanlis-sifre-1")
    told = logged.getvalue() + str(staff.office.log.lines)
    assert not any(word in told for word in (PASSWORD, "Yanlis", "eyJ", "refresh-"))


def test_form_of_another_session_is_refused(staff: Staff) -> None:
    mine = Actor("staff", "operator", session="session-1")
    key = staff_rim.csrf_of(mine)
    staff_rim.check_csrf(mine, key)
    others = (Actor("staff", "operator", session="session-2"), Actor("staff", "admin", session="session-1"))
    for actor, given in [*((other, key) for other in others), (mine, ""), (mine, key[:-1]), (mine, "ş")]:
        with pytest.raises(Refused, match="stale-form"):
            staff_rim.check_csrf(actor, given)


def test_what_is_wrong_with_a_login_is_told_in_the_callers_language(staff: Staff) -> None:
    answer = staff.send(None, "GET", "/api/staff/me", Accept_Language="en")
    assert (answer.json["title"], answer.headers["content-language"]) == ("Please sign in", "en")
    assert faults_in(answer) == []
