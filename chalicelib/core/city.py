"""The municipality as values: its units, services, calendars, dangers and the bodies around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from chalicelib.core.label import Label
from chalicelib.core.people import Person
from chalicelib.core.vocabulary import Lexicon

if TYPE_CHECKING:  # only named here
    from chalicelib.core.api_keys import ApiKey
    from chalicelib.core.canned import Canned
    from chalicelib.core.paces import Pace
    from chalicelib.core.providers import Delivery
    from chalicelib.core.questions import Question

Priority = Literal["P1", "P2", "P3", "P4", "P5"]
TimeUnit = Literal["hours", "working_hours", "working_days", "calendar_days"]
Tier = Literal["metropolitan", "district"]
OutcomeKind = Literal["positive", "negative", "partial"]
Publish = Literal["nothing", "place", "released"]
Reply = Literal["realtime", "batch", "blackbox"]

PRIORITIES: tuple[Priority, ...] = ("P1", "P2", "P3", "P4", "P5")
PUBLISH: tuple[Publish, ...] = ("nothing", "place", "released")

DISTRICT = "district"
"""The owner's body that stands for the municipality of the district read from the place."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a unit works: seven days, Monday first, each with its (start, end) spans in minutes of the local day."""

    code: str
    name: Label
    always: bool
    week: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday, or a day of administrative leave; a half one closes the offices from 13:00 local time on."""

    day: date
    name: str
    half: bool


@dataclass(frozen=True, slots=True)
class Shift:
    """A duty that repeats every week: its weekdays (0 is Monday), start and end in minutes of the local day, and the
    mobiles in E.164 to call, in order. One that does not end after it starts ends on the next day."""

    days: tuple[int, ...]
    start: int
    end: int
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of the municipality that can be made responsible. `duty_phone` is a mobile in E.164, or none; it is called
    when no shift of the `roster` holds. With `digest` its mailbox gets one mail in the morning of each working day in
    place of single ones."""

    code: str
    name: Label
    short: Label
    kind: str
    parent: str | None
    calendar: str
    email: str
    duty_phone: str | None
    phone: str | None
    confirmed: bool
    source: str
    roster: tuple[Shift, ...] = ()
    digest: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """Another public body. `phone` is what a citizen dials, such as 186; without `email` the centre calls it."""

    code: str
    name: Label
    email: str | None
    phone: str | None
    confirmed: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class District:
    """A district of the province, with the code of the body that is its municipality."""

    name: str
    body: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a request can end; `text` has at most 60 characters in each language, because it goes into an SMS."""

    code: str
    kind: OutcomeKind
    text: Label


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the catalogue of services; `outcomes` are its services' own, before the common ones."""

    code: str
    label: Label
    short: Label
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for a service: exactly one of a unit, a body or triage; `also` are further unit codes to alert."""

    unit: str | None = None
    body: str | None = None
    triage: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """What a citizen can ask for.

    With a `side_owner` the road decides: `owner` answers for cadde, bulvar and meydan, `side_owner` for sokak.
    With `evidence` it cannot be resolved without a photo or a reference to a record.
    `publish` is what of its requests may be public: "nothing", "place" (service, state and a generalised place), or
    "released" (that, with a text and photos that staff released); a `private` service never publishes anything.
    `reply` is what a peer is told at once: the number ("realtime"), a token for it ("batch") or nothing ("blackbox").
    """

    code: str
    group: str
    label: Label
    short: Label
    hint: Label | None
    priority: Priority
    danger: str | None
    confidential: bool
    needs_call: bool
    basis: str | None
    listed: bool
    owner: Owner
    side_owner: Owner | None
    outcomes: tuple[Outcome, ...]
    evidence: bool
    questions: tuple[Question, ...] = ()
    publish: Publish = "nothing"
    private: bool = False
    reply: Reply = "realtime"


@dataclass(frozen=True, slots=True)
class Target:
    """How long an answer may take."""

    unit_of_time: TimeUnit
    amount: int


@dataclass(frozen=True, slots=True)
class Danger:
    """A danger to life: how it sounds in free text (folded prefixes), what is said at once, whom to call first,
    and how soon a request with such words is due."""

    code: str
    words: tuple[str, ...]
    text: Label
    lines: tuple[str, ...]
    priority: Priority = "P1"


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach the centre, as the municipality publishes it."""

    kind: str
    label: Label
    value: str
    hours: Label


@dataclass(frozen=True, slots=True)
class City:
    """One municipality, complete and consistent; `read_city` in `preset` makes it.

    `bounds` are south, west, north, east in degrees; `urgent_words` are folded prefixes of an injury that happened,
    `harmless_words` folded phrases that only sound like a danger;
    `daily_cap` counts acknowledgements per contact and day; `check_back_days` are working days;
    `ladder` is by priority, like `targets`; a citizen who was asked is waited for `citizen_wait_days` working days, an
    answered request closes after `confirm_days` of silence and can be reopened for `reopen_days` after that;
    contacts are kept for `contact_days`.
    `public_holidays` are the nation's and bind the law; `leave` is administrative leave (idari izin); `holidays` are
    both and count for working time. `people` are by username.
    `delivery` is by channel, those of PROVIDERS; between the two minutes of the local day in `quiet` citizens are not
    told results (none: at any time); with `sms_transliterate` an SMS is written in plain letters, which costs less.
    A conversation that waits for a person is answered within `chat_promise_minutes` of the desk's working time; there
    are `canned` answers for it. `api_keys` are by the hash of the key.
    """

    code: str
    name: Label
    centre: Label
    tier: Tier
    citizen_word: Label
    line: str
    colour: str | None
    anonymous: Literal["always", "tips", "never"]
    languages: tuple[str, ...]
    bounds: tuple[float, float, float, float] | None
    districts: tuple[District, ...]
    home_district: str | None
    desk: str
    calendars: Mapping[str, Calendar]
    holidays: Mapping[date, Holiday]
    public_holidays: Mapping[date, Holiday]
    leave: Mapping[date, Holiday]
    people: Mapping[str, Person]
    units: Mapping[str, Unit]
    bodies: Mapping[str, Body]
    groups: tuple[Group, ...]
    services: Mapping[str, Service]
    targets: Mapping[str, Target]
    ladder: Mapping[str, Pace]
    dangers: Mapping[str, Danger]
    danger_words: Mapping[str, str]
    harmless_words: tuple[str, ...]
    channels: tuple[Channel, ...]
    urgent_words: tuple[str, ...]
    daily_cap: int
    check_back_days: int
    citizen_wait_days: int
    confirm_days: int
    reopen_days: int
    contact_days: int
    notice_version: str
    notice: Label
    delivery: Mapping[str, Delivery] = field(default_factory=dict)
    quiet: tuple[int, int] | None = None
    sms_transliterate: bool = True
    lexicon: Lexicon = field(default_factory=Lexicon)
    chat_promise_minutes: int = 15
    canned: tuple[Canned, ...] = ()
    api_keys: Mapping[str, ApiKey] = field(default_factory=dict)
