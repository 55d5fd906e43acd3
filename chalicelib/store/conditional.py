"""One conditional update that, where its condition does not hold, says what stood there instead."""

from __future__ import annotations

from pynamodb.exceptions import UpdateError, VerboseClientError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.store.faults import CONDITION, asking
from chalicelib.store.tables import AnyRow, connection_of


def update(row: AnyRow, actions: list[Action], condition: Condition) -> tuple[bool, AnyRow]:
    """Change the row if the condition holds: True and the row as it is now, or False and the row as it stood, which is
    an empty one where there was none.

    PynamoDB asks for what stood there in transactions only, and keeps no more of the error than its code; the error
    beneath still has the item. One conditional update. Raises TryLater.
    """
    asked = row.get_update_kwargs_from_instance(actions, condition, return_values_on_condition_failure="ALL_OLD")
    kind = type(row)
    with asking():
        try:
            told = connection_of(kind).connection.dispatch("UpdateItem", asked | {"ReturnValues": "ALL_NEW"})
        except VerboseClientError as error:
            if error.response["Error"]["Code"] != CONDITION:
                raise UpdateError(f"Failed to update item: {error}", error) from error
            stood = getattr(error.__cause__, "response", {}).get("Item")
            return False, kind.from_raw_data(stood) if stood else kind()
        return True, kind.from_raw_data(told["Attributes"])
