"""The bucket of files: permissions to upload and to read, and the bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from botocore.auth import S3SigV4PostAuth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

from chalicelib.core.errors import TryLater
from chalicelib.core.files import Offer
from chalicelib.tools import aws

VERDICT = "GuardDutyMalwareScanStatus"
"""The tag by which GuardDuty says what it found (docs.aws.amazon.com/guardduty, "Monitoring scans using tags")."""
PASSING = "passing"
"""The tag of what the bucket deletes by itself after a few days."""
_GONE = ("NoSuchKey", "NoSuchTagSet", "404", "MethodNotAllowed")
_INLINE = "inline"


class Vault:
    """`bucket` by its name in `region`; `door` is the stable address in front of it, without a slash at the end.

    What is signed is the bucket's own host, since the door hands a call on under it; every key begins with "files/",
    so that its path is the door's too.
    """

    def __init__(self, bucket: str, region: str, door: str, credentials: Callable[[], Any] = aws.credentials) -> None:
        self._bucket, self._region, self._door, self._credentials = bucket, region, door, credentials

    @property
    def host(self) -> str:
        """The bucket's own host."""
        return f"{self._bucket}.s3.{self._region}.amazonaws.com"

    def offer(self, key: str, media_type: str, largest: int, now: datetime, time: timedelta) -> Offer:
        """What a browser must post to put one object of exactly this key and type, of 1 to `largest` bytes, there
        within `time`; any other field is refused. No call. Raises TryLater without credentials.

        The POST policy: docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html.
        """
        until = now + time
        fields = {"key": key, "Content-Type": media_type, "success_action_status": "204"}
        exact = [{name: value} for name, value in fields.items()]
        policy: dict[str, Any] = {
            "expiration": until.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "conditions": [{"bucket": self._bucket}, *exact, ["content-length-range", 1, largest]],
        }
        request = AWSRequest(method="POST", url=f"https://{self.host}/")
        request.context |= {"s3-presign-post-fields": fields, "s3-presign-post-policy": policy}
        S3SigV4PostAuth(self._signing(), "s3", self._region).add_auth(request)
        return Offer(f"{self._door}/files", request.context["s3-presign-post-fields"], until)

    def address(self, key: str, name: str, now: datetime, time: timedelta) -> str:
        """An address under which the object can be read for `time`, as a download called `name`, inline where `name` is
        "". No call. Raises TryLater without credentials."""
        shown = f"attachment; filename*=UTF-8''{quote(name)}" if name else _INLINE
        asked = urlencode({"response-content-disposition": shown}, quote_via=quote)
        request = AWSRequest(method="GET", url=f"https://{self.host}/{quote(key)}?{asked}")
        S3SigV4QueryAuth(self._signing(), "s3", self._region, expires=int(time.total_seconds())).add_auth(request)
        return str(request.url).replace(f"https://{self.host}", self._door, 1)

    def put(self, key: str, content: bytes, media_type: str, *, kept: bool = True) -> None:
        """Store an object; one that is not `kept` goes in a few days. One put. Raises TryLater."""
        tagged = {} if kept else {"Tagging": f"{PASSING}=yes"}
        with _asking():
            self._s3.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=content,
                ContentType=media_type,
                CacheControl="private, max-age=300",
                **tagged,
            )

    def keep(self, key: str) -> None:
        """An object stays from now on; nothing where it is not there. One call. Raises TryLater."""
        with _asking(_GONE):
            self._s3.delete_object_tagging(Bucket=self._bucket, Key=key)

    def get(self, key: str, most: int) -> bytes | None:
        """An object's bytes, `most` + 1 of them at the most; none where it is not there. One get. Raises TryLater."""
        return aws.read_object(self._bucket, key, most + 1)

    def verdict(self, key: str) -> str | None:
        """The malware scanner's verdict on an object, "" where there is none yet, none where no object is there. One
        call. Raises TryLater."""
        said: Mapping[str, Any] | None = None
        with _asking(_GONE):
            said = self._s3.get_object_tagging(Bucket=self._bucket, Key=key)
        if said is None:
            return None
        return next((str(tag["Value"]) for tag in said["TagSet"] if tag["Key"] == VERDICT), "")

    def drop(self, key: str) -> None:
        """Delete an object; nothing where it is not there. One delete. Raises TryLater."""
        with _asking(_GONE):
            self._s3.delete_object(Bucket=self._bucket, Key=key)

    @property
    def _s3(self) -> Any:
        return aws.client("s3")

    def _signing(self) -> Any:
        try:
            found = self._credentials()
        except BotoCoreError as error:
            raise TryLater(f"credentials: {type(error).__name__}") from error
        if found is None:
            raise TryLater("credentials: none")
        return found


@contextmanager
def _asking(passed_over: tuple[str, ...] = ()) -> Iterator[None]:
    """Turns what goes wrong between us and S3 into TryLater; errors of these codes are none."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code not in passed_over:
            raise TryLater(f"s3: {code}") from error
    except (BotoCoreError, HTTPClientError) as error:
        raise TryLater(f"s3: {type(error).__name__}") from error
