"""Whatever is posted, the answer is a list: of one, or of errors."""

from __future__ import annotations

from urllib.parse import urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.entry.filing import FORM, KEY, OTHER_KEY, a_report, with_keys
from tests.entry.gateway import call
from tests.entry.peer import parsed
from tests.fakes import Office

NAMES = (
    *a_report(), "attribute[lanes]", "attribute[lanes][]", "attribute[x]", "media_url", "phone", "email", "first_name",
    "address_id", "jurisdiction_id", "idempotency_key", "account_id", "service_request_id", "update_id", "status",
    "updated_datetime", "_charset_",
)  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from([KEY, OTHER_KEY, "road.pothole", "water.outage", "meta.other", "38.462", "27.217", "nan", "-0",
                     "1e9", "OPEN", "2026-11-23T10:31:00+03:00", "2611-4817-3056"]),
)  # fmt: skip
POSTED = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=12)
PATHS = ("requests.xml", "servicerequestupdates.xml")


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(POSTED, st.sampled_from(PATHS), st.booleans())
def test_no_form_breaks_it(office: Office, fields: list[tuple[str, str]], path: str, whole: bool) -> None:
    with_keys(office, per_minute=6000)
    sent = [*(a_report(api_key=KEY).items() if whole else [("api_key", KEY)]), *fields]
    body = urlencode(sent, encoding="utf-8", errors="surrogatepass")
    answer = call("POST", f"/open311/v2/{path}", body, FORM)
    assert answer.status in (200, 400, 404)
    assert (parsed(answer).tag == "errors") == (answer.status != 200)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["x", '"x"', "", "a b"]))
def test_no_body_breaks_it(office: Office, body: bytes, boundary: str) -> None:
    with_keys(office)
    for content_type in (f"multipart/form-data; boundary={boundary}", FORM["content-type"]):
        answer = call("POST", "/open311/v2/requests.xml", body, {"content-type": content_type})
        assert answer.status in (400, 403)
        assert parsed(answer).tag == "errors"
