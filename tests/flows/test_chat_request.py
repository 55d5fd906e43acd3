"""Chosen messages become one request, and the person is told its number."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.core.errors import Invalid, KeyReused
from chalicelib.core.inbound import Media
from chalicelib.core.tracking import show
from chalicelib.flows import chat_request
from tests.build import MONDAY
from tests.fakes import Office
from tests.flows.chatting import (
    ID,
    OPERATOR,
    an_office,
    claimed,
    hears,
    now_is,
    ours,
)


@pytest.fixture
def office() -> Office:
    return an_office()


def test_chosen_messages_become_one_request_however_often(office: Office) -> None:
    claimed(office, "Büyük bir çukur var", "Ankara Caddesi no 12", "teşekkürler")
    said = {"service_code": "road.pothole", "district": "Bornova"}
    opened, thread = chat_request.open_from(office.desk, OPERATOR, ID, ["m0", "m1"], said)
    again, _ = chat_request.open_from(office.desk, OPERATOR, ID, ["m1", "m0"], said)
    assert opened.request.number == again.request.number
    assert (opened.new, again.new) == (True, False)
    draft = opened.request.draft
    assert draft.text == "Büyük bir çukur var\nAnkara Caddesi no 12"
    assert (draft.phone, opened.request.by, opened.request.channel) == ("+905321112233", "operator", "whatsapp")
    assert thread.numbers == (opened.request.number,)
    (answer,) = ours(office)
    assert show(opened.request.number) in answer


def test_the_person_is_told_by_the_chat_later_too(office: Office) -> None:
    claimed(office, "Büyük bir çukur var", network="telegram", address="7001", phone="")
    opened, _ = chat_request.open_from(office.desk, OPERATOR, ID, ["m0"], {"service_code": "road.pothole"})
    assert opened.request.draft.chat == "telegram:7001"
    assert opened.request.reach == "telegram"


def test_other_words_for_the_same_messages_open_nothing_new(office: Office) -> None:
    claimed(office, "Büyük bir çukur var")
    chat_request.open_from(office.desk, OPERATOR, ID, ["m0"], {"service_code": "road.pothole"})
    with pytest.raises(KeyReused):
        chat_request.open_from(office.desk, OPERATOR, ID, ["m0"], {"service_code": "waste.collection"})


def test_place_and_photo_count_as_said(office: Office) -> None:
    thread = claimed(office, "çukur")
    hears(office, thread, "place", "location", lat=38.42, long=27.14, place="Konak Meydanı")
    hears(office, thread, "photo", "photo", media=(Media("1"),))
    opened, _ = chat_request.open_from(
        office.desk, OPERATOR, ID, ["m0", "place", "photo"], {"service_code": "road.pothole"}
    )
    assert opened.request.draft.text == "çukur\nKonak Meydanı"
    assert (opened.request.draft.lat, opened.request.draft.long) == (38.42, 27.14)


@pytest.mark.parametrize("ids", [[], ["nobody's"], ["m0", "elsewhere"], [f"{n}" for n in range(51)]])
def test_only_the_persons_own_messages_of_this_conversation_can_be_chosen(office: Office, ids: list[str]) -> None:
    thread = claimed(office, "çukur")
    hears(office, replace(thread, id="C" + "2" * 24), "elsewhere", text="başkası")
    with pytest.raises(Invalid):
        chat_request.open_from(office.desk, OPERATOR, ID, ids, {"service_code": "road.pothole"})
    assert not office.requests.cases


def test_who_writes_while_the_request_is_opened_still_gets_the_number(office: Office) -> None:
    claimed(office, "çukur")
    hear = office.requests.open

    def meanwhile(*given: object) -> bool:
        standing = now_is(office)
        office.chats.save(replace(standing, version=standing.version + 1), MONDAY + timedelta(days=1))
        return hear(*given)  # type: ignore[arg-type]  # as it was called

    office.requests.open = meanwhile  # type: ignore[assignment,method-assign]  # the one moment that a test cannot wait for
    opened, thread = chat_request.open_from(office.desk, OPERATOR, ID, ["m0"], {"service_code": "road.pothole"})
    assert thread.numbers == (opened.request.number,)
    assert len(ours(office)) == 1
