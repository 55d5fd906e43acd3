"""One errand about to be written: its fact, what the request was then, and who must not read what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from chalicelib.core.answered import answers
from chalicelib.core.case import Case, Event
from chalicelib.core.city import City
from chalicelib.core.letter import safe
from chalicelib.core.notices import Errand
from chalicelib.core.past import Then, as_of
from chalicelib.core.request import Request
from chalicelib.core.rights import is_confidential
from chalicelib.core.sms import without_marks
from chalicelib.core.tracking import show
from chalicelib.core.wording import Wording


@dataclass(frozen=True)
class Telling:
    """What the writers of messages look at. `link` leads to the page of whoever reads it; `pin` is "" where none is to
    be said."""

    errand: Errand
    case: Case
    city: City
    wording: Wording
    link: str = ""
    pin: str = ""

    @property
    def request(self) -> Request:
        """The request."""
        return self.case.request

    @property
    def number(self) -> str:
        """Its number as people read it."""
        return show(self.case.number)

    @cached_property
    def event(self) -> Event:
        """The event that is told; raises KeyError for the opening, which is not one."""
        event = self.case.event(self.errand.event)
        if event is None:
            raise KeyError(self.errand.event)
        return event

    @cached_property
    def then(self) -> Then:
        """The request as it was right after the event."""
        return as_of(self.case, self.errand.event)

    @cached_property
    def confidential(self) -> bool:
        """Whether the matter must not be named: by what it was, by what it is, or because somebody marked it."""
        services = (self.request.draft.service, self.then.service)
        known = (self.city.services.get(code) for code in services)
        return any(service and service.confidential for service in known) or is_confidential(self.request, self.city)

    @property
    def to_reporter(self) -> bool:
        """Whether the citizen reads it."""
        return self.errand.role.startswith("reporter:")

    @property
    def language(self) -> str:
        """The citizen's own, Turkish to all others."""
        return self.request.draft.language if self.to_reporter else "tr"

    @property
    def details(self) -> str:
        """Where an SMS sends its reader: to the e-mail that goes out beside it, but not where it stands in for one."""
        return self.say("sms.details" if self.errand.urgent else "sms.details.unmailed")

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """What was answered to the questions of the service; what a peer said beyond them may be a contact."""
        found = answers(self.request.draft, self.city, self.language)
        return tuple((each.label, safe(each.words)) for each in found)

    def say_short(self, code: str, /, **values: object) -> str:
        """A sentence for an SMS: no value of it is taken for a part that may go."""
        return self.say(code, **{name: without_marks(value) for name, value in values.items()})

    @property
    def texts(self) -> dict[str, str]:
        """What was said in the event; nothing after an erasure."""
        return dict(self.case.texts(self.errand.event))

    def say(self, code: str, /, **values: object) -> str:
        """A sentence in the reader's language."""
        return self.wording.say(code, self.language, **values)
