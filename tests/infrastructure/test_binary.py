"""Pictures come through the gateway as they are."""

from __future__ import annotations

from typing import Any


def test_the_gateway_hands_multipart_bodies_on_byte_by_byte(template: dict[str, Any]) -> None:
    api = template["Resources"]["RestAPI"]["Properties"]
    assert "multipart/form-data" in api["BinaryMediaTypes"]
    assert "multipart/form-data" in api["DefinitionBody"]["x-amazon-apigateway-binary-media-types"]


def test_the_routes_of_peers_take_any_content_type(template: dict[str, Any]) -> None:
    paths = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    for path in ("/open311/v2/{name}", "/open311/test/v2/{name}"):
        assert paths[path].keys() >= {"get", "post"}
