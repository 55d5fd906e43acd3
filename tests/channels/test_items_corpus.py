"""Every body of the corpus reads as it should, whatever stands around it and in whatever order."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from chalicelib.channels import read_items
from chalicelib.core.inbound import Kind, read_item, write_item
from tests.channels.cases import Case, all_cases, shown

CASES = all_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_body_reads_as_wanted(case: Case) -> None:
    items = read_items(case.network, case.body)
    assert [shown(item, wanted) for item, wanted in zip(items, case.wanted, strict=False)] == list(case.wanted)
    assert len(items) == len(case.wanted)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_comes_twice_has_the_same_keys_however_it_was_written(case: Case) -> None:
    again = json.loads(json.dumps(case.body, sort_keys=True))
    assert [item.key for item in read_items(case.network, again)] == [
        item.key for item in read_items(case.network, case.body)
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_item_is_kept_as_it_was_read(case: Case) -> None:
    items = read_items(case.network, case.body)
    assert [read_item(write_item(item)) for item in items] == items


def test_corpus_covers_every_kind_and_every_network() -> None:
    assert {wanted["kind"] for case in CASES for wanted in case.wanted} == set(get_args(Kind))
    assert {case.door for case in CASES} == {"whatsapp", "social", "meta", "telegram", "netgsm", "x"}
    assert len(CASES) >= 120
    assert len({case.name for case in CASES}) == len(CASES)


def test_different_things_have_different_keys() -> None:
    seen: dict[tuple[str, str], str] = {}
    for case in CASES:
        for key in {item.key for item in read_items(case.network, case.body)}:
            other = seen.setdefault((case.network, key), case.name)
            assert other == case.name, (other, case.name)


def test_unknown_network_says_nothing() -> None:
    assert read_items("pigeon", {"message": "coo"}) == []
