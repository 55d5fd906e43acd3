"""The alarms: one for every queue, dead-letter queue and function of a template, so that none is forgotten."""

from typing import Any

# The functions that learn that a message will never arrive, and how their logs say so.
_MESSENGERS = ("Deliver", "Receipts", "Sweep")
_NEVER_ARRIVES = '{ $.outcome = "undeliverable" || $.state = "undeliverable" }'
_FUNCTIONS = ("APIHandler", "Notify", "Deliver", "Receipts", "Sweep")
# Everything is to be out within two minutes with stream and queues both off; five minutes is a fault.
_OLDEST_MESSAGE_SECONDS = 300
_OLDEST_STREAM_RECORD_MS = 120_000


def alarms(resources: dict[str, Any]) -> dict[str, Any]:
    """Alarm resources by logical id for the `resources` of a template; all report to the topic `Alarms`.

    - a queue with a dead-letter queue: oldest message older than 300 s for 3 minutes;
    - a queue without one (it is where the undeliverable ends): any message;
    - a function: any error in 5 minutes; the stream's reader: 2 minutes behind; the sweep: silent for 3 minutes;
    - the API: 5 answers of 5xx within 5 minutes;
    - messages: any that will never arrive, so that a person tells whom it was for.
    """
    found: dict[str, Any] = {}
    for name, resource in resources.items():
        if resource.get("Type") != "AWS::SQS::Queue":
            continue
        queue = {"QueueName": {"Fn::GetAtt": [name, "QueueName"]}}
        if "RedrivePolicy" in resource["Properties"]:
            found[f"{name}Late"] = _alarm(
                "AWS/SQS", "ApproximateAgeOfOldestMessage", queue, over=_OLDEST_MESSAGE_SECONDS, minutes=3
            )
        else:
            found[f"{name}NotEmpty"] = _alarm("AWS/SQS", "ApproximateNumberOfMessagesVisible", queue, over=0)
    for name in _FUNCTIONS:
        found[f"{name}Errors"] = _alarm("AWS/Lambda", "Errors", _function(name), over=0, sum_of=300)
    found["NotifyBehind"] = _alarm(
        "AWS/Lambda", "IteratorAge", _function("Notify"), over=_OLDEST_STREAM_RECORD_MS, minutes=2
    )
    found["SweepSilent"] = _alarm("AWS/Lambda", "Invocations", _function("Sweep"), under=1, minutes=3, sum_of=60)
    api = {"ApiName": {"Ref": "AWS::StackName"}, "Stage": {"Ref": "RestAPI.Stage"}}
    found["RestAPIErrors"] = _alarm("AWS/ApiGateway", "5XXError", api, over=4, sum_of=300)
    ours = {"Fn::Sub": "Kopru/${AWS::StackName}"}
    for name in _MESSENGERS:
        found[f"{name}Undeliverable"] = {
            "Type": "AWS::Logs::MetricFilter",
            "Properties": {
                "LogGroupName": {"Ref": f"{name}Logs"},
                "FilterPattern": _NEVER_ARRIVES,
                "MetricTransformations": [{"MetricNamespace": ours, "MetricName": "Undeliverable", "MetricValue": "1"}],
            },
        }
    found["MessagesUndeliverable"] = _alarm(ours, "Undeliverable", {}, over=0, sum_of=300)
    return found


def _function(name: str) -> dict[str, Any]:
    return {"FunctionName": {"Ref": name}}


def _alarm(
    namespace: str | dict[str, str],
    metric: str,
    dimensions: dict[str, Any],
    *,
    over: int | None = None,
    under: int | None = None,
    minutes: int = 1,
    sum_of: int = 0,
) -> dict[str, Any]:
    """One alarm; `sum_of` is the length in seconds of a summed period, 0 the maximum of each minute.

    Silence is health for `over` and the fault itself for `under`.
    """
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "Namespace": namespace,
            "MetricName": metric,
            "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions.items()],
            "Statistic": "Sum" if sum_of else "Maximum",
            "Period": sum_of or 60,
            "EvaluationPeriods": minutes,
            "ComparisonOperator": "GreaterThanThreshold" if under is None else "LessThanThreshold",
            "Threshold": over if under is None else under,
            "TreatMissingData": "notBreaching" if under is None else "breaching",
            "AlarmActions": [{"Ref": "Alarms"}],
            "OKActions": [{"Ref": "Alarms"}],
        },
    }
