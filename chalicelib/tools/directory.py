"""The staff's user pool as its admins see it: who may sign in, and in which group."""

from __future__ import annotations

from dataclasses import dataclass

from botocore.exceptions import ClientError

from chalicelib.core.errors import Fault, Invalid, NotFound
from chalicelib.tools.cognito import ask, code_of

NOBODY = ("UserNotFoundException",)
NOT_TAKEN = ("UsernameExistsException", "InvalidParameterException")


@dataclass(frozen=True, slots=True)
class Directory:
    """People of one user pool; a role is a group of the same name."""

    pool: str

    def invite(self, username: str, email: str, role: str) -> None:
        """Make a login; Cognito mails a first password, which is changed at the first sign-in. Three calls at most.

        An invitation that broke off before the person had a group is finished. Raises Invalid (field "username", code
        "username-taken"; field "email", code "email"), TryLater.
        """
        attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
        try:
            ask("admin_create_user", NOT_TAKEN, UserPoolId=self.pool, Username=username, UserAttributes=attributes,
                DesiredDeliveryMediums=["EMAIL"])  # fmt: skip
        except ClientError as error:
            if code_of(error) == "InvalidParameterException":
                raise Invalid(Fault("email", "email")) from error
            if self._groups(username):
                raise Invalid(Fault("username", "username-taken")) from error
        self._act("admin_add_user_to_group", username, GroupName=role)

    def change_role(self, username: str, role: str) -> None:
        """Put the person into this role's group and no other; the old role goes first. Raises NotFound, TryLater."""
        groups = self._groups(username)
        for group in groups:
            if group != role:
                self._act("admin_remove_user_from_group", username, GroupName=group)
        if role not in groups:
            self._act("admin_add_user_to_group", username, GroupName=role)

    def disable(self, username: str) -> None:
        """Let the person in no more: no sign-in and no renewal; the present access token ends by itself within 15
        minutes. Two calls. Raises NotFound, TryLater."""
        self._act("admin_disable_user", username)
        self.sign_out(username)

    def sign_out(self, username: str) -> None:
        """End every session of the person: none is renewed any more. One call. Raises NotFound, TryLater."""
        self._act("admin_user_global_sign_out", username)

    def enable(self, username: str) -> None:
        """Let the person sign in again. One call. Raises NotFound, TryLater."""
        self._act("admin_enable_user", username)

    def _groups(self, username: str) -> list[str]:
        try:
            answer = ask("admin_list_groups_for_user", NOBODY, UserPoolId=self.pool, Username=username)
        except ClientError as error:
            raise NotFound("no-such-person") from error
        return [str(group["GroupName"]) for group in answer["Groups"]]

    def _act(self, call: str, username: str, **more: str) -> None:
        try:
            ask(call, NOBODY, UserPoolId=self.pool, Username=username, **more)
        except ClientError as error:
            raise NotFound("no-such-person") from error
