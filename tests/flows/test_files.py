"""Uploads: whose they are, and who may see them."""

from __future__ import annotations

import pytest

from chalicelib.core.errors import Invalid, NotFound
from chalicelib.core.files import LARGEST, UNCLAIMED, belongs, mint_id, raw_key
from chalicelib.flows import files
from tests.build import SECRET
from tests.fakes import Office

SESSION = "a-form-key-of-this-page"
JPEG = b"\xff\xd8\xff\xe0 as far as the first bytes go"


def test_an_offer_is_for_one_key_and_type_and_its_row_is_put_down() -> None:
    office = Office()
    file, offer = files.offer(office.desk, SESSION, "image/png")
    assert offer.fields == {"key": raw_key(file.id), "Content-Type": "image/png"}
    assert office.files.rows == {file.id: file}
    assert (file.state, file.number, file.consents) == ("awaited", "", False)
    assert belongs(SECRET, SESSION, file.id)


@pytest.mark.parametrize("media_type", ["image/svg+xml", "text/html", "application/pdf", "image", "", "video/mp4"])
def test_what_is_no_photo_is_not_offered_a_place(media_type: str) -> None:
    office = Office()
    with pytest.raises(Invalid, match="media_type: file-type"):
        files.offer(office.desk, SESSION, media_type)
    assert not office.files.rows


@pytest.mark.parametrize("session", ["", "short", "x" * 129, "bir oturum anahtarı"])
def test_a_session_is_a_secret_long_enough(session: str) -> None:
    with pytest.raises(Invalid, match="session: upload-session"):
        files.offer(Office().desk, session, "image/png")


def test_what_came_with_a_message_is_kept_to_be_checked() -> None:
    office = Office()
    id = files.take(office.desk, "chat:telegram:77", JPEG, "image/jpeg; charset=x", "chat")
    assert office.vault.objects == {raw_key(id): (JPEG, "image/jpeg")}
    assert (office.files.rows[id].state, office.files.rows[id].source) == ("checking", "chat")
    assert belongs(SECRET, "chat:telegram:77", id)


def test_the_same_of_a_message_is_the_same_file() -> None:
    office = Office()
    once = files.take(office.desk, SESSION, JPEG, "", "chat", of="message-1/0")
    office.vault.objects.clear()  # the worker died before the bytes were there
    assert files.take(office.desk, SESSION, JPEG, "", "chat", of="message-1/0") == once
    assert list(office.vault.objects) == [raw_key(once)]
    assert files.take(office.desk, SESSION, JPEG, "", "chat", of="message-1/1") != once


def test_what_cannot_be_a_photo_or_is_too_large_is_not_taken() -> None:
    office = Office()
    with pytest.raises(Invalid, match="file-type"):
        files.take(office.desk, SESSION, b"<svg/>", "image/svg+xml", "open311")
    with pytest.raises(Invalid, match="file-type"):
        files.take(office.desk, SESSION, b"MZ", "application/octet-stream", "open311")
    with pytest.raises(Invalid, match="file-too-large"):
        files.take(office.desk, SESSION, JPEG + bytes(LARGEST), "image/jpeg", "open311")
    assert not office.files.rows
    assert not office.vault.objects


def test_the_session_is_the_proof_of_whoever_uploads() -> None:
    office = Office()
    file, _ = files.offer(office.desk, SESSION, "image/png")
    assert files.own(office.desk, SESSION, file.id) == files.Shown(file.id, "awaited")
    for session, id in ((SESSION + "x", file.id), ("", file.id), (SESSION, mint_id(SECRET, SESSION, "0" * 32))):
        with pytest.raises(NotFound) as caught:
            files.own(office.desk, session, id)
        assert caught.value.code == "no-file"


def test_a_file_belongs_to_one_request_and_the_same_again_changes_nothing() -> None:
    office = Office()
    one, two = (files.offer(office.desk, SESSION, "image/png")[0].id for _ in range(2))
    assert files.attach(office.desk, "261148173052", [one, one]) == 1
    assert files.attach(office.desk, "261148173052", [one, two]) == 2
    assert files.attach(office.desk, "261148173062", [one, "0" * 48]) == 0
    assert office.log.lines[-1][1] == {"number": "261148173062", "files": 2}
    assert {file.number for file in office.files.rows.values()} == {"261148173052"}


def test_a_file_of_another_request_is_not_shown() -> None:
    office = Office()
    one = files.offer(office.desk, SESSION, "image/png")[0].id
    assert [each.id for each in files.shown(office.desk, [one], "261148173052")] == [one]
    files.attach(office.desk, "261148173062", [one])
    assert files.shown(office.desk, [one], "261148173052") == ()
    assert [each.id for each in files.shown(office.desk, [one, "0" * 48])] == [one]


def test_unclaimed_files_go_in_two_days() -> None:
    assert UNCLAIMED.days == 2
