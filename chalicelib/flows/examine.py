"""An upload is looked at once its malware verdict is there: it becomes an image that may be shown, or is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Literal

from chalicelib.core.disguise import is_disguised, kind_of_text, scans_of
from chalicelib.core.files import (
    HEIC,
    LARGEST,
    VERDICT_OVER,
    VERDICT_TIME,
    File,
    Picture,
    Position,
    Unfit,
    clean_key,
    kind_of,
    raw_key,
    thumbnail_key,
)
from chalicelib.flows.desk import SHARDS, Desk
from chalicelib.flows.files import keep

Outcome = Literal["clean", "refused", "waits", "unknown"]
CLEAN, INFECTED = "NO_THREATS_FOUND", "THREATS_FOUND"
"""The verdicts (docs.aws.amazon.com/guardduty, "Monitoring S3 object scans"); the others are that there is none."""
_MOST_SCANS = 100


def examine(desk: Desk, id: str) -> Outcome:
    """Look at an upload and settle it; without a verdict it waits. The same again ends the same, wherever it broke off:
    the images are there before the row says so, and the upload goes last. Raises TryLater."""
    file = desk.files.read(id)
    if file is None:
        desk.log.warning("upload without a row", file=id)
        return "unknown"
    if file.state not in ("awaited", "checking"):
        return _tidy(desk, file)
    late = desk.now() - file.made
    verdict = desk.vault.verdict(raw_key(id))
    if verdict is None:
        return _settle(desk, replace(file, state="refused", reason="missing")) if late > VERDICT_TIME else "waits"
    if not verdict and late <= VERDICT_OVER:
        if late > VERDICT_TIME:
            desk.meter.add("VerdictLate")
        return "waits"
    if verdict != CLEAN:
        reason = "malware" if verdict == INFECTED else "no-verdict"
        return _settle(desk, replace(file, state="refused", reason=reason))
    return _picture(desk, file)


def overdue(desk: Desk) -> Iterator[tuple[str, Callable[[], object]]]:
    """Every upload whose verdict should be there by now, each a job with its id: whatever told of it got lost."""
    for shard in SHARDS:
        for mark in desk.files.todo(shard, desk.now() - VERDICT_TIME):
            yield mark.number, partial(examine, desk, mark.number)


def judge(content: bytes, media_type: str, draw: Callable[[bytes], Picture]) -> Picture:
    """The picture in an upload of this declared type. Raises Unfit."""
    if len(content) > LARGEST:
        raise Unfit("too-large")
    kind = kind_of(content)
    if kind != media_type:
        raise Unfit("heic" if kind == HEIC else "other-type" if kind else kind_of_text(content) or "file-type")
    if is_disguised(content):
        raise Unfit("polyglot")
    if scans_of(content) > _MOST_SCANS:  # each costs as much as the whole picture
        raise Unfit("broken")
    return draw(content)


def _picture(desk: Desk, file: File) -> Outcome:
    content = desk.vault.get(raw_key(file.id), LARGEST)
    if content is None:  # another worker was quicker
        return "unknown"
    try:
        picture = judge(content, file.media_type, desk.draw)
    except Unfit as error:
        return _settle(desk, replace(file, state="refused", reason=error.reason))
    for key, image in ((clean_key(file.id), picture.image), (thumbnail_key(file.id), picture.thumbnail)):
        desk.vault.put(key, image, "image/jpeg", kept=bool(file.number))
    return _settle(
        desk,
        replace(
            file,
            state="clean",
            width=picture.width,
            height=picture.height,
            bytes=len(picture.image),
            position=_offered(desk, file, picture.position),
        ),
    )


def _offered(desk: Desk, file: File, position: Position | None) -> Position | None:
    """Where it was taken, with consent, and if that is in the city."""
    if position is None or not file.consents:
        return None
    south, west, north, east = desk.city.bounds or (-90, -180, 90, 180)
    return position if south <= position.lat <= north and west <= position.long <= east else None


def _settle(desk: Desk, file: File) -> Outcome:
    settled = desk.files.settle(file) or replace(file, state="refused", reason="erased")
    desk.log.info("upload examined", file=file.id, state=settled.state, reason=settled.reason)
    return _tidy(desk, settled)


def _tidy(desk: Desk, file: File) -> Outcome:
    """What a request claimed meanwhile stays, what was refused or erased meanwhile goes, and the upload goes always."""
    clean = file.state == "clean"
    if clean and file.number:
        keep(desk, file.id)
    for key in () if clean else (clean_key(file.id), thumbnail_key(file.id)):
        desk.vault.drop(key)
    desk.vault.drop(raw_key(file.id))
    return "clean" if clean else "refused"
