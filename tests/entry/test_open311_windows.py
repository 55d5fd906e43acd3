"""Which requests Open311 lists: windows, ids, filters, pages, and what that costs."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from tests.build import MONDAY
from tests.entry.gateway import call
from tests.entry.peer import BASE, asked, errors, get, number, parsed, publish, shown
from tests.fakes import Office

DAY = timedelta(days=1)


def test_1001_requests_are_the_first_1000_newest_first(office: Office) -> None:
    many = [publish(office, n, opened=MONDAY - timedelta(minutes=n // 2)) for n in range(1001)]
    wanted = sorted(many, key=lambda public: (public.opened, public.number), reverse=True)
    answer = call("GET", f"{BASE}/requests.json")
    assert [row["service_request_id"] for row in answer.json] == [shown(public) for public in wanted[:1000]]
    assert len(parsed(call("GET", f"{BASE}/requests.xml"))) == 1000


def test_windows_of_dates(office: Office) -> None:
    at = {days: shown(publish(office, days, opened=MONDAY - days * DAY)) for days in (0, 10, 90, 91, 120, 200)}
    z = "{:%Y-%m-%dT%H:%M:%SZ}".format
    assert asked() == [at[0], at[10], at[90]]
    assert asked(start_date=z(MONDAY - 10 * DAY)) == [at[0], at[10]]
    assert asked(start_date=z(MONDAY - 200 * DAY)) == [at[120], at[200]]
    assert asked(end_date=z(MONDAY - 91 * DAY)) == [at[91], at[120]]
    assert asked(start_date=z(MONDAY - 90 * DAY), end_date=z(MONDAY)) == [at[0], at[10], at[90]]
    assert asked(start_date=z(MONDAY + DAY)) == []
    said = errors(get("/requests", start_date=z(MONDAY - 91 * DAY), end_date=z(MONDAY)), 400)
    assert said == ["end_date: Bir soruda en çok 90 gün istenebilir."]


@pytest.mark.parametrize(
    "date",
    ["2026-11-23", "2026-11-23T10:30:00", "yesterday", "2026-13-01T00:00:00Z", "2026-11-23T25:00:00Z",
     "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-11-23T10:30:00+99:00", "1" * 5000,
     "\u0662026-11-23T10:30:00Z", "2026-W48-1T00:00:00Z"],
)  # fmt: skip
@pytest.mark.parametrize("field", ["start_date", "end_date", "updated_after", "updated_before"])
def test_a_date_that_cannot_be_read_is_400_and_named(office: Office, field: str, date: str) -> None:
    said = errors(get("/requests", **{field: date}), 400)
    assert said[0].startswith(f"{field}: ")


@pytest.mark.parametrize(
    "date",
    ["2026-11-23T10:30:00+03:00", "2026-11-23T10:30:00 03:00", "2026-11-23T07:30Z", "2026-11-23T07:30:00.000000Z",
     "2026-11-23t07:30:00z", "2026-11-23T10:30:00+0300"],
)  # fmt: skip
def test_every_way_of_writing_a_zone_is_the_same_moment(office: Office, date: str) -> None:
    public = publish(office)
    assert asked(start_date=date, end_date=date) == [shown(public)]
    assert asked(end_date="2026-11-23T10:29:59+03:00") == []


def test_an_end_before_the_start_is_400(office: Office) -> None:
    assert errors(get("/requests", start_date="2026-11-23T00:00:00Z", end_date="2026-11-22T00:00:00Z"), 400)


def test_the_end_of_a_window_holds_the_whole_second_that_is_shown(office: Office) -> None:
    public = publish(office, opened=MONDAY + timedelta(milliseconds=900), changed=MONDAY + timedelta(seconds=1))
    assert asked(start_date="2026-11-23T07:30:00Z", end_date="2026-11-23T07:30:00Z") == [shown(public)]


def test_ids_override_every_other_argument_and_unknown_ones_are_absent(office: Office) -> None:
    first, second = publish(office, 1), publish(office, 2, opened=MONDAY - 300 * DAY, status="closed", promise=None)
    wanted = ",".join([second.number, shown(first), "0000-0000-0001", "nonsense", shown(publish(Office(), 9)), ""])
    query = {"status": "nonsense", "service_code": "no.such", "start_date": "nonsense", "page": "9"}
    assert asked(service_request_id=wanted, **query) == [shown(first), shown(second)]
    assert asked(service_request_id="nonsense") == []
    many = ",".join(number(n) for n in range(501))
    assert errors(get("/requests", service_request_id=many), 400)


def test_statuses_and_services_filter(office: Office) -> None:
    opened = shown(publish(office, 1))
    closed = shown(publish(office, 2, status="closed", promise=None, service="road.sidewalk", opened=MONDAY - DAY))
    assert asked(status="open") == [opened]
    assert asked(status="closed") == [closed]
    assert asked(status="open,closed") == asked(status="closed, OPEN") == asked() == [opened, closed]
    assert asked(service_code="road.sidewalk,no.such") == [closed]
    assert asked(service_code="no.such") == []
    assert errors(get("/requests", status="open,gone"), 400)[0].startswith("status: ")
    repeated = call("GET", f"{BASE}/requests.json?status=open&status=closed&service_code=road.pothole")
    assert [row["service_request_id"] for row in repeated.json] == [opened]


def test_empty_arguments_are_absent_and_unknown_ones_ignored(office: Office) -> None:
    publish(office, 1, opened=MONDAY - 5 * DAY)
    names = ("service_request_id", "service_code", "status", "start_date", "end_date", "page", "page_size",
             "updated_after", "updated_before", "extensions", "jurisdiction_id", "api_key")  # fmt: skip
    assert get("/requests", **dict.fromkeys(names, ""), unknown="x", limit="y").json == get("/requests").json != []
    assert get("/servicerequestupdates", **dict.fromkeys(names, "")).json == []


def test_pages_lead_through_the_list(office: Office) -> None:
    wanted = [shown(publish(office, n, opened=MONDAY - timedelta(minutes=n))) for n in range(250)]
    assert asked(page="1") == wanted[:100]
    assert asked(page="3") == wanted[200:]
    assert asked(page="2", page_size="30") == wanted[30:60]
    assert asked(page_size="7") == wanted[:7]
    assert asked(page="0", page_size="-1") == asked(page="x", page_size="5000") == wanted
    assert asked(page="999999999", page_size="1000") == []


def test_updated_filters_look_at_the_last_change(office: Office) -> None:
    old = shown(publish(office, 1, opened=MONDAY - 20 * DAY, changed=MONDAY - 10 * DAY))
    new = shown(publish(office, 2, opened=MONDAY - 20 * DAY + timedelta(minutes=1), changed=MONDAY - DAY))
    z = "{:%Y-%m-%dT%H:%M:%SZ}".format
    assert asked(updated_after=z(MONDAY - 5 * DAY)) == [new]
    assert asked(updated_before=z(MONDAY - 5 * DAY)) == [old]
    assert asked(updated_after=z(MONDAY - 10 * DAY), updated_before=z(MONDAY - DAY)) == [new, old]
    assert errors(get("/requests", updated_after=z(MONDAY - 91 * DAY), updated_before=z(MONDAY)), 400)


def test_every_date_has_a_zone(office: Office) -> None:
    publish(office, changed=MONDAY + timedelta(minutes=1))
    told = json.dumps(get("/requests", extensions="true").json[0])
    moments = [word for word in told.replace('"', " ").split() if word[:4] == "2026" and "T" in word]
    assert len(moments) == 5
    assert all(word.endswith("+03:00") for word in moments)


def test_only_as_many_are_read_as_are_asked_for(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[int] = []
    real = office.requests.published
    monkeypatch.setattr(office.requests, "published", lambda *said: (limits.append(said[2]), real(*said))[1])
    for query in ({"page_size": "7"}, {"page": "3", "page_size": "7"}, {}, {"status": "open", "page_size": "7"}):
        call("GET", f"{BASE}/requests.json?{urlencode(query)}")
    assert limits == [7, 21, 1000, 1000]


def test_a_list_of_a_quiet_window_asks_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    for name in ("published", "public_of", "updates", "read", "case"):
        real = getattr(office.requests, name)
        monkeypatch.setattr(
            office.requests, name, lambda *a, real=real, name=name, **k: (calls.append(name), real(*a, **k))[1]
        )
    public = publish(office)
    call("GET", f"{BASE}/requests.json")
    call("GET", f"{BASE}/requests/{public.number}.json")
    call("GET", f"{BASE}/requests.json?service_request_id={public.number}")
    call("GET", f"{BASE}/servicerequestupdates.json")
    assert calls == ["published", "public_of", "public_of", "updates"]
