"""What all tables share: how patient their connections are, and their names in this deployment."""

from __future__ import annotations

from typing import TypeVar

from botocore.config import Config
from pynamodb.connection import Connection, TableConnection
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


class Line:
    """One client of DynamoDB for every table that is bound with it: making one costs a sixth of a cold start."""

    def __init__(self) -> None:
        self._first: Connection | None = None

    def join(self, table: TableConnection) -> bool:
        """Let this table speak by the client of the first that joined; whether it is that first one."""
        if self._first is None:
            self._first = table.connection
            return True
        meta = table.get_meta_table()
        known = self._first._tables.get(meta.table_name)
        if known is None:
            self._first.add_meta_table(meta)
        else:  # two kinds of rows can stand in one table, each with indexes of its own
            for part in ("AttributeDefinitions", "GlobalSecondaryIndexes"):
                told = known.data.setdefault(part, [])
                told += [each for each in meta.data.get(part, ()) if each not in told]
        table.connection = self._first
        return False


def named(row: type[AnyRow], table: str, region: str, line: Line | None = None) -> type[AnyRow]:
    """The row class `row`, bound to `table` in `region`, on a `line` with other tables or one of its own; nothing is
    connected yet."""
    meta = type("Meta", (Settings,), {"table_name": table, "region": region})
    bound = type(row.__name__, (row,), {"Meta": meta})
    connection = connection_of(bound)
    # Only who makes a client needs a session: one for each table would cost a third of a cold start.
    if line is None or line.join(connection):
        connection.connection.session.set_default_client_config(Config(user_agent=USER_AGENT))
    return bound


def connection_of(row: type[Model]) -> TableConnection:
    """The connection that PynamoDB keeps for a row class; it has no public name for it."""
    return row._get_connection()
