"""The local AWS engine without the product, for tests of the store: tables as the template describes them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
from chalice.package import YAMLTemplateSerializer

from chalicelib.store.chats import Chats
from chalicelib.store.contacts import Contacts
from chalicelib.store.files import Files
from chalicelib.store.lanes import Lanes
from chalicelib.store.ledger import Ledger
from chalicelib.store.limits import Limits
from chalicelib.store.requests import Requests
from chalicelib.store.settings import Settings
from chalicelib.store.work import Work
from infrastructure.local.process import await_engine, start_engine, stop_engine
from infrastructure.local.settings import REGION, read_settings
from tests.fakes import Office

ROOT = Path(__file__).parent.parent


@dataclass
class EngineOffice(Office):
    """An office whose tables are real ones; the provider, the queues and the clock stay in the test's hand."""

    requests: Any = None
    ledger: Any = None
    lanes: Any = None
    work: Any = None
    limits: Any = None
    contacts: Any = None
    chats: Any = None
    files: Any = None
    settings: Any = None
    names: dict[str, str] = field(default_factory=dict)

    @property
    def desk(self) -> Any:
        return replace(super().desk, count=self.work.count)


@contextmanager
def engine(state: Path) -> Iterator[str]:
    """A running engine; gives its address, and stops it in the end."""
    environ = {"KOPRU_PORT": str(free_port()), "KOPRU_AWS_PORT": str(free_port()), "KOPRU_STATE": str(state)}
    settings = read_settings(environ, ROOT)
    process = start_engine(settings)
    try:
        await_engine(process, settings)
        yield f"http://127.0.0.1:{settings.engine_port}"
    finally:
        stop_engine(process)


def create_tables(url: str, prefix: str) -> dict[str, str]:
    """The template's tables under names with this prefix, by their logical ids."""
    dynamodb = botocore.session.get_session().create_client("dynamodb", region_name=REGION, endpoint_url=url)
    names = {}
    for logical, resource in stored_things().items():
        if resource.get("Type") != "AWS::DynamoDB::Table":
            continue
        told = resource["Properties"]
        wanted = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
        names[logical] = f"{prefix}-{logical}"
        dynamodb.create_table(TableName=names[logical], **{key: told[key] for key in wanted if key in told})
    return names


@cache
def stored_things() -> dict[str, Any]:
    """The resources of the template's parts that keep something, by their logical ids."""
    resources: dict[str, Any] = {}
    for part in ("template.yaml", "files.yaml"):
        text = (ROOT / "infrastructure" / part).read_text(encoding="utf-8")
        resources |= YAMLTemplateSerializer().load_template(text, part)["Resources"]
    return resources


def office_at(names: dict[str, str]) -> EngineOffice:
    """An office over these tables."""
    return EngineOffice(
        requests=Requests(names["Requests"], REGION),
        ledger=Ledger(names["Ledger"], REGION),
        lanes=Lanes(names["Work"], REGION),
        work=Work(names["Work"], REGION),
        limits=Limits(names["Work"], REGION),
        contacts=Contacts(names["Contacts"], REGION),
        chats=Chats(names["Contacts"], REGION),
        files=Files(names["FilesTable"], REGION),
        settings=Settings(names["Settings"], REGION),
        names=names,
    )


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
