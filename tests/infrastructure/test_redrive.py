"""Dead letters come back to the queue they fell out of, once, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infrastructure.local.stack import Cloud
from infrastructure.redrive import Brought, redrive
from tests.engine import engine


class Formation:
    """A stack with these queues."""

    def __init__(self, urls: dict[str, str]) -> None:
        self.urls = urls

    def describe_stack_resources(self, StackName: str) -> dict[str, Any]:
        assert StackName == "kopru"
        queues = [
            {"LogicalResourceId": name, "PhysicalResourceId": url, "ResourceType": "AWS::SQS::Queue"}
            for name, url in self.urls.items()
        ]
        return {"StackResources": [{"LogicalResourceId": "T", "ResourceType": "AWS::DynamoDB::Table"}, *queues]}


@pytest.fixture(scope="module")
def sqs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with engine(tmp_path_factory.mktemp("engine")) as url:
        yield Cloud(url).client("sqs")


@pytest.fixture
def queues(sqs: Any, request: pytest.FixtureRequest) -> dict[str, str]:
    """A queue with its dead-letter queue, and one that only functions fill."""
    prefix = request.node.name
    urls = {
        name: sqs.create_queue(QueueName=f"{prefix}-{name}", Attributes={"VisibilityTimeout": "0"})["QueueUrl"]
        for name in ("Alerts", "AlertsDead", "Failures")
    }
    arn = sqs.get_queue_attributes(QueueUrl=urls["AlertsDead"], AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrives = f'{{"deadLetterTargetArn":"{arn}","maxReceiveCount":5}}'
    sqs.set_queue_attributes(QueueUrl=urls["Alerts"], Attributes={"RedrivePolicy": redrives})
    return urls


def bodies(sqs: Any, url: str) -> list[str]:
    found = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return sorted(found)


def test_dead_letters_come_back_and_what_functions_left_is_counted(sqs: Any, queues: dict[str, str]) -> None:
    for n in range(12):
        sqs.send_message(QueueUrl=queues["AlertsDead"], MessageBody=f"261148173052 errand-{n:02}")
    sqs.send_message(QueueUrl=queues["Failures"], MessageBody="{}")
    brought = list(redrive(Formation(queues), sqs, "kopru"))
    assert brought == [Brought("AlertsDead", 12, 12, "Alerts"), Brought("Failures", 1, 0)]
    assert bodies(sqs, queues["Alerts"]) == [f"261148173052 errand-{n:02}" for n in range(12)]
    assert bodies(sqs, queues["AlertsDead"]) == []
    assert bodies(sqs, queues["Failures"]) == ["{}"]


def test_a_second_time_finds_nothing(sqs: Any, queues: dict[str, str]) -> None:
    sqs.send_message(QueueUrl=queues["AlertsDead"], MessageBody="261148173052 errand")
    list(redrive(Formation(queues), sqs, "kopru"))
    assert next(iter(redrive(Formation(queues), sqs, "kopru"))) == Brought("AlertsDead", 0, 0, "Alerts")
    assert bodies(sqs, queues["Alerts"]) == ["261148173052 errand"]


class Tasks:
    """SQS as AWS has it: a move task that needs a moment, or that is refused."""

    def __init__(self, refusal: str = "") -> None:
        self.refusal = refusal
        self.asked: list[str] = []
        self.states = ["RUNNING", "COMPLETED"]

    def get_queue_attributes(self, QueueUrl: str, AttributeNames: list[str]) -> dict[str, Any]:
        told = {"QueueArn": f"arn:{QueueUrl}", "ApproximateNumberOfMessages": "3"}
        redrives = {"RedrivePolicy": '{"deadLetterTargetArn": "arn:dead", "maxReceiveCount": 5}'}
        return {"Attributes": told | redrives if QueueUrl == "source" else told}

    def start_message_move_task(self, SourceArn: str) -> dict[str, Any]:
        self.asked.append(SourceArn)
        if self.refusal:
            raise ClientError({"Error": {"Code": self.refusal}}, "StartMessageMoveTask")
        return {}

    def list_message_move_tasks(self, SourceArn: str, MaxResults: int) -> dict[str, Any]:
        return {"Results": [{"Status": self.states.pop(0), "ApproximateNumberOfMessagesMoved": 3}]}


def test_on_aws_a_move_task_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    sqs = Tasks()
    stack = Formation({"Source": "source", "Dead": "dead"})
    assert list(redrive(stack, sqs, "kopru")) == [Brought("Dead", 3, 3, "Source")]
    assert (sqs.asked, sqs.states) == (["arn:dead"], [])


def test_a_refusal_for_another_reason_is_not_passed_over() -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        list(redrive(Formation({"Source": "source", "Dead": "dead"}), Tasks("AccessDenied"), "kopru"))
