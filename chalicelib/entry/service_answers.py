"""The services of the city as the JSON API tells them, with what each asks."""

from __future__ import annotations

from typing import Any

from chalicelib.core.city import City, Service
from chalicelib.core.label import Label
from chalicelib.core.questions import Question


def services(city: City, language: str) -> dict[str, Any]:
    """Every service of the city, by group; names in `language`, and in both under `translations`."""
    return {
        "city": city.name.say(language),
        "city_code": city.code,
        "groups": [{"code": group.code} | _named("label", group.label, language) for group in city.groups],
        "services": [_service(service, language) for service in city.services.values()],
    }


def _service(service: Service, language: str) -> dict[str, Any]:
    """`reply` is what a program is told at once, `publish` what of it anybody may see; see core/city."""
    return {
        "service_code": service.code,
        **_named("label", service.label, language),
        "short_label": service.short.say(language),
        "group": service.group,
        "priority": service.priority,
        "confidential": service.confidential,
        "public": service.listed,
        "publish": "nothing" if service.private or service.confidential else service.publish,
        "reply": service.reply,
        "questions": [_question(question, language) for question in service.questions],
        **({"emergency": service.danger} if service.danger else {}),
        **({"hint": service.hint.say(language)} if service.hint else {}),
    }


def _question(question: Question, language: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "code": question.code,
        "datatype": question.datatype,
        "required": question.required,
        "asked": question.asked,
        **_named("label", question.label, language),
    }
    if question.hint:
        told["hint"] = question.hint.say(language)
    if question.choices:
        told["values"] = [{"key": each.key} | _named("name", each.name, language) for each in question.choices]
    return told


def _named(name: str, label: Label, language: str) -> dict[str, Any]:
    return {name: label.say(language), "translations": {"tr": label.tr, "en": label.en}}
