"""Sign-in by Cognito's user pool: passwords, codes, renewals and the end of a session."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.core.errors import Fault, Invalid, Refused, TryLater
from chalicelib.core.session import CHALLENGES, MFA_CODE, NEW_PASSWORD, Challenge, Tokens
from chalicelib.tools.aws import client

# Unknown, disabled, locked by Cognito, mistyped: all of it is the same answer, so that nobody learns who works here.
WRONG_LOGIN = (
    "NotAuthorizedException", "UserNotFoundException", "UserNotConfirmedException", "PasswordResetRequiredException",
    "InvalidParameterException",
)  # fmt: skip
WRONG_CODE = ("CodeMismatchException", "ExpiredCodeException")
WEAK_PASSWORD = ("InvalidPasswordException", "PasswordHistoryPolicyViolationException")
# VerifySoftwareToken's two names for a wrong code.
WRONG_FIRST_CODE = ("EnableSoftwareTokenMFAException", "CodeMismatchException")
# What RevokeToken says of something that is no token of ours any more: then there is nothing left to end.
NOT_OURS = (*WRONG_LOGIN, "UnauthorizedException", "UnsupportedTokenTypeException")

_ANSWER = {MFA_CODE: "SOFTWARE_TOKEN_MFA_CODE", NEW_PASSWORD: "NEW_PASSWORD"}
_CODE = re.compile(r"[0-9]{6}")
_LONGEST_PASSWORD = 256
_LONGEST_TOKEN = 8192
# The lengths Cognito takes for a challenge's session.
_SESSION = range(20, 2049)


@dataclass(frozen=True, slots=True)
class Cognito:
    """Sign-in for one app client without a secret; `app` is its id."""

    app: str

    def sign_in(self, username: str, password: str) -> Tokens | Challenge:
        """Tokens, or what is asked first. One call. Raises Refused ("wrong-login"), TryLater."""
        if not _sayable(password):
            raise Refused("wrong-login")
        said = {"USERNAME": username, "PASSWORD": password}
        try:
            answer = ask("initiate_auth", WRONG_LOGIN, ClientId=self.app, AuthFlow="USER_PASSWORD_AUTH",
                         AuthParameters=said)  # fmt: skip
        except ClientError as error:
            raise Refused("wrong-login") from error
        return _read(answer, username)

    def answer(self, challenge: Challenge, answer: str) -> Tokens | Challenge:
        """Tokens, or what is asked next, for the code of an authenticator app or the new password. One call.

        Raises Refused ("wrong-code"; "signed-out" where sign-in took too long and begins anew), Invalid (field
        "password", code "weak-password"), TryLater.
        """
        if challenge.name not in CHALLENGES or len(challenge.session) not in _SESSION:
            raise Refused("signed-out")
        if not _sayable(answer):
            raise Refused("wrong-code")
        said = {"USERNAME": challenge.username, _ANSWER[challenge.name]: answer}
        try:
            told = ask("respond_to_auth_challenge", (*WRONG_LOGIN, *WRONG_CODE, *WEAK_PASSWORD), ClientId=self.app,
                       ChallengeName=challenge.name, Session=challenge.session, ChallengeResponses=said)  # fmt: skip
        except ClientError as error:
            if code_of(error) in WEAK_PASSWORD:
                raise Invalid(Fault("password", "weak-password")) from error
            raise Refused("wrong-code" if code_of(error) in WRONG_CODE else "signed-out") from error
        return _read(told, challenge.username)

    def refresh(self, refresh_token: str) -> Tokens:
        """A new access token; the refresh token stays. One call. Raises Refused ("signed-out"), TryLater."""
        if not refresh_token.isascii() or not 0 < len(refresh_token) <= _LONGEST_TOKEN:
            raise Refused("signed-out")
        try:
            answer = ask("initiate_auth", WRONG_LOGIN, ClientId=self.app, AuthFlow="REFRESH_TOKEN_AUTH",
                         AuthParameters={"REFRESH_TOKEN": refresh_token})  # fmt: skip
        except ClientError as error:
            raise Refused("signed-out") from error
        return _tokens(answer["AuthenticationResult"], refresh_token)

    def sign_out(self, refresh_token: str) -> None:
        """End the session: the refresh token renews nothing any more. What is no token is over already. One call.

        Raises TryLater.
        """
        if not refresh_token.isascii() or not 0 < len(refresh_token) <= _LONGEST_TOKEN:
            return
        try:
            ask("revoke_token", NOT_OURS, ClientId=self.app, Token=refresh_token)
        except ClientError:
            return

    def offer_codes(self, access_token: str) -> str:
        """A secret (base32) for the person's authenticator app. One call. Raises Refused ("signed-out"), TryLater."""
        try:
            return str(ask("associate_software_token", WRONG_LOGIN, AccessToken=access_token)["SecretCode"])
        except ClientError as error:
            raise Refused("signed-out") from error

    def demand_codes(self, access_token: str, code: str) -> None:
        """Ask for a code at every sign-in from now on, once the app's first `code` is right. Two calls.

        Raises Refused ("wrong-code", "signed-out"), TryLater.
        """
        if not _CODE.fullmatch(code):
            raise Refused("wrong-code")
        try:
            ask("verify_software_token", (*WRONG_LOGIN, *WRONG_FIRST_CODE), AccessToken=access_token, UserCode=code)
            preferred = {"Enabled": True, "PreferredMfa": True}
            ask("set_user_mfa_preference", WRONG_LOGIN, AccessToken=access_token, SoftwareTokenMfaSettings=preferred)
        except ClientError as error:
            raise Refused("wrong-code" if code_of(error) in WRONG_FIRST_CODE else "signed-out") from error


def ask(call: str, passing: Collection[str], **body: Any) -> Mapping[str, Any]:
    """One call to the user pool. An error of AWS whose code is in `passing` is raised as it came (ClientError).

    Raises TryLater, naming the code, for every other.
    """
    try:
        answer: Mapping[str, Any] = getattr(client("cognito-idp"), call)(**body)
    except ClientError as error:
        if code_of(error) in passing:
            raise
        raise TryLater(f"cognito: {code_of(error)}", wait=5) from error
    except BotoCoreError as error:
        raise TryLater(f"cognito: {type(error).__name__}", wait=5) from error
    return answer


def code_of(error: ClientError) -> str:
    """AWS's name of what went wrong."""
    return str(error.response.get("Error", {}).get("Code", ""))


def _read(answer: Mapping[str, Any], username: str) -> Tokens | Challenge:
    name = answer.get("ChallengeName")
    if not name:
        return _tokens(answer["AuthenticationResult"], "")
    if name not in CHALLENGES:
        raise TryLater(f"cognito: asks for {name}")
    return Challenge(name, answer.get("ChallengeParameters", {}).get("USER_ID_FOR_SRP", username), answer["Session"])


def _tokens(result: Mapping[str, Any], refresh: str) -> Tokens:
    return Tokens(result["AccessToken"], result.get("RefreshToken", refresh), int(result["ExpiresIn"]))


def _sayable(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_PASSWORD and text.isprintable()
