"""Where a place is: its geohash cell, and whether it lies inside the city's bounds."""

from __future__ import annotations

import math

_ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz"
_METRES_A_DEGREE = 111_195.0  # of a great circle on a sphere of 6,371 km


def geohash(lat: float, long: float, length: int = 9) -> str:
    """The cell of a place in WGS 84 degrees; nine characters are about 5 m by 5 m, and neighbours share a prefix.

    Source: G. Niemeyer's geohash: longitude and latitude are halved in turn, five halvings to a character. Raises
    ValueError outside -90..90 and -180..180.
    """
    if not (-90 <= lat <= 90 and -180 <= long <= 180):
        raise ValueError("no such place on earth")
    value, low, high = long, -180.0, 180.0
    other = (lat, -90.0, 90.0)
    bits = 0
    for _ in range(5 * length):
        middle = (low + high) / 2
        upper = value >= middle
        bits = bits << 1 | upper
        halved = (value, middle, high) if upper else (value, low, middle)
        (value, low, high), other = other, halved
    return "".join(_ALPHABET[bits >> shift & 31] for shift in range(5 * length - 5, -1, -5))


def inside(bounds: tuple[float, float, float, float], lat: float, long: float) -> bool:
    """Whether the place lies in bounds (south, west, north, east), all in degrees, edges included."""
    south, west, north, east = bounds
    return south <= lat <= north and west <= long <= east


GENERAL_CELL = 7
"""Characters of the cell to which a public place is generalised: about 120 m by 150 m in Türkiye."""
NEAR_CELL = 6
"""Characters of the cell by which what is near is found: about 950 m by 610 m in Türkiye."""


def generalise(lat: float | None, long: float | None) -> tuple[float, float] | None:
    """The middle of the cell that a place (to six decimals) lies in, to five: what may be told of it in public."""
    if lat is None or long is None:
        return None
    high, wide = 180 / 2 ** (5 * GENERAL_CELL // 2), 360 / 2 ** (-(-5 * GENERAL_CELL // 2))
    row, column = math.floor((min(lat, 89.999999) + 90) / high), math.floor((min(long, 179.999999) + 180) / wide)
    return round((row + 0.5) * high - 90, 5), round((column + 0.5) * wide - 180, 5)


def bounds_of(cell: str) -> tuple[float, float, float, float]:
    """South, west, north and east of a geohash cell, in degrees."""
    sides = {"long": [-180.0, 180.0], "lat": [-90.0, 90.0]}
    bits = (_ALPHABET.index(letter) >> shift & 1 for letter in cell for shift in range(4, -1, -1))
    for place, bit in enumerate(bits):
        side = sides["lat" if place % 2 else "long"]
        side[0 if bit else 1] = sum(side) / 2
    (west, east), (south, north) = sides["long"], sides["lat"]
    return south, west, north, east


def cells_near(lat: float, long: float, metres: float) -> tuple[str, ...]:
    """The cells (GENERAL_CELL characters) whose middle lies at most so many metres away, the nearest first.

    For people's cities: none beyond 85 degrees north or south, and no further than the line at 180 degrees. Raises
    ValueError outside -90..90 and -180..180.
    """
    south, west, north, east = bounds_of(geohash(lat, long, GENERAL_CELL))
    high, wide = north - south, east - west
    if abs(lat) > 85:
        return ()
    rows, columns = math.ceil(degrees_north(metres) / high), math.ceil(degrees_east(metres, lat) / wide)
    middles = (
        ((south + north) / 2 + row * high, (west + east) / 2 + column * wide)
        for row in range(-rows, rows + 1)
        for column in range(-columns, columns + 1)
    )
    away = ((metres_between((lat, long), middle), middle) for middle in middles if abs(middle[1]) <= 180)
    return tuple(geohash(*middle, GENERAL_CELL) for distance, middle in sorted(away) if distance <= metres)


def metres_between(here: tuple[float, float], there: tuple[float, float]) -> float:
    """The distance of two places (lat, long in degrees) a few kilometres apart, on a plane."""
    north = (there[0] - here[0]) / degrees_north(1)
    east = (there[1] - here[1]) / degrees_east(1, here[0])
    return math.hypot(north, east)


def degrees_north(metres: float) -> float:
    """So many metres as degrees of latitude."""
    return metres / _METRES_A_DEGREE


def degrees_east(metres: float, lat: float) -> float:
    """So many metres as degrees of longitude at a latitude."""
    return metres / (_METRES_A_DEGREE * max(math.cos(math.radians(lat)), 1e-6))
