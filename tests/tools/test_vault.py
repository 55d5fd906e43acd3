"""The bucket's permissions, checked as S3 checks them: whatever is changed in one, it is refused."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from botocore.credentials import ReadOnlyCredentials

from chalicelib.core.errors import TryLater
from chalicelib.core.files import LARGEST, Offer, clean_key, raw_key
from chalicelib.tools.vault import Vault
from infrastructure.local.post_policy import Signer, check_address, check_post
from infrastructure.local.refusal import Refused

ACCESS, SECRET = "ASIATESTTESTTEST", "a secret of the tests"
DOOR = "https://kopru.example.org"
SIGNER = Signer(ACCESS, SECRET, "kopru-files", "eu-central-1")
KEY, TIME = raw_key("a" * 48), timedelta(minutes=10)
NOW = datetime.now(UTC)
Fields = dict[str, str]


def a_vault(token: str | None = "a session of a role") -> Vault:
    return Vault("kopru-files", "eu-central-1", DOOR, lambda: ReadOnlyCredentials(ACCESS, SECRET, token, None))


def an_offer(media_type: str = "image/jpeg") -> Offer:
    return a_vault().offer(KEY, media_type, LARGEST, NOW, TIME)


def refusal(fields: Fields, size: int = 1000, now: datetime = NOW, signer: Signer = SIGNER) -> str:
    with pytest.raises(Refused) as caught:
        check_post(signer, fields, size, now)
    return f"{caught.value.code}: {caught.value}"


@pytest.mark.parametrize("token", ["a session of a role", None])
@pytest.mark.parametrize("size", [1, LARGEST])
def test_a_form_as_it_was_offered_is_taken(token: str | None, size: int) -> None:
    offer = a_vault(token).offer(KEY, "image/jpeg", LARGEST, NOW, TIME)
    check_post(SIGNER, offer.fields, size, NOW + TIME - timedelta(seconds=2))
    assert (offer.url, offer.until) == (f"{DOOR}/files", NOW + TIME)
    assert SECRET not in json.dumps(dict(offer.fields))


def test_the_policy_binds_bucket_key_type_size_and_time_and_nothing_is_left_open() -> None:
    policy = json.loads(base64.b64decode(an_offer().fields["policy"]))
    exact = {name: value for each in policy["conditions"] if isinstance(each, dict) for name, value in each.items()}
    assert [each for each in policy["conditions"] if isinstance(each, list)] == [["content-length-range", 1, LARGEST]]
    assert exact["bucket"] == "kopru-files"
    assert (exact["key"], exact["Content-Type"]) == (KEY, "image/jpeg")
    assert set(exact) - {"bucket", "key", "Content-Type", "success_action_status"} == {
        *("x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-security-token"),
    }
    until = datetime.strptime(policy["expiration"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert until == (NOW + TIME).replace(microsecond=0)


VARIANTS: dict[str, tuple[Callable[[Fields], Fields], str]] = {
    "another key": (lambda told: told | {"key": raw_key("b" * 48)}, "AccessDenied"),
    "a key below": (lambda told: told | {"key": f"{told['key']}/x"}, "AccessDenied"),
    "the clean key": (lambda told: told | {"key": clean_key("a" * 48)}, "AccessDenied"),
    "no key": (lambda told: {name: value for name, value in told.items() if name != "key"}, "AccessDenied"),
    "another type": (lambda told: told | {"Content-Type": "text/html"}, "AccessDenied"),
    "a longer type": (lambda told: told | {"Content-Type": "image/jpeg+xml"}, "AccessDenied"),
    "no type": (lambda told: {name: value for name, value in told.items() if name != "Content-Type"}, "AccessDenied"),
    "a tag of one's own": (lambda told: told | {"tagging": "<Tagging/>"}, "AccessDenied"),
    "an open lock": (lambda told: told | {"acl": "public-read"}, "AccessDenied"),
    "a way back": (lambda told: told | {"success_action_redirect": "https://evil.example"}, "AccessDenied"),
    "a header of one's own": (lambda told: told | {"x-amz-meta-note": "x"}, "AccessDenied"),
    "another signature": (lambda told: told | {"x-amz-signature": "0" * 64}, "SignatureDoesNotMatch"),
    "no signature": (lambda told: told | {"x-amz-signature": ""}, "SignatureDoesNotMatch"),
    "another day": (
        lambda told: told | {"x-amz-credential": told["x-amz-credential"].replace("/20", "/19")},
        "SignatureDoesNotMatch",
    ),
    "another account": (lambda told: told | {"x-amz-credential": f"A{told['x-amz-credential']}"}, "InvalidAccessKeyId"),
    "a wider policy": (lambda told: told | {"policy": _widened(told["policy"])}, "SignatureDoesNotMatch"),
    "no policy": (lambda told: {name: value for name, value in told.items() if name != "policy"}, "AccessDenied"),
    "another session": (lambda told: told | {"x-amz-security-token": "x"}, "AccessDenied"),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_form_that_was_changed_is_refused(variant: str) -> None:
    change, code = VARIANTS[variant]
    assert refusal(change(dict(an_offer().fields))).startswith(code)


@pytest.mark.parametrize(("size", "code"), [(0, "EntityTooSmall"), (LARGEST + 1, "EntityTooLarge")])
def test_a_file_of_another_size_is_refused(size: int, code: str) -> None:
    assert refusal(dict(an_offer().fields), size).startswith(code)


def test_a_form_that_comes_late_is_refused() -> None:
    assert "Policy expired" in refusal(dict(an_offer().fields), now=NOW + TIME)


def test_a_form_is_good_in_its_own_bucket_alone() -> None:
    other = Signer(ACCESS, SECRET, "another-bucket", "eu-central-1")
    assert refusal(dict(an_offer().fields), signer=other).startswith("AccessDenied")


def an_address(name: str = "") -> tuple[str, str]:
    """Path and query of a presigned address; botocore signs with the clock of the machine."""
    address = a_vault().address(clean_key("a" * 48), name, NOW, timedelta(minutes=5))
    assert address.startswith(f"{DOOR}/files/clean/")
    parts = urlsplit(address)
    return parts.path, parts.query


def unreadable(path: str, query: str, *, method: str = "GET", now: datetime = NOW) -> str:
    with pytest.raises(Refused) as caught:
        check_address(SIGNER, method, path, query, now)
    return caught.value.code


@pytest.mark.parametrize(
    ("name", "disposition"),
    [("", "inline"), ("fotoğraf 1.jpg", "attachment; filename*=UTF-8''foto%C4%9Fraf%201.jpg")],
)
def test_an_address_is_good_for_five_minutes(name: str, disposition: str) -> None:
    path, query = an_address(name)
    signed = datetime.now(UTC)
    told = check_address(SIGNER, "GET", path, query, signed + timedelta(minutes=4, seconds=50))
    assert told["response-content-disposition"] == disposition
    assert unreadable(path, query, now=signed + timedelta(minutes=5, seconds=2)) == "AccessDenied"


def test_an_address_that_was_changed_is_refused() -> None:
    path, query = an_address()
    assert unreadable(path.replace("aaa", "aab", 1), query) == "SignatureDoesNotMatch"
    assert unreadable(path.replace("clean", "raw"), query) == "SignatureDoesNotMatch"
    assert unreadable(path, query.replace("X-Amz-Expires=300", "X-Amz-Expires=604800")) == "SignatureDoesNotMatch"
    assert unreadable(path, query.replace("=inline", "=attachment")) == "SignatureDoesNotMatch"
    assert unreadable(path, query + "&response-content-type=text%2Fhtml") == "SignatureDoesNotMatch"
    assert unreadable(path, query + "&X-Amz-Expires=9") == "AccessDenied"
    assert unreadable(path, query, method="DELETE") == "SignatureDoesNotMatch"
    assert unreadable(path, "") == "AccessDenied"


def test_without_credentials_nothing_is_offered() -> None:
    vault = Vault("kopru-files", "eu-central-1", DOOR, lambda: None)
    with pytest.raises(TryLater):
        vault.offer(KEY, "image/jpeg", LARGEST, NOW, TIME)


def _widened(policy: str) -> str:
    told = json.loads(base64.b64decode(policy))
    told["conditions"] = [["starts-with", "$key", ""]]
    return base64.b64encode(json.dumps(told).encode()).decode()
