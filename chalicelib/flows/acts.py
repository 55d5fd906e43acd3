"""What the bot has decided is done: a request opened, looked at or added to, a person asked for."""

from __future__ import annotations

from chalicelib.core.case import Case
from chalicelib.core.chat import Thread
from chalicelib.core.chat_promise import opens_at
from chalicelib.core.contacts import citizen_key
from chalicelib.core.errors import Invalid, KeyReused, NotAllowed, NotFound
from chalicelib.core.heard import MOST_FILES
from chalicelib.core.inbound import CHATS, Media
from chalicelib.core.moments import say_moment
from chalicelib.core.request import needs_pin
from chalicelib.core.text import clean
from chalicelib.core.tracking import pin, read
from chalicelib.core.turn import Act, Add, Brief, Done, Found, Handed, Look, Open, Opened, Wrong
from chalicelib.core.words import name_of_service
from chalicelib.core.workflow import MOVES
from chalicelib.flows.chat_media import bring, session_of
from chalicelib.flows.citizen import act as make
from chalicelib.flows.citizen import acts_now
from chalicelib.flows.desk import Desk
from chalicelib.flows.identify import Person
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.track import Seen

LONGEST = next(field.longest for field in MOVES["add"].carries if field.name == "text")
"""So many characters fit into what is added; longer words stand whole in the conversation."""

SHOWN = 3
"""So many of a person's own requests are looked up, the newest."""


def perform(desk: Desk, act: Act, thread: Thread, person: Person) -> Done:
    """Do it; whatever is done twice does nothing new. Raises TryLater."""
    match act:
        case Open():
            return _open(desk, act, thread)
        case Look(number=number):
            return _look(desk, number, thread, person)
        case Add():
            return _add(desk, act, thread, person)
        case _:
            opens = opens_at(desk.now(), desk.city)
            return Handed(say_moment(opens, _language(thread)) if opens else "")


def chat_of(thread: Thread) -> str:
    """Where later notices of a request go, as Draft.chat has it; "" where no chat can be answered."""
    private = thread.network in CHATS and not thread.public and thread.address
    return f"{thread.network}:{thread.address}" if private else ""


def _open(desk: Desk, act: Open, thread: Thread) -> Done:
    source = Source(thread.network, act.key)
    media = bring(desk, thread, act.media)
    files = [each.file for each in media if each.file][:MOST_FILES]
    try:
        said = dict(act.said) | ({"files": files, "upload_session": session_of(thread)} if files else {})
        request = hear(desk, said, source, _language(thread), chat=chat_of(thread)).request
    except Invalid as error:
        return Wrong(tuple(error.faults))
    except KeyReused as error:  # the same draft was opened before something in it changed
        standing = desk.requests.read(error.number)
        if standing is None:
            raise
        request = standing
    left = tuple(each for each in media if not each.file)
    if left:
        _make(desk, desk.requests.case(request.number), "", left, _language(thread))
    proof = pin(desk.secret, request.number, request.state.pin_edition) if needs_pin(request) else ""
    return Opened(request, proof)


def _look(desk: Desk, typed: str, thread: Thread, person: Person) -> Found:
    """Of a number anybody may know state and dates; more, and which numbers there are, only its own person."""
    language = _language(thread)
    if typed:
        try:
            case = desk.requests.case(read(typed))
        except NotFound:
            case = None
        return Found((_brief(desk, case, language, _is_own(desk, case, thread, person)),) if case else ())
    numbers = list(reversed(thread.numbers[-SHOWN:]))
    if person.since and thread.phone:
        by_phone = desk.requests.of_citizen(citizen_key(desk.secret, thread.phone), SHOWN).entries
        numbers += [entry.number for entry in by_phone if entry.opened >= person.since]
    cases = [desk.requests.case(number) for number in list(dict.fromkeys(numbers))[:SHOWN]]
    found = [case for case in cases if case]
    found.sort(key=lambda case: case.request.opened, reverse=True)
    return Found(tuple(_brief(desk, case, language, True) for case in found))


def _add(desk: Desk, act: Add, thread: Thread, person: Person) -> Found:
    case = desk.requests.case(act.number)
    if case is None or not _is_own(desk, case, thread, person):
        return Found()
    language = _language(thread)
    if "add" not in acts_now(case, desk.city, desk.now()):
        return Found((_brief(desk, case, language, True),))
    changed = _make(desk, case, act.text, bring(desk, thread, act.media), language, session_of(thread))
    return Found((_brief(desk, changed or case, language, True, added=changed is not None),))


def _make(
    desk: Desk, case: Case | None, text: str, media: tuple[Media, ...], language: str, session: str = ""
) -> Case | None:
    """The citizen's move with its files; what is more is named by how many came, and stands in the conversation."""
    if case is None:
        return None
    said = clean(text, lines=True)[:LONGEST] or desk.wording.say("chats.files", language, count=len(media))
    try:
        files = [each.file for each in media if each.file]
        return make(desk, Seen(case, own=True), "add", said, files=files, session=session).case
    except (Invalid, NotAllowed, NotFound):  # whatever it is, it would be the same the next time
        return None


def _is_own(desk: Desk, case: Case, thread: Thread, person: Person) -> bool:
    """Opened in this conversation, or by a phone that has been this person's since before that."""
    request = case.request
    if case.number in thread.numbers:
        return True
    by_phone = bool(thread.phone) and request.draft.phone == thread.phone
    return by_phone and person.since is not None and request.opened >= person.since


def _brief(desk: Desk, case: Case, language: str, own: bool, *, added: bool = False) -> Brief:
    state = case.state
    is_open = state.status not in ("closed", "withdrawn", "duplicate", "rejected", "resolved")
    return Brief(
        number=case.number,
        status=desk.wording.say(f"state.{state.status}", language),
        due=say_moment(state.promise, language) if is_open and state.promise else "",
        service=name_of_service(state.service, desk.city, language) if own else "",
        own=own,
        may_add=added or (own and "add" in acts_now(case, desk.city, desk.now())),
    )


def _language(thread: Thread) -> str:
    return "en" if thread.language == "en" else "tr"
