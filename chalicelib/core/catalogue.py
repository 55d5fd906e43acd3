"""Reads what citizens can ask for: groups, services, their outcomes and the dangers in their words."""

from collections.abc import Collection, Mapping

from chalicelib.core.city import PRIORITIES, PUBLISH, Danger, Group, Outcome, OutcomeKind, Owner, Reply, Service
from chalicelib.core.owners import Shared
from chalicelib.core.patterns import DIALLED, FOLDED, SERVICE_CODE
from chalicelib.core.questions import read_questions
from chalicelib.core.shape import Table

SHORT = 24
"""Characters of a short label: the title of a row in a WhatsApp list."""
OUTCOME = 60
"""Characters of an outcome: it stands in an SMS beside the number and the link."""

_BASES = ("petition", "foi", "privacy")
_REPLIES: tuple[Reply, ...] = ("realtime", "batch", "blackbox")
_OUTCOMES: tuple[OutcomeKind, ...] = ("positive", "negative", "partial")


def read_group(code: str, row: Table) -> Group:
    """A heading of the catalogue, with the outcomes that its services have before the common ones."""
    label = row.label("label")
    outcomes = read_outcomes(row) if row.has("outcomes") else ()
    return Group(code, label, row.label("short", SHORT, default=label), outcomes)


def read_outcomes(table: Table) -> tuple[Outcome, ...]:
    """The list `outcomes` of a table: rows of `code`, `kind` and a `text` of at most 60 characters a language."""
    outcomes: dict[str, Outcome] = {}
    for row in table.rows("outcomes"):
        code = row.text("code", SERVICE_CODE, "a code such as not_possible")
        if code in outcomes:
            row.fault("code", f'"{code}" stands twice')
        outcomes[code] = Outcome(code, row.choice("kind", _OUTCOMES), row.label("text", OUTCOME))
    if not outcomes:
        table.fault("outcomes", "must be a list of outcomes, at least one")
    return tuple(outcomes.values())


def read_danger(code: str, row: Table) -> Danger:
    """A danger to life; its `lines` are numbers to dial."""
    lines = row.texts("lines")
    for line in lines:
        if not DIALLED.fullmatch(line):
            row.fault("lines", f'"{line}" is not a number to dial')
    soon = row.choice("priority", PRIORITIES) if row.has("priority") else "P1"
    return Danger(code, read_words(row, "words"), row.label("text"), lines, soon)


def read_words(table: Table, key: str) -> tuple[str, ...]:
    """A list of folded words."""
    words = table.texts(key)
    for word in words:
        if not FOLDED.fullmatch(word):
            table.fault(key, f'"{word}" is not folded: small plain letters and digits, single spaces')
    return words


def read_service(
    code: str,
    row: Table,
    groups: Mapping[str, Group],
    dangers: Collection[str],
    common: tuple[Outcome, ...],
    shared: Shared | None,
) -> Service:
    """A service and who answers for it; without outcomes of its own it has its group's and then the common ones."""
    label = row.label("label")
    group = row.named("group", groups, "group")
    confidential = row.flag("confidential", default=False)
    private = row.flag("private", default=False) or confidential
    publish = row.choice("publish", PUBLISH) if row.has("publish") else "nothing"
    if private and publish != "nothing":
        row.fault("publish", "a private service publishes nothing")
    return Service(
        code=code,
        group=group,
        label=label,
        short=row.label("short", SHORT, default=label),
        hint=row.label("hint") if row.has("hint") else None,
        priority=row.choice("priority", PRIORITIES),
        danger=row.named("danger", dangers, "danger") if row.has("danger") else None,
        confidential=confidential,
        needs_call=row.flag("needs_call", default=False),
        basis=row.choice("basis", _BASES) if row.has("basis") else None,
        listed=row.flag("listed", default=True),
        owner=shared.owner if shared else Owner(triage=True),
        side_owner=shared.side if shared else None,
        outcomes=read_outcomes(row) if row.has("outcomes") else _joined(groups.get(group), common),
        evidence=row.flag("evidence", default=False),
        questions=read_questions(row) if row.has("questions") else (),
        publish="nothing" if private else publish,
        private=private,
        reply=row.choice("reply", _REPLIES) if row.has("reply") else "realtime",
    )


def _joined(group: Group | None, common: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """The group's outcomes, and those of the common ones that it does not word itself."""
    own = group.outcomes if group else ()
    codes = {outcome.code for outcome in own}
    return own + tuple(outcome for outcome in common if outcome.code not in codes)
