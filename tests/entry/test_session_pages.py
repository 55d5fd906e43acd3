"""The door of the workplace: who is let in, how the session is kept, renewed and ended."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from chalicelib.core.session import MFA_CODE, Challenge
from tests.entry.staff import PASSWORD, Browser, Desk, path


def sign_in(browser: Browser, name: str = "operator", password: str = PASSWORD, **more: str) -> tuple[int, str]:
    answer, _ = browser.post("/personel/giris", {"username": name, "password": password} | more)
    return answer.status, answer.headers.get("location", "")


def test_who_is_not_signed_in_is_sent_to_the_door_and_back(desk: Desk) -> None:
    browser = desk.as_("")
    answer, _ = browser.get("/personel/temas/gun?gun=2026-11-23")
    assert answer.status == 303
    onward = unquote(answer.headers["location"].partition("devam=")[2])
    assert onward == "/personel/temas/gun?gun=2026-11-23"
    assert sign_in(browser, devam=onward) == (303, onward)
    assert browser.get(onward)[0].status == 200


def test_the_cookies_are_out_of_reach_of_scripts_and_other_sites(desk: Desk) -> None:
    answer, _ = desk.as_("").post("/personel/giris", {"username": "operator", "password": PASSWORD})
    access, refresh = answer.many["set-cookie"]
    assert access.startswith("kopru_session=operator; Path=/;")
    assert refresh.startswith("kopru_refresh=refresh-operator; Path=/personel;")
    assert all("HttpOnly; Secure; SameSite=Lax" in each for each in (access, refresh))


@pytest.mark.parametrize(
    "asked",
    [
        "https://evil.example",
        "//evil.example",
        "/personel/../basvuru",
        "/personelx",
        "/personel\\@x",
        "/personel/giris",
    ],
)
def test_the_door_leads_nowhere_but_into_the_workplace(desk: Desk, asked: str) -> None:
    assert sign_in(desk.as_(""), devam=asked) == (303, "/personel")


def test_a_wrong_password_says_so_and_keeps_the_name(desk: Desk) -> None:
    answer, page = desk.as_("").post("/personel/giris", {"username": "operator", "password": "x"})
    assert answer.status == 401
    assert "Kullanıcı adı ya da şifre yanlış." in page.words
    assert page.fields["username"] == "operator"
    assert page.fields["password"] == ""


def test_a_sign_in_from_another_site_is_refused(desk: Desk) -> None:
    fields = {"username": "operator", "password": PASSWORD}
    answer, _ = desk.as_("").post("/personel/giris", fields, **{"sec-fetch-site": "cross-site"})
    assert answer.status == 403
    assert answer.many == {}


def test_a_second_question_is_asked_and_answered(desk: Desk) -> None:
    desk.pool.asks = Challenge(MFA_CODE, "operator", "a-session")
    browser = desk.as_("")
    _, page = browser.post("/personel/giris", {"username": "operator", "password": PASSWORD})
    wrong, page = browser.post("/personel/giris", page.fields | {"answer": "000000"})
    assert wrong.status == 401
    answer, _ = browser.post("/personel/giris", page.fields | {"answer": "123456"})
    assert answer.status == 303
    assert browser.cookies["kopru_session"] == "operator"


def test_a_session_that_ran_out_is_renewed_without_losing_what_was_sent(desk: Desk) -> None:
    case, browser = desk.opens(), desk.as_("fen")
    fields = browser.form(path(case), version="1", text="Yarın bakılacak.")
    del browser.cookies["kopru_session"]
    answer, _ = browser.post(f"{path(case)}/note", fields)
    assert (answer.status, answer.headers["location"]) == (307, f"{path(case)}/note")
    assert desk.pool.refreshed == ["fen"]
    assert browser.post(answer.headers["location"], fields)[0].status == 303


def test_a_token_that_was_refused_is_not_renewed_in_circles(desk: Desk) -> None:
    browser = desk.as_("operator")
    browser.cookies["kopru_session"] = "garbage"
    answer, _ = browser.get("/personel")
    assert answer.headers["location"].startswith("/personel/giris")
    assert desk.pool.refreshed == []
    assert browser.cookies == {}


def test_signing_out_ends_the_session_here_and_in_the_pool(desk: Desk) -> None:
    browser = desk.as_("operator")
    answer, _ = browser.post("/personel/cikis", browser.form("/personel"))
    assert answer.status == 303
    assert desk.pool.ended == ["refresh-operator"]
    assert browser.cookies == {}


def test_a_form_without_the_key_of_the_session_changes_nothing(desk: Desk) -> None:
    case = desk.opens()
    for key in ("", "0" * 32, desk.as_("izsu").form("/personel")["csrf"]):
        answer, _ = desk.as_("fen").post(f"{path(case)}/note", {"csrf": key, "version": "1", "text": "x"})
        assert answer.status == 403
    assert desk.office.requests.cases[case.number].events == ()
