"""Figures by Powertools: lines of CloudWatch's embedded metric format, on the output that Lambda takes up anyway."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping

NAMESPACE = "Kopru"
SERVICE = "kopru"

FIGURES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "Sent": ("Count", ("provider", "channel")),
    "Refused": ("Count", ("provider", "code")),
    "Unknown": ("Count", ("provider",)),
    "PossibleDouble": ("Count", ("channel",)),
    "Fallback": ("Count", ("channel",)),
    "Heard": ("Count", ("channel",)),
    "OtherAccount": ("Count", ("channel",)),
    "Undeliverable": ("Count", ("channel",)),
    "NotTold": ("Count", ("channel",)),
    "Stopped": ("Count", ("channel",)),
    "AcceptToSent": ("Milliseconds", ("channel",)),
    "BreakerShut": ("Count", ("provider",)),
    "Bundled": ("Count", ()),
    "Receipt": ("Count", ("provider", "state")),
    "CodeSent": ("Count", ("channel",)),
    "CodeNotSent": ("Count", ("channel",)),
    "CodeRefused": ("Count", ()),
    "CodeWrong": ("Count", ()),
    "LimitReached": ("Count", ("what",)),
    "VerdictLate": ("Count", ()),
    "OldestTodo": ("Seconds", ()),
    "OldestDue": ("Seconds", ()),
    "ChatsWaiting": ("Count", ()),
    "ChatAge": ("Seconds", ()),
    "ChatOverdue": ("Seconds", ()),
}
"""Every figure there is: its unit, and by what it may be told apart."""

# The values of a dimension are names of ours and error codes of providers; all else becomes OTHER, so that neither a
# contact nor a text can ever be one, whatever a provider answers. None has as many digits as a phone.
_NAME = re.compile(r"(?!(?:\D*\d){7})[A-Za-z0-9_.-]{1,60}")
OTHER = "other"

Group = tuple[tuple[str, str], ...]


class Meter:
    """Gathers figures and prints them when asked to: each for its dimensions, for the first alone and for all.

    What is not in FIGURES is not kept, neither a figure nor a dimension; nothing is ever raised into the work."""

    def __init__(self, namespace: str = NAMESPACE) -> None:
        self._namespace = namespace
        self._gathered: dict[Group, list[tuple[str, float]]] = {}

    def add(self, name: str, value: float = 1, unit: str = "Count", **about: str) -> None:
        """One figure; `about` are its dimensions, such as the provider. The unit is that of FIGURES."""
        if name not in FIGURES or not math.isfinite(value):
            return
        told = tuple((each, _named(about[each])) for each in FIGURES[name][1] if about.get(each))
        for group in dict.fromkeys((told, told[:1], ())):
            self._gathered.setdefault(group, []).append((name, value))

    def flush(self) -> None:
        """Print what was gathered, a line or more for each set of dimensions, and forget it."""
        gathered, self._gathered = self._gathered, {}
        for group, figures in gathered.items():
            self._print(group, figures)

    def _print(self, group: Group, figures: Iterable[tuple[str, float]]) -> None:
        # Here, because the API's cold start builds a Meter and has no figures.
        from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

        provider = AmazonCloudWatchEMFProvider(namespace=self._namespace, service=SERVICE)
        for dimension, named in group:
            provider.add_dimension(name=dimension, value=named)
        for name, value in figures:
            provider.add_metric(name=name, unit=FIGURES[name][0], value=value)  # prints by itself at 100 values
        if provider.metric_set:
            print(json.dumps(provider.serialize_metric_set()))


def _named(value: str) -> str:
    return value if _NAME.fullmatch(value) else OTHER
