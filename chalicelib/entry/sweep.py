"""Woken every minute: what is overdue is done; and once a night: every open request is checked for owner and time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from chalice import Blueprint

from chalicelib import wire
from chalicelib.entry.records import safe, went_well

if TYPE_CHECKING:
    from chalicelib.flows.sweep import Job

bp = Blueprint(__name__)

# Each round stops this long before the sweep's time is up, so that a backlog of messages never keeps a late request
# silent; what is left is overdue in the next minute too.
MARGINS_MS = (24_000, 12_000, 8_000)


@bp.lambda_function(name="sweep")
def sweep(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Do every overdue job; one that fails is logged and counted, and never stops the others.

    With the task "check" of the night's schedule: raises RuntimeError for any fault found, which is an alarm.
    """
    if event.get("task") == "check":
        return _check()
    try:
        return _sweep(context)
    finally:
        wire.meter().flush()


def _sweep(context: Any) -> dict[str, int]:
    from chalicelib.flows.sweep import rounds  # here, as in every worker: the API's cold start does not pay for it

    went_well(_tell_ages)
    went_well(_tell_chats)
    done = failed = 0
    for jobs, margin_ms in zip(rounds(wire.desk()), MARGINS_MS, strict=True):
        for good in _worked_off(jobs):
            done, failed = done + good, failed + (not good)
            if context.get_remaining_time_in_millis() < margin_ms:
                wire.logger().warning("sweep: time is up", extra={"done": done})
                break
    if done or failed:
        wire.logger().info("swept", extra={"done": done, "failed": failed})
    return {"done": done, "failed": failed}


def _tell_ages() -> None:
    """How long the oldest fact waits to be told of, and the oldest message to be sent, before this sweep sees to it."""
    from chalicelib.flows.sweep import ages

    desk = wire.desk()
    for name, seconds in zip(("OldestTodo", "OldestDue"), ages(desk), strict=True):
        desk.meter.add(name, seconds, "Seconds")


def _tell_chats() -> None:
    """How many conversations wait for a person, how long the oldest does, and how late the oldest promise is."""
    from chalicelib.flows.chat_promise import waiting_now

    desk = wire.desk()
    count, oldest, late = waiting_now(desk)
    desk.meter.add("ChatsWaiting", count)
    desk.meter.add("ChatAge", oldest, "Seconds")
    desk.meter.add("ChatOverdue", late, "Seconds")


def _worked_off(jobs: Iterator[Job]) -> Iterator[bool]:
    """Whether each job went well; a round whose list cannot be read is one that did not."""
    subject = ""
    while True:
        try:
            subject, job = next(jobs)
        except StopIteration:
            return
        except Exception as error:  # noqa: BLE001 - the rim of a batch worker
            _log(f"after {subject}", error)
            yield False
            return
        try:
            job()
        except Exception as error:  # noqa: BLE001 - the rim of a batch worker
            _log(subject, error)
            yield False
        else:
            yield True


def _log(subject: str, error: Exception) -> None:
    wire.logger().error(
        "sweep: job failed", extra={"subject": subject, "error": type(error).__name__, "reason": safe(error)}
    )


def _check() -> dict[str, int]:
    from chalicelib.flows.check import check

    checked = check(wire.desk())
    if checked.faults:
        raise RuntimeError(f"{len(checked.faults)} open requests without an owner or a time")
    return {"open": checked.open, "faults": 0}
