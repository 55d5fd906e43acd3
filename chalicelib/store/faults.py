"""What DynamoDB's errors ask the caller to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError
from pynamodb.exceptions import PynamoDBException

from chalicelib.core.errors import TryLater

CONDITION = "ConditionalCheckFailedException"


def condition_failed(error: PynamoDBException) -> bool:
    """Whether the write's own condition did not hold."""
    return error.cause_response_code == CONDITION


@contextmanager
def asking() -> Iterator[None]:
    """Turns what goes wrong between us and DynamoDB into TryLater; a failed condition passes through as it is."""
    try:
        yield
    except PynamoDBException as error:
        if condition_failed(error):
            raise
        raise TryLater(f"dynamodb: {error.cause_response_code or type(error).__name__}", wait=5) from error
    except BotoCoreError as error:
        raise TryLater(f"dynamodb: {type(error).__name__}", wait=5) from error
