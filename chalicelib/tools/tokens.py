"""Access tokens of the staff's user pool: our own verification, because a gateway's is not always there."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.core.errors import Refused, TryLater
from chalicelib.core.session import Claims

if TYPE_CHECKING:
    from jwt import PyJWK

LONGEST = 8192
ALGORITHM = "RS256"
KEYS_AGAIN = timedelta(seconds=60)
KEYS_AFTER_FAILURE = timedelta(seconds=5)
KEYS_TIMEOUT_SECONDS = 3
_KEYS_BYTES = 65536
_TEXTS = ("sub", "username", "jti")


class Verifier:
    """Verifies tokens of one pool and client; fetches the pool's public keys on first use and keeps them.

    `issuer` is the pool's address at AWS, `client` the app client's id, `keys_url` where the keys (JWKS) stand.
    """

    def __init__(self, issuer: str, client: str, keys_url: str) -> None:
        self._issuer = issuer
        self._client = client
        self._keys_url = keys_url
        self._keys: Mapping[str, PyJWK] = {}
        self._ask_from = datetime.min.replace(tzinfo=UTC)

    def read(self, token: str, now: datetime) -> Claims:
        """What the token says, if this pool signed it for this client as an access token that holds at `now` (aware).

        Raises Refused ("signed-out") for any fault of the token, whatever it is made of; TryLater where the keys cannot
        be fetched. The steps are those of AWS, "Verifying JSON web tokens" (Amazon Cognito developer guide).
        """
        import jwt  # with cryptography it takes 0.15 s to load: only where somebody signs in

        if not token.isascii() or len(token) > LONGEST:
            raise Refused("signed-out")
        try:
            head = jwt.get_unverified_header(token)
            if head.get("alg") != ALGORITHM:
                raise Refused("signed-out")
            said = jwt.decode(token, self._key(head.get("kid"), now), algorithms=[ALGORITHM], options=_OURSELVES)
        except (jwt.PyJWTError, ValueError, RecursionError) as error:
            raise Refused("signed-out") from error
        if (said.get("iss"), said.get("client_id"), said.get("token_use")) != (self._issuer, self._client, "access"):
            raise Refused("signed-out")
        return _claims(said, now)

    def _key(self, kid: object, now: datetime) -> PyJWK:
        """The pool's key of this id; an unknown id makes us ask again, at most once a minute."""
        if not isinstance(kid, str):
            raise Refused("signed-out")
        if kid not in self._keys and now >= self._ask_from:
            self._ask_from = now + KEYS_AFTER_FAILURE
            self._keys = _fetch(self._keys_url)
            self._ask_from = now + KEYS_AGAIN
        if not self._keys:
            raise TryLater("staff keys: not there", wait=5)
        if kid not in self._keys:
            raise Refused("signed-out")
        return self._keys[kid]


# PyJWT asks its own clock and knows no client_id: times and names are checked below.
_OURSELVES: Any = {"verify_aud": False, "verify_exp": False, "verify_nbf": False, "verify_iat": False}


def _claims(said: Mapping[str, Any], now: datetime) -> Claims:
    texts = {name: said.get(name) for name in _TEXTS}
    groups = said.get("cognito:groups", [])
    session = said.get("origin_jti", said.get("jti"))
    texts_are_there = all(isinstance(text, str) and text for text in (*texts.values(), session))
    if not texts_are_there or not isinstance(groups, list) or not all(isinstance(group, str) for group in groups):
        raise Refused("signed-out")
    expires, issued = _moment(said.get("exp")), _moment(said.get("iat"))
    begins = _moment(said["nbf"]) if "nbf" in said else issued
    if not (max(issued, begins) <= now < expires):
        raise Refused("signed-out")
    return Claims(
        username=texts["username"] or "",
        sub=texts["sub"] or "",
        groups=tuple(groups),
        expires=expires,
        id=texts["jti"] or "",
        session=str(session),
    )


def _moment(seconds: object) -> datetime:
    if isinstance(seconds, bool) or not isinstance(seconds, int):
        raise Refused("signed-out")
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Refused("signed-out") from error


def _fetch(url: str) -> Mapping[str, PyJWK]:
    """The signing keys of a JWKS document by their ids; raises TryLater where there is none."""
    from jwt import PyJWK, PyJWTError

    try:
        with urllib.request.urlopen(url, timeout=KEYS_TIMEOUT_SECONDS) as answer:  # noqa: S310 - the address is ours
            listed = json.loads(answer.read(_KEYS_BYTES))["keys"]
        return {
            str(key["kid"]): PyJWK({name: key[name] for name in ("kty", "n", "e")}, ALGORITHM)
            for key in listed
            if key.get("kty") == "RSA" and key.get("use") == "sig" and key.get("alg") == ALGORITHM
        }
    except (OSError, PyJWTError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise TryLater(f"staff keys: {type(error).__name__}", wait=5) from error
