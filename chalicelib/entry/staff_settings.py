"""The staff API's settings: what is set over the preset, who set it, and how it is changed."""

from __future__ import annotations

from typing import Any

from chalice.app import Request, Response

from chalicelib import wire
from chalicelib.core.errors import Fault, Invalid, NotFound
from chalicelib.core.moments import TURKEY
from chalicelib.core.rights import Actor
from chalicelib.core.settings import FIELDS, SHOWN, Key, Setting
from chalicelib.entry.public_api import read_object, told
from chalicelib.entry.rim import body_of, language_of, say_error
from chalicelib.entry.staff_requests import read_version
from chalicelib.flows import people, settings
from chalicelib.flows.desk import Desk


def all_of_them(request: Request, actor: Actor) -> Response:
    """Everything that can be set, by kind and code: the value that holds, and who set it if it is not the preset's."""
    desk = wire.desk()
    standing = settings.present(desk)
    kinds = {
        kind: {code: _told(standing, (kind, code), value) for code, value in _values(desk, standing, kind).items()}
        for kind in SHOWN
    }
    return told({"settings": kinds}, language_of(request))


def one(request: Request, actor: Actor, kind: str, code: str) -> Response:
    """One setting. Version 0 is the preset's own."""
    desk = wire.desk()
    _refuse_hidden(kind)
    standing = settings.present(desk)
    values = _values(desk, standing, kind) if kind in FIELDS else {}
    if code not in values and (kind, code) not in standing.settings:
        raise NotFound("no-such-setting")
    answer = {"kind": kind, "code": code} | _told(standing, (kind, code), values.get(code))
    return told(answer, language_of(request))


def history(request: Request, actor: Actor, kind: str, code: str) -> Response:
    """Every version of a setting, the oldest first."""
    if kind not in SHOWN:
        raise NotFound("no-such-setting")
    versions = settings.history(wire.desk(), kind, code)
    return told({"kind": kind, "code": code, "versions": [_version(each) for each in versions]}, language_of(request))


def change(request: Request, actor: Actor, kind: str, code: str) -> Response:
    """Set a value where the version that was seen still stands; with a person, the login follows."""
    desk, language = wire.desk(), language_of(request)
    said = read_object(body_of(request))
    faults = [Fault(str(name)[:40], "unknown-field") for name in said if name not in ("value", "version")]
    if faults or "value" not in said:
        raise Invalid(*faults or [Fault("value", "required")])
    value, version = said["value"], read_version(said.get("version"))
    _refuse_hidden(kind)
    if kind != people.KIND:
        return told(_version(settings.change(desk, actor.name, kind, code, value, version)), language)
    saved = people.save(desk, wire.logins(), actor.name, code, value, version)
    told_of = {"login": saved.login, "login_text": say_error(f"login-{saved.login}", language)}
    return told(_version(saved.setting) | told_of, language)


def _refuse_hidden(kind: str) -> None:
    if kind in FIELDS and kind not in SHOWN:
        raise NotFound("no-such-setting")


def _values(desk: Desk, standing: settings.Standing, kind: str) -> dict[str, dict[str, object]]:
    kept = {key: each.value for key, each in standing.settings.items() if key not in standing.left_out}
    return desk.preset.show({key: value for key, value in kept.items() if value is not None}, kind)


def _told(standing: settings.Standing, key: Key, value: object) -> dict[str, Any]:
    setting = standing.settings.get(key)
    origin = {"version": setting.version, "by": setting.by, "at": _at(setting)} if setting else {"version": 0}
    left_out = {"left_out": standing.left_out[key]} if key in standing.left_out else {}
    return {"value": value} | origin | left_out


def _version(setting: Setting) -> dict[str, Any]:
    return {
        "kind": setting.kind, "code": setting.code, "value": setting.value, "version": setting.version,
        "by": setting.by, "at": _at(setting),
    }  # fmt: skip


def _at(setting: Setting) -> str:
    return setting.at.astimezone(TURKEY).isoformat(timespec="seconds")
