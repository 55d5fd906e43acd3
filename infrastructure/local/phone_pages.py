"""What stands under /_local/phone: a citizen's telephone for people, and the same as JSON for tests."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from infrastructure.local.phone import Phone, told
from infrastructure.local.phone_people import NETWORKS, PERSONAS, PLACES
from infrastructure.local.phone_words import SENDS, SWITCHES, read_caller, read_order

ROOT = "/_local/phone"
_CLOSED = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_SHOWN = 100
_FORM = "application/x-www-form-urlencoded"
_KEPT = ("persona", "network", "place", *SWITCHES)
"""What the page's address carries from one message to the next."""


class PhonePages:
    """The telephone's page of one run; `folder` is where its files lie."""

    def __init__(self, folder: Path, city: str, phone: Phone) -> None:
        self._folder = folder
        self._city = city
        self._phone = phone
        self._templates = Environment(loader=FileSystemLoader(folder), autoescape=select_autoescape())

    def routes(self) -> list[Route]:
        """Everything under ROOT."""
        return [
            Route(ROOT, self.page, methods=["GET"]),
            Route(f"{ROOT}/send", self.send, methods=["POST"]),
            Route(f"{ROOT}/chat", self.chat, methods=["GET"]),
            Route(f"{ROOT}/{{name}}", self.part, methods=["GET"]),
        ]

    async def page(self, request: Request) -> Response:
        """The telephone of `?persona=` in `?network=`: the chat so far and what can be sent, with the switches named in
        the query turned on."""
        query = dict(request.query_params)
        persona = query.get("persona") if query.get("persona") in PERSONAS else next(iter(PERSONAS))
        network = query.get("network") if query.get("network") in NETWORKS else PERSONAS[str(persona)].network
        caller = PERSONAS[str(persona)].in_network(str(network))
        state = {name: query[name] for name in _KEPT if query.get(name)} | {"persona": persona, "network": network}
        text = self._templates.get_template("phone.html").render(
            city=self._city,
            personas=PERSONAS,
            persona=persona,
            networks=NETWORKS,
            network=network,
            caller=caller,
            lines=self._phone.chat(str(network), caller)[-_SHOWN:],
            places=PLACES,
            sends=SENDS[str(network)],
            switches=SWITCHES,
            state=state,
            fault=query.get("fault", ""),
        )
        return HTMLResponse(text, headers={"Content-Security-Policy": _CLOSED, "Cache-Control": "no-store"})

    async def send(self, request: Request) -> Response:
        """Sends what a JSON object (phone_words.read_order) asks for and answers with what was posted; a form is
        answered with the page again."""
        if request.headers.get("content-type", "").startswith(_FORM):
            asked: Any = dict(parse_qsl((await request.body()).decode(errors="replace")))
            fault = await self._try(asked)
            state = {name: asked[name] for name in _KEPT if asked.get(name)} | ({"fault": fault} if fault else {})
            return RedirectResponse(f"{ROOT}?{urlencode(state)}", 303)
        try:
            asked = await request.json()
            if not isinstance(asked, dict):
                raise ValueError("the body is no object")
            return JSONResponse(await self._sent(asked))
        except ValueError as error:
            return JSONResponse({"detail": str(error)}, 400)

    async def chat(self, request: Request) -> Response:
        """Both sides of a chat as JSON, oldest first: `?network=` and `?persona=` or `?address=`."""
        try:
            network, caller = read_caller(request.query_params)
        except ValueError as error:
            return JSONResponse({"detail": str(error)}, 400)
        return JSONResponse(told(self._phone.chat(network, caller)))

    async def part(self, request: Request) -> Response:
        """The page's own script and style."""
        name = request.path_params["name"]
        if name not in ("phone.js", "phone.css"):
            return JSONResponse({"detail": "there is no such file"}, 404)
        return FileResponse(self._folder / name, headers={"Cache-Control": "no-store"})

    async def _try(self, asked: Mapping[str, Any]) -> str:
        try:
            await self._sent(asked)
        except ValueError as error:
            return str(error)
        return ""

    async def _sent(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        return await self._phone.send(read_order(self._phone.tapped(asked) if asked.get("tap") else asked))
