"""What the API gateway answers by itself, in the error shape of our own API."""

import json
from typing import Any

from chalicelib.entry.headers import COMMON

# Response types of API Gateway that a caller can meet. An unknown path and a wrong method both arrive as
# MISSING_AUTHENTICATION_TOKEN. The gateway cannot know the caller's language: Turkish title, English detail.
_NOT_FOUND = (404, "Bulunamadı", "There is nothing at this address, or not with this method.")
_FORBIDDEN = (403, "İzin verilmedi", "This request is not allowed.")
_TOO_MANY = (429, "Çok fazla istek", "Too many requests at the moment; please try again in a few seconds.")
_BAD_REQUEST = (400, "İstek anlaşılamadı", "The request could not be understood.")
_LATER = (503, "Şu anda yanıt verilemiyor", "The service cannot answer right now; please try again.")
REFUSALS: dict[str, tuple[int, str, str]] = {
    "RESOURCE_NOT_FOUND": _NOT_FOUND,
    "MISSING_AUTHENTICATION_TOKEN": _NOT_FOUND,
    "UNAUTHORIZED": (401, "Kimlik doğrulanmadı", "This request needs valid credentials."),
    "ACCESS_DENIED": _FORBIDDEN,
    "INVALID_API_KEY": _FORBIDDEN,
    "INVALID_SIGNATURE": _FORBIDDEN,
    "EXPIRED_TOKEN": _FORBIDDEN,
    "WAF_FILTERED": _FORBIDDEN,
    "REQUEST_TOO_LARGE": (413, "İstek çok büyük", "The request is too large."),
    "UNSUPPORTED_MEDIA_TYPE": (415, "Desteklenmeyen içerik türü", "This content type is not supported."),
    "THROTTLED": _TOO_MANY,
    "QUOTA_EXCEEDED": _TOO_MANY,
    "BAD_REQUEST_BODY": _BAD_REQUEST,
    "BAD_REQUEST_PARAMETERS": _BAD_REQUEST,
    "INTEGRATION_FAILURE": _LATER,
    "INTEGRATION_TIMEOUT": _LATER,
    "DEFAULT_4XX": _BAD_REQUEST,
    "DEFAULT_5XX": (500, "Beklenmeyen bir hata oluştu", "Something went wrong on our side."),
}
_RETRY_SECONDS = {429: 5, 503: 30}


def gateway_responses() -> dict[str, Any]:
    """`GatewayResponses` of the REST API: each refusal as RFC 9457 `application/problem+json` with empty `errors`.

    429 and 503 carry `Retry-After` in seconds. The body stands under `application/json`, which API Gateway takes
    when the caller names no type of its own; the header then says what it is.
    """
    return {kind: _response(*refusal) for kind, refusal in REFUSALS.items()}


def _response(status: int, title: str, detail: str) -> dict[str, Any]:
    headers = {"Content-Type": "'application/problem+json'", "Cache-Control": "'no-store'"}
    headers |= {name: f"'{value}'" for name, value in COMMON.items()}
    # The gateway's own quotes leave none for 'none'; this policy needs none, and lets nothing run either.
    headers["Content-Security-Policy"] = "'sandbox'"
    if status in _RETRY_SECONDS:
        headers["Retry-After"] = f"'{_RETRY_SECONDS[status]}'"
    problem = {"type": "about:blank", "title": title, "status": status, "detail": detail, "errors": []}
    return {
        "StatusCode": status,
        "ResponseParameters": {"Headers": headers},
        "ResponseTemplates": {"application/json": json.dumps(problem)},
    }
