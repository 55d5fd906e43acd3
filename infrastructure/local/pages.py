"""What stands under /_local/: the outbox for people and tests, and the switches for tests."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from infrastructure.local import sms
from infrastructure.local.outbox import Outbox
from infrastructure.local.settings import Settings
from infrastructure.local.switchboard import Switchboard
from infrastructure.local.switches import Switches

_CLOSED = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'"


class Pages:
    """The local pages of one run; `switchboard` is set once the stack stands."""

    def __init__(self, settings: Settings, outbox: Outbox, switches: Switches) -> None:
        self._outbox = outbox
        self._switches = switches
        self._settings = settings
        self._templates = Environment(
            loader=FileSystemLoader(settings.root / "infrastructure" / "local"), autoescape=select_autoescape()
        )
        self.switchboard: Switchboard | None = None
        self.ready = False

    async def outbox_page(self, request: Request) -> Response:
        """Every message, newest first, for people; DELETE empties it."""
        if request.method == "DELETE":
            return await self.outbox_json(request)
        messages = [(message, *sms.parts(message.text)) for message in reversed(self._outbox.messages())]
        text = self._templates.get_template("outbox.html").render(
            messages=messages, city=self._settings.city, still="still" in request.query_params
        )
        return HTMLResponse(text, headers={"Content-Security-Policy": _CLOSED, "Cache-Control": "no-store"})

    async def outbox_json(self, request: Request) -> Response:
        """Every message, oldest first, for tests; DELETE empties it."""
        if request.method == "DELETE":
            self._outbox.clear()
            return Response(status_code=204)
        return JSONResponse([asdict(message) for message in self._outbox.messages()])

    async def switches(self, request: Request) -> Response:
        """Turns the stand-ins' switches, `{"ses": "throttle", …}`, and answers with all positions."""
        return await self._turn(request, lambda change: asdict(self._switches.turn(change)))

    async def workers(self, request: Request) -> Response:
        """Turns the workers' triggers, `{"stream": "off", …}`."""
        board = self.switchboard
        return _not_ready() if board is None else await self._turn(request, board.turn)

    async def sweep(self, _: Request) -> Response:
        """Runs the sweep once and answers with its result."""
        if self.switchboard is None:
            return _not_ready()
        try:
            return JSONResponse(await run_in_threadpool(self.switchboard.sweep))
        except RuntimeError as error:
            return JSONResponse({"detail": str(error)}, 502)

    async def is_ready(self, _: Request) -> Response:
        """204 once everything is up and warm, 503 before."""
        return Response(status_code=204) if self.ready else _not_ready()

    async def _turn(self, request: Request, turn: Callable[[Mapping[str, Any]], object]) -> Response:
        try:
            change = await request.json()
            if not isinstance(change, dict):
                raise ValueError("the body is no object")
            return JSONResponse(await run_in_threadpool(turn, change))
        except ValueError as error:
            return JSONResponse({"detail": str(error)}, 400)


def _not_ready() -> Response:
    return JSONResponse({"detail": "Köprü is still starting"}, 503, {"Retry-After": "2"})
