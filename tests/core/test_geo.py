"""A place has one geohash cell, and neighbours share its beginning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.geo import (
    GENERAL_CELL,
    bounds_of,
    cells_near,
    generalise,
    geohash,
    inside,
    metres_between,
)

ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz"
LATS = st.floats(-90, 90)
LONGS = st.floats(-180, 180)
KONAK = (38.4189, 27.1287)
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


# As intake keeps them: to six decimals.
TURKISH = st.tuples(*(st.floats(*span).map(lambda degrees: round(degrees, 6)) for span in ((36, 42), (26, 45))))


@given(LATS, LONGS, st.integers(1, 9))
def test_the_bounds_of_a_cell_are_those_of_its_letters(lat: float, long: float, length: int) -> None:
    cell = geohash(lat, long, length)
    assert bounds_of(cell) == pytest.approx(cell_bounds(cell), abs=1e-9)


@given(TURKISH)
def test_a_generalised_place_says_its_cell_and_no_more(place: tuple[float, float]) -> None:
    shown = generalise(*place)
    assert shown
    assert geohash(*shown, GENERAL_CELL) == geohash(*place, GENERAL_CELL)
    south, west, north, east = cell_bounds(geohash(*place, GENERAL_CELL))
    assert shown == pytest.approx(((south + north) / 2, (west + east) / 2), abs=1e-5)


def test_no_place_is_generalised_to_none() -> None:
    assert generalise(None, None) is None


@given(TURKISH, st.floats(1, 500))
def test_near_are_the_cells_whose_middle_is_so_near_the_nearest_first(
    place: tuple[float, float], metres: float
) -> None:
    found = cells_near(*place, metres)
    away = [metres_between(place, middle_of(cell)) for cell in found]
    assert away == sorted(away)
    assert len(set(found)) == len(found)
    assert all(distance <= metres + 0.01 for distance in away)
    south, west, north, east = cell_bounds(geohash(*place, GENERAL_CELL))
    for row in range(-5, 6):
        for column in range(-6, 7):
            middle = (south + north) / 2 + row * (north - south), (west + east) / 2 + column * (east - west)
            if metres_between(place, middle) < metres - 0.01:
                assert geohash(*middle, GENERAL_CELL) in found


def test_a_place_is_near_itself_from_a_hundred_metres_on() -> None:
    assert cells_near(*KONAK, 100)[0] == geohash(*KONAK, GENERAL_CELL)
    assert cells_near(89, 0, 500) == ()


def middle_of(cell: str) -> tuple[float, float]:
    south, west, north, east = cell_bounds(cell)
    return (south + north) / 2, (west + east) / 2
