"""What all tables share: how patient their connections are, and their names in this deployment."""

from __future__ import annotations

from typing import TypeVar

from pynamodb.models import Model

AnyRow = TypeVar("AnyRow", bound=Model)


class Settings:
    """Times in seconds. Two quick retries: whoever waits is told soon, and the sweep or the client comes again."""

    table_name = "unnamed"
    region = "unnamed"
    max_retry_attempts = 2
    connect_timeout_seconds = 2
    read_timeout_seconds = 5


def named(row: type[AnyRow], table: str, region: str) -> type[AnyRow]:
    """The row class `row`, bound to `table` in `region`."""
    meta = type("Meta", (Settings,), {"table_name": table, "region": region})
    return type(row.__name__, (row,), {"Meta": meta})
