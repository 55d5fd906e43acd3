"""The life of a token: given for a batch service, good for the number, and nobody can make one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.city import Reply
from chalicelib.core.tracking import show
from tests.build import a_city
from tests.entry.filing import REQUESTS, a_report, faults, post, the_row, with_keys
from tests.entry.gateway import call
from tests.entry.peer import parsed
from tests.fakes import Office

BATCH = {"service_code": "meta.other"}


@pytest.fixture(autouse=True)
def peers(office: Office) -> Office:
    return with_keys(office)


def replying(office: Office, reply: Reply) -> None:
    service = replace(a_city().services["road.pothole"], reply=reply)
    office.city = replace(office.city, services={**office.city.services, "road.pothole": service})


def test_a_batch_service_gives_a_token_and_no_number(office: Office) -> None:
    row = the_row(post(REQUESTS, a_report(**BATCH)))
    assert row.keys() == {"token", "service_notice"}
    (number,) = office.requests.rows
    assert number not in row["token"]


def test_the_token_gives_the_number_in_both_formats(office: Office) -> None:
    token = the_row(post(REQUESTS, a_report(**BATCH)))["token"]
    (number,) = office.requests.rows
    answer = call("GET", f"/open311/v2/tokens/{token}.json")
    assert answer.json == [{"service_request_id": show(number), "token": token}]
    root = parsed(call("GET", f"/open311/v2/tokens/{token}.xml"))
    assert [child.text for child in root[0]] == [show(number), token]


def test_a_blackbox_gives_neither(office: Office) -> None:
    replying(office, "blackbox")
    assert the_row(post(REQUESTS, a_report())).keys() == {"service_notice"}
    assert len(office.requests.rows) == 1


def test_the_same_report_gets_the_same_token() -> None:
    first, second = (post(REQUESTS, a_report(**BATCH)).text for _ in range(2))
    assert first == second


@pytest.mark.parametrize("spoil", [
    lambda token: token[:-1] + ("0" if token[-1] != "0" else "1"),
    lambda token: ("0" if token[0] != "0" else "1") + token[1:],
    lambda token: token.upper() + "0",
    lambda token: token[:-2],
    lambda token: "0" * 32,
    lambda token: "x",
])  # fmt: skip
def test_any_other_token_is_nobodys(spoil: object) -> None:
    token = the_row(post(REQUESTS, a_report(**BATCH)))["token"]
    answer = call("GET", f"/open311/v2/tokens/{spoil(token)}.json")  # type: ignore[operator]  # a function of the list
    assert (answer.status, faults(answer)) == (404, ["Bu token ile bir kayıt yok."])


def test_a_token_of_a_service_that_gives_numbers_at_once_is_none(office: Office) -> None:
    token = the_row(post(REQUESTS, a_report(**BATCH)))["token"]
    service = replace(office.city.services["meta.other"], reply="realtime")
    office.city = replace(office.city, services={**office.city.services, "meta.other": service})
    assert call("GET", f"/open311/v2/tokens/{token}.json").status == 404


def test_a_rehearsed_token_leads_nowhere() -> None:
    token = the_row(post("/open311/test/v2/requests.json", a_report(**BATCH)))["token"]
    assert call("GET", f"/open311/v2/tokens/{token}.json").status == 404
