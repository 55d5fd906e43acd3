"""The chain of events: no field of any event can be changed, and none left out, unseen."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core.case import Case, Event, Said
from chalicelib.core.chain import genesis, link, said_hash, verify
from chalicelib.core.due import Due
from tests.build import MONDAY, a_case, moved

HOUR = timedelta(hours=1)


def a_long_case() -> Case:
    """Four events, three of them with words."""
    case = a_case("reopened")
    for place, text in enumerate(("Bakıldı.", "Malzeme bekleniyor.")):
        case = moved(case, "note", "officer", now=MONDAY + (3 + place) * HOUR, text=text)
    return case


def changed(case: Case, place: int, **fields: Any) -> Case:
    events = tuple(replace(event, **fields) if event.n == place else event for event in case.events)
    return replace(case, events=events)


def test_an_untouched_case_holds_in_every_state() -> None:
    assert verify(a_long_case()) == ()
    assert verify(a_case()) == ()


OTHER: dict[str, Any] = {
    "number": "261148173062",
    "n": 99,
    "at": MONDAY + 9 * HOUR,
    "move": "close",
    "actor": "somebody else",
    "facts": {"unit_then": "izsu"},
    "said": "0" * 64,
    "before": "0" * 64,
    "hash": "0" * 64,
}


@pytest.mark.parametrize("n", [2, 3, 4, 5])
@pytest.mark.parametrize("name", [field.name for field in fields(Event)])
def test_a_change_of_any_field_of_any_event_is_found(name: str, n: int) -> None:
    assert verify(changed(a_long_case(), n, **{name: OTHER[name]}))


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_a_change_of_a_single_fact_is_found(n: int) -> None:
    case = a_long_case()
    event = case.event(n)
    assert event
    for name in event.facts:
        assert verify(changed(case, n, facts=dict(event.facts) | {name: "other"})), name
        assert verify(changed(case, n, facts={key: value for key, value in event.facts.items() if key != name})), name


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_an_event_that_is_missing_is_found(n: int) -> None:
    case = a_long_case()
    assert verify(replace(case, events=tuple(event for event in case.events if event.n != n)))


def test_a_missing_last_event_is_found_although_the_version_was_set_back() -> None:
    case = a_long_case()
    state = replace(case.state, version=case.state.version - 1)
    assert verify(replace(case, events=case.events[:-1], request=replace(case.request, state=state)))


def test_all_events_missing_are_found_although_the_version_was_set_back() -> None:
    case = a_long_case()
    state = replace(case.state, version=1)
    assert verify(replace(case, events=(), request=replace(case.request, state=state)))


def test_a_whole_chain_made_anew_is_found_by_the_state() -> None:
    case = a_long_case()
    before, events = genesis(case.request), []
    for event in case.events:
        events.append(link(replace(event, actor="somebody else"), before))
        before = events[-1].hash
    assert verify(replace(case, events=tuple(events))) == ("the last event is missing",)


def test_two_events_in_the_wrong_order_are_found() -> None:
    case = a_long_case()
    first, second, *rest = case.events
    assert verify(replace(case, events=(second, first, *rest)))


def test_words_that_were_changed_are_found_and_words_that_were_erased_are_not_missed() -> None:
    case = a_long_case()
    for n, said in case.said.items():
        other = {**case.said, n: replace(said, texts={name: text + "." for name, text in said.texts.items()})}
        assert verify(replace(case, said=other)) == (f"the texts of event {n} were changed",)
        salted = {**case.said, n: replace(said, salt="0" * 32 + "1")}
        assert verify(replace(case, said=salted)) == (f"the texts of event {n} were changed",)
    erased = {n: Said(n, "", {}, erased=True) for n in case.said}
    assert verify(replace(case, said=erased)) == ()
    assert len(verify(replace(case, said={}))) == len(case.said)


def test_the_opening_is_the_first_link() -> None:
    case = a_long_case()
    request = case.request
    for other in (
        replace(request, opened=MONDAY - HOUR),
        replace(request, channel="phone"),
        replace(request, source="other"),
        replace(request, body="other"),
        replace(request, route=replace(request.route, unit="izsu")),
        replace(request, due=Due(request.due.at + HOUR, request.due.lines)),
    ):
        assert "event 2 does not follow the one before it" in verify(replace(case, request=other))


def test_an_erasure_of_the_citizens_own_part_keeps_the_chain() -> None:
    case = a_long_case()
    draft = replace(case.request.draft, text="", phone="", first_name="", last_name="", address="")
    assert verify(replace(case, request=replace(case.request, draft=draft, citizen=""))) == ()


def test_the_same_words_with_another_salt_have_another_hash() -> None:
    said = Said(2, "5" * 32, {"text": "Evet", "note": "Hayır"})
    assert said_hash(said) == said_hash(Said(2, "5" * 32, {"note": "Hayır", "text": "Evet"}))
    assert len({said_hash(said), said_hash(replace(said, salt="6" * 32)), said_hash(replace(said, n=3))}) == 3
