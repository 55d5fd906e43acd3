"""Figures: what is printed for CloudWatch, and that nothing personal can be in it."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.tools.metrics import FIGURES, OTHER, Meter

CONTACTS = (
    *("+905321112233", "0532 111 22 33", "5321112233", "905321112233", "ayse@example.org", "Ayşe Yılmaz"),
    *("261148173052", "2611-4817-3052 nolu başvuru", "Ankara Caddesi no 12", "x" * 61, "code\n", "a:b"),
)


def printed(meter: Meter, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    meter.flush()
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_figure_is_told_for_its_dimensions_for_the_first_alone_and_for_all(
    capsys: pytest.CaptureFixture[str],
) -> None:
    meter = Meter()
    meter.add("Sent", provider="ses", channel="email")
    meter.add("Sent", provider="netgsm", channel="sms")
    told: dict[tuple[str, ...], list[float]] = {}
    for line in printed(meter, capsys):
        (figures,) = line["_aws"]["CloudWatchMetrics"]
        assert figures["Namespace"] == "Kopru"
        (dimensions,) = figures["Dimensions"]
        told[tuple(line[each] for each in dimensions)] = line["Sent"]
    assert told == {
        ("ses", "email", "kopru"): [1.0],
        ("netgsm", "sms", "kopru"): [1.0],
        ("ses", "kopru"): [1.0],
        ("netgsm", "kopru"): [1.0],
        ("kopru",): [1.0, 1.0],
    }


def test_the_flows_tell_no_figure_or_dimension_that_is_not_in_the_table() -> None:
    told = [
        (str(ast.literal_eval(call.args[0])), {str(word.arg) for word in call.keywords})
        for file in (Path(__file__).parents[2] / "chalicelib").rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "desk.meter.add" and call.args
        if isinstance(call.args[0], ast.Constant)
    ]
    assert len(told) > 5
    assert [(name, about) for name, about in told if name not in FIGURES or about != set(FIGURES[name][1])] == []


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_printed_with_its_own_unit(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    unit, dimensions = FIGURES[name]
    meter = Meter("Kopru/izmir")
    meter.add(name, 2.5, unit="Bytes", **dict.fromkeys(dimensions, "x"))
    first = printed(meter, capsys)[0]
    (told,) = first["_aws"]["CloudWatchMetrics"]
    assert told == {
        "Namespace": "Kopru/izmir",
        "Dimensions": [[*dimensions, "service"]],
        "Metrics": [{"Name": name, "Unit": unit}],
    }
    assert first[name] == [2.5]


def test_what_was_printed_is_forgotten_and_of_nothing_nothing_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    meter = Meter()
    meter.add("Bundled")
    assert len(printed(meter, capsys)) == 1
    assert printed(meter, capsys) == []


@pytest.mark.parametrize("count", [99, 100, 101, 250])
def test_no_value_of_many_is_lost(count: int, capsys: pytest.CaptureFixture[str]) -> None:
    meter = Meter()
    for value in range(count):
        meter.add("OldestDue", value)
    lines = printed(meter, capsys)
    assert sorted(value for line in lines for value in line["OldestDue"]) == list(range(count))


@pytest.mark.parametrize("contact", CONTACTS)
def test_nothing_personal_can_be_a_dimension(contact: str, capsys: pytest.CaptureFixture[str]) -> None:
    meter = Meter()
    meter.add("Refused", provider="netgsm", code=contact)
    line = printed(meter, capsys)[0]
    assert line["code"] == OTHER
    assert contact not in json.dumps(line, ensure_ascii=False)


def test_a_dimension_or_figure_that_is_not_in_the_table_is_not_kept(capsys: pytest.CaptureFixture[str]) -> None:
    meter = Meter()
    meter.add("Sent", provider="ses", to="ayse@example.org")
    meter.add("ayse@example.org")
    meter.add("OldestDue", float("nan"))
    lines = printed(meter, capsys)
    assert {key for line in lines for key in line} == {"_aws", "service", "provider", "Sent"}


@pytest.mark.parametrize("code", ["131047", "ThrottlingException", "30", "5.7.1", "http-503"])
def test_codes_of_providers_stay_readable(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    meter = Meter()
    meter.add("Refused", provider="whatsapp-cloud", code=code)
    assert printed(meter, capsys)[0]["code"] == code
