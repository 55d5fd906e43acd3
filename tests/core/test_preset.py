"""A preset with a mistake is refused, and the message names the key."""

import contextlib
import copy
import functools
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.city import Owner
from chalicelib.core.errors import Misconfigured
from chalicelib.core.preset import read_city
from tests.cities.reading import a_city, a_preset, read_json

Preset = dict[str, Any]
CATALOGUE = read_json("catalogue.json")
HOLIDAYS = read_json("holidays.json")
EXAMPLE = a_preset("example")


def put(path: str, value: Any) -> Callable[[Preset], None]:
    """Sets what stands at `path`; its steps are parted by a slash because codes hold dots."""
    *way, last = path.split("/")

    def change(preset: Preset) -> None:
        functools.reduce(lambda table, step: table.setdefault(step, {}), way, preset)[last] = value

    return change


def drop(path: str) -> Callable[[Preset], None]:
    """Takes away what stands at `path`."""
    *way, last = path.split("/")

    def change(preset: Preset) -> None:
        del functools.reduce(lambda table, step: table[step], way, preset)[last]

    return change


def faults_of(*changes: Callable[[Preset], None]) -> list[str]:
    preset = copy.deepcopy(EXAMPLE)
    for change in changes:
        change(preset)
    with pytest.raises(Misconfigured) as refused:
        read_city(preset, CATALOGUE, HOLIDAYS)
    return refused.value.lines


MISTAKES = [
    (put("units/zabita/parent", "zabitta"), 'units.zabita.parent: no unit "zabitta"'),
    (put("units/zabita/parent", "zabita"), "units: parent cycle zabita -> zabita"),
    (put("units/zabita/calendar", "nights"), 'units.zabita.calendar: no calendar "nights"'),
    (put("units/zabita/kind", "squad"), "units.zabita.kind: must be one of department, branch"),
    (put("units/zabita/email", "zabita(at)example.org"), "units.zabita.email: not an e-mail address"),
    (put("units/zabita/email", "a@b.org\nBcc: c@d.org"), "units.zabita.email: not an e-mail address"),
    (put("units/zabita/duty_phone", "0362 111 22 33"), "units.zabita.duty_phone: not a mobile number in +90 form"),
    (put("units/zabita/digest", "yes"), "units.zabita.digest: must be true or false"),
    (put("delivery/sms", {"providers": ["ses"]}), 'delivery.sms.providers: no provider "ses" of sms'),
    (put("delivery/sms", {"providers": ["netgsm", "netgsm"]}), "delivery.sms.providers: names one twice"),
    (put("delivery/email", {"providers": []}), "delivery.email.providers: must be a list of texts, at least one"),
    (put("delivery/email", {"rate": 0}), "delivery.email.rate: must be a whole number from 1"),
    (put("delivery/fax", {"providers": ["ses"], "rate": 1}), "delivery.fax: unknown key"),
    (put("quiet_hours", "21-8"), 'quiet_hours: "21-8" is not a span of time'),
    (put("sms_transliterate", 1), "sms_transliterate: must be true or false"),
    (put("units/zabita/duty_phone", 905000000001), "units.zabita.duty_phone: must be a text that is not empty"),
    (put("units/zabita/phone", "call us"), "units.zabita.phone: not a number to dial"),
    (put("units/zabita/confirmed", "yes"), "units.zabita.confirmed: must be true or false"),
    (drop("units/zabita/confirmed"), "units.zabita.confirmed: missing"),
    (drop("units/zabita/source"), "units.zabita.source: missing"),
    (drop("units/zabita/name"), "units.zabita.name: missing"),
    (drop("units/zabita/name/en"), "units.zabita.name.en: missing"),
    (put("units/zabita/name/tr", " "), "units.zabita.name.tr: must be a text that is not empty"),
    (put("units/zabita/name/de", "Polizei"), "units.zabita.name.de: unknown key"),
    (put("units/zabita/short/tr", "Z" * 27), "units.zabita.short.tr: 27 characters, at most 24"),
    (drop("units/saha-isleri/short"), "units.saha-isleri.short.en: 26 characters, at most 24"),
    (put("units/zabita/colour", "red"), "units.zabita.colour: unknown key"),
    (put("units/zabita", []), "units.zabita: must be an object"),
    (put("units/Zabıta", None), "units.Zabıta: not a code of the form"),
    (put("units", []), "units: must be an object"),
    (drop("units"), "units: missing"),
    (put("bodies/gaz-187/email", "gaz@"), "bodies.gaz-187.email: not an e-mail address"),
    (put("bodies/gaz-187/phone", "1"), "bodies.gaz-187.phone: not a number to dial"),
    (put("bodies/district", {}), "bodies.district: this code stands for the municipality of the district"),
    (put("districts/Komşu", "komsu"), 'districts.Komşu: no body "komsu"'),
    (put("home_district", "Öteki"), 'home_district: no district "Öteki"'),
    (drop("home_district"), "home_district: missing"),
    (put("calendars/office/mon", "17:30-08:30"), 'calendars.office.mon: "17:30-08:30" is not a span of time'),
    (put("calendars/office/mon", "08:30-25:00"), 'calendars.office.mon: "08:30-25:00" is not a span of time'),
    (put("calendars/office/mon", "08:30-24:30"), 'calendars.office.mon: "08:30-24:30" is not a span of time'),
    (put("calendars/office/mon", "08:30-13:00, 12:00-17:00"), 'calendars.office.mon: "12:00-17:00" begins before'),
    (put("calendars/office/monday", "08:30-17:30"), "calendars.office.monday: unknown key"),
    (put("calendars/new", {"name": {"tr": "Yeni", "en": "New"}}), "calendars.new.mon: no day is open"),
    (put("calendars/always/mon", "08:30-17:30"), "calendars.always.mon: unknown key"),
    (put("services/road.pothole/short", {"tr": "ç" * 27, "en": "x"}), "services.road.pothole.short.tr: 27 characters"),
    (put("services/road.pothole/priority", "P6"), "services.road.pothole.priority: must be one of P1, P2, P3, P4, P5"),
    (put("services/road.pothole/danger", "lava"), 'services.road.pothole.danger: no danger "lava"'),
    (put("services/road.pothole/group", "sky"), 'services.road.pothole.group: no group "sky"'),
    (put("services/road.pothole/basis", "gdpr"), "services.road.pothole.basis: must be one of petition, foi, privacy"),
    (put("services/road.pothole/listed", 1), "services.road.pothole.listed: must be true or false"),
    (put("services/road.pothole/hint", "Where?"), "services.road.pothole.hint: must be an object"),
    (put("services/road.pothole/prio", "P2"), "services.road.pothole.prio: unknown key"),
    (put("services/road.pothole", None), "services.road.pothole: must be an object"),
    (put("services/road.pot hole", {}), "services.road.pot hole: not a code of the form"),
    (put("services/road.new", {"group": "road", "priority": "P3"}), "services.road.new.label: missing"),
    (put("owners/zabita.*/unit", "police"), 'owners.zabita.*.unit: no unit "police"'),
    (put("owners/zabita.*/refer", "acil-112"), "owners.zabita.*.refer: cannot stand beside unit"),
    (put("owners/zabita.*", {}), "owners.zabita.*.unit: missing; name a unit, refer, triage or by_road"),
    (put("owners/zabita.*", "zabita"), "owners.zabita.*: must be an object"),
    (put("owners/zabita.*/also", ["police"]), 'owners.zabita.*.also: no unit "police"'),
    (put("owners/zabita.*/also", "zabita"), "owners.zabita.*.also: must be a list of texts"),
    (put("owners/zabita.*/and", ["zabita"]), "owners.zabita.*.and: unknown key"),
    (put("owners/water.*/refer", "saski"), 'owners.water.*.refer: no body "saski"'),
    (put("owners/water.*/refer", "district"), "owners.water.*.refer: only a metropolitan municipality"),
    (put("owners/*/triage", False), "owners.*.triage: can only be true"),
    (drop("owners/*"), "owners.aid.food: this service has no owner"),
    (put("owners/watre.*", {"triage": True}), "owners.watre.*: matches no service"),
    (put("owners/water.outrage", {"triage": True}), "owners.water.outrage: matches no service"),
    (put("owners/road.*/unit", "zabita"), "owners.road.*.unit: unknown key"),
    (put("owners/road.*/by_road/side/unit", "roads"), 'owners.road.*.by_road.side.unit: no unit "roads"'),
    (drop("owners/road.*/by_road/side"), "owners.road.*.by_road.side: missing"),
    (put("owners/road.*/by_road/main", {"by_road": {}}), "owners.road.*.by_road.main.by_road: cannot stand inside"),
    (put("dangers/fire", {"lines": []}), "dangers.fire.lines: must be a list of texts, at least one"),
    (put("dangers/fire", {"lines": ["one"]}), 'dangers.fire.lines: "one" is not a number to dial'),
    (put("dangers/fire", {"lines": ["112 now"]}), 'dangers.fire.lines: "112 now" is not a number to dial'),
    (put("dangers/fire", {"words": ["Yangın"]}), 'dangers.fire.words: "Yangın" is not folded'),
    (put("dangers/lava", {"lines": ["112"], "words": ["lav"]}), "dangers.lava.text: missing"),
    (put("urgent_words", ["düştü"]), 'urgent_words: "düştü" is not folded'),
    (put("targets", {"P1": {"amount": 0}}), "targets.P1.amount: must be a whole number from 1 to 1000"),
    (put("targets", {"P1": {"amount": True}}), "targets.P1.amount: must be a whole number"),
    (put("targets", {"P1": {"unit_of_time": "weeks"}}), "targets.P1.unit_of_time: must be one of hours"),
    (put("targets", {"P1": None}), "targets.P1: must be an object"),
    (put("targets", {"P6": {"unit_of_time": "hours", "amount": 1}}), "targets.P6: unknown key"),
    (put("ladder", {"P2": {"waits": [60, 30]}}), "ladder.P2.waits: must grow"),
    (put("ladder", {"P2": {"waits": list(range(1, 14))}}), "ladder.P2.waits: must grow, at most 12"),
    (put("ladder", {"P2": {"waits": []}}), "ladder.P2.waits: must be a list of whole numbers"),
    (put("ladder", {"P2": {"waits": [0, 30]}}), "ladder.P2.waits: must be a list of whole numbers from 1"),
    (put("ladder", {"P2": {"waits": [True]}}), "ladder.P2.waits: must be a list of whole numbers"),
    (put("ladder", {"P2": {"clock": "moon"}}), "ladder.P2.clock: must be one of working, wall"),
    (put("ladder", {"P2": {"take": 10}}), "ladder.P2.take: unknown key"),
    (put("ladder", {"P1": {"take": 0}}), "ladder.P1.take: must be a whole number from 1 to 60"),
    (put("ladder", {"P3": {"repeat": 0}}), "ladder.P3.repeat: must be a whole number from 5"),
    (put("ladder", {"P6": {}}), "ladder.P6: unknown key"),
    (put("citizen_wait_days", 0), "citizen_wait_days: must be a whole number from 1 to 60"),
    (put("confirm_days", 61), "confirm_days: must be a whole number from 1 to 60"),
    (put("reopen_days", None), "reopen_days: must be a whole number from 1 to 365"),
    (put("desk", "masa"), 'desk: no unit "masa"'),
    (drop("desk"), "desk: missing"),
    (put("tier", "village"), "tier: must be one of metropolitan, district"),
    (put("line", "the centre"), "line: not a number to dial"),
    (put("colour", "blue"), "colour: not a colour such as #0b5cad"),
    (put("anonymous", "sometimes"), "anonymous: must be one of always, tips, never"),
    (put("languages", ["en"]), 'languages: must be "tr", and "en" after it'),
    (put("languages", ["tr", "de"]), 'languages: must be "tr", and "en" after it'),
    (put("bounds", [41, 36, 40, 37]), "bounds: out of range"),
    (put("bounds", [40, 36, 95, 37]), "bounds: out of range"),
    (put("bounds", ["a", 36, 41, 37]), "bounds: must be [south, west, north, east]"),
    (put("daily_cap", 0), "daily_cap: must be a whole number from 1 to 100"),
    (put("check_back_days", "5"), "check_back_days: must be a whole number from 1 to 60"),
    (put("channels", {}), "channels: must be a list"),
    (put("channels", [{"kind": "pigeon"}]), "channels[0].kind: must be one of phone"),
    (put("channels", [7]), "channels[0]: must be an object"),
    (put("channels", [{"kind": "phone", "number": "153"}]), "channels[0].number: unknown key"),
    (put("notice_version", ""), "notice_version: must be a text that is not empty"),
    (put("code", None), "code: must be a text that is not empty"),
    (put("colur", "#000000"), "colur: unknown key"),
]


@pytest.mark.parametrize(("change", "line"), MISTAKES, ids=[line for _, line in MISTAKES])
def test_mistake_is_refused_by_a_line_that_names_the_key(change: Callable[[Preset], None], line: str) -> None:
    lines = faults_of(change)
    assert any(each.startswith(line) for each in lines), lines


def test_missing_catalogue_parts_are_named() -> None:
    for key in ("targets", "ladder", "dangers", "services", "groups", "urgent_words", "notice"):
        catalogue = {name: value for name, value in CATALOGUE.items() if name != key}
        preset = {name: value for name, value in EXAMPLE.items() if name != key}
        with pytest.raises(Misconfigured, match=rf"(?m)^{key}: missing$"):
            read_city(preset, catalogue, HOLIDAYS)
    catalogue = CATALOGUE | {"targets": {code: CATALOGUE["targets"][code] for code in ("P1", "P2", "P3", "P4")}}
    with pytest.raises(Misconfigured, match=r"(?m)^targets\.P5: missing$"):
        read_city(EXAMPLE, catalogue, HOLIDAYS)


def test_all_mistakes_are_told_at_once_and_each_once() -> None:
    lines = faults_of(
        put("desk", "masa"), put("units/zabita/email", "x"), put("owners/zabita.*/unit", "police"), put("line", "")
    )
    assert sorted(line.partition(":")[0] for line in lines) == [
        "desk",
        "line",
        "owners.zabita.*.unit",
        "units.zabita.email",
    ]


def test_ring_of_parents_is_told_once_in_order() -> None:
    ring = faults_of(put("units/zabita/parent", "saha-isleri"), put("units/saha-isleri/parent", "zabita"))
    assert ring == ["units: parent cycle saha-isleri -> zabita -> saha-isleri"]


def test_preset_lays_single_fields_over_the_catalogue() -> None:
    city = a_city("example")
    assert city.services["culture.course"].priority == "P5"
    assert city.services["culture.course"].label.tr == CATALOGUE["services"]["culture.course"]["label"]["tr"]


def test_preset_can_add_a_service_and_change_a_word_list() -> None:
    preset = copy.deepcopy(EXAMPLE)
    label = {"tr": "Teleferik", "en": "Cable car"}
    preset["services"]["transit.cable"] = {"group": "transport", "priority": "P3", "label": label}
    preset["dangers"] = {"fire": {"words": ["ates"]}}
    city = read_city(preset, CATALOGUE, HOLIDAYS)
    assert city.services["transit.cable"].owner == Owner(body="buyuksehir")
    assert city.services["transit.cable"].short.en == "Cable car"
    assert city.dangers["fire"].words == ("ates",)
    assert city.dangers["fire"].lines == ("112",)


PATHS = [
    re.sub(r"^/", "", path)
    for path in (
        [f"/{key}" for key in EXAMPLE]
        + [f"/units/zabita/{key}" for key in EXAMPLE["units"]["zabita"]]
        + [
            f"/{key}"
            for key in ("services/road.pothole", "dangers/fire", "targets/P1", "notice", "owners/road.*/by_road")
        ]
        + ["/services/road.pothole/label", "/bodies/gaz-187", "/districts/Merkez", "/calendars/office/mon"]
    )
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(path=st.sampled_from(PATHS), value=JSON)
def test_wrong_type_anywhere_is_a_line_and_never_a_crash(path: str, value: Any) -> None:
    preset = copy.deepcopy(EXAMPLE)
    put(path, value)(preset)
    with contextlib.suppress(Misconfigured):
        read_city(preset, CATALOGUE, HOLIDAYS)


@pytest.mark.parametrize("preset", [None, [], "x", 7])
def test_preset_that_is_no_object_is_refused(preset: Any) -> None:
    with pytest.raises(Misconfigured, match="preset: must be an object"):
        read_city(preset, CATALOGUE, HOLIDAYS)
