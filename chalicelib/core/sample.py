"""A request that nobody made, at the moment of any notice: what a preview is written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.core.case import Case, Event, Said
from chalicelib.core.city import City, Service
from chalicelib.core.moments import local_day
from chalicelib.core.notices import Notice, occasion_of
from chalicelib.core.opening import open_request
from chalicelib.core.request import Draft
from chalicelib.core.wording import Wording
from chalicelib.core.workflow import MOVES

# Can be told from every real number: those begin with their year and end with a digit that checks.
NUMBER = "000000000000"
PIN = "000000"


def sample_case(city: City, wording: Wording, language: str, now: datetime) -> Case:
    """A request of the city's first listed service that a unit of its own answers for, opened at the aware moment
    `now` by somebody who left an e-mail."""

    def say(name: str) -> str:
        return wording.say(f"sample.{name}", language)

    draft = Draft(
        _service(city).code,
        say("text"),
        address=say("address"),
        district=city.districts[0].name if city.districts else "",
        first_name=say("first-name"),
        last_name=say("last-name"),
        email="ornek@example.org",
        language=language,
    )
    return Case(open_request(draft, city, number=NUMBER, channel="web", source="", body="", now=now))


def at_notice(case: Case, notice: Notice, city: City, wording: Wording, now: datetime) -> tuple[Case, int]:
    """The case at the last event of this notice's kind, and the event's count; where there was none yet, with one made
    up at `now`."""
    if notice.event == "open":
        return case, 1
    for event in reversed(case.events):
        if occasion_of(event) == notice.event:
            return case, event.n
    return _with_event(case, notice, city, wording, now), case.state.version + 1


def body_of(case: Case, city: City) -> str:
    """The other body of the case; where it has none the first that has an e-mail, or "" where none has."""
    own = case.state.body or case.request.route.body
    if own in city.bodies and city.bodies[own].email:
        return own
    return next((body.code for body in city.bodies.values() if body.email), "")


def _with_event(case: Case, notice: Notice, city: City, wording: Wording, now: datetime) -> Case:
    move = MOVES["alert_again" if notice.event == "call_now" else notice.event]
    facts, state = _facts(notice.event, case, city, now), case.state
    status = state.status if move.target in ("", "back") else move.target
    state = replace(state, status=status, version=state.version + 1, body=str(facts.get("body", state.body)))
    words = wording.say("sample.said", case.request.draft.language)
    names = [field.name for field in move.carries if field.kind in ("line", "text")] or ["answer"]
    n = state.version
    return replace(
        case,
        request=replace(case.request, state=state),
        events=(*case.events, Event(case.number, n, now, move.name, "system", facts)),
        said={**case.said, n: Said(n, "", dict.fromkeys(names, words))},
    )


def _facts(event: str, case: Case, city: City, now: datetime) -> Mapping[str, Any]:
    """What the letters ask of such an event."""
    state = case.state
    asked = local_day(now) + timedelta(days=city.check_back_days)
    known: Mapping[str, Mapping[str, Any]] = {
        "triage": {"changed": {"unit": [city.desk, state.unit]}},
        "return": {"returns": 1, "from": state.unit},
        "escalate": {"clock": "due", "level": 1, "step": "warning", "role": f"unit:{state.unit}"},
        "alert_again": {"turn": 1},
        "call_now": {"call": "now"},
        "refer": {"body": body_of(case, city), "check_back": asked.isoformat()},
        "resolve": {"outcome": _outcome(case, city), "result": "positive"},
        "reject": {"result": "rejected"},
        "follow": {"outcome": _outcome(case, city), "result": "positive", "of": 2},
    }  # fmt: skip
    return known.get(event, {})


def _outcome(case: Case, city: City) -> str:
    service = city.services.get(case.state.service)
    return next((outcome.code for outcome in (service.outcomes if service else ()) if outcome.kind == "positive"), "")


def _service(city: City) -> Service:
    own = (
        service
        for service in city.services.values()
        if service.listed and service.owner.unit and not (service.confidential or service.danger or service.basis)
    )
    return next(own, next(iter(city.services.values())))
