"""What the municipality sets itself, as pages: the kinds, their entries, and one entry as a form with its history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chalice.app import Response

from chalicelib import wire
from chalicelib.core.city import City
from chalicelib.core.errors import Conflict, Invalid, NotFound, TryLater
from chalicelib.core.moments import say_day, say_moment
from chalicelib.core.settings import OF_THE_PRESET, SHOWN, Setting
from chalicelib.core.text import sort_key_tr
from chalicelib.entry import staff_words
from chalicelib.entry.rim import read_error, say_fault
from chalicelib.entry.staff_setting_fields import Input, Typed, inputs, read_value
from chalicelib.entry.staff_visit import Visit, redirect, show
from chalicelib.flows import people, settings

PATH = "/personel/ayarlar"
# Of these an entry that was changed is worth a mark; people and leave days are all of the municipality's making.
OVER_THE_PRESET = (*OF_THE_PRESET, "calendars", "centre")

# Of these the preset knows nothing: there is nothing to go back to.
MADE_HERE = ("people", "leave")


@dataclass(frozen=True, slots=True)
class Past:
    """One version of a setting in its history; `value` is JSON, "" for the preset's."""

    line: str
    value: str


def show_kinds(visit: Visit) -> Response:
    """Every kind of setting, with how many entries it has."""
    desk = wire.desk()
    values = {key: each.value for key, each in settings.present(desk).settings.items() if each.value is not None}
    kinds = [(kind, len(desk.preset.show(values, kind))) for kind in SHOWN]
    title = visit.say("console.settings.title")
    return show("settings.html", visit, PATH, title, current="settings", kinds=kinds)


def show_entries(visit: Visit, kind: str) -> Response:
    """The entries of a kind; `?kod=` goes on to the form of one, which may be new."""
    _known(kind)
    wanted = visit.query.get("kod", "").strip()
    if wanted and wanted.replace(".", "").replace("-", "").replace("_", "").isalnum():
        return redirect(visit.go(f"{PATH}/{kind}/{wanted}"))
    desk = wire.desk()
    standing = settings.present(desk)
    values = {key: each.value for key, each in standing.settings.items() if each.value is not None}
    entries = [
        (
            code,
            _name(kind, code, standing.city, visit),
            kind in OVER_THE_PRESET and (kind, code) in values,
            (kind, code) in standing.left_out,
        )
        for code in desk.preset.show(values, kind)
    ]
    if kind == people.KIND:
        entries.sort(key=lambda entry: sort_key_tr(entry[1]))
    return show(
        "settings_kind.html",
        visit,
        f"{PATH}/{kind}",
        visit.say(f"console.settings.{kind}"),
        current="settings",
        kind=kind,
        entries=entries,
        may_add=kind not in (*OF_THE_PRESET, "centre") and visit.actor.may("settings"),
    )


def show_entry(visit: Visit, kind: str, code: str) -> Response:
    """One entry as a form, with its history."""
    return _entry(visit, kind, code)


def save(visit: Visit, kind: str, code: str, fields: Typed) -> Response:
    """Save the entry and see it again; with a fault (400), or where somebody else was quicker (409), the same form with
    everything typed."""
    _known(kind)
    desk = wire.desk()
    try:
        version = int(fields.get("version", "0"))
        value = None if fields.get("ne") == "sifirla" else read_value(kind, fields)
        if kind == people.KIND:
            login = people.save(desk, wire.logins(), visit.actor.name, code, value, version).login
        else:
            settings.change(desk, visit.actor.name, kind, code, value, version)
            login = ""
    except ValueError:
        return _entry(visit, kind, code, fields, ("", visit.say("error.form")), status=400)
    except Invalid as error:
        errors = {fault.field: say_fault(fault, visit.language) for fault in error.faults}
        return _entry(visit, kind, code, fields, *errors.items(), status=400)
    except Conflict as error:
        words = visit.say("console.settings.changed-meanwhile", version=error.version)
        return _entry(visit, kind, code, fields, ("", words), status=409)
    except TryLater as error:
        return _entry(visit, kind, code, fields, ("", visit.say("console.later")), status=read_error(error)[0])
    return redirect(visit.go(f"{PATH}/{kind}/{code}", oldu="oturum" if login == "failed" else "1"))


def _entry(
    visit: Visit, kind: str, code: str, typed: Typed | None = None, *faults: tuple[str, str], status: int = 200
) -> Response:
    _known(kind)
    desk = wire.desk()
    standing = settings.present(desk)
    values = {key: each.value for key, each in standing.settings.items() if each.value is not None}
    shown = desk.preset.show(values, kind)
    if code not in shown and kind in (*OF_THE_PRESET, "centre"):
        raise NotFound("no-such-setting")
    setting = standing.settings.get((kind, code))
    past = settings.history(desk, kind, code)
    asked = inputs(kind, shown.get(code, {}), standing.city, visit, typed, dict(faults))
    beside = {each.name for each in asked}
    done = visit.query.get("oldu", "")
    return show(
        "setting.html",
        visit,
        f"{PATH}/{kind}/{code}",
        _name(kind, code, standing.city, visit),
        current="settings",
        status=status,
        failed=bool(faults),
        kind=kind,
        code=code,
        version=setting.version if setting else 0,
        inputs=asked,
        faults=[_fault(field, words, beside, asked) for field, words in faults],
        may_save=visit.actor.may("settings"),
        may_reset=bool(setting and setting.value is not None and visit.actor.may("settings")),
        removable=kind in MADE_HERE,
        left_out=standing.left_out.get((kind, code), []),
        saved=visit.say("console.settings.saved") if done == "1" and not faults else "",
        warned=visit.say("console.settings.pool-failed") if done == "oturum" and not faults else "",
        past=[_past(each, standing.city, visit) for each in reversed(past)],
    )


def _fault(field: str, words: str, beside: set[str], asked: list[Input]) -> Mapping[str, str]:
    """A fault for the summary: beside its field, or of the whole form."""
    own = next((name for name in beside if field == name or field.startswith(f"{name}.")), "")
    label = next((each.label for each in asked if each.name == own), "")
    return {"label": label, "anchor": own, "message": words}


def _past(setting: Setting, city: City, visit: Visit) -> Past:
    when, who = say_moment(setting.at, visit.language), staff_words.person(setting.by, city)
    value = "" if setting.value is None else json.dumps(setting.value, ensure_ascii=False, indent=2)
    return Past(visit.say("console.settings.history-line", when=when, who=who, version=setting.version), value)


def _known(kind: str) -> None:
    if kind not in SHOWN:
        raise NotFound("no-such-setting")


def _name(kind: str, code: str, city: City, visit: Visit) -> str:
    """An entry as people call it."""
    if kind == "units":
        return staff_words.unit(code, city, visit.language)
    if kind == "services":
        return staff_words.service(code, city, visit.language)
    if kind == "people":
        return f"{staff_words.person(code, city)} · {code}" if code in city.people else code
    if kind == "calendars" and code in city.calendars:
        return city.calendars[code].name.say(visit.language)
    if kind == "leave":
        return _day(code, visit.language)
    if kind == "delivery":
        return visit.say(f"console.settings.channel.{code}")
    if kind in ("targets", "ladder"):
        return visit.say(f"priority.{code}")
    return visit.say("console.settings.centre") if kind == "centre" else code


def _day(code: str, language: str) -> str:
    """A day in words; as it is where it is none."""
    try:
        return say_day(date.fromisoformat(code), language)
    except ValueError:
        return code
