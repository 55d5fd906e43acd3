"""The messages of a request in words: to whom, how each stands and why, and every attempt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib import wire
from chalicelib.core.case import Case
from chalicelib.core.city import City
from chalicelib.core.delivery import Attempt, State
from chalicelib.core.marks import Sent, Stop
from chalicelib.core.moments import local_day, say_day, say_moment
from chalicelib.core.workflow import MOVES
from chalicelib.entry import staff_words
from chalicelib.entry.pages import say
from chalicelib.entry.staff_history import event_told
from chalicelib.flows.work import Seen

# How pressing a state is; who is told, or need not be any more, is calm.
TONES: Mapping[State, str] = {"created": "state", "claimed": "state", "retry_at": "soon", "undeliverable": "late"}
# Of what is with a provider only this is worth a word: that nobody knows whether it arrived, and that it was unwelcome.
SAID_OF_GOOD = ("silent", "complaint")
GOOD = ("accepted", "delivered")


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was sent, or should have been: to whom and how, about which event, its state and since when, what
    else is to be said of it, and its attempts, the newest last."""

    moment: str
    to: str
    about: str
    state: str
    tone: str
    lines: tuple[str, ...]
    attempts: tuple[str, ...]


def messages(seen: Seen, city: City, language: str) -> list[Message]:
    """Every message of a request with its state, the newest first."""
    return [_message(each, seen, city, language) for each in reversed(seen.sent)]


def stops(reach: Mapping[str, Stop], language: str) -> list[tuple[str, str]]:
    """The channels by which the citizen is told nothing any more, each with what to say of it."""
    return [
        (
            channel,
            say(
                "sent.stopped",
                language,
                channel=channel_words(channel, language),
                why=why(stop.reason, language),
                day=say_day(local_day(stop.at), language),
            ),
        )
        for channel, stop in reach.items()
    ]


def why(reason: str, language: str) -> str:
    """A reason of the ledger in words, and a provider's own code as it is."""
    head, _, rest = reason.partition(": ")
    if head == "suppressed" and rest:
        return say("sent.reason.suppressed", language, why=why(rest, language))
    code = f"sent.reason.{reason.lower().replace(' ', '-')}"
    return say(code, language) if wire.wording().knows(code) else reason


def addressee(role: str, city: City, language: str) -> str:
    """Whom the role of an errand stands for."""
    kind, _, rest = role.partition(":")
    name, _, more = rest.partition(":")
    if kind == "unit":
        return say("sent.to.duty" if more else "sent.to.unit", language, name=staff_words.unit(name, city, language))
    if kind == "body":
        return staff_words.body(name, city, language)
    if kind == "person":
        return staff_words.person(name, city)
    return say("sent.to.reporter" if kind == "reporter" else "sent.to.other", language)


def event_words(n: int, case: Case, city: City, language: str) -> str:
    """What the event of this count was, the opening where there is no other."""
    event = case.event(n)
    if event and event.move in MOVES:
        return event_told(event, case, city, language).words
    return say("console.request.sent-opening", language)


def channel_words(channel: str, language: str) -> str:
    """A channel by its name."""
    return say(f"sent.channel.{channel}", language)


def _message(sent: Sent, seen: Seen, city: City, language: str) -> Message:
    errand, bundle = sent.errand, seen.bundles.get(sent.bundle)
    return Message(
        moment=say_moment(sent.changed, language),
        to=f"{addressee(errand.role, city, language)} · {channel_words(errand.channel, language)}",
        about=event_words(errand.event, seen.case, city, language),
        state=say(f"sent.{sent.state}", language),
        tone=TONES.get(bundle.state if bundle else sent.state, "calm"),
        lines=tuple(
            line for line in (_reason(sent, language), _next(sent, language), _bundle(sent, bundle, language)) if line
        ),
        attempts=tuple(_attempt(each, language) for each in sent.tried),
    )


def _reason(sent: Sent, language: str) -> str:
    quiet = sent.state in GOOD and sent.reason not in SAID_OF_GOOD
    if not sent.reason or quiet or sent.reason == sent.state:  # the state says the same
        return ""
    return say("sent.why", language, why=why(sent.reason, language))


def _next(sent: Sent, language: str) -> str:
    """When it is sent next, where it waits for that."""
    waits = sent.state == "retry_at" or (sent.state == "created" and sent.due and sent.due > sent.errand.at)
    return say("sent.next", language, at=say_moment(sent.due, language)) if waits and sent.due else ""


def _bundle(sent: Sent, bundle: Sent | None, language: str) -> str:
    """In which message it was told with others, and how that one stands."""
    if not sent.bundle:
        return ""
    code = "sent.digest" if sent.bundle.startswith("D") else "sent.together"
    if bundle is None:
        return say(f"{code}.past", language)
    at = say_moment(bundle.changed, language)
    return say(code, language, state=say(f"sent.{bundle.state}", language), at=at)


def _attempt(attempt: Attempt, language: str) -> str:
    provider, code = f"sent.provider.{attempt.provider}", f"sent.code.{attempt.code}"
    knows = wire.wording().knows
    said = (
        say_moment(attempt.at, language),
        say(provider, language) if knows(provider) else attempt.provider,
        say(code, language) if knows(code) else attempt.code,
    )
    return " · ".join(said)
