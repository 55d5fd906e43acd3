"""One alarm of CloudWatch: what it watches, what it means, and which page says what to do."""

from typing import Any

Resource = dict[str, Any]
RUNBOOK = "docs/runbook"


def alarm(
    page: str,
    means: str,
    namespace: str | dict[str, str],
    metric: str,
    dimensions: dict[str, Any],
    *,
    over: float | None = None,
    under: float | None = None,
    minutes: int = 1,
    sum_of: int = 0,
    percentile: str = "",
) -> Resource:
    """An alarm on one metric; `means` is one sentence, `page` the name of its page in the runbook.

    `sum_of` is the length in seconds of a summed period, 0 the maximum (or `percentile`, such as "p99") of each minute;
    `minutes` is how many periods in a row it must last. Silence is health for `over` and the fault itself for `under`.
    """
    statistic = {"ExtendedStatistic": percentile} if percentile else {"Statistic": "Sum" if sum_of else "Maximum"}
    return _resource(
        page,
        means,
        {
            "Namespace": namespace,
            "MetricName": metric,
            "Dimensions": _listed(dimensions),
            **statistic,
            "Period": sum_of or 60,
            "EvaluationPeriods": minutes,
            "ComparisonOperator": "GreaterThanThreshold" if under is None else "LessThanThreshold",
            "Threshold": over if under is None else under,
            "TreatMissingData": "notBreaching" if under is None else "breaching",
        },
    )


def reckoned(
    page: str,
    means: str,
    namespace: str | dict[str, str],
    sums: dict[str, tuple[str, dict[str, Any]]],
    expression: str,
    *,
    over: float,
    seconds: int,
) -> Resource:
    """An alarm on what `expression` makes of the sums over `seconds`; `sums` are (metric, dimensions) by the names that
    they have in it.

    Only where somebody is told of alarms: the local engine knows no such alarm, and there nobody is.
    """
    queries = [
        {
            "Id": name,
            "ReturnData": False,
            "MetricStat": {
                "Metric": {"Namespace": namespace, "MetricName": metric, "Dimensions": _listed(dimensions)},
                "Period": seconds,
                "Stat": "Sum",
            },
        }
        for name, (metric, dimensions) in sums.items()
    ]
    told = _resource(
        page,
        means,
        {
            "Metrics": [{"Id": "reckoned", "Expression": expression, "ReturnData": True}, *queries],
            "EvaluationPeriods": 1,
            "ComparisonOperator": "GreaterThanThreshold",
            "Threshold": over,
            "TreatMissingData": "notBreaching",
        },
    )
    return {**told, "Condition": "HasAlarmMail"}


def _resource(page: str, means: str, properties: dict[str, Any]) -> Resource:
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmDescription": f"{means} {RUNBOOK}/{page}.md",
            **properties,
            "AlarmActions": [{"Ref": "Alarms"}],
            "OKActions": [{"Ref": "Alarms"}],
        },
    }


def _listed(dimensions: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"Name": name, "Value": value} for name, value in dimensions.items()]
