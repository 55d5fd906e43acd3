"""AWS by botocore: clients made once and on first use, Posts carried, queues woken, objects read, credentials told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    SSLError,
)
from botocore.parsers import ResponseParserError

from chalicelib.channels.provider import Answer, Post
from chalicelib.core.errors import Lost, NotReached, TryLater

# One try and no more: a repeat by the client library after a lost answer would be a second message.
ONCE = Config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 1, "mode": "standard"})
TWICE = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 2, "mode": "standard"})

LONGEST_DELAY = 900
"""Seconds that SQS can keep a message back (docs.aws.amazon.com/AWSSimpleQueueService, SendMessage)."""


@cache
def _session() -> botocore.session.Session:
    return botocore.session.get_session()


@cache
def client(service: str, *, once: bool = False) -> Any:
    """The botocore client of a service, made on first use; `once` never repeats a call by itself."""
    return _session().create_client(service, config=ONCE if once else TWICE)


def credentials() -> Any:
    """What our calls are signed with, renewed by botocore where their time ends; none where there are none."""
    found = _session().get_credentials()
    return found.get_frozen_credentials() if found else None


def carry(post: Post) -> Answer:
    """Hand a Post to AWS and give what it says, be it a refusal.

    Raises NotReached where it was surely not taken, since there was no connection or nothing to sign with; Lost where
    the answer did not come, or was a 5xx other than 503: then it may have been.
    """
    try:
        said = getattr(client(post.target, once=True), post.call)(**post.body)
    except ClientError as error:
        return _refused(error)
    except (EndpointConnectionError, ConnectTimeoutError) as error:
        raise NotReached(type(error).__name__) from error
    except (HTTPClientError, SSLError, ResponseParserError) as error:
        raise Lost(type(error).__name__) from error
    except BotoCoreError as error:  # before anything is sent: credentials, region, a parameter's shape
        if type(error).__name__ == "ParamValidationError":
            return Answer(400, "ParamValidationError", {})
        raise NotReached(type(error).__name__) from error
    return Answer(200, "", {name: value for name, value in said.items() if name != "ResponseMetadata"})


def _refused(error: ClientError) -> Answer:
    said: Mapping[str, Any] = error.response
    detail = said.get("Error", {})
    status = int(said.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    code = str(detail.get("Code", ""))
    if not 300 <= status < 500 and status != 503:
        raise Lost(code or str(status)) from error
    return Answer(status, code, {"message": str(detail.get("Message", "")), "reason": str(said.get("Reason", ""))})


def waker(urls: Mapping[str, str]) -> Callable[[str, Sequence[tuple[str, str]], int], None]:
    """A function that sends (number, errand id) pairs to the queue of a name, to be seen there in so many seconds
    (LONGEST_DELAY at most); it raises TryLater if SQS does not take them all. One call for ten."""

    def wake(queue: str, errands: Sequence[tuple[str, str]], seconds: int = 0) -> None:
        put(urls[queue], [f"{number} {errand}" for number, errand in errands], seconds)

    return wake


def put(url: str, bodies: Sequence[str], seconds: int = 0) -> None:
    """Put messages on a queue, to be seen there in so many seconds (LONGEST_DELAY at most); raises TryLater if SQS
    does not take them all. One call for ten."""
    sqs = client("sqs")
    later = {"DelaySeconds": min(seconds, LONGEST_DELAY)} if seconds > 0 else {}
    for start in range(0, len(bodies), 10):
        entries = [
            {"Id": str(place), "MessageBody": body} | later for place, body in enumerate(bodies[start : start + 10])
        ]
        try:
            answer = sqs.send_message_batch(QueueUrl=url, Entries=entries)
        except (ClientError, BotoCoreError) as error:
            raise TryLater(f"sqs: {type(error).__name__}") from error
        if answer.get("Failed"):
            raise TryLater("sqs: not all taken")


def read_object(bucket: str, key: str, most: int) -> bytes | None:
    """The first bytes of an object in a bucket of S3, `most` at most; None where there is none of this key. One call.
    Raises TryLater."""
    try:
        said = client("s3").get_object(Bucket=bucket, Key=key, Range=f"bytes=0-{most - 1}")
        return bytes(said["Body"].read())
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code == "InvalidRange":  # it is empty
            return b""
        if code == "NoSuchKey":
            return None
        raise TryLater(f"s3: {code}") from error
    except (BotoCoreError, HTTPClientError) as error:
        raise TryLater(f"s3: {type(error).__name__}") from error
