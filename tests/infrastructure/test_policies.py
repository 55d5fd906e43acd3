"""What each function may do: no more than its own work, and never by the role of another."""

import json
from typing import Any

import pytest

from infrastructure.package import ROOT

Resources = dict[str, dict[str, Any]]
ROLES = {
    "APIHandler": "ApiHandlerRole",
    "Notify": "NotifyRole",
    "Deliver": "DeliverRole",
    "Receipts": "ReceiptsRole",
    "Sweep": "SweepRole",
}


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def statements(resources: Resources, role: str) -> list[dict[str, Any]]:
    (policy,) = resources[role]["Properties"]["Policies"]
    return as_list(policy["PolicyDocument"]["Statement"])


def who_may(resources: Resources, action: str) -> set[str]:
    return {
        function
        for function, role in ROLES.items()
        if any(action in as_list(statement["Action"]) for statement in statements(resources, role))
    }


@pytest.mark.parametrize(("function", "role"), ROLES.items())
def test_each_function_runs_in_a_role_of_its_own_with_its_own_policy(
    resources: Resources, function: str, role: str
) -> None:
    assert resources[function]["Properties"]["Role"] == {"Fn::GetAtt": [role, "Arn"]}
    name = "api_handler" if function == "APIHandler" else function.lower()
    written = json.loads((ROOT / ".chalice" / f"policy-{name}.json").read_text(encoding="utf-8"))
    assert statements(resources, role) == written["Statement"]
    assert "ManagedPolicyArns" not in resources[role]["Properties"]


def test_chalice_never_guesses_a_policy() -> None:
    text = (ROOT / ".chalice" / "config.json").read_text(encoding="utf-8")
    config = json.loads(text)
    assert config["autogen_policy"] is False
    assert text.count("autogen_policy") == 1
    files = {name: entry["iam_policy_file"] for name, entry in config["lambda_functions"].items()}
    assert files == {name: f"policy-{name}.json" for name in ("api_handler", "notify", "deliver", "receipts", "sweep")}


@pytest.mark.parametrize("role", ROLES.values())
def test_no_role_has_a_wildcard_action_or_every_resource(resources: Resources, role: str) -> None:
    for statement in statements(resources, role):
        assert statement["Effect"] == "Allow"
        assert not [action for action in as_list(statement["Action"]) if "*" in action]
        assert "*" not in as_list(statement["Resource"])


def test_only_the_functions_of_the_application_and_the_gateway_have_a_role(resources: Resources) -> None:
    roles = {name for name, resource in resources.items() if resource["Type"] == "AWS::IAM::Role"}
    assert roles == set(ROLES.values()) | {"GatewayLogWriter"}


def test_nobody_can_delete_a_row_or_read_a_whole_table(resources: Resources) -> None:
    for action in ("dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:Scan"):
        assert who_may(resources, action) == set()


def test_only_deliver_and_sweep_reach_a_provider(resources: Resources) -> None:
    assert who_may(resources, "ses:SendEmail") == {"Deliver", "Sweep"}
    assert who_may(resources, "sms-voice:SendTextMessage") == {"Deliver", "Sweep"}


def test_only_the_api_opens_requests(resources: Resources) -> None:
    table = {"Fn::GetAtt": ["Requests", "Arn"]}
    openers = {
        function
        for function, role in ROLES.items()
        for statement in statements(resources, role)
        if "dynamodb:PutItem" in statement["Action"] and table in as_list(statement["Resource"])
    }
    assert openers == {"APIHandler"}


def test_receipts_do_not_hold_the_key_of_the_numbers(resources: Resources) -> None:
    assert who_may(resources, "secretsmanager:GetSecretValue") == set(ROLES) - {"Receipts"}


def test_every_function_writes_its_own_log_only(resources: Resources) -> None:
    for function, role in ROLES.items():
        own = resources[function]["Properties"]["LoggingConfig"]["LogGroup"]["Ref"]
        (logs,) = [entry for entry in statements(resources, role) if "logs:PutLogEvents" in entry["Action"]]
        assert logs["Resource"] == {"Fn::GetAtt": [own, "Arn"]}


def test_queue_and_topic_policies_allow_named_services_only(resources: Resources) -> None:
    doors = [
        statement
        for resource in resources.values()
        if resource["Type"] in {"AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy", "AWS::S3::BucketPolicy"}
        for statement in resource["Properties"]["PolicyDocument"]["Statement"]
    ]
    allowed = [statement for statement in doors if statement["Effect"] == "Allow"]
    assert len(allowed) == 4
    for statement in allowed:
        assert set(statement["Principal"]) == {"Service"}
        assert "*" not in statement["Action"]
        assert statement["Condition"]
    denied = [statement for statement in doors if statement["Effect"] == "Deny"]
    assert len(denied) == 5
    assert all(statement["Condition"] == {"Bool": {"aws:SecureTransport": False}} for statement in denied)
