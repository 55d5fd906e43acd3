"""Photos of a chat are fetched once, belong to its conversation, and never hold a message up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.channels.media import Fetched
from chalicelib.core.chat import Thread
from chalicelib.core.files import belongs
from chalicelib.core.inbound import Media
from chalicelib.core.turn import Open, Opened
from chalicelib.flows.acts import perform
from chalicelib.flows.chat_media import bring, session_of
from chalicelib.flows.identify import Person
from tests.build import MONDAY, SECRET, what_is_said
from tests.fakes import Office

JPEG = Fetched(b"\xff\xd8\xff\xe0 a photo", "image/jpeg")
THREAD = Thread("C" + "1" * 24, "whatsapp", "person", "TR.1349", phone="+905321112233", heard=MONDAY, version=1)
PERSON = Person("person", phone=THREAD.phone, since=MONDAY)
PHOTO, SECOND = Media("media-1", "image/jpeg"), Media("media-2", "image/jpeg")


@pytest.fixture
def office() -> Office:
    office = Office()
    office.album.files = {"media-1": JPEG, "media-2": JPEG}
    return office


def opens(office: Office, *media: Media) -> Opened:
    done = perform(office.desk, Open("draft-1", what_is_said(phone=None), media), THREAD, PERSON)
    assert isinstance(done, Opened)
    return done


def test_photo_is_fetched_once_and_belongs_to_its_conversation(office: Office) -> None:
    (photo,) = bring(office.desk, THREAD, (PHOTO,))
    assert belongs(SECRET, session_of(THREAD), photo.file)
    assert bring(office.desk, THREAD, (PHOTO,)) == (photo,)
    assert bring(office.desk, THREAD, (photo,)) == (photo,)
    assert office.album.asked == ["media-1"]
    assert office.files.rows[photo.file].source == "chat"


def test_the_same_photo_in_another_conversation_is_another_file(office: Office) -> None:
    (mine,) = bring(office.desk, THREAD, (PHOTO,))
    (theirs,) = bring(office.desk, replace(THREAD, id="C" + "2" * 24), (PHOTO,))
    assert mine.file != theirs.file


def test_request_of_a_chat_has_its_photos(office: Office) -> None:
    request = opens(office, PHOTO, SECOND).request
    assert len(request.draft.files) == 2
    assert all(belongs(SECRET, session_of(THREAD), id) for id in request.draft.files)
    assert office.requests.cases[request.number].events == ()


def test_the_same_draft_again_opens_the_same_request(office: Office) -> None:
    assert opens(office, PHOTO).request.number == opens(office, PHOTO).request.number


def test_network_that_is_away_delays_the_photo_and_nothing_else(office: Office) -> None:
    office.album.away = True
    assert bring(office.desk, THREAD, (PHOTO,)) == (PHOTO,)
    office.album.away = False
    assert bring(office.desk, THREAD, (PHOTO,))[0].file


def test_photo_that_is_gone_is_named_on_the_request(office: Office) -> None:
    office.album.files.clear()
    request = opens(office, PHOTO).request
    case = office.requests.cases[request.number]
    assert request.draft.files == ()
    assert [case.texts(event.n)["text"] for event in case.events] == ["1 dosya"]


def test_what_is_no_image_stays_with_the_network(office: Office) -> None:
    office.album.files = {"media-1": Fetched(b"%PDF-1.7", "application/pdf")}
    assert bring(office.desk, THREAD, (PHOTO,)) == (PHOTO,)
    assert office.files.rows == {}


def test_nothing_is_fetched_for_mails(office: Office) -> None:
    assert bring(office.desk, replace(THREAD, network="email"), (PHOTO,)) == (PHOTO,)
    assert office.album.asked == []
