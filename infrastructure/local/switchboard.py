"""Turns the workers' triggers on and off and wakes the sweep, by the engine's own API; tests use it."""

import json
import logging
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.store import keys
from infrastructure.local.settings import LIMITS
from infrastructure.local.stack import Cloud, Stack

LOG = logging.getLogger("kopru.switchboard")
# Switch -> logical ids of the template whose event sources it stands for.
_SOURCES = {
    "stream": ("Notify",),
    "sqs": ("Deliver",),
    "receipts": ("Receipts",),
    "inbound": ("Listen",),
    "uploads": ("Examine",),
}
SWITCHES = (*_SOURCES, "sweep")
# What each worker passes over: a changed row, an errand or message nobody knows, an event of no errand.
_QUEUED = {"eventSource": "aws:sqs", "messageId": "warm", "receiptHandle": "warm", "attributes": {}}
_NOTHING: dict[str, dict[str, Any]] = {
    "Notify": {"eventSource": "aws:dynamodb", "eventID": "warm", "eventName": "MODIFY", "dynamodb": {}},
    "Deliver": {**_QUEUED, "body": "000000000000 warm"},
    "Listen": {**_QUEUED, "body": "warm"},
    "Examine": {**_QUEUED, "body": "warm"},
    "Receipts": {"EventSource": "aws:sns", "EventVersion": "1.0", "Sns": {"MessageId": "warm", "Message": "{}"}},
}


class Switchboard:
    """The workers of one deployed stack."""

    def __init__(self, cloud: Cloud, stack: Stack) -> None:
        self._functions = cloud.client("lambda")
        self._rules = cloud.client("events")
        self._topic = cloud.client("sns")
        self._items = cloud.client("dynamodb")
        self._stack = stack

    def turn(self, change: Mapping[str, Any]) -> Mapping[str, Any]:
        """`{"stream": "on" | "off", "sqs": …, "receipts": …, "inbound": …, "uploads": …, "sweep": …}`, given back.

        Raises ValueError for anything else.
        """
        for name, value in change.items():
            if name not in SWITCHES or value not in ("on", "off"):
                raise ValueError(f"{name}: {value!r} is no position of a switch")
        for name, value in change.items():
            if name == "sweep":
                self._turn_schedule(value == "on")
            else:
                self._turn_sources(name, value == "on")
        return change

    def reopen(self, providers: Iterable[str]) -> None:
        """Forgets the failures of these providers, by the product's names, so that one that works again is used at
        once; in everyday life its breaker opens by itself within three minutes."""
        for provider in providers:
            self._items.delete_item(TableName=self._stack.resources["Work"], Key={"key": {"S": keys.lane(provider)}})

    def limit(self, position: str) -> None:
        """How wide the API's limits are from now on, "on" or "wide"; raises ValueError for anything else."""
        if position not in LIMITS:
            raise ValueError(f"limits: {position!r} is no position of a switch")
        name = self._stack.resources["APIHandler"]
        variables = self._functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        if variables["LIMITS_WIDTH"] != LIMITS[position]:
            changed = variables | {"LIMITS_WIDTH": LIMITS[position]}
            self._functions.update_function_configuration(FunctionName=name, Environment={"Variables": changed})

    def sweep(self) -> dict[str, Any]:
        """Runs the sweep once and gives its result; raises RuntimeError with what went wrong in it."""
        answer = self._functions.invoke(FunctionName=self._stack.resources["Sweep"], Payload=b"{}")
        result = json.loads(answer["Payload"].read() or b"null")
        if "FunctionError" in answer:
            raise RuntimeError(str(result))
        return {"result": result}

    def warm(self) -> None:
        """Wakes the workers beside each other, so that the first citizen does not wait for their start.

        Each is handed something it passes over; those that work side by side in everyday life are woken twice.
        """
        names = ("Notify", "Deliver", "Deliver", "Receipts", "Receipts", "Listen", "Listen", "Examine")
        with ThreadPoolExecutor(len(names)) as pool:
            list(pool.map(self._wake, names))

    def _wake(self, name: str) -> None:
        payload = json.dumps({"Records": [_NOTHING[name]]}).encode()
        self._functions.invoke(FunctionName=self._stack.resources[name], Payload=payload)

    def publish(self, events: list[str]) -> bool:
        """Up to ten of the providers' events to the topic that the configuration sets name; whether it took them."""
        entries = [{"Id": str(place), "Message": event} for place, event in enumerate(events)]
        try:
            self._topic.publish_batch(
                TopicArn=self._stack.resources["ProviderEventsTopic"], PublishBatchRequestEntries=entries
            )
        except (BotoCoreError, ClientError) as error:
            LOG.warning("%d provider events not published: %s", len(events), error)
            return False
        return True

    def _turn_sources(self, name: str, on: bool) -> None:
        for logical in _SOURCES[name]:
            listed = self._functions.list_event_source_mappings(FunctionName=self._stack.resources[logical])
            for mapping in listed["EventSourceMappings"]:
                self._functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=on)

    def _turn_schedule(self, on: bool) -> None:
        target = f":{self._stack.resources['Sweep']}"
        for rule in self._rules.list_rules()["Rules"]:
            targets = self._rules.list_targets_by_rule(Rule=rule["Name"])["Targets"]
            if any(found["Arn"].endswith(target) for found in targets):
                (self._rules.enable_rule if on else self._rules.disable_rule)(Name=rule["Name"])
