"""A citizen at the pages: opens them, fills in the form, sends it."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from chalicelib.core.request import Request
from tests.entry.gateway import Answer, call
from tests.entry.screen import Screen
from tests.fakes import Office

FORM = {"content-type": "application/x-www-form-urlencoded"}


def get(url: str) -> tuple[Answer, Screen]:
    answer = call("GET", url)
    return answer, Screen(answer.text)


def post(url: str, fields: dict[str, str]) -> tuple[Answer, Screen]:
    answer = call("POST", url, urlencode(fields), FORM)
    return answer, Screen(answer.text)


def filled_in(service: str = "road.pothole", **typed: str) -> dict[str, str]:
    """The form of a service as a citizen sends it: a pothole in a main road, with a mobile."""
    _, form = get(f"/basvuru/{service}")
    said = {
        "description": "Büyük bir çukur var.",
        "address": "Ankara Caddesi no 12",
        "district": "Bornova",
        "phone": "0532 111 22 33",
        "first_name": "Ayşe",
    }
    return form.fields | said | typed


def the_request(office: Office) -> Request:
    (request,) = office.requests.rows.values()
    return request


def number_on(page: Screen) -> str:
    return str(re.findall(r"\d{4}-\d{4}-\d{4}", page.words)[0])
