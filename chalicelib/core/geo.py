"""Where a place is: its geohash cell, and whether it lies inside the city's bounds."""

from __future__ import annotations

_ALPHABET = "0123456789bcdefghjkmnpqrstuvwxyz"


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
