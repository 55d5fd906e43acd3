"""The wire: every call to AWS and to a provider passes here, is written down, and can go wrong in every way."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import local
from typing import Any, Protocol

from botocore import UNSIGNED
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ReadTimeoutError

from chalicelib.channels.provider import Answer, Post
from chalicelib.core.errors import Lost
from chalicelib.tools import aws
from tests.proof.tables import Tables

MODES = (
    "killed before",  # the worker dies, the call was never made
    "killed after",  # the worker dies, the call had its effect
    "5xx",  # the other side has failed, without effect
    "throttled",  # too much at once, without effect
    "timed out",  # the call had its effect, the answer never comes
    "repeated",  # the same, and the client library makes the call once more
    "meanwhile",  # another worker does the whole job while this one waits for the call
    "twice",  # the whole job is done once more
)
PROVIDERS = {"sesv2": "ses", "pinpoint-sms-voice-v2": "aws-sms", "socialmessaging": "whatsapp-aws"}

Faults = Mapping[int, str]
"""Which call, counted from 0, goes wrong how."""


class Killed(BaseException):
    """The worker is gone: no `except Exception` sees it."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call: during which job, to which service, which operation, and on which table, index or queue."""

    job: str
    service: str
    operation: str
    about: str = ""

    def __str__(self) -> str:
        return f"{self.job}: {self.service} {self.operation} {self.about}".strip()


class World(Protocol):
    """What answers in place of AWS's other services and of the providers."""

    def sqs(self, operation: str, told: Mapping[str, Any]) -> dict[str, Any]:
        """What SQS answers."""

    def take(self, post: Post) -> Answer:
        """What a provider answers."""

    def meanwhile(self) -> None:
        """Another worker does what this one is about to do."""


@dataclass
class Http:
    """What botocore wants to know of an answer."""

    status_code: int


class Wire:
    """Between the product and everything else. `calls` are those of the present run, `faults` what goes wrong in it;
    `sending` is how each call to a provider does."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.world: World | None = None
        self.job = ""
        self.calls: list[Call] = []
        self.faults: Faults = {}
        self.sending = ""
        self.again = False
        self._own = local()

    def begin(self, world: World, faults: Faults) -> None:
        """A new run."""
        self.world, self.faults, self.sending = world, faults, ""
        self.calls, self.again, self._own = [], False, local()

    def hook(self, events: Any) -> None:
        """Listen to the events of a botocore client, or of the session whose clients are yet to be made."""
        events.register("choose-signer", _unsigned, unique_id="proof-choose-signer")
        events.register("before-call", self._before_call, unique_id="proof-before-call")
        events.register("before-send.dynamodb", self._before_send, unique_id="proof-before-send")
        events.register("after-call", self._after_call, unique_id="proof-after-call")

    def carry(self, post: Post) -> Answer:
        """Hand a Post to its stand-in: by the product's own client for AWS, else here."""
        if post.way == "aws":
            self._own.post = post
            return aws.carry(post)
        mode = self._begin(Call(self.job, post.provider, post.call))
        if mode == "5xx":
            return _failing(post)
        if mode == "throttled":
            return _throttling(post)
        answer = self._take(post)
        if mode == "killed after":
            raise Killed
        if mode == "timed out":
            raise Lost("ReadTimeoutError")
        return answer

    def _take(self, post: Post) -> Answer:
        assert self.world
        return self.world.take(post)

    def _begin(self, call: Call) -> str:
        mode = self.faults.get(len(self.calls), "" if call.service in ("dynamodb", "sqs") else self.sending)
        self.calls.append(call)
        if mode == "killed before":
            raise Killed
        if mode == "meanwhile" and self.world:
            self.world.meanwhile()
        self.again = self.again or mode == "twice"
        return mode

    def _before_call(self, model: Any, params: Mapping[str, Any], context: dict[str, Any], **_: object) -> Any:
        service = str(model.service_model.service_name)
        told = json.loads(params["body"]) if service in ("dynamodb", "sqs") else {}
        post = getattr(self._own, "post", None)  # before another worker in the midst of this one has its own
        mode = self._begin(Call(self.job, service, model.name, _about(service, told)))
        context["proof"] = mode
        if mode == "5xx":
            return _error(500, "InternalServerError")
        if mode == "throttled":
            return _error(400, "ThrottlingException")
        if service == "dynamodb":
            self._own.repeated = mode == "repeated"
            return None
        assert self.world
        if service == "sqs":
            said = self.world.sqs(model.name, told)
            return Http(200), self.world.sqs(model.name, told) if mode == "repeated" else said
        assert service in PROVIDERS, f"no stand-in for {service}"
        return Http(200), dict(self._take(post).body)

    def _before_send(self, request: AWSPreparedRequest, **_: object) -> AWSResponse:
        if getattr(self._own, "repeated", False):
            self._own.repeated = False
            self.tables.answer(request)
        return self.tables.answer(request)

    def _after_call(self, context: Mapping[str, Any], **_: object) -> None:
        if context.get("proof") == "killed after":
            raise Killed
        if context.get("proof") == "timed out":
            raise ReadTimeoutError(endpoint_url="https://example.org")


def _unsigned(**_: object) -> Any:
    """Nobody reads the signatures, and they cost a sixth of every call."""
    return UNSIGNED


def register(wire: Wire, clients: Callable[[], Any]) -> None:
    """Every client that the product will make by this session speaks by the wire."""
    wire.hook(clients().get_component("event_emitter"))


def _about(service: str, told: Mapping[str, Any]) -> str:
    if service == "sqs":
        return str(told.get("QueueUrl", "")).rpartition("/")[2]
    if "TransactItems" in told:
        return "+".join(str(next(iter(each.values()))["TableName"]) for each in told["TransactItems"])
    return ".".join(str(told[name]) for name in ("TableName", "IndexName") if name in told)


def _error(status: int, code: str) -> tuple[Http, dict[str, Any]]:
    said = {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status, "RetryAttempts": 0}}
    return Http(status), said


def _failing(post: Post) -> Answer:
    """What the provider says when it has failed: a mail server that it cannot now, others nothing of their own."""
    if post.provider == "smtp":
        return Answer(451, "451", {})
    raise Lost("502")


def _throttling(post: Post) -> Answer:
    code = {"smtp": "421", "netgsm": "80", "whatsapp-cloud": "130429", "telegram": "429"}.get(post.provider, "613")
    return Answer(int(code) if post.provider == "smtp" else 429, code, {"code": code})
