"""The security headers as they arrive: from the functions, from the gateway itself, and with static files."""

from __future__ import annotations

import pytest

from chalicelib.entry.headers import COMMON, DATA_POLICY, WORKER_POLICY
from tests.e2e.local import LocalKopru

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(
    ("path", "status", "policy"),
    [
        ("/", 200, "form-action 'self'"),
        ("/takip/1", 404, "form-action 'self'"),
        ("/personel", 303, "default-src 'none'"),
        ("/api/services", 200, DATA_POLICY),
        ("/api/requests/1", 404, DATA_POLICY),
        ("/no/such/address", 404, "sandbox"),
        ("/static/kopru.css", 200, WORKER_POLICY),
    ],
)
def test_every_answer_arrives_with_its_headers(kopru: LocalKopru, path: str, status: int, policy: str) -> None:
    answer = kopru.http.get(path)
    assert answer.status_code == status
    assert policy in answer.headers["content-security-policy"]
    assert answer.headers.items() >= {name.lower(): value for name, value in COMMON.items()}.items()
    assert answer.headers["cache-control"]
    assert "server" not in answer.headers


def test_what_a_browser_asks_before_is_answered_and_nobody_is_named(kopru: LocalKopru) -> None:
    asks = {"Origin": "https://app.example.org", "Access-Control-Request-Method": "POST"}
    for path in ("/api/requests", "/api/requests/2611-4817-3056/moves", "/open311/v2/requests.json"):
        answer = kopru.http.request("OPTIONS", path, headers=asks)
        assert answer.status_code == 204
        assert "POST" in answer.headers["allow"]
        assert not [name for name in answer.headers if name.startswith("access-control")]
    assert kopru.http.request("OPTIONS", "/api/staff/inbox", headers=asks).status_code == 404
