"""Photos that are added to a request that stands: whose they are is decided by who uploaded them, and where."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.core.errors import Invalid, NotFound, Refused
from chalicelib.core.files import belongs, clean_key, thumbnail_key
from chalicelib.core.marks import Mark
from chalicelib.core.tracking import show
from chalicelib.flows.citizen import act, enter
from chalicelib.flows.files import offer
from chalicelib.flows.notify import tell
from chalicelib.flows.photos import citizen_session, offer_to, staff_session
from chalicelib.flows.track import Seen
from chalicelib.store import keys
from tests.build import SECRET, an_actor
from tests.flows.working import Working


def a_photo(work: Working, who: str = "officer") -> str:
    file, _ = offer_to(work.office.desk, an_actor(who), show(work.opened.number), "image/jpeg")
    return file.id


def a_citizens(work: Working) -> str:
    desk = work.office.desk
    return offer(desk, citizen_session(desk, work.opened.number), "image/jpeg")[0].id


def proved(work: Working) -> Seen:
    return enter(work.office.desk, show(work.opened.number), "198.51.100.7", proof="2233")


def resolve(work: Working, **said: Any) -> None:
    work.move("resolve", an_actor("officer"), outcome="repaired", answer="Çukur kapatıldı.", **said)


def with_evidence(work: Working) -> Working:
    """The same work in a city whose potholes are closed with evidence only."""
    services = dict(work.office.city.services)
    services["road.pothole"] = replace(services["road.pothole"], evidence=True)
    work.office.city = replace(work.office.city, services=services)
    return work


def test_photo_of_staff_is_of_its_sender_and_request() -> None:
    work = Working()
    photo = a_photo(work)
    desk = work.office.desk
    assert belongs(SECRET, staff_session(desk, work.opened.number, an_actor("officer")), photo)
    assert not belongs(SECRET, staff_session(desk, work.opened.number, an_actor("operator")), photo)


def test_who_has_no_part_in_it_gets_no_permission() -> None:
    work = Working()
    with pytest.raises(Refused):
        a_photo(work, "switchboard")
    with pytest.raises(NotFound):
        a_photo(work, "izsu")


def test_a_closing_photo_is_evidence() -> None:
    work = with_evidence(Working())
    with pytest.raises(Invalid) as refused:
        resolve(work)
    assert [fault.field for fault in refused.value.faults] == ["evidence"]
    photo = a_photo(work)
    resolve(work, files=[photo])
    assert work.case.events[-1].facts["files"] == [photo]
    assert work.case.files == (photo,)


def test_a_colleagues_photo_and_a_citizens_cannot_be_sent_as_ones_own() -> None:
    work = Working()
    for photo in (a_photo(work, "operator"), a_citizens(work), a_photo(Working(work.office, key="key-2"))):
        with pytest.raises(Invalid) as refused:
            resolve(work, files=[photo])
        assert [(fault.field, fault.code) for fault in refused.value.faults] == [("files", "file-of-another")]
    assert work.case.state.open


def test_citizen_adds_words_with_photos_once() -> None:
    work = Working()
    photo, session = a_citizens(work), citizen_session(work.office.desk, work.opened.number)
    for _ in range(2):
        act(work.office.desk, proved(work), "add", "Şimdi daha büyük.", files=[photo], session=session)
    added = [event for event in work.case.events if event.move == "add"]
    assert [event.facts["files"] for event in added] == [[photo]]


def test_citizen_cannot_add_a_photo_of_another_session() -> None:
    work = Working()
    with pytest.raises(Invalid) as refused:
        act(work.office.desk, proved(work), "add", "Bakın.", files=[a_photo(work)], session="a" * 32)
    assert [fault.field for fault in refused.value.faults] == ["files"]


def test_what_came_with_an_event_belongs_to_the_request_from_then_on() -> None:
    work = Working()
    photo, session = a_citizens(work), citizen_session(work.office.desk, work.opened.number)
    act(work.office.desk, proved(work), "add", "Bakın.", files=[photo], session=session)
    part = keys.event(work.case.events[-1].n)
    tell(work.office.desk, Mark(work.opened.number, part, work.office.requests.todos[work.opened.number, part]))
    assert work.office.files.rows[photo].number == work.opened.number


def test_an_erasure_takes_the_photos() -> None:
    work = Working()
    photo = a_photo(work)
    for key in (clean_key(photo), thumbnail_key(photo)):
        work.office.vault.put(key, b"jpeg", "image/jpeg")
    resolve(work, files=[photo])
    work.move("erase", an_actor("admin"), reason="Başvuru sahibi istedi.")
    assert work.office.vault.objects == {}
    assert work.office.files.rows[photo].state == "refused"
