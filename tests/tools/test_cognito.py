"""What Cognito answers becomes tokens, a question, or an error that says what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.stub import Stubber

from chalicelib.core.errors import Invalid, KopruError, NotFound, Refused, TryLater
from chalicelib.core.session import MFA_CODE, NEW_PASSWORD, Challenge, Tokens
from chalicelib.tools import aws
from chalicelib.tools.cognito import Cognito
from chalicelib.tools.directory import Directory

ANSWERS: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "events" / "cognito.json").read_text(encoding="utf-8")
)
SESSION = ANSWERS["mfa"]["Session"]
COGNITO = Cognito("client-1")
DIRECTORY = Directory("eu-central-1_OURS")


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    """The user pool, answering what a test has put down, call by call."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "000000000000")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    aws.client.cache_clear()
    with Stubber(aws.client("cognito-idp")) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()
    aws.client.cache_clear()


def the_error(call: Any, *arguments: Any) -> KopruError:
    with pytest.raises(KopruError) as raised:
        call(*arguments)
    return raised.value


def test_password_is_sent_to_the_client_and_gives_tokens(pool: Stubber) -> None:
    sent = {
        "ClientId": "client-1",
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": "operator", "PASSWORD": "a password"},
    }
    pool.add_response("initiate_auth", ANSWERS["tokens"], sent)
    assert COGNITO.sign_in("operator", "a password") == Tokens("eyJra.access.one", "eyJjd.refresh.one", 900)


@pytest.mark.parametrize(("name", "asked"), [("mfa", MFA_CODE), ("new_password", NEW_PASSWORD)])
def test_question_is_handed_on(pool: Stubber, name: str, asked: str) -> None:
    pool.add_response("initiate_auth", ANSWERS[name])
    assert COGNITO.sign_in("operator", "a password") == Challenge(asked, "operator", SESSION)


def test_question_we_cannot_put_is_a_mistake_of_the_pool(pool: Stubber) -> None:
    pool.add_response("initiate_auth", ANSWERS["sms"])
    assert "SMS_MFA" in str(the_error(COGNITO.sign_in, "operator", "a password"))


@pytest.mark.parametrize(("asked", "field"), [(MFA_CODE, "SOFTWARE_TOKEN_MFA_CODE"), (NEW_PASSWORD, "NEW_PASSWORD")])
def test_answer_goes_back_under_its_own_name(pool: Stubber, asked: str, field: str) -> None:
    sent = {
        "ClientId": "client-1",
        "ChallengeName": asked,
        "Session": SESSION,
        "ChallengeResponses": {"USERNAME": "operator", field: "123456"},
    }
    pool.add_response("respond_to_auth_challenge", ANSWERS["tokens"], sent)
    assert isinstance(COGNITO.answer(Challenge(asked, "operator", SESSION), "123456"), Tokens)


def test_new_password_may_be_followed_by_a_code(pool: Stubber) -> None:
    pool.add_response("respond_to_auth_challenge", ANSWERS["mfa"])
    assert COGNITO.answer(Challenge(NEW_PASSWORD, "operator", SESSION), "Yeni-sifre-2026") == Challenge(
        MFA_CODE, "operator", SESSION
    )


@pytest.mark.parametrize(
    "code",
    ["NotAuthorizedException", "UserNotFoundException", "UserNotConfirmedException", "PasswordResetRequiredException"],
)
def test_unknown_disabled_and_mistyped_are_the_same(pool: Stubber, code: str) -> None:
    pool.add_client_error("initiate_auth", code, "User is disabled.")
    error = the_error(COGNITO.sign_in, "operator", "a password")
    assert isinstance(error, Refused)
    assert str(error) == "wrong-login"


@pytest.mark.parametrize("code", ["TooManyRequestsException", "InternalErrorException", "ResourceNotFoundException"])
def test_what_is_not_the_persons_fault_is_said_with_its_code(pool: Stubber, code: str) -> None:
    pool.add_client_error("initiate_auth", code)
    error = the_error(COGNITO.sign_in, "operator", "a password")
    assert isinstance(error, TryLater)
    assert error.reason == f"cognito: {code}"


@pytest.mark.parametrize(
    ("code", "raised"),
    [
        ("CodeMismatchException", "wrong-code"),
        ("ExpiredCodeException", "wrong-code"),
        ("InvalidPasswordException", "password: weak-password"),
        ("PasswordHistoryPolicyViolationException", "password: weak-password"),
        ("NotAuthorizedException", "signed-out"),
    ],
)
def test_wrong_answer_says_what_to_do(pool: Stubber, code: str, raised: str) -> None:
    pool.add_client_error("respond_to_auth_challenge", code)
    assert str(the_error(COGNITO.answer, Challenge(MFA_CODE, "operator", SESSION), "123456")) == raised


@pytest.mark.parametrize("password", ["", "a" * 257, "\ud800", "a\0b", "a\nb"])
def test_impossible_password_asks_nobody(pool: Stubber, password: str) -> None:
    assert str(the_error(COGNITO.sign_in, "operator", password)) == "wrong-login"


@pytest.mark.parametrize(
    "challenge", [Challenge("SMS_MFA", "operator", SESSION), Challenge(MFA_CODE, "operator", "short")]
)
def test_impossible_challenge_asks_nobody(pool: Stubber, challenge: Challenge) -> None:
    assert str(the_error(COGNITO.answer, challenge, "123456")) == "signed-out"


def test_refresh_token_stays_while_it_renews(pool: Stubber) -> None:
    pool.add_response("initiate_auth", ANSWERS["renewed"])
    assert COGNITO.refresh("eyJjd.refresh.one") == Tokens("eyJra.access.two", "eyJjd.refresh.one", 900)


@pytest.mark.parametrize("token", ["", "ş", "a" * 9000])
def test_impossible_refresh_token_asks_nobody(pool: Stubber, token: str) -> None:
    assert str(the_error(COGNITO.refresh, token)) == "signed-out"
    COGNITO.sign_out(token)


def test_session_that_is_over_can_be_ended_again(pool: Stubber) -> None:
    pool.add_client_error("revoke_token", "NotAuthorizedException")
    COGNITO.sign_out("eyJjd.refresh.one")


def test_codes_are_demanded_once_the_first_is_right(pool: Stubber) -> None:
    pool.add_response("associate_software_token", {"SecretCode": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"})
    pool.add_client_error("verify_software_token", "EnableSoftwareTokenMFAException")
    pool.add_response("verify_software_token", {"Status": "SUCCESS"})
    preferred = {"Enabled": True, "PreferredMfa": True}
    sent = {"AccessToken": "eyJra.access.one", "SoftwareTokenMfaSettings": preferred}
    pool.add_response("set_user_mfa_preference", {}, sent)
    assert COGNITO.offer_codes("eyJra.access.one") == "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    for code in ("000000", "12345", "١٢٣٤٥٦"):
        assert str(the_error(COGNITO.demand_codes, "eyJra.access.one", code)) == "wrong-code"
    COGNITO.demand_codes("eyJra.access.one", "123456")


def groups(*names: str) -> dict[str, Any]:
    return {"Groups": [{"GroupName": name} for name in names]}


def person(**more: str) -> dict[str, str]:
    return {"UserPoolId": "eu-central-1_OURS", "Username": "yeni.kisi", **more}


def test_whoever_is_invited_gets_the_group_of_their_role(pool: Stubber) -> None:
    pool.add_response("admin_create_user", {})
    pool.add_response("admin_add_user_to_group", {}, person(GroupName="operator"))
    DIRECTORY.invite("yeni.kisi", "yeni@example.org", "operator")


def test_invitation_that_broke_off_is_finished(pool: Stubber) -> None:
    pool.add_client_error("admin_create_user", "UsernameExistsException")
    pool.add_response("admin_list_groups_for_user", groups())
    pool.add_response("admin_add_user_to_group", {}, person(GroupName="operator"))
    DIRECTORY.invite("yeni.kisi", "yeni@example.org", "operator")


def test_name_of_somebody_else_is_taken(pool: Stubber) -> None:
    pool.add_client_error("admin_create_user", "UsernameExistsException")
    pool.add_response("admin_list_groups_for_user", groups("auditor"))
    error = the_error(DIRECTORY.invite, "yeni.kisi", "yeni@example.org", "operator")
    assert isinstance(error, Invalid)
    assert str(error) == "username: username-taken"


def test_old_role_goes_before_the_new_one_comes(pool: Stubber) -> None:
    pool.add_response("admin_list_groups_for_user", groups("supervisor"))
    pool.add_response("admin_remove_user_from_group", {}, person(GroupName="supervisor"))
    pool.add_response("admin_add_user_to_group", {}, person(GroupName="operator"))
    DIRECTORY.change_role("yeni.kisi", "operator")


def test_disabled_person_is_signed_out_as_well(pool: Stubber) -> None:
    pool.add_response("admin_disable_user", {}, person())
    pool.add_response("admin_user_global_sign_out", {}, person())
    DIRECTORY.disable("yeni.kisi")


def test_nobody_is_not_found(pool: Stubber) -> None:
    pool.add_client_error("admin_enable_user", "UserNotFoundException")
    assert isinstance(the_error(DIRECTORY.enable, "niemand"), NotFound)
