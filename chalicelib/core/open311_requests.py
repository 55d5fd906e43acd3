"""A public request as Open311 shows it, and what happened to it as its updates tell."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.core.city import City
from chalicelib.core.open311_ask import fold
from chalicelib.core.open311_status import code_of, notes
from chalicelib.core.open311_time import show_moment, show_promise
from chalicelib.core.open311_xml import Content
from chalicelib.core.publication import Public
from chalicelib.core.tracking import show
from chalicelib.core.updates import REFERENCE, Update
from chalicelib.core.wording import Wording
from chalicelib.core.words import name_of_body, name_of_service, name_of_unit

LONGEST = 4000
"""Characters of a description (GeoReport v2)."""


@dataclass(frozen=True, slots=True)
class Told:
    """An update that its caller may hear of: `public` is what anybody may see of its request, none where it is not
    public; `own` says that the caller filed it."""

    update: Update
    public: Public | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells: the city, its sentences, the language, and where its pages stand."""

    city: City
    wording: Wording
    language: str
    url: str

    def request(self, public: Public, *, extended: bool = False) -> Content:
        """The request; with `extended` also what Open311's extensions say of it."""
        row = {
            "service_request_id": show(public.number),
            "status": fold(public.status),
            "status_notes": self._notes(public),
            "service_name": name_of_service(public.service, self.city, self.language).strip(),
            "service_code": public.service,
            "description": public.text[:LONGEST] or None,
            "agency_responsible": self._agency(public),
            "service_notice": None,
            "requested_datetime": show_moment(public.opened),
            "updated_datetime": show_moment(max(public.changed, public.opened)),
            "expected_datetime": show_promise(public.promise) if public.promise else None,
            "address": public.district or None,
            "address_id": None,
            "zipcode": None,
            "lat": public.lat,
            "long": public.long,
            "media_url": self.photo(public.photos[0]) if public.photos else None,
        }
        return row | self._extended(public) if extended else row

    def update(self, told: Told) -> Content:
        """The update; its words are of ours, never what anybody typed."""
        update, public = told.update, told.public
        facts = {name: str(value) for name, value in update.facts.items()}
        service = facts.get("service") or (public.service if public else "")
        photos = [self.photo(id) for id in public.photos] if public and update.move == "release" else []
        row: dict[str, Content] = {
            "update_id": update.id,
            "service_request_id": show(update.number),
            "status": code_of(update),
            "description": self._happened(update, facts, service),
            "updated_datetime": show_moment(update.at),
            "media_url": photos[0] if len(photos) == 1 else photos or None,
            "external_status_code": facts.get("outcome") or update.state,
        }
        reference = facts.get(REFERENCE) if told.own else None
        return row | ({REFERENCE: reference} if reference else {})

    def photo(self, id: str) -> str:
        """Where a released photo is seen: an address that stays, and leads nowhere once it is taken back."""
        return f"{self.url}/foto/{id}"

    def _happened(self, update: Update, facts: dict[str, str], service: str) -> str:
        if update.move in ("release", "unrelease"):
            return self.wording.say(f"open311.{update.move}", self.language)
        return notes(update.state, facts, service, self.city, self.wording, self.language)

    def _notes(self, public: Public) -> str:
        facts = {"outcome": public.outcome, "result": public.result, "body": public.body}
        return notes(public.status, facts, public.service, self.city, self.wording, self.language)

    def _agency(self, public: Public) -> str:
        if public.status == "referred" and public.body:
            return name_of_body(public.body, self.city, self.wording, self.language)
        return name_of_unit(public.unit, self.city, self.language)

    def _extended(self, public: Public) -> dict[str, Content]:
        unknown = ("title", "width", "height", "orientation", "created_at")
        photos: list[Content] = [{"media_url": self.photo(id)} | dict.fromkeys(unknown) for id in public.photos]
        happened = [(public.opened, "received", self.wording.say("state.received", self.language))]
        if public.status != "received":
            happened.append((public.changed, public.status, self._notes(public)))
        return {
            "extended_attributes": {"channel": None, "x": None, "y": None, "photos": photos},
            "attributes": [],
            "notes": [
                {"datetime": show_moment(at), "description": words, "type": state} for at, state, words in happened
            ],
        }
