"""What is said in each message: an errand and its fact become the words of an e-mail or an SMS."""

from __future__ import annotations

from chalicelib.core.case import Case
from chalicelib.core.citizen_letters import citizen_letter, citizen_sms
from chalicelib.core.city import City
from chalicelib.core.letter import Letter
from chalicelib.core.notices import Errand
from chalicelib.core.opening_letters import opening_letter, opening_sms, referral
from chalicelib.core.staff_letters import staff_letter, staff_sms
from chalicelib.core.telling import Telling
from chalicelib.core.text import plain
from chalicelib.core.wording import Wording

# Turkish carriers append a sender code and may cut full-length messages (facts: Mapp's guide to Türkiye).
SMS_LIMIT = 145


def write_sms(errand: Errand, case: Case, city: City, wording: Wording) -> str:
    """The text of an SMS, folded to plain letters, at most SMS_LIMIT characters, without a link and without any word
    that a citizen or a member of staff typed."""
    telling = Telling(errand, case, city, wording)
    if errand.event == 1:
        said = opening_sms(telling)
    else:
        said = citizen_sms(telling) if telling.to_reporter else staff_sms(telling)
    return plain(said)[:SMS_LIMIT]


def write_letter(errand: Errand, case: Case, city: City, wording: Wording, *, link: str, pin: str) -> Letter:
    """The parts of an e-mail: to staff what they need to act, to another body the least it needs, to the reporter what
    happened and what they can do. `pin` is shown to the reporter alone."""
    telling = Telling(errand, case, city, wording, link, pin)
    if errand.role.startswith("body:"):
        return referral(telling)
    if errand.event == 1:
        return opening_letter(telling)
    return citizen_letter(telling) if telling.to_reporter else staff_letter(telling)
