"""A place has one geohash cell, and neighbours share its beginning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.geo import geohash, inside

ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz"
LATS = st.floats(-90, 90)
LONGS = st.floats(-180, 180)
IZMIR = (37.8, 26.2, 39.5, 28.6)


def cell_bounds(cell: str) -> tuple[float, float, float, float]:
    """South, west, north, east of a cell, decoded bit by bit: the opposite way of the encoder."""
    bits = "".join(f"{ALPHABET.index(mark):05b}" for mark in cell)
    columns, rows = bits[::2], bits[1::2]
    width, height = 360 / 2 ** len(columns), 180 / 2 ** len(rows)
    west, south = int(columns, 2) * width - 180, int(rows, 2) * height - 90
    return south, west, south + height, west + width


def test_the_published_example_of_geohash() -> None:
    assert geohash(57.64911, 10.40744, 11) == "u4pruydqqvj"


def test_a_place_on_an_edge_belongs_to_the_cell_north_and_east_of_it() -> None:
    assert geohash(0, 0) == "s00000000"


@given(LATS, LONGS)
def test_a_place_lies_in_its_own_cell(lat: float, long: float) -> None:
    assert inside(cell_bounds(geohash(lat, long)), lat, long)


@given(LATS, LONGS, st.integers(1, 9))
def test_a_shorter_cell_holds_the_longer_one(lat: float, long: float, length: int) -> None:
    assert geohash(lat, long, length) == geohash(lat, long)[:length]


@pytest.mark.parametrize(("lat", "long"), [(91, 0), (0, 181), (-90.1, 0), (float("nan"), 0), (0, float("inf"))])
def test_no_cell_outside_the_earth(lat: float, long: float) -> None:
    with pytest.raises(ValueError, match="no such place"):
        geohash(lat, long)


def test_konak_is_inside_izmir_and_samsun_is_not() -> None:
    assert inside(IZMIR, 38.4189, 27.1287)
    assert not inside(IZMIR, 41.2867, 36.33)


def test_an_edge_is_inside_and_an_unknown_place_is_not() -> None:
    assert inside(IZMIR, 37.8, 28.6)
    assert not inside(IZMIR, float("nan"), 27)
