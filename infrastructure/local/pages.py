"""What stands under /_local/: the outbox for people and tests, and the switches for both."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from infrastructure.local.files import Files
from infrastructure.local.outbox import Outbox
from infrastructure.local.phone import Phone
from infrastructure.local.phone_pages import PhonePages
from infrastructure.local.settings import Settings
from infrastructure.local.stand import STANDS, Stand
from infrastructure.local.switchboard import Switchboard
from infrastructure.local.switches import PROVIDER, SILENT, SWITCH, Switches

_CLOSED = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'"
_SHOWN = 200
_FORM = "application/x-www-form-urlencoded"


class Pages:
    """The local pages of one run; `switchboard` is set once the stack stands."""

    def __init__(self, settings: Settings, outbox: Outbox, switches: Switches, stand: Stand) -> None:
        self._outbox = outbox
        self._switches = switches
        self._settings = settings
        self._stand = stand
        folder = settings.root / "infrastructure" / "local"
        self._templates = Environment(loader=FileSystemLoader(folder), autoescape=select_autoescape())
        self.phone = PhonePages(folder, settings.city, Phone(outbox, stand, f"http://127.0.0.1:{settings.port}"))
        self.files = Files(switches)
        self.switchboard: Switchboard | None = None
        self.ready = False

    async def outbox_page(self, request: Request) -> Response:
        """The newest messages, newest first, for people; `?channel=` and `?number=` choose. DELETE empties it."""
        if request.method == "DELETE":
            return await self.outbox_json(request)
        channel, number = request.query_params.get("channel", ""), request.query_params.get("number", "")
        messages = self._outbox.messages(channel, number)
        text = self._templates.get_template("outbox.html").render(
            messages=messages[: -_SHOWN - 1 : -1],
            count=len(messages),
            channel=channel,
            number=number,
            city=self._settings.city,
            still="still" in request.query_params,
            query=request.url.query,
            states={provider: stand.STATES for provider, stand in STANDS.items()},
            now=asdict(self._switches.now),
            switches=SWITCH,
            silent=SILENT,
            positions=PROVIDER,
        )
        return HTMLResponse(text, headers={"Content-Security-Policy": _CLOSED, "Cache-Control": "no-store"})

    async def outbox_json(self, request: Request) -> Response:
        """Every message, oldest first, for tests; `?channel=` and `?number=` choose. DELETE empties it."""
        if request.method == "DELETE":
            self._outbox.clear()
            return Response(status_code=204)
        channel, number = request.query_params.get("channel", ""), request.query_params.get("number", "")
        return JSONResponse([message.shown for message in self._outbox.messages(channel, number)])

    async def decide(self, request: Request) -> Response:
        """Makes the provider say what became of a message: `{"state": …, "code": …}`, or a form whose `state` is
        "failed TEXT_INVALID"; 204."""

        def decide(change: Mapping[str, Any]) -> None:
            state, _, code = str(change.get("state", "")).partition(" ")
            self._stand.decide(request.path_params["id"], state, str(change.get("code", code)))

        return await self._act(request, decide)

    async def write_back(self, request: Request) -> Response:
        """The recipient of a message answers it: `{"text": "IPTAL"}`, or the same as a form; 204."""
        return await self._act(
            request, lambda change: self._stand.write_back(request.path_params["id"], str(change.get("text", "")))
        )

    async def _act(self, request: Request, act: Callable[[Mapping[str, Any]], None]) -> Response:
        try:
            act(await _change(request))
        except KeyError:
            return JSONResponse({"detail": "there is no such message"}, 404)
        except ValueError as error:
            return JSONResponse({"detail": str(error)}, 400)
        return _back(request) if _is_form(request) else Response(status_code=204)

    async def switches(self, request: Request) -> Response:
        """Turns the stand-ins' switches, `{"ses": "throttle", …}` or the same as a form, and answers with all of them;
        GET only answers. A provider that works again is used at once."""
        if request.method == "GET":
            return JSONResponse(asdict(self._switches.now))
        before = self._switches.now
        try:
            positions = self._switches.turn(await _change(request))
        except ValueError as error:
            return JSONResponse({"detail": str(error)}, 400)
        if self.switchboard:
            await run_in_threadpool(self.switchboard.reopen, positions.back(before))
        return _back(request) if _is_form(request) else JSONResponse(asdict(positions))

    async def workers(self, request: Request) -> Response:
        """Turns the workers' triggers, `{"stream": "off", …}`."""
        if self.switchboard is None:
            return _not_ready()
        try:
            return JSONResponse(await run_in_threadpool(self.switchboard.turn, await _change(request)))
        except ValueError as error:
            return JSONResponse({"detail": str(error)}, 400)

    async def limits(self, request: Request) -> Response:
        """Makes the limits as wide as nobody reaches, `{"limits": "wide"}`, or as in production, "on"; 204."""
        if self.switchboard is None:
            return _not_ready()
        try:
            await run_in_threadpool(self.switchboard.limit, str((await _change(request)).get("limits", "")))
        except ValueError as error:
            return JSONResponse({"detail": str(error)}, 400)
        return Response(status_code=204)

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


async def _change(request: Request) -> dict[str, Any]:
    """What a JSON object or a form asks for; raises ValueError where the body is neither."""
    if _is_form(request):
        pairs = parse_qsl((await request.body()).decode(errors="replace"))
        return dict(pairs)
    change = await request.json()
    if not isinstance(change, dict):
        raise ValueError("the body is no object")
    return change


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith(_FORM)


def _back(request: Request) -> Response:
    """To the outbox as it was filtered."""
    query = urlsplit(request.headers.get("referer", "")).query
    return RedirectResponse(f"/_local/outbox?{query}" if query else "/_local/outbox", 303)


def _not_ready() -> Response:
    return JSONResponse({"detail": "Köprü is still starting"}, 503, {"Retry-After": "2"})
