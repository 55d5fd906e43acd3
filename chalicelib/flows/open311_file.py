"""A peer files a request: read, filed once however often it is sent, with its files; or only rehearsed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from chalicelib.core.api_keys import ApiKey, writer
from chalicelib.core.errors import Fault, Invalid, KeyReused, NotFound
from chalicelib.core.files import IMAGES, LARGEST, declared
from chalicelib.core.heard import MOST_FILES
from chalicelib.core.moments import TURKEY
from chalicelib.core.opening import open_request
from chalicelib.core.peer_form import PeerForm, Upload
from chalicelib.core.peer_post import Post, Remark, named, read_post
from chalicelib.core.request import Draft, Request
from chalicelib.core.text import clean
from chalicelib.core.tracking import derive, key_hash
from chalicelib.core.understand import understand
from chalicelib.flows import files
from chalicelib.flows.desk import Desk
from chalicelib.flows.intake import Source, hear, heard_before

CHANNEL = "open311"
REPORT = "fixmystreet_id"
"""The attribute in which peers of mySociety's send their own number of the report."""


@dataclass(frozen=True, slots=True)
class Filed:
    """The request, whether this call opened it, and what was not taken as it was sent."""

    request: Request
    new: bool
    remarks: tuple[Remark, ...] = ()


def file(desk: Desk, key: ApiKey, form: PeerForm, own_key: str, language: str) -> Filed:
    """Open the request that the form asks for, or find the one that it opened before.

    What makes it the same: the peer's `own_key` (idempotency key), else its own number of the report, else all that it
    says, on the same day or the day before. One conditional put; without a key or number of theirs one consistent read
    before it; a file costs what `files.take` does. Raises NotFound ("no-service"), Invalid with the names of the form,
    KeyReused (their key came with something else before), TryLater.
    """
    post = _read(desk, form)
    _understood(desk, post, language)
    source, yesterday = _sources(desk, key, form, post, own_key)
    earlier = heard_before(desk, yesterday, _year(yesterday, desk.now())) if yesterday else None
    if earlier:
        return Filed(earlier, new=False, remarks=_remarks(post, form))
    said, remarks = _with_files(desk, post, form, source), _remarks(post, form)
    try:
        opened = hear(desk, said, source, language, extras=post.extras, asks=True, exact=True)
    except KeyReused as error:
        standing = None if own_key else desk.requests.read(error.number)
        if standing is None:
            raise
        return Filed(standing, new=False, remarks=(*remarks, ("known", "")))  # their report, written anew
    desk.log.info("filed by a peer", number=opened.request.number, key=key.id, new=opened.new)
    return Filed(opened.request, opened.new, remarks)


def rehearse(desk: Desk, key: ApiKey, form: PeerForm, own_key: str, language: str) -> Filed:
    """What `file` would open under a number that is free: everything is checked and nothing read or stored."""
    post = _read(desk, form)
    draft = _understood(desk, post, language)
    source, _ = _sources(desk, key, form, post, own_key)
    number = derive(desk.secret, source.space, source.id, _year(source, desk.now()), 0)
    request = open_request(
        draft, desk.city, number=number, channel=CHANNEL, source="", body="", now=desk.now(), by=source.by
    )
    return Filed(request, new=True, remarks=_remarks(post, form))


def _read(desk: Desk, form: PeerForm) -> Post:
    code = form.one("service_code")
    if not code:
        raise Invalid(Fault("service_code", "required"))
    service = desk.city.services.get(code)
    if service is None or not service.listed:
        raise NotFound("no-service")
    unsaid = desk.wording.say("open311.no-description", "tr")
    return read_post(form, service, desk.city, unsaid, lambda id: desk.wording.say("open311.address-id", "tr", id=id))


def _understood(desk: Desk, post: Post, language: str) -> Draft:
    """The draft; raises Invalid with every fault at once, by the names of the form."""
    faults = {fault.field: fault for fault in post.faults}
    try:
        draft = understand(post.said | {"language": language}, desk.city, "", post.extras, asks=True, exact=True)
    except Invalid as error:
        faults = {fault.field: fault for fault in map(named, error.faults)} | faults
        raise Invalid(*faults.values()) from error
    if faults:
        raise Invalid(*faults.values())
    return draft


def _sources(desk: Desk, key: ApiKey, form: PeerForm, post: Post, own_key: str) -> tuple[Source, Source | None]:
    """Where the request comes from and, where only what it says tells it from others, the same of the day before."""
    by = writer(key)
    report = form.attributes().get(REPORT, ("",))[0].strip()
    if own_key or report:
        return Source(CHANNEL, f"{key.id} key {own_key}" if own_key else f"{key.id} report {report}", by=by), None
    pictures = [sha256(upload.content).hexdigest() for upload in form.files]
    told = key_hash(desk.secret, "peer-post", json.dumps([post.said, post.extras, pictures], sort_keys=True))
    now = desk.now()
    today, yesterday = (
        Source(CHANNEL, f"{key.id} body {told} {at.astimezone(TURKEY):%Y-%m-%d}", at, by=by)
        for at in (now, now - timedelta(days=1))
    )
    return today, yesterday


def _remarks(post: Post, form: PeerForm) -> tuple[Remark, ...]:
    return (*post.remarks, *sorted_out(form)[1])


def _with_files(desk: Desk, post: Post, form: PeerForm, source: Source) -> dict[str, object]:
    """What is said with the ids of its files, which are the same for the same file of the same source."""
    uploads, _ = sorted_out(form)
    if not uploads:
        return post.said
    session = key_hash(desk.secret, "peer-files", source.id)
    ids = [
        files.take(desk, session, upload.content, upload.media_type, CHANNEL, of=sha256(upload.content).hexdigest())
        for upload in uploads
    ]
    return post.said | {"files": list(dict.fromkeys(ids)), "upload_session": session}


def sorted_out(form: PeerForm) -> tuple[list[Upload], list[Remark]]:
    """The files that can be taken, and a remark on each of the others: a request is not lost for a bad file."""
    good: list[Upload] = []
    remarks: list[Remark] = []
    for upload in form.files:
        wrong = _wrong(upload) or ("too-many-files" if len(good) == MOST_FILES else "")
        if wrong:
            remarks.append((wrong, clean(upload.name[:80], lines=False) or "-"))
        elif upload.content:
            good.append(upload)
    return good, remarks


def _wrong(upload: Upload) -> str:
    if not upload.content:
        return "file-empty" if upload.name else ""  # a form whose file field was left alone sends a nameless part
    if len(upload.content) > LARGEST:
        return "file-too-large"
    return "" if declared(upload.media_type, upload.content) in IMAGES else "file-type"


def _year(source: Source, now: datetime) -> int:
    return (source.at or now).astimezone(TURKEY).year
