"""A Post goes to AWS once; it is known whether it may have been taken. Queues are woken; objects are read."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from botocore.exceptions import NoCredentialsError
from botocore.response import StreamingBody
from botocore.stub import Stubber

from chalicelib.channels.provider import Answer, Post
from chalicelib.core.errors import Lost, NotReached, TryLater
from chalicelib.tools import aws

TEXT = {"DestinationPhoneNumber": "+905321112233", "MessageBody": "Bitti."}
POST = Post("aws-sms", "aws", "pinpoint-sms-voice-v2", "send_text_message", TEXT)


@pytest.fixture(autouse=True)
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Credentials of nobody, and clients of this test alone."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "000000000000")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    aws.client.cache_clear()
    yield
    aws.client.cache_clear()


@pytest.fixture
def sms() -> Iterator[Stubber]:
    with Stubber(aws.client("pinpoint-sms-voice-v2", once=True)) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def test_acceptance_comes_back_with_what_aws_said(sms: Stubber) -> None:
    sms.add_response("send_text_message", {"MessageId": "s-1"}, TEXT)
    assert aws.carry(POST) == Answer(200, "", {"MessageId": "s-1"})


@pytest.mark.parametrize("status", [400, 403, 429, 503])
def test_refusal_is_an_answer(sms: Stubber, status: int) -> None:
    sms.add_client_error("send_text_message", "ConflictException", "No.", status, modeled_fields={"Reason": "LAST"})
    assert aws.carry(POST) == Answer(status, "ConflictException", {"message": "No.", "reason": "LAST"})


@pytest.mark.parametrize("status", [500, 502, 504])
def test_fault_leaves_it_open(sms: Stubber, status: int) -> None:
    sms.add_client_error("send_text_message", "InternalServerException", "", status)
    with pytest.raises(Lost, match="InternalServerException"):
        aws.carry(POST)


def test_post_of_the_wrong_shape_is_refused_before_it_is_sent() -> None:
    bad = Post("aws-sms", "aws", "pinpoint-sms-voice-v2", "send_text_message", {"MessageBody": 7})
    assert aws.carry(bad).code == "ParamValidationError"


def test_nobody_there_was_surely_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
    with pytest.raises(NotReached, match="EndpointConnectionError"):
        aws.carry(POST)


def test_answer_that_does_not_come_leaves_it_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws, "ONCE", aws.ONCE.merge(aws.Config(read_timeout=0.2)))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(Lost, match="ReadTimeoutError"):
            aws.carry(POST)


def test_nothing_to_sign_with_was_surely_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def unsigned(*_: object, **__: object) -> None:
        raise NoCredentialsError

    monkeypatch.setattr(aws.client("pinpoint-sms-voice-v2", once=True), "send_text_message", unsigned)
    with pytest.raises(NotReached, match="NoCredentialsError"):
        aws.carry(POST)


@pytest.fixture
def sqs() -> Iterator[Stubber]:
    with Stubber(aws.client("sqs")) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def taken(sqs: Stubber, *bodies: str, failed: bool = False, **more: Any) -> None:
    entries = [{"Id": str(place), "MessageBody": body, **more} for place, body in enumerate(bodies)]
    left = [{"Id": "0", "SenderFault": False, "Code": "x"}] if failed else []
    answer = {"Successful": [], "Failed": left}
    sqs.add_response("send_message_batch", answer, {"QueueUrl": "https://queue", "Entries": entries})


WAKE = aws.waker({"unit-alerts": "https://queue"})


def test_errands_are_told_of_at_once_ten_in_a_call(sqs: Stubber) -> None:
    pairs = [("1", f"1-{n}") for n in range(11)]
    taken(sqs, *[f"1 1-{n}" for n in range(10)])
    taken(sqs, "1 1-10")
    WAKE("unit-alerts", pairs, 0)


@pytest.mark.parametrize(("seconds", "delay"), [(60, 60), (900, 900), (4000, 900)])
def test_errands_are_told_of_later(sqs: Stubber, seconds: int, delay: int) -> None:
    taken(sqs, "1 1-1", DelaySeconds=delay)
    WAKE("unit-alerts", [("1", "1-1")], seconds)


def test_queue_that_takes_not_all_or_nothing_is_tried_later(sqs: Stubber) -> None:
    taken(sqs, "1 1-1", failed=True)
    with pytest.raises(TryLater):
        WAKE("unit-alerts", [("1", "1-1")], 0)
    sqs.add_client_error("send_message_batch", "AWS.SimpleQueueService.NonExistentQueue")
    with pytest.raises(TryLater):
        aws.put("https://queue", ["x"])


@pytest.fixture
def s3() -> Iterator[Stubber]:
    with Stubber(aws.client("s3")) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


ASKED = {"Bucket": "mails", "Key": "m-1", "Range": "bytes=0-99"}


def test_of_an_object_no_more_than_its_beginning_is_read(s3: Stubber) -> None:
    s3.add_response("get_object", {"Body": StreamingBody(BytesIO(b"From: "), 6)}, ASKED)
    assert aws.read_object("mails", "m-1", 100) == b"From: "


@pytest.mark.parametrize(("code", "status", "found"), [("InvalidRange", 416, b""), ("NoSuchKey", 404, None)])
def test_an_empty_object_and_none_at_all_are_told_apart(
    s3: Stubber, code: str, status: int, found: bytes | None
) -> None:
    s3.add_client_error("get_object", code, http_status_code=status, expected_params=ASKED)
    assert aws.read_object("mails", "m-1", 100) == found


def test_an_object_that_cannot_be_read_now_is_tried_later(s3: Stubber) -> None:
    s3.add_client_error("get_object", "AccessDenied", http_status_code=403, expected_params=ASKED)
    with pytest.raises(TryLater, match="s3: AccessDenied"):
        aws.read_object("mails", "m-1", 100)
