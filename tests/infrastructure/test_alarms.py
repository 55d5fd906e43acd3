"""Every alarm says what it means and which page says what to do; the figures it watches are those that are told."""

from __future__ import annotations

import re
from typing import Any

import pytest

from chalicelib.channels import PROVIDERS
from chalicelib.tools.metrics import FIGURES, NAMESPACE, SERVICE
from infrastructure.figure_alarms import SPEAKING
from infrastructure.package import ROOT

Resources = dict[str, dict[str, Any]]
RUNBOOK = ROOT / "docs" / "runbook"
OURS = {"Fn::Sub": f"{NAMESPACE}/${{AWS::StackName}}"}
MEANS = re.compile(r"(?P<sentence>[A-Z][^.]+\.) docs/runbook/(?P<page>[a-z-]+)\.md")
SECTIONS = ["## What it means for people", "## Look", "## Do", "## Over when"]


@pytest.fixture(scope="module")
def alarms(resources: Resources) -> Resources:
    return {name: each["Properties"] for name, each in resources.items() if each["Type"] == "AWS::CloudWatch::Alarm"}


def watched(alarm: dict[str, Any]) -> list[dict[str, Any]]:
    """The metrics of an alarm, in one shape."""
    return [each["MetricStat"]["Metric"] for each in alarm.get("Metrics", ()) if "MetricStat" in each] or [alarm]


def test_every_alarm_has_a_sentence_and_a_page_and_every_page_an_alarm(alarms: Resources) -> None:
    said = {name: MEANS.fullmatch(alarm["AlarmDescription"]) for name, alarm in alarms.items()}
    assert [name for name, match in said.items() if not match] == []
    named = {match["page"] for match in said.values() if match}
    assert named == {page.stem for page in RUNBOOK.glob("*.md")} - {"README"}


def test_every_page_names_its_alarms_and_the_index_every_page(alarms: Resources) -> None:
    index = (RUNBOOK / "README.md").read_text(encoding="utf-8")
    for name, alarm in alarms.items():
        page = alarm["AlarmDescription"].rpartition("/")[2]
        text = (RUNBOOK / page).read_text(encoding="utf-8")
        assert f"`{name}`" in text, page
        assert f"({page})" in index


@pytest.mark.parametrize("page", sorted(RUNBOOK.glob("*.md")), ids=lambda page: page.stem)
def test_every_page_says_what_it_means_what_to_look_at_what_to_do_and_when_it_is_over(page: Any) -> None:
    text = page.read_text(encoding="utf-8")
    if page.stem != "README":
        assert re.findall("^## .*", text, re.M) == SECTIONS


def test_what_is_watched_of_ours_is_told_with_these_dimensions(alarms: Resources) -> None:
    ours = [metric for alarm in alarms.values() for metric in watched(alarm) if metric["Namespace"] == OURS]
    assert {metric["MetricName"] for metric in ours} == {
        *("OldestTodo", "OldestDue", "AcceptToSent", "NotTold", "Undeliverable", "Sent", "BreakerShut"),
        *("PossibleDouble", "Receipt", "CodeSent", "ChatOverdue", "VerdictLate"),
    }
    for metric in ours:
        service, *about = metric["Dimensions"]
        assert service == {"Name": "service", "Value": SERVICE}
        assert [each["Name"] for each in about] in ([], list(FIGURES[metric["MetricName"]][1][:1]))


def test_the_namespace_is_the_one_that_the_functions_are_given(template: dict[str, Any]) -> None:
    assert template["Globals"]["Function"]["Environment"]["Variables"]["METRICS_NAMESPACE"] == OURS


def test_whoever_tells_by_events_of_its_own_is_watched_for_silence() -> None:
    assert set(SPEAKING) == {name for name, provider in PROVIDERS.items() if provider.read and provider.reports}


@pytest.mark.parametrize(
    ("name", "statistic", "threshold", "minutes"),
    [
        ("FactsWaiting", "Maximum", 180, 1),
        ("MessagesWaiting", "Maximum", 300, 1),
        ("ChatsUnanswered", "Maximum", 1_800, 1),
        ("SendingSlow", "p99", 5_000, 5),
        ("SendingSlowForMost", "p50", 1_000, 5),
    ],
)
def test_thresholds_of_time(alarms: Resources, name: str, statistic: str, threshold: int, minutes: int) -> None:
    alarm = alarms[name]
    assert alarm.get("Statistic", alarm.get("ExtendedStatistic")) == statistic
    assert (alarm["Threshold"], alarm["EvaluationPeriods"], alarm["Period"]) == (threshold, minutes, 60)
