"""What DynamoDB's errors ask the caller to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError
from pynamodb.exceptions import PynamoDBException, TransactWriteError

from chalicelib.core.errors import TryLater

CONDITION = "ConditionalCheckFailedException"
LOST = {"ConditionalCheckFailed", "TransactionConflict"}


def condition_failed(error: PynamoDBException) -> bool:
    """Whether the write's own condition did not hold."""
    return error.cause_response_code == CONDITION


def transaction_lost(error: PynamoDBException) -> bool:
    """Whether a transaction was stopped by a condition of its own, or by another transaction on the same rows."""
    if not isinstance(error, TransactWriteError):
        return False
    codes = {reason.code for reason in error.cancellation_reasons if reason}
    return bool(codes & LOST)


@contextmanager
def asking() -> Iterator[None]:
    """Turns what goes wrong between us and DynamoDB into TryLater; a failed condition passes through as it is."""
    try:
        yield
    except PynamoDBException as error:
        if condition_failed(error) or transaction_lost(error):
            raise
        raise TryLater(f"dynamodb: {error.cause_response_code or type(error).__name__}", wait=5) from error
    except BotoCoreError as error:
        raise TryLater(f"dynamodb: {type(error).__name__}", wait=5) from error
