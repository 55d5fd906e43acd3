"""What was said, read field by field: clean, or named as a fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chalicelib.core.city import City, Service
from chalicelib.core.errors import Fault, Invalid, NotFound
from chalicelib.core.files import FILE_ID
from chalicelib.core.geo import inside
from chalicelib.core.providers import BY_CHAT, PROVIDERS
from chalicelib.core.reach import channels_to_choose
from chalicelib.core.request import Draft, contact_of
from chalicelib.core.text import clean, exact
from chalicelib.core.tracking import read

# The longest each field may be, in characters.
LIMITS = {
    "service_code": 64,
    "description": 5000,
    "address": 300,
    "district": 60,
    "neighbourhood": 80,
    "first_name": 80,
    "last_name": 80,
    "phone": 40,
    "email": 254,
    "on_behalf_of": 120,
    "kind": 40,
    "legal_basis": 20,
    "language": 10,
    "requester": 20,
    "notify_by": 20,
    "follows": 40,
    "upload_session": 128,
}
FLAGS = ("hide_identity", "do_not_call")
POINT = {"lat": 90, "long": 180}
MOST_FILES = 10
MOST_EXTRAS = 40
LONGEST_EXTRA = 1000
FIELDS = frozenset((*LIMITS, *FLAGS, *POINT, "answers", "files"))


class Heard:
    """What was said, with the faults found in it so far; each field has at most one."""

    def __init__(self, said: Mapping[str, object], exact: bool) -> None:
        self.said = said
        self.exact = exact
        self.faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Write down a fault."""
        self.fault(fault.field, fault.code, **dict(fault.values))

    def fault(self, field: str, code: str, **values: str) -> None:
        """Write down what is wrong with a field."""
        if all(fault.field != field for fault in self.faults):
            self.faults.append(Fault(field, code, tuple(values.items())))

    def refuse_unknown(self) -> None:
        """Whatever is no field is a fault."""
        for name in self.said:
            if name not in FIELDS:
                self.fault(clean(str(name)[:80], lines=False)[:40], "unknown-field")

    def text(self, name: str) -> str:
        """The clean text of a field, "" for none."""
        value = self.said.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(name, "must-be-text")
            return ""
        hopeless = len(value) > 4 * LIMITS[name]  # not worth cleaning
        if name == "description" and self.exact:
            text = value if hopeless else exact(value)
        else:
            text = value if hopeless else clean(value, lines=name == "description")
        if len(text) > LIMITS[name]:
            self.fault(name, "too-long", limit=str(LIMITS[name]))
            return ""
        return text

    def need(self, name: str, text: str, code: str = "required") -> None:
        """A field that must be said."""
        if not text:
            self.fault(name, code)

    def service(self, code: str, city: City) -> Service | None:
        """The service of this code."""
        self.need("service_code", code)
        if code not in city.services:
            self.fault("service_code", "service-code")
        return city.services.get(code)

    def contact(self, name: str, typed: str, read: Callable[[str], str]) -> str:
        """A phone or an e-mail as it is kept."""
        try:
            return read(typed) if typed else ""
        except Invalid:
            self.fault(name, name)
            return ""

    def choice(self, name: str, typed: str, meant: str | None, *, among: object = None, default: str = "") -> str:
        """What was meant by one of several words."""
        if not typed:
            return default
        if not meant or (isinstance(among, Mapping | tuple) and meant not in among):
            self.fault(name, name.replace("_", "-"))
            return default
        return meant

    def channel(self, typed: str, phone: str, email: str, city: City) -> str:
        """How they chose to be told, if they can be told so."""
        chosen = self.choice("notify_by", typed, typed, among=tuple(way for way in PROVIDERS if way not in BY_CHAT))
        if chosen and chosen not in channels_to_choose(city):
            self.fault("notify_by", "notify-by-unused")
        elif chosen and not contact_of(Draft("", "", phone=phone, email=email), chosen):
            needed = "email" if chosen == "email" else "phone"
            if all(fault.field != needed for fault in self.faults):  # else it is enough to mend that
                self.fault("notify_by", f"notify-by-{chosen}")
        return chosen

    def flag(self, name: str) -> bool:
        """Whether it was said to be so."""
        value = self.said.get(name)
        if value is not None and not isinstance(value, bool):
            self.fault(name, "must-be-boolean")
        return value is True

    def answers(self) -> dict[str, tuple[str, ...]]:
        """What was answered, by the code of the question."""
        value = self.said.get("answers")
        if value is None:
            return {}
        if not isinstance(value, dict) or len(value) > MOST_EXTRAS:
            self.fault("answers", "answers")
            return {}
        read = {str(code): _texts(given) for code, given in value.items()}
        for code, texts in read.items():
            if texts is None:
                self.fault(f"answers.{clean(code[:80], lines=False)[:40]}", "answer-text")
        return {code: texts for code, texts in read.items() if texts is not None}

    def files(self) -> tuple[str, ...]:
        """The ids of files."""
        value = self.said.get("files")
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(each, str) and FILE_ID.fullmatch(each) for each in value):
            self.fault("files", "files")
            return ()
        if len(value) > MOST_FILES:
            self.fault("files", "too-many-files", limit=str(MOST_FILES))
        return tuple(dict.fromkeys(value))

    def number(self, typed: str) -> str:
        """The number of the request that they follow."""
        try:
            return read(typed) if typed else ""
        except NotFound:
            self.fault("follows", "mistyped")
            return ""

    def point(self, city: City) -> tuple[float | None, float | None]:
        """The place in degrees, none where none was said."""
        given = {name: self.said.get(name) for name in POINT}
        if all(value is None for value in given.values()):
            return None, None
        read: list[float] = []
        for name, limit in POINT.items():
            value = given[name]
            if value is None:
                self.fault(name, "point-incomplete")
            elif isinstance(value, bool) or not isinstance(value, int | float) or not -limit <= value <= limit:
                self.fault(name, "coordinate")  # NaN fails the comparison too
            else:
                read.append(round(float(value), 6))
        if len(read) < len(POINT):
            return None, None
        lat, long = read
        if city.bounds and not inside(city.bounds, lat, long):
            self.fault("lat", "outside-area")
        return lat, long


def _texts(given: object) -> tuple[str, ...] | None:
    """One answer or a list of them, as texts; none where it is neither."""
    values = given if isinstance(given, list) else [given]
    if len(values) > MOST_EXTRAS or not all(isinstance(each, str | int | float) for each in values):
        return None
    return tuple(each if isinstance(each, str) else repr(each) for each in values if not isinstance(each, bool))
