"""What each function may do: no more than its own work, and never by the role of another."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.moves import Wanted, make
from chalicelib.core.updates import PUBLIC_BOOK, Update
from chalicelib.core.updates import written as written_update
from chalicelib.flows.window import thread_id
from chalicelib.store import keys
from chalicelib.store.change_rows import event_row
from chalicelib.store.request_row import Row
from infrastructure.package import ROOT
from tests.build import MONDAY, a_case, a_city, an_actor
from tests.fakes import Office

Resources = dict[str, dict[str, Any]]
REQUESTS = {"Fn::GetAtt": ["Requests", "Arn"]}
KEYS = ("number", "part")
# What an event's row is made of (store/requests.py); its mark is no part of it.
EVENT = ("happened", "move", "actor", "facts", "said", "before", "hash", "seen", "seen_book", "seen_at")
ROLES = {
    "APIHandler": "ApiHandlerRole",
    "Notify": "NotifyRole",
    "Deliver": "DeliverRole",
    "Receipts": "ReceiptsRole",
    "Listen": "ListenRole",
    "Examine": "ExamineRole",
    "Sweep": "SweepRole",
}


OF_REQUESTS = set(ROLES) - {"Examine"}
"""Who has to do with requests; who examines uploads has not."""
WORKERS = ("api_handler", "notify", "deliver", "receipts", "listen", "examine", "sweep")


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def statements(resources: Resources, role: str) -> list[dict[str, Any]]:
    (policy,) = resources[role]["Properties"]["Policies"]
    return as_list(policy["PolicyDocument"]["Statement"])


def senders_to(resources: Resources, queue: str) -> set[str]:
    return {
        function
        for function, role in ROLES.items()
        for statement in statements(resources, role)
        if "sqs:SendMessage" in statement["Action"] and {"Fn::GetAtt": [queue, "Arn"]} in as_list(statement["Resource"])
    }


def shelves_of(resources: Resources, function: str, table: str) -> dict[str, list[str]]:
    """The actions that a function may do on a table, each with the partitions that it is bound to, [] for any."""
    found: dict[str, list[str]] = {}
    for statement in statements(resources, ROLES[function]):
        if statement["Effect"] == "Allow" and {"Fn::GetAtt": [table, "Arn"]} in as_list(statement["Resource"]):
            condition = statement.get("Condition", {}).get("ForAllValues:StringLike", {})
            for action in as_list(statement["Action"]):
                found.setdefault(action, []).extend(condition.get("dynamodb:LeadingKeys", []))
    return {action: sorted(partitions) for action, partitions in found.items()}


def who_touches(resources: Resources, objects: str) -> dict[str, set[str]]:
    """Which function may do what with these objects of a bucket."""
    found: dict[str, set[str]] = {}
    for function, role in ROLES.items():
        for statement in statements(resources, role):
            if {"Fn::Sub": objects} in as_list(statement["Resource"]):
                for action in as_list(statement["Action"]):
                    found.setdefault(action, set()).add(function)
    return found


def who_may(resources: Resources, action: str) -> set[str]:
    return {
        function
        for function, role in ROLES.items()
        if any(
            action in as_list(statement["Action"])
            for statement in statements(resources, role)
            if statement["Effect"] == "Allow"
        )
    }


def may(resources: Resources, function: str, action: str, attributes: Iterable[str]) -> bool:
    """Whether IAM lets the function do this to an item of the requests table, naming these attributes: an explicit
    deny wins over every allow, and what nobody allows is denied (IAM user guide, "Policy evaluation logic")."""
    effects = {
        statement["Effect"]
        for statement in statements(resources, ROLES[function])
        if action in as_list(statement["Action"])
        and REQUESTS in as_list(statement["Resource"])
        and holds(statement.get("Condition", {}), set(attributes))
    }
    return effects == {"Allow"}


def holds(condition: dict[str, dict[str, list[str]]], attributes: set[str]) -> bool:
    """Whether a condition of a policy is true of a call that names these attributes. Another one is a KeyError."""
    for operator, (key, values) in ((operator, *tests.items()) for operator, tests in condition.items()):
        if (operator, key) != ("ForAnyValue:StringEquals", "dynamodb:Attributes"):
            raise KeyError(f"{operator} {key}")
        if not attributes & set(values):
            return False
    return True


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
    assert files == {name: f"policy-{name}.json" for name in WORKERS}


@pytest.mark.parametrize("role", ROLES.values())
def test_no_role_has_a_wildcard_action_or_every_resource(resources: Resources, role: str) -> None:
    for statement in statements(resources, role):
        assert not [action for action in as_list(statement["Action"]) if "*" in action]
        assert "*" not in as_list(statement["Resource"])


def test_only_the_functions_of_the_application_and_the_gateway_have_a_role(resources: Resources) -> None:
    roles = {name for name, resource in resources.items() if resource["Type"] == "AWS::IAM::Role"}
    assert roles == set(ROLES.values()) | {"GatewayLogWriter", "Scanner"}


def test_nobody_can_delete_many_rows_or_read_a_whole_table(resources: Resources) -> None:
    for action in ("dynamodb:BatchWriteItem", "dynamodb:Scan"):
        assert who_may(resources, action) == set()


def test_of_the_ledger_the_api_writes_stops_and_what_is_said_in_conversations_alone(resources: Resources) -> None:
    stop = keys.stop("hash").removesuffix("hash")
    assert shelves_of(resources, "APIHandler", "Ledger") == {
        "dynamodb:Query": [],
        "dynamodb:PutItem": ["C*", f"{stop}*"],
        "dynamodb:UpdateItem": ["C*"],
        "dynamodb:DeleteItem": [f"{stop}*"],
    }
    assert thread_id(Office().desk, "whatsapp", "someone").startswith("C")


def test_stops_alone_are_taken_back_and_by_whom_somebody_asks(resources: Resources) -> None:
    """In the workplace, or where a person lets the bot in again that they had shut out."""
    assert who_may(resources, "dynamodb:DeleteItem") == {"APIHandler", "Listen", "Sweep"}
    for function in ("Listen", "Sweep"):
        assert shelves_of(resources, function, "Ledger")["dynamodb:DeleteItem"] == [f"{keys.stop('')}*"]


def test_mails_are_read_by_who_listens_alone_and_changed_by_nobody(resources: Resources) -> None:
    assert who_touches(resources, "${InboundMails.Arn}/*") == {"s3:GetObject": {"Listen"}}


def test_of_uploads_each_does_its_own_step_and_who_takes_them_in_never_reads_them(resources: Resources) -> None:
    assert who_touches(resources, "${Files.Arn}/files/raw/*") == {
        "s3:PutObject": {"APIHandler", "Listen", "Sweep"},
        "s3:GetObject": {"Examine"},
        "s3:GetObjectTagging": {"Examine"},
        "s3:DeleteObject": {"APIHandler", "Examine"},
    }


def test_images_are_made_by_who_examines_shown_by_the_api_and_kept_by_who_tells(resources: Resources) -> None:
    assert who_touches(resources, "${Files.Arn}/files/clean/*") == {
        "s3:PutObject": {"Examine"},
        "s3:PutObjectTagging": {"Examine"},
        "s3:DeleteObjectTagging": {"Examine", "Notify", "Sweep"},
        "s3:GetObject": {"APIHandler"},
        "s3:DeleteObject": {"APIHandler", "Examine"},
    }
    assert who_touches(resources, "${Files.Arn}/*") == {}


def test_what_nobody_found_clean_is_read_by_the_scanner_alone_whatever_a_role_says(resources: Resources) -> None:
    statements = resources["FilesDoor"]["Properties"]["PolicyDocument"]["Statement"]
    assert {statement["Effect"] for statement in statements} == {"Deny"}
    (unread,) = [each for each in statements if each["Action"] == "s3:GetObject"]
    assert unread["Resource"] == {"Fn::Sub": "${Files.Arn}/files/raw/*"}
    assert unread["Condition"]["StringNotEquals"] == {
        "s3:ExistingObjectTag/GuardDutyMalwareScanStatus": "NO_THREATS_FOUND"
    }
    (scanner, nobody) = unread["Condition"]["ArnNotEquals"]["aws:PrincipalArn"]["Fn::If"][1:]
    assert scanner == {"Fn::GetAtt": ["Scanner", "Arn"]}
    assert nobody["Fn::Sub"].endswith(":role/none")


@pytest.mark.parametrize(
    "action", ["ses:SendEmail", "sms-voice:SendTextMessage", "social-messaging:SendWhatsAppMessage"]
)
def test_only_who_sends_or_answers_reaches_a_provider(resources: Resources, action: str) -> None:
    assert who_may(resources, action) == {"APIHandler", "Deliver", "Listen", "Sweep"}


def test_receipts_are_put_on_their_queue_only_by_who_hears_them(resources: Resources) -> None:
    assert senders_to(resources, "ProviderEvents") == {"APIHandler", "Receipts"}


def test_which_messages_came_is_told_only_by_who_takes_them_in(resources: Resources) -> None:
    assert senders_to(resources, "Inbound") == {"APIHandler", "Receipts", "Listen"}


def test_everybody_may_make_moves(resources: Resources) -> None:
    for action in ("dynamodb:PutItem", "dynamodb:UpdateItem"):
        writers = {function for function in ROLES if may(resources, function, action, KEYS)}
        assert writers == OF_REQUESTS


@pytest.mark.parametrize("function", ROLES)
@pytest.mark.parametrize("attribute", EVENT)
def test_nobody_changes_an_event(resources: Resources, function: str, attribute: str) -> None:
    assert not may(resources, function, "dynamodb:UpdateItem", (*KEYS, attribute))
    assert not may(resources, function, "dynamodb:UpdateItem", (*KEYS, "state", "version", attribute, "todo_at"))


@pytest.mark.parametrize("function", sorted(OF_REQUESTS))
@pytest.mark.parametrize(
    "action",
    ["DeleteItem", "BatchWriteItem", "PartiQLDelete", "PartiQLUpdate", "PartiQLInsert"],
)
def test_nobody_deletes_of_a_request_or_writes_around_the_rules(
    resources: Resources, function: str, action: str
) -> None:
    assert not may(resources, function, f"dynamodb:{action}", KEYS)
    denies = [each for each in statements(resources, ROLES[function]) if each["Effect"] == "Deny"]
    assert any(f"dynamodb:{action}" in each["Action"] and "Condition" not in each for each in denies)


def test_the_attributes_of_an_event_are_those_that_the_store_writes() -> None:
    change = make(Wanted("note", {"text": "Bakıldı."}, an_actor("officer"), "0" * 32), a_case(), a_city(), MONDAY)[0]
    told = written_update(PUBLIC_BOOK, Update(change.number, 2, MONDAY, "start", "in_progress", {}))
    row = event_row(Row, replace(change, update=told))
    written = set(row.attribute_values) - {*KEYS, "todo_shard", "todo_at"}
    assert written == set(EVENT)


@pytest.mark.parametrize("function", sorted(OF_REQUESTS))
def test_whoever_makes_moves_may_write_the_state_and_take_marks_off(resources: Resources, function: str) -> None:
    held = set(Row.get_attributes()) - {*KEYS, *EVENT}
    assert may(resources, function, "dynamodb:UpdateItem", {*KEYS, *held})
    if function in ("Notify", "Sweep"):
        assert may(resources, function, "dynamodb:UpdateItem", (*KEYS, "todo_shard", "todo_at"))


def test_the_credentials_of_providers_are_read_by_who_sends_and_who_checks_webhooks(resources: Resources) -> None:
    readers: dict[str, set[str]] = {}
    for function, role in ROLES.items():
        for statement in statements(resources, role):
            if "secretsmanager:GetSecretValue" in statement["Action"]:
                readers.setdefault(statement["Resource"]["Fn::GetAtt"][0], set()).add(function)
    assert readers == {
        "NumberSecret": OF_REQUESTS,
        "FrontSecret": {"APIHandler"},
        "ProvidersSecret": {"APIHandler", "Deliver", "Listen", "Sweep"},
    }


def test_only_the_api_manages_people_and_only_those_of_its_own_pool(resources: Resources) -> None:
    for action in ("cognito-idp:AdminCreateUser", "cognito-idp:AdminAddUserToGroup", "cognito-idp:AdminDisableUser"):
        assert who_may(resources, action) == {"APIHandler"}
    (people,) = [entry for entry in statements(resources, "ApiHandlerRole") if entry["Sid"] == "ManagePeople"]
    assert people["Resource"] == {"Fn::GetAtt": ["StaffPool", "Arn"]}
    for action in ("cognito-idp:AdminSetUserPassword", "cognito-idp:AdminDeleteUser", "cognito-idp:AdminInitiateAuth"):
        assert who_may(resources, action) == set()


def test_every_function_reads_the_settings_and_only_the_api_changes_them(resources: Resources) -> None:
    table = {"Fn::GetAtt": ["Settings", "Arn"]}
    shelves: dict[str, dict[str, list[str]]] = {}
    for function, role in ROLES.items():
        for statement in statements(resources, role):
            if table in as_list(statement["Resource"]):
                condition = statement.get("Condition", {}).get("ForAllValues:StringEquals", {})
                for action in statement["Action"]:
                    shelves.setdefault(action, {})[function] = condition.get("dynamodb:LeadingKeys", [])
    assert shelves == {
        "dynamodb:Query": {function: [] for function in ROLES},
        "dynamodb:PutItem": {"APIHandler": ["now", "history"]},
        "dynamodb:UpdateItem": {"APIHandler": ["jobs"], "Sweep": ["jobs"]},
    }


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
    assert len(allowed) == 6
    for statement in allowed:
        assert set(statement["Principal"]) == {"Service"}
        assert "*" not in statement["Action"]
        assert statement["Condition"]
    denied = [statement for statement in doors if statement["Effect"] == "Deny"]
    over_tls = [each for each in denied if each["Condition"] == {"Bool": {"aws:SecureTransport": False}}]
    assert (len(over_tls), len(denied)) == (8, 9)  # the other one is about uploads that nobody found clean
