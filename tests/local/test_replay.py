"""The replay finds what differs from a label, what is missing and what is doubled."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.core.notices import errands_of_opening
from infrastructure.local.replay import KINDS, SAMPLES, Told, faults_of, samples_of
from tests.build import a_city, a_request

POTHOLE = {"unit": "Fen İşleri Dairesi"}
WASTE = {"unit": "EXTERNAL: Konak Bld. Temizlik İşleri"}
ACK, ALERT = "reporter_1-ack", "unit_fen-isleri-alert"
REFERRED = ("unit_cagri-merkezi-alert", "body_konak-belediyesi-referral", ACK)


@pytest.mark.parametrize("city_code", ["izmir-him", "ilkadim-ilkim"])
def test_what_the_samples_lead_to_today_has_no_fault(city_code: str) -> None:
    city = a_city(city_code)
    samples = samples_of(city)
    assert len(samples) == sum(
        sample["city"] in city_code for sample in json.loads(SAMPLES.read_text(encoding="utf-8"))
    )
    for sample in samples:
        request = a_request(
            city=city,
            service_code=sample["category"],
            description=sample["text"],
            kind=KINDS.get(sample["kind"], sample["kind"]),
            address=None,
            district=None,
        )
        messages = tuple(errand.id.split("-", 2)[2] for errand in errands_of_opening(request, city))
        told = Told("", request.route.unit, request.route.body, messages)
        assert faults_of(sample, told, city) == [], sample


@pytest.mark.parametrize(
    ("sample", "told", "word"),
    [
        (POTHOLE, Told("", "fen-isleri", "", (ALERT,)), "reporter_1-ack is missing"),
        (POTHOLE, Told("", "fen-isleri", "", (ACK,)), "unit_fen-isleri-alert is missing"),
        (POTHOLE, Told("", "fen-isleri", "", (ALERT, ALERT, ACK)), "sent 2 times"),
        (POTHOLE, Told("", "zabita", "", ("unit_zabita-alert", ACK)), "went to zabita"),
        (POTHOLE, Told("", "cagri-merkezi", "konak-belediyesi", REFERRED), "fen-isleri not reached"),
        (WASTE, Told("", "cagri-merkezi", "buca-belediyesi", REFERRED[::2]), "the referral to buca-belediyesi"),
        (WASTE, Told("", "fen-isleri", "konak-belediyesi", (ALERT, *REFERRED)), "desk does not answer"),
    ],
)
def test_each_kind_of_difference_is_found(sample: dict[str, Any], told: Told, word: str) -> None:
    assert any(word in line for line in faults_of(sample, told, a_city()))
