"""Batches of records, one by one: what fails is reported back alone, and logged by its kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from chalicelib import wire

Kind = Literal["queue", "stream"]


def each(event: dict[str, Any], kind: Kind, handle: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """Run `handle` on every raw record of `event`; the answer names the records that failed, and those alone. The
    figures of the batch are told at its end."""
    # Here, because every function of the bundle loads this file with the application, and the API has no batches.
    from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response

    def record_handler(record: Any) -> object:
        try:
            return handle(record.raw_event)
        except Exception as error:  # noqa: BLE001 - the rim of a batch worker
            _log(error)
            # Powertools writes what an error says into its own log where that is set to debug.
            raise RuntimeError(type(error).__name__) from None

    processor = BatchProcessor(
        event_type=EventType.SQS if kind == "queue" else EventType.DynamoDBStreams,
        raise_on_entire_batch_failure=False,
    )
    try:
        return dict(process_partial_response(event=event, record_handler=record_handler, processor=processor))
    finally:
        wire.meter().flush()


def went_well(job: Callable[[], object]) -> bool:
    """Run `job`; whether it went well. What went wrong is logged by its kind."""
    try:
        job()
    except Exception as error:  # noqa: BLE001 - the rim of a batch worker
        _log(error)
        return False
    return True


def safe(error: Exception) -> str:
    """The reason of an error of ours, which never holds a contact or a text; of others nothing but the kind."""
    reason = getattr(error, "reason", "")
    return reason if isinstance(reason, str) and type(error).__module__.startswith("chalicelib.") else ""


def _log(error: Exception) -> None:
    wire.logger().error("record failed", extra={"error": type(error).__name__, "reason": safe(error)})
