"""What S3 enforces of a form posted to a bucket and of a presigned address: signature, time, and every condition.

docs.aws.amazon.com/AmazonS3/latest/API: sigv4-HTTPPOSTConstructPolicy, sigv4-post-example, sigv4-query-string-auth. The
local engine checks none of it.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, quote

from infrastructure.local.refusal import Refused

# What a form may carry that its policy does not name.
_FREE = ("policy", "x-amz-signature", "file")


@dataclass(frozen=True)
class Signer:
    """Whose signatures are good: the access key and its secret, the bucket and its region."""

    access: str
    secret: str
    bucket: str
    region: str

    @property
    def host(self) -> str:
        """The bucket's own host, which addresses are signed for."""
        return f"{self.bucket}.s3.{self.region}.amazonaws.com"


def check_post(signer: Signer, fields: Mapping[str, str], size: int, now: datetime) -> None:
    """Raises Refused as S3 words it, unless the form is signed and keeps to its policy; `size` is the file's."""
    told = {name.lower(): value for name, value in fields.items()}
    policy = _policy(told)
    _check_signature(signer, told.get("x-amz-credential", ""), told["policy"], told.get("x-amz-signature", ""))
    if now >= _moment(str(policy.get("expiration", ""))):
        raise _failed("Policy expired.")
    named = {"bucket"}
    for condition in policy.get("conditions", ()):
        named.add(_check(condition, told | {"bucket": signer.bucket}, size))
    extra = [name for name in told if name not in named and name not in _FREE and not name.startswith("x-ignore-")]
    if extra:
        raise _failed(f"Extra input fields: {', '.join(extra)}")


def check_address(signer: Signer, method: str, path: str, query: str, now: datetime) -> dict[str, str]:
    """The parameters of a presigned address; raises Refused as S3 words it, unless it is signed and in time. `path` is
    as it came, `query` without its question mark."""
    pairs = parse_qsl(query, keep_blank_values=True)
    told = dict(pairs)
    if told.get("X-Amz-Algorithm") != "AWS4-HMAC-SHA256" or len(told) != len(pairs):
        raise Refused("AccessDenied", "Access Denied", 403)
    signed = [pair for pair in pairs if pair[0] != "X-Amz-Signature"]
    canonical = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in sorted(signed))
    request = f"{method}\n{path}\n{canonical}\nhost:{signer.host}\n\nhost\nUNSIGNED-PAYLOAD"
    at, scope = told.get("X-Amz-Date", ""), told.get("X-Amz-Credential", "").partition("/")[2]
    text = f"AWS4-HMAC-SHA256\n{at}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    _check_signature(signer, told.get("X-Amz-Credential", ""), text, told.get("X-Amz-Signature", ""))
    seconds = told.get("X-Amz-Expires", "")
    until = _moment(at) + timedelta(seconds=int(seconds) if seconds.isdigit() and len(seconds) < 7 else 0)
    if now >= until:
        raise Refused("AccessDenied", "Request has expired", 403)
    return told


def _policy(fields: Mapping[str, str]) -> dict[str, Any]:
    try:
        policy = json.loads(base64.b64decode(fields["policy"], validate=True))
    except (KeyError, ValueError) as error:
        raise Refused("AccessDenied", "Invalid according to Policy: no policy.", 403) from error
    if not isinstance(policy, dict):
        raise Refused("InvalidPolicyDocument", "Invalid Policy: Expecting an object.", 400)
    return policy


def _check_signature(signer: Signer, credential: str, text: str, signature: str) -> None:
    access, _, scope = credential.partition("/")
    day, _, rest = scope.partition("/")
    if access != signer.access or rest != f"{signer.region}/s3/aws4_request":
        raise Refused("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403)
    key = f"AWS4{signer.secret}".encode()
    for part in (day, signer.region, "s3", "aws4_request", text):
        key = hmac.digest(key, part.encode(), "sha256")
    if not hmac.compare_digest(key.hex().encode(), signature.encode()):
        raise Refused("SignatureDoesNotMatch", "The request signature we calculated does not match.", 403)


def _check(condition: Any, fields: Mapping[str, str], size: int) -> str:
    """The field that a condition is about; raises Refused where it does not hold."""
    if isinstance(condition, dict) and len(condition) == 1:
        ((name, wanted),) = condition.items()
        condition = ["eq", f"${name}", wanted]
    match condition:
        case ["content-length-range", int(least), int(most)]:
            if size < least:
                raise Refused("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400)
            if size > most:
                raise Refused("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", 400)
            return ""
        case ["eq" | "starts-with" as how, str(field), str(wanted)] if field.startswith("$"):
            name = field[1:].lower()
            given = fields.get(name)
            if given is None or not (given == wanted if how == "eq" else given.startswith(wanted)):
                raise _failed(f"Policy Condition failed: {json.dumps([how, field, wanted])}")
            return name
    raise Refused("InvalidPolicyDocument", "Invalid Policy: Invalid Condition.", 400)


def _failed(what: str) -> Refused:
    return Refused("AccessDenied", f"Invalid according to Policy: {what}", 403)


def _moment(text: str) -> datetime:
    for form in ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.%fZ", "%Y%m%dT%H%M%SZ"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise Refused("AccessDenied", "Invalid date.", 403)
