"""The drawn map, and what the front door compresses."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from infrastructure.local.tiles import draw
from tests.local.roof import Roof, open_roof


@pytest.fixture
def roof(tmp_path: Path) -> Iterator[Roof]:
    with open_roof(tmp_path) as opened:
        yield opened


def test_a_tile_is_a_picture_of_256_pixels_and_the_same_for_the_same_address(roof: Roof) -> None:
    answer = roof.http.get("/_local/tiles/15/18863/12640.png")
    assert answer.headers["content-type"] == "image/png"
    with Image.open(BytesIO(answer.content)) as image:
        image.load()
        assert image.size == (256, 256)
    assert answer.content == draw(15, 18863, 12640)


@pytest.mark.parametrize("path", ["1/2/0", "1/0/2", "23/0/0"])
def test_there_is_no_tile_beyond_the_world(roof: Roof, path: str) -> None:
    assert roof.http.get(f"/_local/tiles/{path}.png").status_code == 404


def test_static_files_are_compressed_as_in_production(roof: Roof) -> None:
    (roof.static / "large.css").write_text("p { margin: 0 }\n" * 200)
    answer = roof.http.get("/static/large.css")
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text.startswith("p { margin: 0 }")
    plain = roof.http.get("/static/large.css", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
