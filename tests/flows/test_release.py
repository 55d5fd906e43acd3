"""What staff release is public at once, photos only where found clean, and gone as soon as it is taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.core.errors import Invalid
from chalicelib.core.files import File, FileState, mint_id
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.move import move
from tests.build import MONDAY, SECRET, a_staffed_city, an_actor, what_is_said
from tests.fakes import Office

SESSION = "an-upload-session-of-a-citizen"
PHOTO = mint_id(SECRET, SESSION, "1" * 32)
OPERATOR = an_actor("operator")


def an_office(state: FileState, number: str = "") -> tuple[Office, str]:
    office = replace(Office(), city=a_staffed_city())
    said = what_is_said(files=[PHOTO], upload_session=SESSION)
    opened = hear(office.desk, said, Source("web", "k")).request.number
    office.files.rows[PHOTO] = File(PHOTO, "image/jpeg", MONDAY, state, number=number or opened)
    return office, opened


def test_a_clean_photo_becomes_public_with_the_words() -> None:
    office, number = an_office("clean")
    move(office.desk, number, "release", {"text": "Çukur var.", "photos": [PHOTO]}, OPERATOR)
    public = office.requests.publics[number]
    assert (public.text, public.photos) == ("Çukur var.", (PHOTO,))
    move(office.desk, number, "unrelease", {}, OPERATOR)
    public = office.requests.publics[number]
    assert (public.text, public.photos) == ("", ())


@pytest.mark.parametrize("state", ["awaited", "checking", "refused"])
def test_a_photo_that_was_not_found_clean_does_not(state: FileState) -> None:
    office, number = an_office(state)
    with pytest.raises(Invalid) as refusal:
        move(office.desk, number, "release", {"photos": [PHOTO]}, OPERATOR)
    assert [fault.code for fault in refusal.value.faults] == ["photo-not-clean"]
    assert (office.requests.publics[number].text, office.requests.cases[number].state.version) == ("", 1)


def test_a_photo_that_is_gone_or_of_another_request_does_not() -> None:
    office, number = an_office("clean", number="261148173062")
    for _ in range(2):
        with pytest.raises(Invalid):
            move(office.desk, number, "release", {"photos": [PHOTO]}, OPERATOR)
        office.files.rows.clear()


def test_nobody_is_told_of_a_release() -> None:
    office, number = an_office("clean")
    office.requests.forget_todo()
    move(office.desk, number, "release", {"text": "Çukur var."}, OPERATOR)
    assert office.requests.todos == {}


def test_an_erasure_takes_the_released_words_as_well() -> None:
    office, number = an_office("clean")
    move(office.desk, number, "release", {"text": "Çukur var."}, OPERATOR)
    move(office.desk, number, "reject", {"answer": "Yol özel mülkiyette."}, OPERATOR)
    move(office.desk, number, "erase", {"reason": "KVKK"}, an_actor("admin"))
    case = office.requests.cases[number]
    assert number not in office.requests.publics
    assert case.state.erased
    assert all(not said.texts for n, said in case.said.items() if n != case.state.version)
