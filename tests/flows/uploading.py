"""Uploads as they lie in the bucket before they are examined."""

from __future__ import annotations

from chalicelib.core.files import raw_key
from chalicelib.flows import files
from tests.fakes import Office

SESSION = "a-form-key-of-this-page"
NUMBER = "261148173052"


def uploaded(
    office: Office,
    content: bytes,
    media_type: str = "image/jpeg",
    *,
    verdict: str = "NO_THREATS_FOUND",
    consents: bool = False,
    number: str = "",
) -> str:
    """The id of a file as it lies there once it was posted and scanned."""
    file, _ = files.offer(office.desk, SESSION, media_type, consents=consents)
    office.vault.objects[raw_key(file.id)] = (content, media_type)
    if verdict:
        office.vault.verdicts[raw_key(file.id)] = verdict
    if number:
        files.attach(office.desk, number, [file.id])
    return file.id
