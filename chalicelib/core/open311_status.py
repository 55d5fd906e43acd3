"""States of ours as peers know them: the statuses of the mySociety extension, and why in words."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.core.city import City
from chalicelib.core.story import outcome_words
from chalicelib.core.updates import Update
from chalicelib.core.wording import Wording
from chalicelib.core.words import name_of_body

CODES: Mapping[str, str] = {
    "received": "OPEN",
    "triaged": "FOR_TRIAGE",
    "assigned": "INVESTIGATING",
    "in_progress": "IN_PROGRESS",
    "waiting_citizen": "INVESTIGATING",
    "referred": "NOT_COUNCILS_RESPONSIBILITY",  # the centre follows it, so that the list still calls it open
    "reopened": "REOPEN",
    "rejected": "NO_FURTHER_ACTION",
    "duplicate": "DUPLICATE",
    "withdrawn": "CANCELLED",
}
# A receiver without extended statuses reads CLOSED as fixed: only where no finer code is known.
ENDS: Mapping[str, str] = {"positive": "FIXED", "negative": "NO_FURTHER_ACTION", "rejected": "NO_FURTHER_ACTION"}
UNCHANGED = ("release", "unrelease", "message", "add")
AGAIN = ("unmerge", "reopen", "not_solved")


def code_of(update: Update) -> str:
    """The status of an update. INTERNAL_REFERRAL is never said: its receivers close their report for it, while who was
    passed on to here has yet to work on it."""
    if update.move in UNCHANGED:
        return "UNCHANGED"
    if update.move in AGAIN:
        return "REOPEN"
    if update.state in CODES:
        return CODES[update.state]
    return ENDS.get(str(update.facts.get("result", "")), "CLOSED")


def notes(state: str, facts: Mapping[str, str], service: str, city: City, wording: Wording, language: str) -> str:
    """How it stands and why, in words: `facts` may hold the codes of its outcome, result and body."""
    said = wording.say("open311.waiting" if state == "waiting_citizen" else f"state.{state}", language)
    outcome, result = facts.get("outcome", ""), facts.get("result", "")
    if state == "referred" and facts.get("body"):
        why = name_of_body(facts["body"], city, wording, language)
    elif state in ("resolved", "rejected", "closed", "duplicate") and (outcome or result):
        why = outcome_words(outcome, result, service, city, wording, language)
    else:
        return said
    return wording.say("open311.notes", language, state=said, why=why)
