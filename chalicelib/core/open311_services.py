"""The services of the city as Open311 lists them, and what each of them asks."""

from __future__ import annotations

from chalicelib.core.city import City, Service
from chalicelib.core.errors import NotFound
from chalicelib.core.open311_xml import Content
from chalicelib.core.questions import OF_A_LIST, Question

PRIVATE = "private"
"""The keyword by which receivers know that reports of a service are not public (mySociety)."""


def service_rows(city: City, language: str) -> list[Content]:
    """Every service that the city lists."""
    return [_row(service, city, language) for service in city.services.values() if service.listed]


def definition(city: City, code: str, language: str) -> Content:
    """What a service asks. Raises NotFound ("no-service") for one that is not listed."""
    service = city.services.get(code)
    if service is None or not service.listed:
        raise NotFound("no-service")
    asked = enumerate(service.questions, start=1)
    return {
        "service_code": service.code,
        "attributes": [_attribute(question, order, language) for order, question in asked],
    }


def _row(service: Service, city: City, language: str) -> Content:
    group = next((group for group in city.groups if group.code == service.group), None)
    return {
        "service_code": service.code,
        "service_name": service.label.say(language).strip(),
        "description": (service.hint or service.label).say(language).strip(),
        "metadata": bool(service.questions),
        "type": service.reply,
        "keywords": _keywords(service, group.short.say(language) if group else "", language),
        "group": group.label.say(language).strip() if group else None,
    }


def _keywords(service: Service, group: str, language: str) -> str:
    hidden = service.publish == "nothing" or service.private or service.confidential
    words = (group, service.short.say(language), PRIVATE if hidden else "")
    return ",".join(dict.fromkeys(word.replace(",", " ").strip() for word in words if word.strip()))


def _attribute(question: Question, order: int, language: str) -> Content:
    attribute: dict[str, Content] = {
        "variable": question.asked,
        "code": question.code,
        "datatype": question.datatype,
        "required": question.required,
        "datatype_description": question.hint.say(language) if question.hint else None,
        "order": order,
        "description": question.label.say(language),
    }
    if question.datatype in OF_A_LIST:
        attribute["values"] = [{"key": choice.key, "name": choice.name.say(language)} for choice in question.choices]
    return attribute
