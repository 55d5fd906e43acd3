"""One conditional update that, where its condition does not hold, says what stood there instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from chalicelib.store.faults import CONDITION, asking
from chalicelib.store.tables import AnyRow, connection_of


def update(row: AnyRow, actions: list[Action], condition: Condition) -> tuple[bool, AnyRow]:
    """Change the row if the condition holds: True and the row as it is now, or False and the row as it stood, which is
    an empty one where there was none.

    One conditional update. Raises TryLater.
    """
    kind = type(row)
    done, item = write(kind, row.get_update_kwargs_from_instance(actions, condition))
    return done, kind.from_raw_data(item) if item else kind()


def write(kind: type[Model], asked: Mapping[str, Any]) -> tuple[bool, dict[str, Any]]:
    """The same of an UpdateItem and an item as DynamoDB reads and writes them; an empty one where there was none.

    PynamoDB asks for what stood there in transactions only, and keeps no more of the error than its code; its client
    does both. One conditional update. Raises TryLater.
    """
    client = connection_of(kind).connection.client
    with asking():
        try:
            told = client.update_item(**asked, ReturnValues="ALL_NEW", ReturnValuesOnConditionCheckFailure="ALL_OLD")
        except ClientError as error:
            if error.response["Error"]["Code"] != CONDITION:
                raise UpdateError(f"Failed to update item: {error}", error) from error
            return False, error.response.get("Item", {})
        return True, told["Attributes"]
