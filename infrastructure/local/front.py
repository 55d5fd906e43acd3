"""The front door: one address for pages, API, static files, outbox and the providers' stand-ins."""

import threading
import time
from collections.abc import Mapping
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from chalicelib.entry.headers import COMMON, WORKER_POLICY
from infrastructure.local.answers import Answer
from infrastructure.local.overheard import Overheard
from infrastructure.local.pages import Pages
from infrastructure.local.providers import Providers
from infrastructure.local.settings import Unready
from infrastructure.local.tiles import tile

# Bytes from which an answer is compressed, as .chalice/config.json has it for the gateway.
COMPRESSED = 1024


class Static(StaticFiles):
    """Static files as the bucket behind CloudFront serves them: a `?v=` in the address is a promise never to change."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file with its cache header, or 404 and 405 as Starlette raises them."""
        response = await super().get_response(path, scope)
        forever = b"v=" in scope["query_string"]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if forever else "public, max-age=300"
        response.headers.update({**COMMON, "Content-Security-Policy": WORKER_POLICY})
        return response


def build(
    static: Path, pages: Pages, providers: Providers, forward: ASGIApp, answers: Mapping[str, Answer]
) -> Starlette:
    """Everything under one roof; what is neither static nor local goes to `forward`."""

    async def refuse(_: object, __: Exception) -> Response:
        return answers["RESOURCE_NOT_FOUND"].response()

    static.mkdir(parents=True, exist_ok=True)
    return Starlette(
        routes=[
            Mount("/static", GZipMiddleware(Static(directory=static), minimum_size=COMPRESSED), name="static"),
            Route("/_local/tiles/{z:int}/{x:int}/{y:int}.png", tile),
            Route("/_local/outbox", pages.outbox_page, methods=["GET", "DELETE"]),
            Route("/_local/outbox.json", pages.outbox_json, methods=["GET", "DELETE"]),
            Route("/_local/outbox/{id}/state", pages.decide, methods=["POST"]),
            Route("/_local/outbox/{id}/answer", pages.write_back, methods=["POST"]),
            Route("/_local/switches", pages.switches, methods=["GET", "POST"]),
            Route("/_local/workers", pages.workers, methods=["POST"]),
            Route("/_local/limits", pages.limits, methods=["POST"]),
            Route("/_local/sweep", pages.sweep, methods=["POST"]),
            Route("/_local/ready", pages.is_ready),
            *pages.files.routes(),
            *pages.phone.routes(),
            *providers.routes(),
            Mount("/", GZipMiddleware(Overheard(forward, providers.hear), minimum_size=COMPRESSED)),
        ],
        exception_handlers={HTTPException: refuse},
    )


class Front:
    """Serves an application on 127.0.0.1 in a thread of its own."""

    def __init__(self, application: ASGIApp, port: int) -> None:
        config = uvicorn.Config(
            application,
            host="127.0.0.1",
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, name="front", daemon=True)

    def open(self) -> None:
        """Returns when it listens; raises Unready where it cannot."""
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise Unready("the front door did not open; see front.log")
            time.sleep(0.01)

    def close(self) -> None:
        """Lets what is under way end within a second, and stops."""
        self._server.should_exit = True
        self._thread.join(4)
