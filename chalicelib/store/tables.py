"""What all tables share: how patient their connections are, and their names in this deployment."""

from __future__ import annotations

from typing import TypeVar

from botocore.config import Config
from pynamodb.connection import TableConnection
from pynamodb.models import Model

# Said as it is: botocore would put its own together anew for every call, which costs a fifth of the call.
USER_AGENT = "kopru"

AnyRow = TypeVar("AnyRow", bound=Model)


class Settings:
    """Times in seconds. Two quick retries: whoever waits is told soon, and the sweep or the client comes again."""

    table_name = "unnamed"
    region = "unnamed"
    max_retry_attempts = 2
    connect_timeout_seconds = 2
    read_timeout_seconds = 5


def named(row: type[AnyRow], table: str, region: str) -> type[AnyRow]:
    """The row class `row`, bound to `table` in `region`; nothing is connected yet."""
    meta = type("Meta", (Settings,), {"table_name": table, "region": region})
    bound = type(row.__name__, (row,), {"Meta": meta})
    connection_of(bound).connection.session.set_default_client_config(Config(user_agent=USER_AGENT))
    return bound


def connection_of(row: type[Model]) -> TableConnection:
    """The connection that PynamoDB keeps for a row class; it has no public name for it."""
    return row._get_connection()
