"""What the API gateway answers by itself, read from the packaged template."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.responses import Response


@dataclass(frozen=True)
class Answer:
    """One answer of the gateway's own: HTTP status, headers, body (JSON text)."""

    status: int
    headers: Mapping[str, str]
    body: str

    def response(self) -> Response:
        """The same as a response of the front door."""
        return Response(self.body, self.status, dict(self.headers))


def read_template(package: Path) -> dict[str, Any]:
    """The packaged template, PACKAGE/sam.json."""
    template: dict[str, Any] = json.loads((package / "sam.json").read_text(encoding="utf-8"))
    return template


def read_answers(template: Mapping[str, Any]) -> dict[str, Answer]:
    """Gateway response type (`REQUEST_TOO_LARGE`, …) -> Answer, as the template's RestAPI lists them.

    Raises KeyError where the template has none: then the product would answer in the gateway's shape, not in ours.
    """
    listed = template["Resources"]["RestAPI"]["Properties"]["GatewayResponses"]
    return {
        kind: Answer(
            status=int(response["StatusCode"]),
            headers={name: value.strip("'") for name, value in response["ResponseParameters"]["Headers"].items()},
            body=response["ResponseTemplates"]["application/json"],
        )
        for kind, response in listed.items()
    }
