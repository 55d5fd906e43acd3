"""The local engine for counting: MiniStack without persistence, with the tables of the packaged template."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import botocore.session
import httpx
from botocore.config import Config

from infrastructure.package import ROOT, package
from tests.engine import free_port
from tests.units import Table, read_table

# Resources of the template, and the names their tables get here.
NAMES = {
    "Requests": "requests",
    "Ledger": "ledger",
    "Work": "work",
    "Contacts": "contacts",
    "Settings": "settings",
    "FilesTable": "files",
}
SCHEMA = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
OUTSIDE = {"month": {"S": "2020-01"}, "cell": {"S": "sxk3b2"}, "seen_book": {"S": "P#2020-01"}}
BATCH = 25  # BatchWriteItem takes no more


@contextmanager
def running(region: str) -> Iterator[Any]:
    """A botocore DynamoDB client of a fresh engine on 127.0.0.1. Raises RuntimeError if it does not answer."""
    python = ROOT / os.environ.get("KOPRU_AWS_PYTHON", ".venv-aws/bin/python")
    port = free_port()
    with tempfile.TemporaryDirectory() as state:
        env = {"PATH": os.defpath, "HOME": state, "TMPDIR": state, "STATE_DIR": state, "PERSIST_STATE": "0"}
        env |= {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0"}
        process = subprocess.Popen(
            [str(python), "-I", "-m", "ministack"],
            env=env,
            cwd=state,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(process, f"http://127.0.0.1:{port}/_ministack/health")
            yield _client(f"http://127.0.0.1:{port}", region)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def make_tables(client: Any) -> dict[str, Table]:
    """Creates the product's tables as the packaged template defines them, and tells what they are by name."""
    template = json.loads(package(ROOT / "build" / "package").read_text(encoding="utf-8"))
    tables = {}
    for resource, name in NAMES.items():
        properties = template["Resources"][resource]["Properties"]
        client.create_table(TableName=name, **{part: properties[part] for part in SCHEMA if part in properties})
        tables[name] = read_table(properties)
    return tables


def fill(client: Any, rows: Mapping[str, list[dict[str, Any]]], number: str, copies: range, inside: int = 0) -> None:
    """Stores every row of `rows` (by table) once for each of `copies`, with a request number of its own for `number`.

    A copy's number starts with 99, which is no year of a number that is derived. What is public of the first `inside`
    lies in the same month and cell, of the others in another.
    """
    for table, patterns in rows.items():
        told = json.dumps(patterns)
        items = [
            row if copy < inside else row | {name: OUTSIDE[name] for name in OUTSIDE if name in row}
            for copy in copies
            for row in json.loads(told.replace(number, f"99{copy:010d}"))
        ]
        for at in range(0, len(items), BATCH):
            puts = [{"PutRequest": {"Item": item}} for item in items[at : at + BATCH]]
            client.batch_write_item(RequestItems={table: puts})


def _client(url: str, region: str) -> Any:
    return botocore.session.get_session().create_client(
        "dynamodb",
        region_name=region,
        endpoint_url=url,
        aws_access_key_id="bench",
        aws_secret_access_key="bench",
        config=Config(retries={"total_max_attempts": 1, "mode": "standard"}, read_timeout=60),
    )


def _wait(process: subprocess.Popen[bytes], url: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(url, timeout=2, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the local AWS engine did not answer at {url}; `make .venv-aws/ready` installs it")
