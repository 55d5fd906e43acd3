"""Stands in for a map: drawn tiles of streets that are nowhere, the same for the same address."""

import struct
import zlib
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

SIZE = 256
_DEEPEST = 22
# Ground, park, street and its edge; red, green, blue.
_COLOURS = bytes((233, 236, 240, 208, 228, 208, 255, 255, 255, 196, 203, 211))
_GROUND, _PARK, _STREET, _EDGE = range(4)
# The middles of the streets, in pixels.
_COLUMNS, _ROWS = (24, 152), (40, 168)


async def tile(request: Request) -> Response:
    """One tile as a PNG; 404 where the map has none."""
    z, x, y = (request.path_params[name] for name in ("z", "x", "y"))
    if z > _DEEPEST or max(x, y) >= 1 << z:
        return Response(status_code=404)
    return Response(draw(z, x, y), media_type="image/png", headers={"Cache-Control": "public, max-age=86400"})


@lru_cache(maxsize=512)
def draw(z: int, x: int, y: int) -> bytes:
    """The PNG of a tile: a net of streets, a park here and there."""
    park = zlib.crc32(f"{z}/{x}/{y}".encode()) % 5 == 0
    plain, green = _row(park=False), _row(park=park)
    street, edge = bytes([_STREET] * SIZE), bytes([_STREET if place == _STREET else _EDGE for place in plain])
    kinds = {_GROUND: plain, _PARK: green, _STREET: street, _EDGE: edge}
    rows = b"".join(b"\0" + kinds[_across(top, *_ROWS, park=park)] for top in range(SIZE))
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", _COLOURS), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _row(*, park: bool) -> bytes:
    return bytes(_across(left, *_COLUMNS, park=park) for left in range(SIZE))


def _across(place: int, *streets: int, park: bool) -> int:
    """What lies at a place on a line across streets with their middles there, with a park between two of them."""
    near = min(abs(place - middle) for middle in streets)
    if near <= 9:
        return _STREET if near <= 8 else _EDGE
    return _PARK if park and streets[0] < place < streets[1] else _GROUND


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
