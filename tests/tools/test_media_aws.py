"""A photo that came to a number at AWS is fetched by AWS into our bucket, and read from there."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from botocore.response import StreamingBody
from botocore.stub import Stubber

from chalicelib.channels.media import LARGEST, Fetched
from chalicelib.core.errors import TryLater
from chalicelib.core.inbound import Media
from chalicelib.tools import aws
from chalicelib.tools.media_aws import PREFIX, AwsMedia

FETCH = AwsMedia("phone-number-id-1", "files")
ASKED = {
    "mediaId": "77",
    "originationPhoneNumberId": "phone-number-id-1",
    "destinationS3File": {"bucketName": "files", "key": PREFIX},
}
READ = {"Bucket": "files", "Key": f"{PREFIX}77", "Range": f"bytes=0-{LARGEST}"}


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
def social() -> Iterator[Stubber]:
    with Stubber(aws.client("socialmessaging")) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


@pytest.fixture
def bucket() -> Iterator[Stubber]:
    with Stubber(aws.client("s3")) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def lies(bucket: Stubber, content: bytes) -> None:
    bucket.add_response("get_object", {"Body": StreamingBody(BytesIO(content), len(content))}, READ)


def test_aws_puts_it_behind_our_prefix_and_we_read_it_there(social: Stubber, bucket: Stubber) -> None:
    social.add_response("get_whatsapp_message_media", {"mimeType": "image/jpeg", "fileSize": 5}, ASKED)
    lies(bucket, b"photo")
    assert FETCH(Media("77")) == Fetched(b"photo", "image/jpeg")


def test_what_is_not_what_was_told_of_is_none(social: Stubber, bucket: Stubber) -> None:
    social.add_response("get_whatsapp_message_media", {"mimeType": "image/jpeg", "fileSize": 5}, ASKED)
    lies(bucket, b"other")
    assert FETCH(Media("77", sha256="0" * 64)) is None


def test_what_is_gone_is_none(social: Stubber) -> None:
    social.add_client_error("get_whatsapp_message_media", "ResourceNotFoundException", "", 404)
    assert FETCH(Media("77")) is None


def test_aws_that_is_away_asks_for_another_try(social: Stubber) -> None:
    social.add_client_error("get_whatsapp_message_media", "ThrottledRequestException", "", 429)
    with pytest.raises(TryLater):
        FETCH(Media("77"))


@pytest.mark.parametrize("id", ["", "../77", "7 7", "7" * 101])
def test_id_that_could_lead_elsewhere_is_not_asked_for(id: str) -> None:
    assert FETCH(Media(id)) is None
