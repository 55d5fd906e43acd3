"""The bucket's bytes and verdicts, call by call."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.response import StreamingBody
from botocore.stub import Stubber

from chalicelib.core.errors import TryLater
from chalicelib.core.files import clean_key, raw_key
from chalicelib.tools import aws
from chalicelib.tools.vault import VERDICT, Vault

KEY, CLEAN = raw_key("a" * 48), clean_key("a" * 48)
PLACE, RAW = {"Bucket": "kopru-files", "Key": CLEAN}, {"Bucket": "kopru-files", "Key": KEY}
VAULT = Vault("kopru-files", "eu-central-1", "https://kopru.example.org")


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stubber]:
    """S3 as it answers in a test."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "000000000000")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "none")
    aws.client.cache_clear()
    with Stubber(aws.client("s3")) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()
    aws.client.cache_clear()


@pytest.mark.parametrize("kept", [True, False])
def test_an_image_is_put_and_goes_by_itself_unless_it_is_kept(s3: Stubber, kept: bool) -> None:
    told = {"Body": b"x", "ContentType": "image/jpeg", "CacheControl": "private, max-age=300"}
    s3.add_response("put_object", {}, PLACE | told | ({} if kept else {"Tagging": "passing=yes"}))
    VAULT.put(CLEAN, b"x", "image/jpeg", kept=kept)


def test_what_is_kept_loses_its_mark_and_what_is_not_there_is_passed_over(s3: Stubber) -> None:
    s3.add_response("delete_object_tagging", {}, PLACE)
    s3.add_client_error("delete_object_tagging", "NoSuchKey", http_status_code=404)
    VAULT.keep(CLEAN)
    VAULT.keep(CLEAN)


def test_one_byte_more_than_asked_for_is_read_to_see_that_there_is_more(s3: Stubber) -> None:
    said = {"Body": StreamingBody(BytesIO(b"abcde"), 5)}
    s3.add_response("get_object", said, RAW | {"Range": "bytes=0-4"})
    assert VAULT.get(KEY, 4) == b"abcde"
    s3.add_client_error("get_object", "NoSuchKey", http_status_code=404)
    assert VAULT.get(KEY, 4) is None


def test_the_verdict_is_the_scanners_tag_and_no_other(s3: Stubber) -> None:
    for tags in ([], [{"Key": "verdict", "Value": "NO_THREATS_FOUND"}]):
        s3.add_response("get_object_tagging", {"TagSet": tags}, RAW)
        assert VAULT.verdict(KEY) == ""
    s3.add_response("get_object_tagging", {"TagSet": [{"Key": VERDICT, "Value": "THREATS_FOUND"}]}, RAW)
    assert VAULT.verdict(KEY) == "THREATS_FOUND"
    s3.add_client_error("get_object_tagging", "NoSuchKey", http_status_code=404)
    assert VAULT.verdict(KEY) is None


def test_a_refusal_and_a_silence_mean_later(s3: Stubber, monkeypatch: pytest.MonkeyPatch) -> None:
    s3.add_client_error("get_object_tagging", "AccessDenied", http_status_code=403)
    with pytest.raises(TryLater, match="AccessDenied"):
        VAULT.verdict(KEY)

    def away(**_: object) -> None:
        raise EndpointConnectionError(endpoint_url="https://s3")

    monkeypatch.setattr(aws.client("s3"), "delete_object", away)
    with pytest.raises(TryLater, match="EndpointConnectionError"):
        VAULT.drop(KEY)
