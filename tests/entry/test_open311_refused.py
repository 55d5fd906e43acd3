"""What peers may not post: without a key, too often, or wrong; always answered as a list that names the field."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.entry.filing import KEY, OTHER_KEY, REQUESTS, a_report, faults, post, post_parts, with_keys
from tests.entry.gateway import call
from tests.entry.peer import parsed
from tests.fakes import Office


@pytest.fixture(autouse=True)
def peers(office: Office) -> Office:
    return with_keys(office)


@pytest.mark.parametrize("key", ["", "wrong", KEY.upper()])
def test_a_missing_or_wrong_key_is_403_in_both_formats(office: Office, key: str) -> None:
    answer = post(REQUESTS, a_report(api_key=key))
    assert (answer.status, faults(answer)) == (403, ["api_key eksik, yanlış ya da iptal edilmiş."])
    root = parsed(post("/open311/v2/requests.xml", a_report(api_key=key)))
    assert (root.tag, root[0][0].text) == ("errors", "403")
    assert office.requests.rows == {}


def test_a_revoked_key_is_403(office: Office) -> None:
    keys = {hash: replace(record, revoked=True) for hash, record in office.city.api_keys.items()}
    office.city = replace(office.city, api_keys=keys)
    assert post(REQUESTS, a_report()).status == 403


def test_a_key_in_the_address_is_a_key_too() -> None:
    assert post(f"{REQUESTS}?api_key={KEY.replace(' ', '%20')}", a_report(api_key="")).status == 200


def test_a_key_files_no_more_than_its_rate(office: Office) -> None:
    with_keys(office, per_minute=3)
    statuses = [post(REQUESTS, a_report(description=f"Çukur {n}")) for n in range(4)]
    assert [answer.status for answer in statuses] == [200, 200, 200, 429]
    assert statuses[3].headers["retry-after"] == "20"
    assert len(faults(statuses[3])) == 1
    assert post(REQUESTS, a_report(api_key=OTHER_KEY)).status == 200
    office.clock.move(seconds=20)
    assert post(REQUESTS, a_report(description="Çukur 5")).status == 200


@pytest.mark.parametrize(
    ("fields", "status", "named"),
    [
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "no.such"}, 404, "service_code"),
        ({"long": ""}, 400, "long:"),
        ({"lat": "39,92"}, 400, "lat:"),
        ({"lat": "NaN"}, 400, "lat:"),
        ({"long": "inf"}, 400, "long:"),
        ({"lat": "91"}, 400, "lat:"),
        ({"lat": "41.0", "long": "29.0"}, 400, "dışında"),
        ({"lat": "27.217", "long": "38.462"}, 400, "dışında"),
        ({"lat": "", "long": "", "address_string": ""}, 400, "address_string"),
        ({"service_code": "out.streetlight"}, 400, "attribute[lamp]"),
        ({"attribute[size]": "huge"}, 400, "attribute[size]"),
        ({"service_code": "sewer.drain", "attribute[drains]": "üç"}, 400, "attribute[drains]"),
        ({"jurisdiction_id": "nowhere.example"}, 404, "jurisdiction_id"),
        ({"idempotency_key": "ş"}, 400, "idempotency_key"),
        ({"address_string": "x" * 301}, 400, "address_string"),
        ({"first_name": "x" * 81}, 400, "first_name"),
    ],
)
def test_what_is_wrong_is_said_by_its_name(office: Office, fields: dict[str, str], status: int, named: str) -> None:
    answer = post(REQUESTS, a_report(**fields))
    assert answer.status == status
    assert any(named in fault for fault in faults(answer))
    root = parsed(post("/open311/v2/requests.xml", a_report(**fields)))
    assert {error.findtext("code") for error in root} == {str(status)}
    assert office.requests.rows == {}


def test_every_fault_is_told_at_once() -> None:
    answer = post(REQUESTS, a_report(service_code="out.streetlight", lat="39,92", description="x" * 4001))
    assert [fault.partition(":")[0] for fault in faults(answer)] == ["attribute[lamp]", "lat", "description"]


def test_another_content_type_is_refused_as_a_list() -> None:
    answer = call("POST", REQUESTS, {"api_key": KEY})
    assert (answer.status, len(faults(answer))) == (400, 1)


@pytest.mark.parametrize("parts", [True, False])
def test_what_is_too_heavy_is_a_list_too(parts: bool) -> None:
    if parts:
        answer = post_parts(REQUESTS, [], [("f", "a.jpg", "image/jpeg", bytes(4_500_000))])
    else:
        answer = post(REQUESTS, a_report(description="x" * 200_000))
    assert (answer.status, len(faults(answer))) == (413, 1)


def test_a_broken_form_is_a_list_too() -> None:
    answer = call("POST", REQUESTS, b"--frontier\r\nhalf", {"content-type": "multipart/form-data; boundary=frontier"})
    assert (answer.status, len(faults(answer))) == (400, 1)


@pytest.mark.parametrize("path", ["/open311/v2/nothing.json", "/open311/test/v2/services.json"])
def test_nothing_can_be_posted_elsewhere(path: str) -> None:
    answer = post(path, a_report())
    assert (answer.status, len(faults(answer))) == (404, 1)
