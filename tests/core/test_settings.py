"""What a municipality sets lies over its preset, is checked with all of it, and never stops the centre."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.core.city import Outcome, Shift
from chalicelib.core.errors import Fault, Invalid, Misconfigured
from chalicelib.core.label import Label
from chalicelib.core.people import Person, Substitute
from chalicelib.core.providers import Delivery
from chalicelib.core.settings import FIELDS, SETTLED, Job, Key, Preset, check, fit, moves_deadlines
from tests.cities.reading import a_city, a_preset, read_json

PRESET = Preset(a_preset("example"), read_json("catalogue.json"), read_json("holidays.json"))
PLAIN = PRESET.read({})

AYSE = {"name": "Ayşe Yılmaz", "role": "unit_officer", "unit": "zabita"}
NIGHT = {"days": "mon-fri", "hours": "17:30-08:30", "phones": ["+905321110001", "+905321110002"]}
DONE = {"code": "done", "kind": "positive", "text": {"tr": "Yapıldı.", "en": "Done."}}
LEAVE = {"name_tr": "İdari izin", "kind": "full"}
PACE = {"clock": "working", "warn": 60, "waits": [60, 120], "repeat": 240}

Values = dict[Key, Any]


def faults_of(kind: str, code: str, value: Any, values: Values | None = None) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        check(PRESET, values or {}, (kind, code), value)
    return [(fault.field, dict(fault.values)["reason"]) for fault in refused.value.faults]


def test_nothing_set_is_the_preset() -> None:
    assert a_city("example") == PLAIN
    assert fit(PRESET, {}) == (PLAIN, {})


def test_a_unit_gets_contacts_calendar_and_roster_and_keeps_its_name() -> None:
    value = {"email": "nobet@ornek.example.org", "duty_phone": None, "calendar": "always", "roster": [NIGHT]}
    unit = PRESET.read({("units", "zabita"): value}).units["zabita"]
    assert (unit.email, unit.duty_phone, unit.calendar) == ("nobet@ornek.example.org", None, "always")
    assert unit.roster == (Shift((0, 1, 2, 3, 4), 1050, 510, ("+905321110001", "+905321110002")),)
    assert unit.name == PLAIN.units["zabita"].name


def test_a_week_is_replaced_as_a_whole_and_keeps_its_name() -> None:
    calendar = PRESET.read({("calendars", "office"): {"mon": "09:00-12:00"}}).calendars["office"]
    assert calendar.week == (((540, 720),), (), (), (), (), (), ())
    assert calendar.name == PLAIN.calendars["office"].name


def test_a_new_calendar_can_be_made_and_used() -> None:
    night = {"name": {"tr": "Gece", "en": "Night"}, "fri": "00:00-06:00"}
    city = PRESET.read({("calendars", "night"): night, ("units", "zabita"): {"calendar": "night"}})
    assert city.calendars[city.units["zabita"].calendar].name == Label("Gece", "Night")


def test_leave_closes_offices_and_never_moves_the_law() -> None:
    day = date(2026, 11, 24)
    city = PRESET.read({("leave", "2026-11-24"): LEAVE})
    assert city.holidays[day].name == city.leave[day].name == "İdari izin"
    assert city.public_holidays == PLAIN.public_holidays == PLAIN.holidays


@pytest.mark.parametrize(("public", "leave", "half"), [("2026-10-28", "full", False), ("2026-10-29", "half", False)])
def test_on_the_same_day_a_full_free_day_beats_a_half_one(public: str, leave: str, half: bool) -> None:
    city = PRESET.read({("leave", public): LEAVE | {"kind": leave}})
    assert city.holidays[date.fromisoformat(public)].half is half


def test_a_service_gets_priority_outcomes_and_evidence() -> None:
    value = {"priority": "P2", "outcomes": [DONE], "evidence": True}
    service = PRESET.read({("services", "road.pothole"): value}).services["road.pothole"]
    assert (service.priority, service.evidence) == ("P2", True)
    assert service.outcomes == (Outcome("done", "positive", Label("Yapıldı.", "Done.")),)
    assert service.label == PLAIN.services["road.pothole"].label


def test_a_target_and_the_days_of_the_centre_can_be_set() -> None:
    city = PRESET.read({("targets", "P3"): {"amount": 5}, ("centre", "days"): {"check_back_days": 7}})
    assert (city.targets["P3"].unit_of_time, city.targets["P3"].amount) == ("working_days", 5)
    assert city.check_back_days == 7


def test_the_order_of_providers_can_be_set_and_the_others_stay() -> None:
    city = PRESET.read({("delivery", "sms"): {"providers": ["netgsm"]}, ("delivery", "whatsapp"): {"providers": []}})
    assert city.delivery["sms"] == Delivery(("netgsm",), PLAIN.delivery["sms"].rate)
    assert city.delivery["whatsapp"].providers == ()
    assert city.delivery["email"] == PLAIN.delivery["email"] == Delivery(("ses", "smtp"), 14)


def test_quiet_hours_can_be_moved_or_taken_away() -> None:
    assert PLAIN.quiet == (21 * 60, 8 * 60)
    assert PRESET.read({("centre", "days"): {"quiet_hours": "22:30-07:00"}}).quiet == (1350, 420)
    assert PRESET.read({("centre", "days"): {"quiet_hours": None}}).quiet is None


def test_turkish_letters_in_sms_and_the_morning_digest_are_off_until_they_are_set() -> None:
    assert PLAIN.sms_transliterate
    assert not any(unit.digest for unit in PLAIN.units.values())
    city = PRESET.read({("centre", "days"): {"sms_transliterate": False}, ("units", "zabita"): {"digest": True}})
    assert not city.sms_transliterate
    assert city.units["zabita"].digest


def test_the_pace_of_a_ladder_can_be_set() -> None:
    ladder = PRESET.read({("ladder", "P2"): PACE, ("ladder", "P1"): {"take": 5}}).ladder
    assert (ladder["P2"].warn, ladder["P2"].waits, ladder["P2"].repeat) == (60, (60, 120), 240)
    assert (ladder["P1"].take, ladder["P1"].waits) == (5, PLAIN.ladder["P1"].waits)


def test_people_are_read_with_their_substitute() -> None:
    away = {"person": "bora", "from": "2026-11-23", "until": "2026-11-27"}
    ayse = AYSE | {"email": "ayse@ornek.example.org", "phone": "+905321110001", "substitute": away}
    bora = {"name": "Bora", "role": "supervisor", "disabled": True}
    city = PRESET.read({("people", "ayse"): ayse, ("people", "bora"): bora})
    assert city.people == {
        "ayse": Person(
            "ayse", "Ayşe Yılmaz", "unit_officer", "zabita", "ayse@ornek.example.org", "+905321110001",
            Substitute("bora", date(2026, 11, 23), date(2026, 11, 27)),
        ),
        "bora": Person("bora", "Bora", "supervisor", disabled=True),
    }  # fmt: skip


def on_leave(**fields: str) -> dict[str, Any]:
    return AYSE | {"substitute": {"person": "bora", "from": "2026-11-23", "until": "2026-11-27"} | fields}


BORA: Values = {("people", "bora"): {"name": "Bora", "role": "operator"}}
REFUSED = [
    ("units", "zabita", {"email": "zabita"}, "email", "units.zabita.email: not an e-mail address"),
    ("units", "zabita", {"email": None}, "email", "units.zabita.email: must be a text that is not empty"),
    ("units", "zabita", {"name": {"tr": "Z", "en": "Z"}}, "name", "units.zabita.name: unknown key"),
    ("units", "zabita", {"calendar": "nights"}, "calendar", 'units.zabita.calendar: no calendar "nights"'),
    ("units", "zabitta", {"email": "a@b.example"}, "", "units.zabitta: not in the preset"),
    ("units", "zabita", "closed", "", "units.zabita: must be an object"),
    *(
        ("units", "zabita", {"roster": [NIGHT | change]}, f"roster[0].{key}", f"units.zabita.roster[0].{key}: {reason}")
        for change, key, reason in (
            ({"days": "fri-mon"}, "days", '"fri-mon" is not a day or days such as mon-fri'),
            ({"days": "mon, funday"}, "days", '"funday" is not a day'),
            ({"hours": "17:30-24:30"}, "hours", '"17:30-24:30" is not a span of time'),
            ({"phones": ["0532 111 00 01"]}, "phones", '"0532 111 00 01" is not a mobile number'),
            ({"phones": []}, "phones", "must be a list of texts, at least one"),
        )
    ),
    ("calendars", "office", {"mon": "25:00-26:00"}, "mon", 'calendars.office.mon: "25:00-26:00" is not a span'),
    ("calendars", "night", {"mon": "00:00-06:00"}, "name", "calendars.night.name: missing"),
    ("leave", "2026-02-30", LEAVE, "", "leave.2026-02-30: not a date such as 2026-10-29"),
    ("leave", "24.11.2026", LEAVE, "", "leave.24.11.2026: not a code of the form"),
    ("leave", "2026-11-24", {"kind": "full"}, "name_tr", "leave.2026-11-24.name_tr: missing"),
    ("services", "road.pothole", {"priority": "P9"}, "priority", "services.road.pothole.priority: must be one of P1"),
    ("services", "road.pothole", {"listed": False}, "listed", "services.road.pothole.listed: unknown key"),
    ("services", "road.pothole", {"outcomes": []}, "outcomes", "services.road.pothole.outcomes: must be a list"),
    *(
        ("services", "road.pothole", {"outcomes": rows}, field, f"services.road.pothole.{field}: {reason}")
        for rows, field, reason in (
            ([DONE, DONE], "outcomes[1].code", '"done" stands twice'),
            ([DONE | {"kind": "good"}], "outcomes[0].kind", "must be one of positive, negative, partial"),
            ([DONE | {"text": {"tr": "ç" * 61, "en": "x"}}], "outcomes[0].text.tr", "61 characters, at most 60"),
            ([DONE | {"text": {"tr": "x"}}], "outcomes[0].text.en", "missing"),
        )
    ),
    ("targets", "P3", {"amount": 0}, "amount", "targets.P3.amount: must be a whole number from 1"),
    ("targets", "P6", {"amount": 1}, "", "targets.P6: not in the preset"),
    ("delivery", "fax", {"providers": ["ses"]}, "", "delivery.fax: not in the preset"),
    ("delivery", "sms", {"providers": ["ses"]}, "providers", 'delivery.sms.providers: no provider "ses" of sms'),
    ("delivery", "sms", {"providers": []}, "providers", "delivery.sms.providers: must be a list of texts"),
    ("delivery", "sms", {"rate": 0}, "rate", "delivery.sms.rate: must be a whole number from 1"),
    ("centre", "days", {"quiet_hours": "night"}, "quiet_hours", 'quiet_hours: "night" is not a span of time'),
    ("centre", "days", {"sms_transliterate": "no"}, "sms_transliterate", "sms_transliterate: must be true or false"),
    ("centre", "days", {"daily_cap": 3}, "daily_cap", "centre.days.daily_cap: unknown key"),
    ("centre", "days", {"check_back_days": 0}, "check_back_days", "check_back_days: must be a whole number from 1"),
    ("centre", "hours", {}, "", "centre.hours: no such setting"),
    ("texts", "ack", {}, "", "texts.ack: no such setting"),
    ("people", "ayse", {"name": "Ayşe"}, "role", "people.ayse.role: missing"),
    ("people", "ayse", AYSE | {"role": "boss"}, "role", "people.ayse.role: must be one of operator"),
    ("people", "ayse", AYSE | {"unit": "police"}, "unit", 'people.ayse.unit: no unit "police"'),
    ("people", "ayse", AYSE | {"unit": None}, "unit", "people.ayse.unit: must be a text that is not empty"),
    ("people", "ayse", AYSE | {"phone": "0532"}, "phone", "people.ayse.phone: not a mobile number"),
    ("people", "Ayşe", AYSE, "", "people.Ayşe: not a code of the form"),
    ("people", "ayse", on_leave(person="cem"), "substitute.person", 'people.ayse.substitute.person: no person "cem"'),
    ("people", "ayse", on_leave(person="ayse"), "substitute.person", "people.ayse.substitute.person: nobody stands"),
    ("people", "ayse", on_leave(until="2026-11-22"), "substitute.until", "people.ayse.substitute.until: lies before"),
    ("people", "ayse", on_leave(until="soon"), "substitute.until", "people.ayse.substitute.until: not a date"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "code", "value", "field", "reason"), REFUSED, ids=[row[4] for row in REFUSED])
def test_a_bad_value_is_refused_with_field_and_reason(
    kind: str, code: str, value: Any, field: str, reason: str
) -> None:
    told = faults_of(kind, code, value, BORA)
    assert any(name == field and line.startswith(reason) for name, line in told), told


def test_what_another_setting_needs_cannot_be_taken_away() -> None:
    values: Values = {
        ("calendars", "night"): {"name": {"tr": "Gece", "en": "Night"}, "fri": "00:00-06:00"},
        ("units", "zabita"): {"calendar": "night"},
    }
    told = faults_of("calendars", "night", None, values)
    assert told == [("units.zabita.calendar", 'units.zabita.calendar: no calendar "night"')]


def test_back_to_the_preset_needs_something_set() -> None:
    assert faults_of("units", "zabita", None) == [("", "units.zabita: nothing is set")]
    before, after = check(PRESET, {("units", "zabita"): {"calendar": "always"}}, ("units", "zabita"), None)
    assert (before.units["zabita"].calendar, after) == ("always", PLAIN)


def test_settings_that_do_not_fit_a_new_preset_are_left_out_and_the_others_hold() -> None:
    values: Values = {
        ("units", "zabita"): {"email": "yeni@ornek.example.org"},
        ("units", "dissolved"): {"email": "a@b.example"},
        ("services", "road.gone"): {"priority": "P1"},
        ("people", "ayse"): AYSE | {"unit": "dissolved"},
        ("people", "bora"): {"name": "Bora", "role": "operator", "substitute": None},
        ("people", "cem"): on_leave(person="ayse"),
        ("texts", "ack"): {"tr": "…"},
        ("leave", "2026-11-24"): None,
    }
    city, left_out = fit(PRESET, values)
    assert city.units["zabita"].email == "yeni@ornek.example.org"
    assert set(city.people) == {"bora"}
    assert set(left_out) == {
        ("units", "dissolved"),
        ("services", "road.gone"),
        ("people", "ayse"),
        ("people", "cem"),
        ("texts", "ack"),
    }
    assert left_out["people", "ayse"] == ['people.ayse.unit: no unit "dissolved"']


def test_a_fault_is_blamed_on_the_longest_name() -> None:
    values: Values = {("people", "ayse"): AYSE, ("people", "ayse.email"): AYSE | {"role": "boss"}}
    city, left_out = fit(PRESET, values)
    assert (set(city.people), set(left_out)) == ({"ayse"}, {("people", "ayse.email")})


def test_a_wrong_preset_is_not_excused_by_settings() -> None:
    broken = Preset(PRESET.own | {"desk": "masa"}, PRESET.catalogue, PRESET.holidays)
    with pytest.raises(Misconfigured, match='desk: no unit "masa"'):
        fit(broken, {("units", "zabita"): {"email": "yeni@ornek.example.org"}})


@pytest.mark.parametrize(
    ("key", "value", "moves"),
    [
        (("leave", "2026-11-24"), LEAVE, True),
        (("leave", "2026-10-28"), LEAVE, True),
        (("leave", "2026-10-29"), LEAVE, False),
        (("calendars", "office"), {"mon": "09:00-12:00"}, True),
        (("units", "zabita"), {"calendar": "always"}, True),
        (("units", "zabita"), {"email": "yeni@ornek.example.org"}, False),
        (("targets", "P3"), {"amount": 5}, False),
        (("people", "ayse"), AYSE, False),
        (("ladder", "P3"), {"warn": 30}, True),
        (("centre", "days"), {"confirm_days": 5}, False),
    ],
)
def test_only_working_time_and_the_ladder_reckon_open_requests_again(key: Key, value: Any, moves: bool) -> None:
    assert moves_deadlines(PLAIN, PRESET.read({key: value})) is moves


def test_what_is_shown_can_be_written_again() -> None:
    values: Values = {("units", "zabita"): {"roster": [NIGHT]}, ("people", "ayse"): AYSE}
    shown = PRESET.show(values, "units")["zabita"]
    assert shown["roster"] == [NIGHT]
    assert shown["email"] == PLAIN.units["zabita"].email
    assert "name" not in shown
    assert PRESET.show(values, "people") == {"ayse": AYSE}
    assert PRESET.show(values, "centre")["days"]["check_back_days"] == PLAIN.check_back_days
    assert PRESET.show({}, "leave") == {}
    for kind in FIELDS:
        for code, value in PRESET.show({}, kind).items():
            check(PRESET, {}, (kind, code), value)


def test_a_job_waits_until_every_process_knows_the_change() -> None:
    at = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    job = Job(at, 1, "")
    assert not job.ready(at + SETTLED - timedelta(seconds=1))
    assert job.ready(at + SETTLED)
    assert not Job(at, 1, None).ready(at + timedelta(days=1))


def test_a_fault_names_the_sentence_of_settings() -> None:
    with pytest.raises(Invalid) as refused:
        check(PRESET, {}, ("units", "zabita"), {"email": "x"})
    reason = "units.zabita.email: not an e-mail address"
    assert refused.value.faults == (Fault("email", "setting", (("reason", reason),)),)
