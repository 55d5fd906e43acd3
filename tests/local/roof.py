"""An open front door and mail server without an engine, for the tests of the stand-ins."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import httpx
from botocore.config import Config
from starlette.types import ASGIApp, Receive, Scope, Send

from infrastructure.local.answers import Answer
from infrastructure.local.events import Teller
from infrastructure.local.forward import Forward, read_body
from infrastructure.local.front import Front, build
from infrastructure.local.mail import MailServer
from infrastructure.local.outbox import Outbox
from infrastructure.local.pages import Pages
from infrastructure.local.providers import Providers
from infrastructure.local.settings import Settings
from infrastructure.local.stand import Stand
from infrastructure.local.switches import Switches
from tests.e2e.local import ROOT, free_ports

KINDS = {"RESOURCE_NOT_FOUND": 404, "REQUEST_TOO_LARGE": 413, "INTEGRATION_FAILURE": 503}
ANSWERS = {k: Answer(s, {"Content-Type": "application/problem+json"}, f'{{"status":{s}}}') for k, s in KINDS.items()}


@dataclass
class Product:
    """Stands in for what is behind the front door: keeps what is posted, answers with `statuses` in turn, then 200."""

    heard: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        raw = await read_body(receive) or b""
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        self.heard.append((scope["path"], headers, raw))
        status = self.statuses.pop(0) if self.statuses else 200
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})


@dataclass
class Roof:
    """An open front door without an engine; `told` collects what goes to the topic, `product` what is posted."""

    url: str
    smtp_port: int
    http: httpx.Client
    told: list[dict[str, Any]]
    static: Path
    product: Product

    def client(self, service: str, provider: str) -> Any:
        return boto3.client(
            service,
            region_name="eu-central-1",
            endpoint_url=f"{self.url}/_local/providers/{provider}",
            aws_access_key_id="1",
            aws_secret_access_key="2",
            config=Config(retries={"total_max_attempts": 1}, read_timeout=0.5),
        )

    def turn(self, **positions: Any) -> None:
        assert self.http.post("/_local/switches", json=positions).status_code == 200

    def outbox(self, **query: str) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = self.http.get("/_local/outbox.json", params=query).json()
        return messages

    def heard(self, kind: str) -> list[dict[str, Any]]:
        """Every item of this kind, "statuses" or "messages", in the webhooks of WhatsApp, in the order told."""
        bodies = [json.loads(raw) for path, _, raw in self.product.heard if path == "/webhooks/whatsapp"]
        changes = [change for body in bodies for entry in body["entry"] for change in entry["changes"]]
        return [item for change in changes for item in change["value"].get(kind, [])]


def until(happened: Callable[[], bool], seconds: float = 5) -> None:
    """Returns as soon as it happened; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


@contextmanager
def open_roof(folder: Path, *, with_product: bool = True) -> Iterator[Roof]:
    """Everything under one roof on free ports; behind it a Product, or an API that is not there."""
    port = free_ports()
    settings = Settings(ROOT, "izmir-him", port, port + 1, Path("python"), folder, folder, port + 2)
    outbox, switches, told = Outbox(folder / "outbox.jsonl"), Switches(), list[dict[str, Any]]()
    switches.turn({"events_delay": 0})

    def publish(events: list[str]) -> bool:
        told.extend(json.loads(event) for event in events)
        return True

    stand = Stand(outbox, switches, Teller(outbox, publish, f"http://127.0.0.1:{port}"))
    product = Product()
    behind: ASGIApp = product if with_product else Forward(port + 1, ANSWERS)
    static = folder / "static"
    pages = Pages(settings, outbox, switches, stand)
    door = Front(build(static, pages, Providers(stand), behind, ANSWERS), port)
    post = MailServer(port + 2, outbox, switches)
    door.open()
    post.open()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
            yield Roof(f"http://127.0.0.1:{port}", port + 2, http, told, static, product)
    finally:
        post.close()
        door.close()
