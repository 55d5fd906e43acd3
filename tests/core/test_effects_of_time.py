"""What the law, time and alarms do to a request: its dates, the steps raised for it, and whom the centre calls."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.core.case import Case
from chalicelib.core.errors import Invalid, NotAllowed, Refused
from chalicelib.core.moments import local_day
from tests.build import MONDAY, a_case, a_staffed_city, moved

CITY = a_staffed_city()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = MONDAY + 5 * HOUR


def made(case: Case, move: str, who: str, now: datetime = LATER, **said: Any) -> Case:
    return moved(case, move, who, now=now, **said)


def refused(case: Case, move: str, who: str, now: datetime = LATER, **said: Any) -> str:
    with pytest.raises((NotAllowed, Refused)) as error:
        made(case, move, who, now, **said)
    return str(error.value)


# --- the law ---


def test_an_extension_is_for_information_requests_once_and_in_time() -> None:
    assert refused(a_case(), "extend", "officer", reason="Arşiv.") == "extend-not"
    assert refused(a_case(legal_basis="petition"), "extend", "operator", reason="Arşiv.") == "extend-not"
    case = a_case(legal_basis="foi")
    assert case.state.legal_due
    longer = made(case, "extend", "operator", case.state.legal_due, reason="Arşiv.")
    assert longer.state.legal_due
    assert longer.state.legal_due > case.state.legal_due
    assert longer.state.legal_event == 2
    assert refused(longer, "extend", "operator", reason="Arşiv.") == "extend-not"
    assert refused(case, "extend", "operator", case.state.legal_due + DAY, reason="Arşiv.") == "extend-not"


def test_a_fee_cuts_the_legal_clock_until_it_is_paid() -> None:
    assert refused(a_case(), "fee", "officer", amount="120 TL") == "fee-not"
    case = a_case(legal_basis="foi")
    cut = made(case, "fee", "operator", amount="120 TL")
    assert (cut.state.legal_due, cut.events[-1].facts["legal_due"]) == (None, None)
    assert cut.texts(2)["amount"] == "120 TL"
    assert refused(cut, "fee", "operator", amount="120 TL") == "fee-not"
    paid = made(cut, "paid", "operator", MONDAY + 7 * DAY, receipt="Makbuz 3")
    assert paid.state.legal_due
    assert case.state.legal_due
    assert paid.state.legal_due > case.state.legal_due
    assert refused(paid, "paid", "operator", receipt="Makbuz 3") == "fee-not"


def test_a_legal_basis_brings_its_mandatory_fields_and_references() -> None:
    with pytest.raises(Invalid) as refusal:
        made(
            a_case(first_name=None, last_name=None, address="Ankara Caddesi"), "legal", "operator", legal_basis="cimer"
        )
    assert {fault.field for fault in refusal.value.faults} >= {"cimer"}
    case = made(
        a_case(), "legal", "operator", legal_basis="cimer", cimer="2601234567", record="E-17", date="2026-12-01"
    )
    assert case.state.basis == "cimer"
    assert dict(case.state.references) == {"cimer": "2601234567", "record": "E-17"}
    assert case.state.legal_due
    assert local_day(case.state.legal_due).isoformat() == "2026-12-01"


def test_an_admins_own_legal_date_needs_a_legal_clock() -> None:
    assert refused(a_case(), "legal_date", "admin", date="2026-12-30", reason="Mahkeme kararı") == "legal-not"
    case = made(a_case(legal_basis="petition"), "legal_date", "admin", date="2026-12-30", reason="Mahkeme kararı")
    assert case.state.legal_due
    assert local_day(case.state.legal_due).isoformat() == "2026-12-30"


# --- time and alarms ---


def test_a_p1_that_nobody_on_duty_takes_is_called_by_the_centre_until_it_is_taken() -> None:
    case = made(a_case(service_code="sewer.open_manhole"), "alert_again", "system")
    assert case.events[-1].facts["turn"] == 1
    assert (case.state.call, case.state.call_since) == ("now", LATER)
    taken = made(case, "accept", "operator", MONDAY + 9 * HOUR, by="Telefonda Bora").state
    assert (taken.call, taken.call_since, taken.taken_by) == ("", None, "unit:izsu")


def test_each_step_of_the_ladder_is_counted_for_its_own_clock() -> None:
    case = made(a_case(legal_basis="petition"), "escalate", "system", clock="due", level=1)
    case = made(case, "escalate", "system", clock="legal", level=1)
    case = made(case, "escalate", "system", clock="due", level=2)
    assert (case.state.due_level, case.state.legal_level) == (2, 1)


def test_a_citizens_word_restarts_no_clock_and_lowers_no_step() -> None:
    case = made(a_case("in_progress"), "escalate", "system", clock="due", level=1)
    added = made(case, "add", "citizen", MONDAY + DAY, text="Bir şey daha var.").state
    assert replace(added, version=0, changed=MONDAY, chain="") == replace(
        case.state, version=0, changed=MONDAY, chain=""
    )


def test_leave_announced_later_moves_the_internal_date_alone() -> None:
    day = datetime(2026, 11, 24, tzinfo=UTC).date()
    holiday = next(iter(CITY.holidays.values()))
    leave = {day: replace(holiday, day=day, name="İdari izin", half=False)}
    city = replace(CITY, leave=leave, holidays={**CITY.holidays, **leave})
    case = a_case(legal_basis="petition")
    again = moved(case, "recompute", "system", now=LATER, city=city).state
    assert again.due > case.state.due
    assert again.legal_due == case.state.legal_due
    twice = moved(
        replace(case, request=replace(case.request, state=again)), "recompute", "system", now=LATER, city=city
    )
    assert twice.state.due == again.due


def test_an_erasure_is_for_what_is_not_open() -> None:
    assert refused(a_case(), "erase", "admin", reason="İstedi.") == "not-allowed"
    assert refused(a_case("closed"), "erase", "supervisor", reason="İstedi.") == "refused"
    assert made(a_case("closed"), "erase", "admin", reason="İstedi.").state.status == "closed"
