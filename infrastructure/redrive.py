"""`make redrive`: what lies in the dead-letter queues goes back to where it came from.

It may be done at any time and more than once: a message is a hint to look at one errand, receipt or message of
somebody's, and all settle themselves by conditional writes, so that what is told already is not told again.
"""

import argparse
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.exceptions import ClientError

from infrastructure.local.stack import Cloud

_DONE = ("COMPLETED", "CANCELLED", "FAILED")
# How the local engine, which lacks StartMessageMoveTask, says so.
_NO_SUCH_ACTION = ("InvalidAction", "UnsupportedOperation", "UnknownOperationException")


@dataclass(frozen=True, slots=True)
class Brought:
    """What was found in a dead-letter queue and brought back; `back_to` is "" where there is nothing to go back to."""

    queue: str
    found: int
    moved: int
    back_to: str = ""


def redrive(formation: Any, sqs: Any, stack: str, *, patience: float = 300) -> Iterator[Brought]:
    """Bring back all dead letters of a stack, queue by queue.

    On AWS by a move task, waited for at most `patience` seconds; on an engine without such tasks by hand. A queue that
    only functions fill (StreamFailures) is counted: its records name rows whose `todo` mark the sweep works from.
    Raises ClientError for a stack that is not there.
    """
    described = formation.describe_stack_resources(StackName=stack)["StackResources"]
    urls = {
        each["LogicalResourceId"]: each["PhysicalResourceId"]
        for each in described
        if each["ResourceType"] == "AWS::SQS::Queue"
    }
    told = {name: _attributes(sqs, url) for name, url in urls.items()}
    sources = {
        json.loads(attributes["RedrivePolicy"])["deadLetterTargetArn"]: name
        for name, attributes in told.items()
        if attributes.get("RedrivePolicy")
    }
    for name in sorted(urls):
        if "RedrivePolicy" in told[name]:
            continue
        found, source = int(told[name]["ApproximateNumberOfMessages"]), sources.get(told[name]["QueueArn"], "")
        moved = 0
        if found and source:
            moved = _move(sqs, told[name]["QueueArn"], (urls[name], urls[source]), found, patience)
        yield Brought(name, found, moved, source)


def _move(sqs: Any, arn: str, way: tuple[str, str], found: int, patience: float) -> int:
    try:
        sqs.start_message_move_task(SourceArn=arn)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _NO_SUCH_ACTION:
            raise
        return sum(1 for _ in _by_hand(sqs, *way, found))
    deadline = time.monotonic() + patience
    while True:
        task = sqs.list_message_move_tasks(SourceArn=arn, MaxResults=1)["Results"][0]
        if task["Status"] in _DONE or time.monotonic() > deadline:
            return int(task.get("ApproximateNumberOfMessagesMoved", 0))
        time.sleep(1)


def _by_hand(sqs: Any, dead: str, source: str, found: int) -> Iterator[None]:
    """No more than were found: what comes back meanwhile is left for the next time. A death between the two calls
    leaves a message in both queues, which is harmless."""
    for _ in range(found):
        received = sqs.receive_message(QueueUrl=dead, MaxNumberOfMessages=1).get("Messages")
        if not received:
            return
        (message,) = received
        sqs.send_message(QueueUrl=source, MessageBody=message["Body"])
        sqs.delete_message(QueueUrl=dead, ReceiptHandle=message["ReceiptHandle"])
        yield


def _attributes(sqs: Any, url: str) -> dict[str, str]:
    wanted = ["QueueArn", "RedrivePolicy", "ApproximateNumberOfMessages"]
    told: dict[str, str] = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=wanted)["Attributes"]
    return told


def _say(brought: Brought) -> str:
    if not brought.back_to:
        return f"{brought.queue}: {brought.found}, left there (docs/runbook/dead-letters.md)"
    return f"{brought.queue}: {brought.moved} of {brought.found} back to {brought.back_to}"


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--stack", default=os.environ.get("KOPRU_STACK", "kopru"))
    arguments.add_argument("--endpoint", default=os.environ.get("KOPRU_ENDPOINT") or None, help="the local engine")
    chosen = arguments.parse_args()
    client = Cloud(chosen.endpoint).client if chosen.endpoint else boto3.client
    for each in redrive(client("cloudformation"), client("sqs"), chosen.stack):
        print(_say(each))
