"""The packaged template: what the stack must have, whatever merges into it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cfnlint.api import ManualArgs, lint_file  # type: ignore[import-untyped]  # cfn-lint ships no types
from pynamodb.models import Model

from chalicelib.entry.headers import COMMON, WORKER_POLICY
from chalicelib.store import contacts, errands, files, message_row, request_row, thread_row
from infrastructure.package import ROOT

Resources = dict[str, dict[str, Any]]
FUNCTIONS = {"APIHandler", "Notify", "Deliver", "Receipts", "Listen", "Examine", "Sweep"}
WORKERS_OF_STREAM_OR_QUEUE = {
    "Notify": "DynamoDB",
    "Deliver": "SQS",
    "Receipts": "SQS",
    "Listen": "SQS",
    "Examine": "SQS",
}
BATCHES = {"SQS", "DynamoDB", "Kinesis"}
FOURTEEN_DAYS = 14 * 24 * 3600
REQUEST_LIST = {"status", "priority", "service", "opened", "taken_by", "confidential"}
CONTACT_LIST = {"channel", "subject", "outcome", "staff", "unit", "to", "number"}
QUEUE_LIST = {"network", "since", "promise", "heard", "why", "alarm", "owner", "rung"}


def of_type(resources: Resources, kind: str) -> Resources:
    return {name: resource for name, resource in resources.items() if resource["Type"] == kind}


def sources(resources: Resources) -> list[tuple[str, dict[str, Any]]]:
    functions = of_type(resources, "AWS::Serverless::Function")
    return [(name, event) for name in functions for event in functions[name]["Properties"].get("Events", {}).values()]


def test_linter_finds_nothing(packaged: Path) -> None:
    assert lint_file(packaged, config=ManualArgs(regions=["eu-central-1"])) == []


def test_all_functions_are_there_and_none_is_unknown(resources: Resources) -> None:
    assert set(of_type(resources, "AWS::Serverless::Function")) == FUNCTIONS


def test_every_entry_of_the_merge_file_met_a_resource_with_a_type(resources: Resources) -> None:
    assert [name for name, resource in resources.items() if "Type" not in resource] == []


def test_environment_is_the_same_for_all_and_only_points_at_things(
    template: dict[str, Any], resources: Resources
) -> None:
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    assert set(variables) == {
        *("CITY", "PUBLIC_URL", "REQUESTS_TABLE", "LEDGER_TABLE", "WORK_TABLE", "CONTACTS_TABLE"),
        *("SETTINGS_TABLE", "UNIT_ALERTS_QUEUE"),
        *("CITIZEN_MESSAGES_QUEUE", "SECRET_ID", "MAIL_FROM", "MAIL_CONFIGURATION_SET", "SMS_SENDER"),
        *("SMTP_HOST", "SMTP_SECURITY", "NETGSM_HEADER", "NETGSM_URL", "WHATSAPP_PHONE_ID", "WHATSAPP_TEMPLATE"),
        *("GRAPH_URL", "SOCIAL_PHONE_ID", "PROVIDERS_SECRET_ID", "PROVIDER_EVENTS_QUEUE", "METRICS_NAMESPACE"),
        *(
            "INBOUND_QUEUE",
            "MAIL_BUCKET",
            "TELEGRAM_BOT",
            "TELEGRAM_URL",
            "META_PAGE_ID",
            "INSTAGRAM_ID",
            "MEDIA_HOSTS",
        ),
        *("OTHER_ACCOUNTS", "WHATSAPP_CODE_TEMPLATE"),
        *("TILE_URL", "TILE_ATTRIBUTION"),
        *("FILES_TABLE", "FILES_BUCKET"),
        *("LIMITS_WIDTH", "CORS_ORIGINS", "FRONT_SECRET_ID"),
        *("SMS_CONFIGURATION_SET", "STAFF_POOL", "STAFF_CLIENT", "STAFF_ISSUER", "STAFF_KEYS_URL"),
    }
    assert all(set(value) <= {"Ref", "Fn::If", "Fn::GetAtt", "Fn::Sub"} for value in variables.values()), (
        "a literal value, perhaps a secret"
    )
    # What CloudFront sends to the API is no variable of anybody's.
    (header,) = resources["Front"]["Properties"]["DistributionConfig"]["Origins"][0]["OriginCustomHeaders"]
    assert json.dumps(template).count("resolve:secretsmanager") == json.dumps(header).count("resolve:secretsmanager")
    for function in of_type(resources, "AWS::Serverless::Function").values():
        assert "Environment" not in function["Properties"]


@pytest.mark.parametrize(("worker", "kind"), WORKERS_OF_STREAM_OR_QUEUE.items())
def test_a_batch_answers_partially(resources: Resources, worker: str, kind: str) -> None:
    events = resources[worker]["Properties"]["Events"].values()
    batches = [event for event in events if event["Type"] in BATCHES]
    assert batches
    for event in batches:
        assert event["Type"] == kind
        assert event["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_no_other_trigger_reads_a_batch(resources: Resources) -> None:
    batches = {name for name, event in sources(resources) if event["Type"] in BATCHES}
    assert batches == set(WORKERS_OF_STREAM_OR_QUEUE)


def test_stream_wakes_notify_only_for_new_rows_with_a_mark(resources: Resources) -> None:
    (event,) = resources["Notify"]["Properties"]["Events"].values()
    source = event["Properties"]
    assert [json.loads(rule["Pattern"]) for rule in source["FilterCriteria"]["Filters"]] == [
        {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"todo_shard": {"S": [{"exists": True}]}}}}
    ]
    assert source["StartingPosition"] == "TRIM_HORIZON"
    assert source["BisectBatchOnFunctionError"] is True
    assert source["MaximumRetryAttempts"] == 10
    assert source["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": ["StreamFailures", "Arn"]}


def test_what_providers_say_holds_addresses_and_lies_in_no_queue(resources: Resources) -> None:
    """Their topic wakes the function itself; neither the topic nor the function hands on what it could not do."""
    said = [(name, event["Properties"]) for name, event in sources(resources) if event["Type"] == "SNS"]
    assert sorted(said, key=lambda each: each[0]) == [
        ("Listen", {"Topic": {"Ref": "InboundMailsTopic"}}),
        ("Receipts", {"Topic": {"Ref": "ProviderEventsTopic"}}),
    ]
    subscribed = of_type(resources, "AWS::SNS::Subscription").values()
    assert [each for each in subscribed if each["Properties"]["TopicArn"] != {"Ref": "Alarms"}] == []
    for name in ("Listen", "Receipts"):
        assert "DeadLetterQueue" not in resources[name]["Properties"]
        assert "DestinationConfig" not in resources[name]["Properties"]["EventInvokeConfig"]


def test_mails_lie_in_a_private_bucket_that_forgets(resources: Resources) -> None:
    bucket = resources["InboundMails"]["Properties"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    (rule,) = bucket["LifecycleConfiguration"]["Rules"]
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", 90)
    writers = [
        statement
        for statement in resources["InboundMailsDoor"]["Properties"]["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    ]
    assert [(each["Principal"], each["Action"]) for each in writers] == [
        ({"Service": "ses.amazonaws.com"}, "s3:PutObject")
    ]


def test_ses_puts_mails_there_and_tells_who_listens(resources: Resources) -> None:
    rule = resources["InboundMailRule"]["Properties"]["Rule"]
    assert (rule["Recipients"], rule["ScanEnabled"]) == ([{"Ref": "ChatMail"}], True)
    assert rule["Actions"] == [
        {"S3Action": {"BucketName": {"Ref": "InboundMails"}, "TopicArn": {"Ref": "InboundMailsTopic"}}}
    ]


def test_every_queue_has_its_reader(resources: Resources) -> None:
    heard = {
        (name, event["Properties"]["Queue"]["Fn::GetAtt"][0])
        for name, event in sources(resources)
        if event["Type"] == "SQS"
    }
    assert heard == {
        *(("Deliver", "UnitAlerts"), ("Deliver", "CitizenMessages"), ("Receipts", "ProviderEvents")),
        *(("Listen", "Inbound"), ("Examine", "Uploads")),
    }


def test_a_message_is_hidden_six_times_as_long_as_its_reader_may_run(resources: Resources) -> None:
    for name, event in sources(resources):
        if event["Type"] == "SQS":
            queue = resources[event["Properties"]["Queue"]["Fn::GetAtt"][0]]["Properties"]
            assert queue["VisibilityTimeout"] >= 6 * resources[name]["Properties"]["Timeout"]


def test_every_queue_has_a_dead_letter_queue_of_fourteen_days(resources: Resources) -> None:
    queues = {name: queue["Properties"] for name, queue in of_type(resources, "AWS::SQS::Queue").items()}
    redrives = [queue["RedrivePolicy"] for queue in queues.values() if "RedrivePolicy" in queue]
    dead = {redrive["deadLetterTargetArn"]["Fn::GetAtt"][0] for redrive in redrives}
    ends = {name for name, queue in queues.items() if "RedrivePolicy" not in queue}
    assert ends == dead | {"StreamFailures"}
    assert {queues[name]["MessageRetentionPeriod"] for name in ends} == {FOURTEEN_DAYS}
    assert len(dead) == 5
    assert all(queue["SqsManagedSseEnabled"] for queue in queues.values())


def test_every_table_survives_a_mistake(resources: Resources) -> None:
    tables = of_type(resources, "AWS::DynamoDB::Table")
    assert set(tables) == {"Requests", "Ledger", "Work", "Contacts", "Settings", "FilesTable"}
    for table in tables.values():
        assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == ("Retain", "Retain")
        assert table["Properties"]["DeletionProtectionEnabled"] is True
        assert table["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        assert table["Properties"]["SSESpecification"] == {"SSEEnabled": True}
        assert table["Properties"]["BillingMode"] == "PAY_PER_REQUEST"
    assert (resources["NumberSecret"]["DeletionPolicy"], resources["NumberSecret"]["UpdateReplacePolicy"]) == (
        "Retain",
        "Retain",
    )


def test_requests_stream_and_the_others_forget(resources: Resources) -> None:
    assert resources["Requests"]["Properties"]["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}
    assert "TimeToLiveSpecification" not in resources["Requests"]["Properties"]
    for name in ("Ledger", "Work", "Contacts", "FilesTable"):
        expected = {"AttributeName": "expires", "Enabled": True}
        assert resources[name]["Properties"]["TimeToLiveSpecification"] == expected
        assert "StreamSpecification" not in resources[name]["Properties"]


@pytest.mark.parametrize(
    ("table", "index", "keys", "projection"),
    [
        ("Requests", "by_unit", ["owner", "owner_due"], REQUEST_LIST),
        ("Requests", "by_citizen", ["citizen", "opened"], {"status", "priority", "service", "confidential"}),
        ("Requests", "calls", ["call", "call_since"], REQUEST_LIST | {"version"}),
        ("Requests", "todo", ["todo_shard", "todo_at"], set()),
        ("Requests", "next", ["next_shard", "next_at"], set()),
        ("Requests", "by_month", ["month", "month_at"], {"public", "service", "status"}),
        ("Requests", "by_cell", ["cell", "cell_at"], {"service"}),
        ("Requests", "by_change", ["seen_book", "seen_at"], {"seen"}),
        ("Ledger", "due", ["due_shard", "due_at"], {"state", "claims", "held", "provider", "message"}),
        ("Ledger", "held", ["held", "due_at"], {"about"}),
        ("Contacts", "by_day", ["day", "at"], CONTACT_LIST),
        ("Contacts", "by_citizen", ["citizen", "at"], CONTACT_LIST),
        ("Contacts", "waiting", ["queue", "queue_at"], QUEUE_LIST),
        ("Contacts", "todo", ["todo_shard", "todo_at"], set()),
        ("FilesTable", "todo", ["todo_shard", "todo_at"], set()),
    ],
)
def test_indexes_are_thin(resources: Resources, table: str, index: str, keys: list[str], projection: set[str]) -> None:
    found = {entry["IndexName"]: entry for entry in resources[table]["Properties"]["GlobalSecondaryIndexes"]}[index]
    assert [key["AttributeName"] for key in found["KeySchema"]] == keys
    assert found["Projection"]["ProjectionType"] == ("INCLUDE" if projection else "KEYS_ONLY")
    assert set(found["Projection"].get("NonKeyAttributes", ())) == projection


def test_indexes_are_those_that_the_store_asks(resources: Resources) -> None:
    tables: dict[str, list[type[Model]]] = {
        "Requests": [request_row.Row],
        "Ledger": [errands.Row],
        "Contacts": [contacts.Row, message_row.Message, thread_row.Talk],
        "FilesTable": [files.Row],
    }
    for name, rows in tables.items():
        written = {index["IndexName"] for index in resources[name]["Properties"]["GlobalSecondaryIndexes"]}
        asked = [index.Meta.index_name for row in rows for index in row._indexes.values()]
        assert sorted(written) == sorted(asked)


def test_every_queue_and_function_has_its_alarm(resources: Resources) -> None:
    alarms = [alarm["Properties"] for alarm in of_type(resources, "AWS::CloudWatch::Alarm").values()]
    watched = {(alarm["MetricName"], json.dumps(alarm["Dimensions"])) for alarm in alarms if "MetricName" in alarm}
    for name, queue in of_type(resources, "AWS::SQS::Queue").items():
        waits = "RedrivePolicy" in queue["Properties"]
        metric = "ApproximateAgeOfOldestMessage" if waits else "ApproximateNumberOfMessagesVisible"
        dimensions = [{"Name": "QueueName", "Value": {"Fn::GetAtt": [name, "QueueName"]}}]
        assert (metric, json.dumps(dimensions)) in watched
    for name in FUNCTIONS:
        assert ("Errors", json.dumps([{"Name": "FunctionName", "Value": {"Ref": name}}])) in watched
    assert all(alarm["AlarmActions"] == [{"Ref": "Alarms"}] for alarm in alarms)


def test_a_silent_sweep_is_an_alarm(resources: Resources) -> None:
    silent = resources["SweepSilent"]["Properties"]
    assert (silent["ComparisonOperator"], silent["Threshold"]) == ("LessThanThreshold", 1)
    assert silent["TreatMissingData"] == "breaching"


def test_every_function_logs_into_a_group_that_forgets(resources: Resources) -> None:
    functions = of_type(resources, "AWS::Serverless::Function").values()
    groups = {function["Properties"]["LoggingConfig"]["LogGroup"]["Ref"] for function in functions}
    assert len(groups) == len(FUNCTIONS)
    assert {resources[group]["Properties"]["RetentionInDays"] for group in groups} == {30}


def test_access_log_holds_no_address_and_no_query_string(resources: Resources) -> None:
    line = resources["RestAPI"]["Properties"]["AccessLogSetting"]["Format"]
    assert set(re.findall(r"\$context\.[\w.]+", line)) == {
        *("$context.requestId", "$context.requestTimeEpoch", "$context.httpMethod", "$context.resourcePath"),
        *("$context.status", "$context.responseLength", "$context.responseLatency", "$context.error.responseType"),
    }
    assert set(json.loads(line)) == {"request", "at", "method", "route", "status", "bytes", "milliseconds", "refused"}
    (settings,) = resources["RestAPI"]["Properties"]["MethodSettings"]
    assert settings["DataTraceEnabled"] is False


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        *(("MISSING_AUTHENTICATION_TOKEN", 404), ("RESOURCE_NOT_FOUND", 404), ("ACCESS_DENIED", 403)),
        *(("REQUEST_TOO_LARGE", 413), ("UNSUPPORTED_MEDIA_TYPE", 415), ("THROTTLED", 429), ("QUOTA_EXCEEDED", 429)),
        *(("BAD_REQUEST_BODY", 400), ("BAD_REQUEST_PARAMETERS", 400), ("INTEGRATION_FAILURE", 503)),
        *(("INTEGRATION_TIMEOUT", 503), ("DEFAULT_4XX", 400), ("DEFAULT_5XX", 500)),
    ],
)
def test_what_the_gateway_answers_itself_has_our_error_shape(resources: Resources, kind: str, status: int) -> None:
    answer = resources["RestAPI"]["Properties"]["GatewayResponses"][kind]
    problem = json.loads(answer["ResponseTemplates"]["application/json"])
    assert set(problem) == {"type", "title", "status", "detail", "errors"}
    assert (answer["StatusCode"], problem["status"], problem["errors"]) == (status, status, [])
    headers = answer["ResponseParameters"]["Headers"]
    assert headers["Content-Type"] == "'application/problem+json'"
    assert ("Retry-After" in headers) is (status in {429, 503})
    assert headers.items() >= {name: f"'{value}'" for name, value in COMMON.items()}.items()
    assert headers["Content-Security-Policy"] == "'sandbox'"
    assert not [value for value in headers.values() if "'" in value[1:-1]]


def test_static_files_have_the_headers_of_all_answers(resources: Resources) -> None:
    told = resources["StaticHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    security = told["SecurityHeadersConfig"]
    headers = {
        "Strict-Transport-Security": f"max-age={security['StrictTransportSecurity']['AccessControlMaxAgeSec']}",
        "X-Content-Type-Options": "nosniff" if security["ContentTypeOptions"]["Override"] else "",
        "Referrer-Policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        "X-Frame-Options": security["FrameOptions"]["FrameOption"],
        **{each["Header"]: each["Value"] for each in told["CustomHeadersConfig"]["Items"]},
    }
    assert headers == COMMON
    assert security["ContentSecurityPolicy"]["ContentSecurityPolicy"] == WORKER_POLICY
    (static,) = (
        each
        for each in resources["Front"]["Properties"]["DistributionConfig"]["CacheBehaviors"]
        if each["PathPattern"] == "/static/*"
    )
    assert static["ResponseHeadersPolicyId"] == {"Ref": "StaticHeaders"}


def test_what_the_local_engine_does_not_know_is_under_a_condition(resources: Resources) -> None:
    unknown = of_type(resources, "AWS::SMSVOICE::ConfigurationSet")
    assert {resource["Condition"] for resource in unknown.values()} == {"MakesSmsEvents"}
    rules = of_type(resources, "AWS::SES::ReceiptRuleSet") | of_type(resources, "AWS::SES::ReceiptRule")
    assert {resource["Condition"] for resource in rules.values()} == {"TakesMailIn"}
    assert resources["FilesScan"]["Condition"] == resources["Scanner"]["Condition"] == "HasScanner"
    reckoned = [
        alarm for alarm in of_type(resources, "AWS::CloudWatch::Alarm").values() if "Metrics" in alarm["Properties"]
    ]
    assert {alarm["Condition"] for alarm in reckoned} == {"HasAlarmMail"}


def test_credentials_are_no_parameters(template: dict[str, Any], resources: Resources) -> None:
    secret = resources["ProvidersSecret"]
    assert secret["Properties"]["SecretString"] == "{}"
    assert (secret["DeletionPolicy"], secret["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert [name for name in template["Parameters"] if re.search("password|token|secret|key", name, re.I)] == []


@pytest.mark.parametrize("file", sorted((ROOT / "infrastructure" / "parameters").glob("*.json")), ids=lambda f: f.stem)
def test_parameter_files_name_what_the_template_asks_for(template: dict[str, Any], file: Path) -> None:
    given = {entry["ParameterKey"] for entry in json.loads(file.read_text(encoding="utf-8"))}
    asked = template["Parameters"]
    assert given <= set(asked)
    assert {name for name, parameter in asked.items() if "Default" not in parameter} <= given
