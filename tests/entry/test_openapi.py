"""The OpenAPI document: whole, strict, and shown by examples that keep to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from chalicelib import wire
from chalicelib.entry.openapi import document

DOCUMENTS = {
    code: document("https://kopru.example.org", wire.load_city(code)) for code in ("izmir-him", "ilkadim-ilkim")
}
DOCUMENT = DOCUMENTS["izmir-him"]
METHODS = ("get", "post", "put", "delete", "patch")


def operations(told: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in told["paths"].items():
        for method in METHODS:
            if method in methods:
                yield path, method, methods[method]


def names_of(operations: list[tuple[str, str, dict[str, Any]]]) -> list[str]:
    return [f"{method} {path}" for path, method, _ in operations]


OPERATIONS = list(operations(DOCUMENT))
PUBLIC = [each for each in OPERATIONS if each[0].startswith("/api/") and not each[0].startswith("/api/staff")]


def bodies(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The contents of the request and of every answer."""
    yield from operation.get("requestBody", {}).get("content", {}).values()
    for response in operation["responses"].values():
        yield from response.get("content", {}).values()


def shown(content: dict[str, Any]) -> list[Any]:
    return (
        [content["example"]]
        if "example" in content
        else [each["value"] for each in content.get("examples", {}).values()]
    )


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(set(names)) == len(names)


def test_every_reference_leads_somewhere() -> None:
    def references(told: Any) -> Iterator[str]:
        if isinstance(told, dict):
            yield from (value for key, value in told.items() if key == "$ref")
            for value in told.values():
                yield from references(value)
        elif isinstance(told, list):
            for value in told:
                yield from references(value)

    for told in DOCUMENTS.values():
        known = {f"#/components/schemas/{name}" for name in told["components"]["schemas"]}
        assert set(references(told)) - known == set()


@pytest.mark.parametrize("name", sorted(DOCUMENT["components"]["schemas"]))
def test_every_shape_is_a_json_schema(name: str) -> None:
    Draft202012Validator.check_schema(DOCUMENT["components"]["schemas"][name])


@pytest.mark.parametrize(
    ("path", "method", "operation"), PUBLIC, ids=[f"{method} {path}" for path, method, _ in PUBLIC]
)
def test_examples_keep_to_their_schemas(path: str, method: str, operation: dict[str, Any]) -> None:
    for content in bodies(operation):
        schema = content["schema"] | {"components": DOCUMENT["components"]}
        for example in shown(content):
            Draft202012Validator(schema, format_checker=FormatChecker()).validate(example)


@pytest.mark.parametrize(
    ("path", "method", "operation"), PUBLIC, ids=[f"{method} {path}" for path, method, _ in PUBLIC]
)
def test_public_routes_show_what_they_take_and_give(path: str, method: str, operation: dict[str, Any]) -> None:
    if path == "/api/openapi.json":
        return
    good = [code for code in operation["responses"] if code.startswith("2")]
    assert good
    for content in operation.get("requestBody", {}).get("content", {}).values():
        assert (
            shown(content) or "examples" in DOCUMENT["components"]["schemas"][content["schema"]["$ref"].split("/")[-1]]
        )


@pytest.mark.parametrize(("path", "method", "operation"), OPERATIONS, ids=names_of(OPERATIONS))
def test_limits_say_when_to_come_again(path: str, method: str, operation: dict[str, Any]) -> None:
    for status in ("429", "503"):
        response = operation["responses"].get(status, {})
        if "application/problem+json" in response.get("content", {}):
            assert response["headers"]["Retry-After"]["required"]


def test_records_take_and_give_nothing_else() -> None:
    loose = [
        name
        for name, schema in DOCUMENT["components"]["schemas"].items()
        if schema.get("type") == "object" and schema.get("additionalProperties") not in (False,)
    ]
    # A move carries the fields that the request names; peers send whatever else they know (Open311).
    assert set(loose) <= {"NewMove", "PeerReport", "PeerNews"}
