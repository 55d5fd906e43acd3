"""A parcel and answers as the tests of the providers need them."""

from __future__ import annotations

from typing import Any

from chalicelib.channels.provider import Answer, Parcel

ERRAND = "261148173062-3-reporter_1-resolved"


def a_parcel(**fields: Any) -> Parcel:
    return Parcel(
        **{"errand": ERRAND, "to": "+905321112233", "text": "Çukur kapatıldı.", "number": "2611 4817 3062"} | fields
    )


def a_mail(**fields: Any) -> Parcel:
    return a_parcel(**{"to": "ayse@example.org", "subject": "Konu", "html": "<p>Çukur kapatıldı.</p>"} | fields)


def refused(status: int, code: str, /, **body: Any) -> Answer:
    return Answer(status, code, body)
