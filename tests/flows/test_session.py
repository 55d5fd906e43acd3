"""Staff sign in: wrong logins wait longer and longer, by name and caller, and a form belongs to its session."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from chalicelib.core.errors import Fault, Invalid, Refused, TryLater
from chalicelib.core.marks import Tries
from chalicelib.core.session import MFA_CODE, NEW_PASSWORD, Challenge, Claims, Tokens
from chalicelib.flows import session
from chalicelib.flows.session import Door
from tests.build import MONDAY
from tests.fakes import Office

PASSWORD = "Kopru-yerel-2026"
TOKENS = Tokens("access", "refresh", 900)
CLAIMS = Claims("operator", "s-1", ("operator",), MONDAY + timedelta(minutes=15), "token-1", "session-1")


@dataclass
class Staff:
    """A user pool as a dict, and the wrong logins it saw."""

    passwords: dict[str, str] = field(default_factory=lambda: {"operator": PASSWORD})
    asks: Challenge | None = None
    away: bool = False
    asked: int = 0
    ended: list[str] = field(default_factory=list)
    tries: dict[str, Tries] = field(default_factory=dict)

    def sign_in(self, username: str, password: str) -> Tokens | Challenge:
        self.asked += 1
        if self.away:
            raise TryLater("cognito: TooManyRequestsException")
        if self.passwords.get(username) != password:
            raise Refused("wrong-login")
        return self.asks or TOKENS

    def answer(self, challenge: Challenge, answer: str) -> Tokens | Challenge:
        if challenge.name == NEW_PASSWORD and len(answer) < 12:
            raise Invalid(Fault("password", "weak-password"))
        if challenge.name == MFA_CODE and answer != "123456":
            raise Refused("wrong-code")
        return TOKENS

    def refresh(self, refresh_token: str) -> Tokens:
        return replace(TOKENS, refresh=refresh_token)

    def sign_out(self, refresh_token: str) -> None:
        self.ended.append(refresh_token)

    def offer_codes(self, access_token: str) -> str:
        return "JBSWY3DPEHPK3PXP"

    def demand_codes(self, access_token: str, code: str) -> None:
        if code != "123456":
            raise Refused("wrong-code")

    def read(self, key: str) -> Tries:
        return self.tries.get(key, Tries())

    def write(self, key: str, tries: Tries, expires: datetime) -> None:
        self.tries[key] = tries

    @property
    def door(self) -> Door:
        return Door(pool=self, wrong=self, read=lambda token, now: CLAIMS)


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def staff() -> Staff:
    return Staff()


def sign_in(
    office: Office, staff: Staff, name: str = "operator", password: str = PASSWORD, caller: str = "192.0.2.1"
) -> Tokens | Challenge:
    return session.sign_in(office.desk, staff.door, name, password, caller)


def refusal(office: Office, staff: Staff, **said: str) -> Refused:
    with pytest.raises(Refused) as refused:
        sign_in(office, staff, **said)
    return refused.value


def test_name_and_password_open_a_session(office: Office, staff: Staff) -> None:
    assert sign_in(office, staff) == TOKENS
    assert sign_in(office, staff, name=" Operator ") == TOKENS


@pytest.mark.parametrize("name", ["", "nobody", "İşletmen", "a b", "operator\0", "operator'--", "o" * 5000, "\ud800"])
def test_whatever_is_wrong_with_the_name_the_answer_is_the_same(office: Office, staff: Staff, name: str) -> None:
    assert refusal(office, staff, name=name).code == "wrong-login"


def test_five_wrong_logins_are_free_and_each_further_waits_twice_as_long(office: Office, staff: Staff) -> None:
    waits = []
    for _ in range(8):
        assert refusal(office, staff, password="guess").code == "wrong-login"
        (tries,) = staff.tries.values()
        wait = max(0, tries.wait_until - int(office.clock.at.timestamp()))
        waits.append(wait)
        office.clock.move(seconds=wait)
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240]


def test_whoever_waits_is_told_how_long_and_the_pool_is_not_asked(office: Office, staff: Staff) -> None:
    for _ in range(5):
        refusal(office, staff, password="guess")
    office.clock.move(seconds=10)
    told = refusal(office, staff)
    assert (told.code, told.wait, staff.asked) == ("too-many-tries", 20, 5)
    office.clock.move(seconds=20)
    assert sign_in(office, staff) == TOKENS


def test_others_do_not_wait_with_the_guesser(office: Office, staff: Staff) -> None:
    staff.passwords["supervisor"] = PASSWORD
    for _ in range(6):
        refusal(office, staff, password="guess")
    assert sign_in(office, staff, caller="192.0.2.2") == TOKENS
    assert sign_in(office, staff, name="supervisor") == TOKENS


def test_a_new_day_forgets(office: Office, staff: Staff) -> None:
    for _ in range(4):
        refusal(office, staff, password="guess")
    office.clock.move(days=1)
    refusal(office, staff, password="guess")
    assert [tries.wrong for tries in staff.tries.values()] == [1]


def test_a_pool_that_is_away_costs_nobody_a_try(office: Office, staff: Staff) -> None:
    staff.away = True
    with pytest.raises(TryLater):
        sign_in(office, staff)
    assert staff.tries == {}


def test_wrong_codes_count_like_wrong_passwords(office: Office, staff: Staff) -> None:
    challenge = Challenge(MFA_CODE, "operator", "s" * 40)
    staff.asks = challenge
    assert sign_in(office, staff) == challenge
    for _ in range(5):
        with pytest.raises(Refused, match="wrong-code"):
            session.answer(office.desk, staff.door, challenge, "000000", "192.0.2.1")
    with pytest.raises(Refused, match="too-many-tries"):
        session.answer(office.desk, staff.door, challenge, "123456", "192.0.2.1")
    assert refusal(office, staff).code == "too-many-tries"


def test_weak_new_password_is_said_and_not_counted(office: Office, staff: Staff) -> None:
    challenge = Challenge(NEW_PASSWORD, "operator", "s" * 40)
    with pytest.raises(Invalid, match="weak-password"):
        session.answer(office.desk, staff.door, challenge, "kısa", "192.0.2.1")
    assert staff.tries == {}
    assert session.answer(office.desk, staff.door, challenge, PASSWORD, "192.0.2.1") == TOKENS


def test_session_is_renewed_and_ended(office: Office, staff: Staff) -> None:
    assert session.refresh(staff.door, "mine").refresh == "mine"
    session.sign_out(staff.door, "mine")
    assert staff.ended == ["mine"]
    assert session.who(office.desk, staff.door, "access") == CLAIMS


def test_log_holds_neither_the_name_that_failed_nor_a_password_nor_the_caller(office: Office, staff: Staff) -> None:
    refusal(office, staff, name="typed.here", password="secret-word", caller="192.0.2.77")
    sign_in(office, staff)
    written = repr(office.log.lines) + repr(staff.tries)
    assert [word for word in ("typed.here", "secret-word", "192.0.2.77", "access", "refresh") if word in written] == []
    assert ("signed in", {"username": "operator"}) in office.log.lines
    assert "access" not in repr(replace(TOKENS, access="access-token"))
