"""Files of citizens and staff: permission to upload, what became of them, whose they are, and who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.core.errors import Fault, Invalid, NotFound
from chalicelib.core.files import (
    DOWNLOAD_TIME,
    FILE_ID,
    HEIC,
    IMAGES,
    LARGEST,
    PUBLIC_TIME,
    SESSION,
    UNCLAIMED,
    UPLOAD_TIME,
    File,
    FileState,
    Offer,
    Position,
    belongs,
    clean_key,
    declared,
    mint_id,
    raw_key,
    thumbnail_key,
)
from chalicelib.core.publication import still
from chalicelib.core.tracking import key_hash
from chalicelib.flows.desk import Desk


@dataclass(frozen=True, slots=True)
class Shown:
    """A file as those see it who may: `url` and `thumbnail_url` hold for DOWNLOAD_TIME and are there only where it is
    clean; `reason` is why it was refused, a code of texts/files.json; `position` only with consent."""

    id: str
    state: FileState
    reason: str = ""
    width: int = 0
    height: int = 0
    url: str = ""
    thumbnail_url: str = ""
    position: Position | None = None


def offer(desk: Desk, session: str, media_type: str, *, consents: bool = False) -> tuple[File, Offer]:
    """Permission to upload one file of this type in this session, and its row, which is kept for UNCLAIMED; with
    `consents` where it was taken is kept. One put. Raises Invalid, TryLater."""
    faults = [Fault("session", "upload-session")] if not SESSION.fullmatch(session) else []
    if declared(media_type) not in IMAGES:
        faults.append(_no_photo("media_type", declared(media_type)))
    if faults:
        raise Invalid(*faults)
    now = desk.now()
    id = mint_id(desk.secret, session, desk.mint())
    file = File(id, declared(media_type), now, consents=consents)
    desk.files.add(file, now + UNCLAIMED)
    return file, desk.vault.offer(raw_key(id), file.media_type, LARGEST, now, UPLOAD_TIME)


def take(desk: Desk, session: str, content: bytes, media_type: str, source: str, *, of: str = "") -> str:
    """Keep a file that came with a message; its id. `of` names what it came with, so that the same again is the same
    file. One put of the bytes, then one of the row. Raises Invalid ("file-type", "file-heic", "file-too-large"),
    TryLater."""
    kind = declared(media_type, content)
    if kind not in IMAGES:
        raise Invalid(_no_photo("files", kind))
    if len(content) > LARGEST:
        raise Invalid(Fault("files", "file-too-large", (("limit", f"{LARGEST >> 20}"),)))
    now = desk.now()
    id = id_of(desk, session, of) if of else mint_id(desk.secret, session, desk.mint())
    desk.vault.put(raw_key(id), content, kind)
    desk.files.add(File(id, kind, now, "checking", source=source), now + UNCLAIMED)
    return id


def id_of(desk: Desk, session: str, of: str) -> str:
    """The id of the file that came with `of` in this session."""
    return mint_id(desk.secret, session, key_hash(desk.secret, "file-of", of))


def own(desk: Desk, session: str, id: str) -> Shown:
    """A file to whoever uploads it. One get. Raises NotFound, the same for what is not there and what is another's."""
    file = desk.files.read(id) if belongs(desk.secret, session, id) else None
    if file is None:
        raise NotFound("no-file")
    return _shown(desk, file)


def shown(desk: Desk, ids: Sequence[str], number: str = "") -> tuple[Shown, ...]:
    """These files to those who may see all of them, in their order, without those that are gone; with a `number`, none
    that belongs to another request. One batch get."""
    found = desk.files.of(tuple(dict.fromkeys(ids))) if ids else {}
    files = (found[id] for id in ids if id in found)
    return tuple(_shown(desk, file) for file in files if not number or file.number in ("", number))


def photo_address(desk: Desk, id: str, *, small: bool = False) -> str:
    """Where anybody may see a photo that is public now. One get and one batch get. Raises NotFound, the same for every
    other id."""
    file = desk.files.read(id) if FILE_ID.fullmatch(id) else None
    if file is None or file.state != "clean" or not file.number:
        raise NotFound("no-file")
    released = (still(public, desk.city) for public in desk.requests.public_of([file.number]))
    if not any(public and id in public.photos for public in released):
        raise NotFound("no-file")
    return _address(desk, thumbnail_key(id) if small else clean_key(id), PUBLIC_TIME)


def attach(desk: Desk, number: str, ids: Sequence[str]) -> int:
    """The files belong to this request from now on and are kept; how many of them do. The same again changes nothing.
    One update each, and two calls of the bucket where it is clean already. Raises TryLater."""
    claimed = [desk.files.claim(id, number) for id in dict.fromkeys(ids)]
    for file in claimed:
        if file and file.state == "clean":
            keep(desk, file.id)
    if None in claimed:
        desk.log.warning("files of another request or gone", number=number, files=claimed.count(None))
    return len(claimed) - claimed.count(None)


def keep(desk: Desk, id: str) -> None:
    """The images of a clean file stay for good. Two calls. Raises TryLater."""
    for key in (clean_key(id), thumbnail_key(id)):
        desk.vault.keep(key)


def _no_photo(field: str, kind: str) -> Fault:
    return Fault(field, "file-heic") if kind == HEIC else Fault(field, "file-type")


def _shown(desk: Desk, file: File) -> Shown:
    clean = file.state == "clean"
    return Shown(
        file.id,
        file.state,
        file.reason,
        file.width,
        file.height,
        _address(desk, clean_key(file.id)) if clean else "",
        _address(desk, thumbnail_key(file.id)) if clean else "",
        file.position if file.consents else None,
    )


def _address(desk: Desk, key: str, time: timedelta = DOWNLOAD_TIME) -> str:
    return desk.vault.address(key, "", desk.now(), time)
