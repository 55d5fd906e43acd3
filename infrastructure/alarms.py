"""The alarms of a template: one for every queue, dead-letter queue and function, so that none is forgotten, and those
on the product's own figures."""

from typing import Any

from infrastructure.alarm import Resource, alarm
from infrastructure.figure_alarms import figure_alarms

_FUNCTIONS = ("APIHandler", "Notify", "Deliver", "Receipts", "Listen", "Examine", "Sweep")
# Everything is to be out within two minutes with stream and queues both off; five minutes is a fault.
_OLDEST_MESSAGE_SECONDS = 300
_OLDEST_STREAM_RECORD_MS = 120_000


def alarms(resources: dict[str, Any]) -> dict[str, Resource]:
    """Alarm resources by logical id for the `resources` of a template; all report to the topic `Alarms`.

    - a queue with a dead-letter queue: oldest message older than 300 s for 3 minutes;
    - a queue without one (it is where the undeliverable ends): any message;
    - a function: any error in 5 minutes; the stream's reader: 2 minutes behind; the sweep: silent for 3 minutes;
    - the API: 5 answers of 5xx within 5 minutes;
    - messages: figure_alarms.py.
    """
    queues = [name for name, resource in resources.items() if resource.get("Type") == "AWS::SQS::Queue"]
    found: dict[str, Resource] = {}
    for name in queues:
        if "RedrivePolicy" in resources[name]["Properties"]:
            found[f"{name}Late"] = _late(name)
        else:
            found[f"{name}NotEmpty"] = _not_empty(name)
    for name in _FUNCTIONS:
        found[f"{name}Errors"] = _errors(name)
    return found | _of_the_way() | figure_alarms()


def _late(queue: str) -> Resource:
    return alarm(
        "queue-late",
        f"The queue {queue} is not worked off.",
        *("AWS/SQS", "ApproximateAgeOfOldestMessage", _queue(queue)),
        over=_OLDEST_MESSAGE_SECONDS,
        minutes=3,
    )


def _not_empty(queue: str) -> Resource:
    return alarm(
        "dead-letters",
        f"Something could not be worked off and lies in {queue}.",
        *("AWS/SQS", "ApproximateNumberOfMessagesVisible", _queue(queue)),
        over=0,
    )


def _errors(function: str) -> Resource:
    means = f"The function {function} broke off, or found a fault."
    return alarm("function-errors", means, "AWS/Lambda", "Errors", _function(function), over=0, sum_of=300)


def _of_the_way() -> dict[str, Resource]:
    """What lies between a request and its messages."""
    api = {"ApiName": {"Ref": "AWS::StackName"}, "Stage": {"Ref": "RestAPI.Stage"}}
    return {
        "NotifyBehind": alarm(
            "stream-behind",
            "What happens to requests reaches the messages late.",
            *("AWS/Lambda", "IteratorAge", _function("Notify")),
            over=_OLDEST_STREAM_RECORD_MS,
            minutes=2,
        ),
        "SweepSilent": alarm(
            "sweep-silent",
            "The sweep, which finds all that others left lying, no longer runs.",
            *("AWS/Lambda", "Invocations", _function("Sweep")),
            under=1,
            minutes=3,
            sum_of=60,
        ),
        "RestAPIErrors": alarm(
            "api-errors",
            "Citizens and staff see error pages.",
            *("AWS/ApiGateway", "5XXError", api),
            over=4,
            sum_of=300,
        ),
    }


def _queue(name: str) -> dict[str, Any]:
    return {"QueueName": {"Fn::GetAtt": [name, "QueueName"]}}


def _function(name: str) -> dict[str, Any]:
    return {"FunctionName": {"Ref": name}}
