"""Who may sign in: nobody registers themselves, passwords are long, and tokens live shortly."""

from typing import Any

from chalicelib.core.people import ROLES

Resources = dict[str, dict[str, Any]]


def told(resources: Resources, name: str) -> dict[str, Any]:
    properties: dict[str, Any] = resources[name]["Properties"]
    return properties


def test_only_an_admin_makes_logins_and_passwords_are_long(resources: Resources) -> None:
    pool = told(resources, "StaffPool")
    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12
    assert pool["AccountRecoverySetting"] == {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]}
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("OPTIONAL", ["SOFTWARE_TOKEN_MFA"])


def test_invitation_says_name_password_and_where_to_go(resources: Resources) -> None:
    letter = told(resources, "StaffPool")["AdminCreateUserConfig"]["InviteMessageTemplate"]["EmailMessage"]["Fn::Sub"]
    assert [letter.count(word) for word in ("{username}", "{####}", "${PublicUrl}")] == [2, 2, 2]


def test_people_outlive_the_stack(resources: Resources) -> None:
    pool = resources["StaffPool"]
    assert (pool["DeletionPolicy"], pool["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert told(resources, "StaffPool")["DeletionProtection"] == "ACTIVE"


def test_client_has_no_secret_and_its_tokens_live_shortly(resources: Resources) -> None:
    client = told(resources, "StaffClient")
    assert client["GenerateSecret"] is False
    assert client["ExplicitAuthFlows"] == ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    assert (client["AccessTokenValidity"], client["TokenValidityUnits"]["AccessToken"]) == (15, "minutes")
    assert (client["RefreshTokenValidity"], client["TokenValidityUnits"]["RefreshToken"]) == (12, "hours")
    assert (client["PreventUserExistenceErrors"], client["EnableTokenRevocation"]) == ("ENABLED", True)


def test_each_role_is_a_group_of_the_pool(resources: Resources) -> None:
    groups = [each["Properties"] for each in resources.values() if each["Type"] == "AWS::Cognito::UserPoolGroup"]
    assert sorted(group["GroupName"] for group in groups) == sorted(ROLES)
    assert all(group["UserPoolId"] == {"Ref": "StaffPool"} for group in groups)


def test_keys_are_fetched_where_the_tokens_come_from_unless_told_otherwise(template: dict[str, Any]) -> None:
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    condition, elsewhere, at_home = variables["STAFF_KEYS_URL"]["Fn::If"]
    assert at_home == {"Fn::Sub": variables["STAFF_ISSUER"]["Fn::Sub"] + "/.well-known/jwks.json"}
    assert (condition, elsewhere["Fn::Sub"][:13]) == ("HasCognitoUrl", "${CognitoUrl}")
    assert template["Parameters"]["CognitoUrl"]["Default"] == ""
