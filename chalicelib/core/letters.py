"""What is said in each message: an errand and its fact become the words of an e-mail, an SMS or a chat."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.core.case import Case
from chalicelib.core.citizen_letters import citizen_letter, citizen_sms
from chalicelib.core.city import City
from chalicelib.core.letter import Letter
from chalicelib.core.notices import Errand
from chalicelib.core.opening_letters import opening_letter, opening_sms, referral
from chalicelib.core.sms import fit, whole
from chalicelib.core.staff_letters import staff_letter, staff_sms
from chalicelib.core.telling import Telling
from chalicelib.core.wording import Wording


def write_sms(errand: Errand, case: Case, city: City, wording: Wording) -> str:
    """The text of an SMS, at most sms.LIMIT characters, in plain letters if the city wants it so; without a link and
    without any word that a citizen or a member of staff typed."""
    return fit(_said(Telling(errand, case, city, wording)), folded=city.sms_transliterate)


def write_chat(errand: Errand, case: Case, city: City, wording: Wording) -> str:
    """The same words for a chat: all of them, with their own letters."""
    return whole(_said(Telling(errand, case, city, wording)))


def write_letter(errand: Errand, case: Case, city: City, wording: Wording, *, link: str, pin: str) -> Letter:
    """The parts of an e-mail: to staff what they need to act, to another body the least it needs, to the reporter what
    happened and what they can do. `pin` is shown to the reporter alone."""
    telling = Telling(errand, case, city, wording, link, pin)
    if errand.role.startswith("body:"):
        return referral(telling)
    if telling.to_reporter:
        return opening_letter(telling) if errand.event == 1 else citizen_letter(telling)
    letter = opening_letter(telling) if errand.event == 1 else staff_letter(telling)
    return instead_of_a_phone(letter, errand, wording)


def instead_of_a_phone(letter: Letter, errand: Errand, wording: Wording) -> Letter:
    """The letter as it is; but where a phone should have rung and did not, it says so before anything else."""
    if not errand.urgent:
        return letter

    def say(code: str, /, **values: object) -> str:
        return wording.say(code, letter.language, **values)

    whose = "unreached.duty" if errand.role.startswith("unit:") else "unreached.phone"
    return replace(
        letter,
        subject=say("unreached.subject", lead=say(whose), subject=letter.subject),
        heading=say("unreached.subject", lead=say(whose), subject=letter.heading),
        paragraphs=(say(f"{whose}.what"), *letter.paragraphs),
    )


def _said(telling: Telling) -> str:
    if telling.errand.event == 1:
        return opening_sms(telling)
    return citizen_sms(telling) if telling.to_reporter else staff_sms(telling)
