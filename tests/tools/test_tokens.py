"""Only a living access token of our own pool and client is believed; all else is refused."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from jwt.algorithms import RSAAlgorithm

from chalicelib.core.errors import Refused, TryLater
from chalicelib.core.session import Claims
from chalicelib.tools.tokens import Verifier
from tests.build import MONDAY

ISSUER = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_OURS"
CLIENT = "our-client"
NOW = int(MONDAY.timestamp())


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """A key pair of the pool of this name."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwks(*names: str) -> str:
    """The pool's document of keys, as Cognito publishes it."""
    listed = [json.loads(RSAAlgorithm.to_jwk(key(name).public_key())) for name in names]
    marks = [{"kid": name, "alg": "RS256", "use": "sig"} for name in names]
    return json.dumps({"keys": [{**each, **mark} for each, mark in zip(listed, marks, strict=True)]})


def what_is_claimed(**changes: Any) -> dict[str, Any]:
    claims = {
        "iss": ISSUER, "client_id": CLIENT, "token_use": "access", "sub": "s-1", "username": "operator",
        "iat": NOW - 10, "exp": NOW + 890, "jti": "token-1", "origin_jti": "session-1",
    } | changes  # fmt: skip
    return {name: value for name, value in claims.items() if value is not None}


def a_token(*, kid: Any = "ours", by: str = "ours", groups: Any = ("operator",), **changes: Any) -> str:
    changes["cognito:groups"] = groups
    return jwt.encode(what_is_claimed(**changes), key(by), "RS256", headers={"kid": kid})


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def forged(header: dict[str, Any], signature: str = "") -> str:
    return f"{part(header)}.{part(what_is_claimed())}.{signature}"


def signed_with_the_public_key() -> str:
    """HS256, with what everybody can read as the secret."""
    pem = key("ours").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    body = f"{part({'alg': 'HS256', 'typ': 'JWT', 'kid': 'ours'})}.{part(what_is_claimed())}"
    mark = base64.urlsafe_b64encode(hmac.digest(pem, body.encode(), hashlib.sha256)).rstrip(b"=").decode()
    return f"{body}.{mark}"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pool's keys, where the verifier finds them."""
    file = tmp_path_factory.mktemp("pool") / "jwks.json"
    file.write_text(jwks("ours"), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def verifier(published: Path) -> Verifier:
    return Verifier(ISSUER, CLIENT, published.as_uri())


def test_living_access_token_says_who_it_is(verifier: Verifier) -> None:
    expires = MONDAY + timedelta(seconds=890)
    assert verifier.read(a_token(), MONDAY) == Claims("operator", "s-1", ("operator",), expires, "token-1", "session-1")


def test_person_without_a_group_is_somebody_without_a_group(verifier: Verifier) -> None:
    assert verifier.read(a_token(groups=None), MONDAY).groups == ()


FAULTS: dict[str, Callable[[], str]] = {
    "nothing": lambda: "",
    "garbage": lambda: "garbage",
    "dots": lambda: "..",
    "many parts": lambda: "a.b.c.d.e",
    "Turkish letters": lambda: a_token() + "ğ",
    "a lone surrogate": lambda: "\ud800.a.b",
    "a null byte": lambda: "\0" + a_token(),
    "huge": lambda: "a" * 9000,
    "huge and well made": lambda: a_token(username="a" * 9000),
    "deeply nested header": lambda: (
        base64.urlsafe_b64encode(b"[" * 4000).rstrip(b"=").decode() + f".{part({})}.{part({})}"
    ),
    "header is a list": lambda: f"{part(['RS256'])}.{part({})}.",
    "alg none": lambda: forged({"alg": "none", "kid": "ours"}),
    "alg None with a signature": lambda: forged({"alg": "None", "kid": "ours"}, a_token().rpartition(".")[2]),
    "alg is a list": lambda: forged({"alg": ["RS256"], "kid": "ours"}, a_token().rpartition(".")[2]),
    "no alg": lambda: forged({"kid": "ours"}),
    "HS256 with the public key": signed_with_the_public_key,
    "RS512": lambda: jwt.encode(what_is_claimed(), key("ours"), "RS512", headers={"kid": "ours"}),
    "no key id": lambda: jwt.encode(what_is_claimed(), key("ours"), "RS256"),
    "key id is a number": lambda: forged({"alg": "RS256", "kid": 7}, "aaaa"),
    "key id of another pool": lambda: a_token(kid="theirs", by="theirs"),
    "another pool's key under our id": lambda: a_token(by="theirs"),
    "a key of its own in the header": lambda: jwt.encode(
        what_is_claimed(),
        key("theirs"),
        "RS256",
        headers={"kid": "ours", "jwk": json.loads(RSAAlgorithm.to_jwk(key("theirs").public_key()))},
    ),
    "unknown critical header": lambda: jwt.encode(
        what_is_claimed(), key("ours"), "RS256", headers={"kid": "ours", "crit": ["x"], "x": 1}
    ),
    "claims changed after signing": lambda: ".".join(
        [a_token().split(".")[0], part(what_is_claimed(username="admin")), a_token().split(".")[2]]
    ),
    "wrong pool": lambda: a_token(iss=ISSUER.replace("OURS", "THEIRS")),
    "no issuer": lambda: a_token(iss=None),
    "another client": lambda: a_token(client_id="theirs"),
    "id token": lambda: a_token(token_use="id", client_id=None, aud=CLIENT),
    "refresh token": lambda: a_token(token_use="refresh"),
    "expired this second": lambda: a_token(exp=NOW),
    "never expires": lambda: a_token(exp=None),
    "expires in words": lambda: jwt.api_jws.encode(
        json.dumps(what_is_claimed(exp="tomorrow")).encode(), key("ours"), "RS256", {"kid": "ours"}
    ),
    "expires beyond the calendar": lambda: a_token(exp=10**18),
    "expires when true": lambda: a_token(exp=True),
    "issued tomorrow": lambda: a_token(iat=NOW + 1),
    "no time of issue": lambda: a_token(iat=None),
    "not before tomorrow": lambda: a_token(nbf=NOW + 1),
    "nobody": lambda: a_token(username=None),
    "an empty name": lambda: a_token(username=""),
    "a name that is a number": lambda: a_token(username=7),
    "no id": lambda: a_token(jti=None, origin_jti=None),
    "groups in one word": lambda: a_token(groups="admin"),
    "groups that are numbers": lambda: a_token(groups=[1]),
    "claims are a list": lambda: jwt.api_jws.encode(b"[]", key("ours"), "RS256", {"kid": "ours"}),
    "claims are no JSON": lambda: jwt.api_jws.encode(b"\xff", key("ours"), "RS256", {"kid": "ours"}),
    "claims nested deeply": lambda: jwt.api_jws.encode(b"[" * 4000, key("ours"), "RS256", {"kid": "ours"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faulty_token_is_refused(verifier: Verifier, fault: str) -> None:
    with pytest.raises(Refused, match="signed-out"):
        verifier.read(FAULTS[fault](), MONDAY)


@given(st.text() | st.from_regex(r"\A[\w-]{0,40}\.[\w-]{0,40}\.[\w-]{0,40}\Z"))
def test_no_text_raises_anything_else(verifier: Verifier, text: str) -> None:
    with pytest.raises(Refused, match="signed-out"):
        verifier.read(text, MONDAY)


@given(st.data())
def test_no_changed_character_says_anything_else(verifier: Verifier, data: st.DataObject) -> None:
    token = a_token()
    place = data.draw(st.integers(0, len(token) - 1))
    changed = token[:place] + data.draw(st.characters()) + token[place + 1 :]
    if changed != token:
        with pytest.raises(Refused, match="signed-out"):
            verifier.read(changed, MONDAY)


class Rotating:
    """A pool whose keys change while the verifier knows older ones."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "jwks.json"
        self.verifier = Verifier(ISSUER, CLIENT, self.file.as_uri())

    def publish(self, *names: str) -> None:
        self.file.write_text(jwks(*names), encoding="utf-8")

    def believes(self, name: str, at: datetime) -> bool:
        try:
            self.verifier.read(a_token(kid=name, by=name, exp=NOW + 3600), at)
        except Refused:
            return False
        return True


def test_unknown_key_is_looked_for_once_a_minute(tmp_path: Path) -> None:
    pool = Rotating(tmp_path)
    pool.publish("ours")
    assert pool.believes("ours", MONDAY)
    pool.publish("ours", "theirs")
    assert not pool.believes("theirs", MONDAY + timedelta(seconds=59))
    assert pool.believes("theirs", MONDAY + timedelta(seconds=60))


def test_keys_that_cannot_be_fetched_are_no_fault_of_the_token(tmp_path: Path) -> None:
    pool = Rotating(tmp_path)
    for moment in (MONDAY, MONDAY + timedelta(seconds=1)):
        with pytest.raises(TryLater):
            pool.believes("ours", moment)
    pool.publish("ours")
    assert pool.believes("ours", MONDAY + timedelta(seconds=5))


def test_known_keys_serve_while_the_pool_is_silent(tmp_path: Path) -> None:
    pool = Rotating(tmp_path)
    pool.publish("ours")
    assert pool.believes("ours", MONDAY)
    pool.file.unlink()
    later = MONDAY + timedelta(minutes=5)
    with pytest.raises(TryLater):
        pool.believes("theirs", later)
    assert not pool.believes("theirs", later)
    assert pool.believes("ours", later)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"keys": 7}', '{"keys": [7]}', '{"keys": [{"kty": "RSA"}]}'])
def test_document_without_keys_is_no_document(tmp_path: Path, text: str) -> None:
    pool = Rotating(tmp_path)
    pool.file.write_text(text, encoding="utf-8")
    with pytest.raises(TryLater):
        pool.believes("ours", MONDAY)
