"""The photos that the telephone sends: made anew from their number whenever a network is asked for one."""

import base64
import hashlib
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from infrastructure.local.credentials import GRAPH_TOKEN, TELEGRAM_TOKEN

_SIZE = (960, 720)
_PLACE = (38.4192, 27.1287)
TELEGRAM_ID = "AgACAgQAAxkBAAI"
CDN = "cdn"


@lru_cache(maxsize=16)
def picture(n: int) -> bytes:
    """The nth photo, a JPEG as a phone takes it: with its position, and turned on its side."""
    image = Image.new("RGB", _SIZE, (90 + n % 97, 110 + n % 61, 100 + n % 37))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 430, 960, 720), fill=(72, 72, 76))
    pen.ellipse((330, 500, 660, 630), fill=(34, 30, 28))
    pen.text((40, 40), f"Foto {n}", fill=(255, 255, 255), font_size=48)
    exif = Image.Exif()
    exif[0x0112] = 1
    exif[0x8825] = {1: "N", 2: _degrees(_PLACE[0]), 3: "E", 4: _degrees(_PLACE[1])}
    written = BytesIO()
    image.save(written, "JPEG", quality=80, exif=exif)
    return written.getvalue()


def sha256(n: int) -> str:
    """What WhatsApp tells of the nth photo: its SHA-256 in base64."""
    return base64.b64encode(hashlib.sha256(picture(n)).digest()).decode()


def routes(root: str) -> list[Route]:
    """Where the networks give files away, below `root`."""
    return [
        Route(f"{root}/graph/{{version}}/{{id}}", _graph, methods=["GET"]),
        Route(f"{root}/telegram/bot{{token}}/getFile", _get_file, methods=["GET"]),
        Route(f"{root}/telegram/file/bot{{token}}/photos/{{n}}.jpg", _telegram, methods=["GET"]),
        Route(f"{root}/{CDN}/{{n}}.jpg", _cdn, methods=["GET"]),
    ]


async def _graph(request: Request) -> Response:
    """WhatsApp's `GET /{media-id}`: where the file lies."""
    n = _number(request.path_params["id"])
    if request.headers.get("authorization") != f"Bearer {GRAPH_TOKEN}":
        return JSONResponse({"error": {"code": 190, "message": "Invalid OAuth access token."}}, 401)
    if n is None:
        return JSONResponse({"error": {"code": 100, "message": "The object does not exist."}}, 404)
    root = request.url.path.partition("/graph/")[0]
    port = request.scope["server"][1]
    told = {"id": str(n), "mime_type": "image/jpeg", "sha256": sha256(n), "file_size": len(picture(n))}
    return JSONResponse({"url": f"http://127.0.0.1:{port}{root}/{CDN}/{n}.jpg", "messaging_product": "whatsapp"} | told)


async def _get_file(request: Request) -> Response:
    """Telegram's getFile."""
    asked = request.query_params.get("file_id", "")
    n = _number(str(int(asked.removeprefix(TELEGRAM_ID), 16))) if _is_file_id(asked) else None
    if request.path_params["token"] != TELEGRAM_TOKEN:
        return JSONResponse({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
    if n is None:
        return JSONResponse({"ok": False, "error_code": 400, "description": "Bad Request: invalid file_id"}, 400)
    result = {"file_id": asked, "file_unique_id": f"AQAD{n:x}", "file_path": f"photos/{n}.jpg"}
    return JSONResponse({"ok": True, "result": result})


async def _telegram(request: Request) -> Response:
    known = request.path_params["token"] == TELEGRAM_TOKEN
    return await _cdn(request) if known else Response(status_code=401)


async def _cdn(request: Request) -> Response:
    """The file itself."""
    n = _number(request.path_params["n"])
    return Response(status_code=404) if n is None else Response(picture(n), media_type="image/jpeg")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


def _is_file_id(text: str) -> bool:
    rest = text.removeprefix(TELEGRAM_ID)
    return rest != text and bool(rest) and len(rest) < 16 and all(each in "0123456789abcdef" for each in rest)


def _degrees(value: float) -> tuple[float, float, float]:
    whole = int(value)
    minutes = (value - whole) * 60
    return float(whole), float(int(minutes)), round((minutes - int(minutes)) * 60, 2)
