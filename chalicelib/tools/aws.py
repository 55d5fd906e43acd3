"""AWS by botocore: clients made once and on first use, Posts carried, queues woken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, EndpointConnectionError

from chalicelib.channels.post import Post
from chalicelib.core.errors import TryLater, Undeliverable

# One try and no more: a repeat by the client library after a lost answer would be a second message.
ONCE = Config(connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 1, "mode": "standard"})
TWICE = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 2, "mode": "standard"})

# What a refusal of SES or End User Messaging means: nothing was sent. Everything else that is refused with a 4xx is a
# mistake in the message or the account, which a repeat does not heal.
WAIT = {
    "ThrottlingException", "Throttling", "TooManyRequestsException", "LimitExceededException", "SendingPausedException",
    "AccountSuspendedException", "ServiceQuotaExceededException", "AccessDeniedException", "ExpiredTokenException",
}  # fmt: skip


@cache
def _session() -> botocore.session.Session:
    return botocore.session.get_session()


@cache
def client(service: str, *, once: bool = False) -> Any:
    """The botocore client of a service, made on first use; `once` never repeats a call by itself."""
    return _session().create_client(service, config=ONCE if once else TWICE)


def carry(post: Post) -> str:
    """Hand a Post to its provider and give the provider's message id.

    Raises TryLater where it was surely not taken and may be later, Undeliverable where it never will be; any other
    error leaves open whether the message went out.
    """
    try:
        answer = getattr(client(post.service, once=True), post.call)(**post.body)
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        if code in WAIT or status == 429:
            raise TryLater(f"{post.provider}: {code}") from error
        if 400 <= status < 500:
            raise Undeliverable(f"{post.provider}: {code}") from error
        raise
    except (EndpointConnectionError, ConnectTimeoutError) as error:
        raise TryLater(f"{post.provider}: {type(error).__name__}") from error
    return str(answer["MessageId"])


def waker(urls: dict[str, str]) -> Callable[[str, Sequence[tuple[str, str]]], None]:
    """A function that sends (number, errand id) pairs to the queue of a name; it raises TryLater if SQS does not take
    them all. One call for ten."""

    def wake(queue: str, errands: Sequence[tuple[str, str]]) -> None:
        sqs = client("sqs")
        for start in range(0, len(errands), 10):
            entries = [
                {"Id": str(place), "MessageBody": f"{number} {errand}"}
                for place, (number, errand) in enumerate(errands[start : start + 10])
            ]
            try:
                answer = sqs.send_message_batch(QueueUrl=urls[queue], Entries=entries)
            except (ClientError, BotoCoreError) as error:
                raise TryLater(f"sqs: {type(error).__name__}") from error
            if answer.get("Failed"):
                raise TryLater("sqs: not all taken")

    return wake
