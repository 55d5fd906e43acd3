"""How a text goes to NetGSM, what its codes ask for, and how its reports are asked for and read."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.channels.netgsm import AT_ONCE, NETGSM, REACTIONS, REPORTS
from chalicelib.channels.provider import Answer, Refusal, Sender
from tests.channels.parcels import ERRAND, a_parcel, refused

SENDER = Sender("IZMIR BEL")
assert NETGSM.poll
assert NETGSM.read_report
poll, read_report = NETGSM.poll, NETGSM.read_report


def test_text_carries_its_errand_as_the_reference() -> None:
    post = NETGSM.write(a_parcel(text="Cukur kapatildi."), SENDER)
    assert (post.way, post.call) == ("http", "sms/rest/v2/send")
    assert post.body == {
        "msgheader": "IZMIR BEL",
        "iysfilter": "0",
        "messages": [{"msg": "Cukur kapatildi.", "no": "5321112233"}],
        "referansID": ERRAND,
    }


def test_turkish_letters_ask_for_their_alphabet() -> None:
    assert NETGSM.write(a_parcel(text="Çukur"), SENDER).body["encoding"] == "TR"


def test_number_of_another_country_is_dialled_from_here() -> None:
    assert NETGSM.write(a_parcel(to="+4915112345678"), SENDER).body["messages"][0]["no"] == "004915112345678"


@pytest.mark.parametrize("code", ["00", "01", "02"])
@pytest.mark.parametrize("status", [200, 406])
def test_acceptance_gives_the_job(code: str, status: int) -> None:
    answer = Answer(status, code, {"code": code, "jobid": "17377215342605050417149344", "description": "queued"})
    assert NETGSM.read_answer(answer) == "17377215342605050417149344"


def test_job_that_is_a_number_is_as_good() -> None:
    assert NETGSM.read_answer(Answer(200, "00", {"code": "00", "jobid": 17377215342605})) == "17377215342605"


@pytest.mark.parametrize("status", [200, 406])
@pytest.mark.parametrize(
    ("code", "reaction"),
    [
        ("20", "stop"), ("30", "alarm"), ("40", "alarm"), ("50", "stop"), ("51", "stop"), ("60", "stop"),
        ("70", "stop"), ("80", "wait"), ("85", "wait"), ("100", "retry"), ("101", "retry"), ("110", "retry"),
        ("999", "stop"),
    ],
)  # fmt: skip
def test_refusals_by_their_code_whatever_the_status(code: str, reaction: Any, status: int) -> None:
    said = NETGSM.read_answer(refused(status, code, code=code, jobid=None, description="error message desc."))
    assert said == Refusal(code, reaction)
    assert code == "999" or code in REACTIONS


@pytest.mark.parametrize(("status", "reaction"), [(401, "alarm"), (403, "alarm"), (429, "wait"), (302, "alarm")])
def test_refusals_without_a_code_by_their_status(status: int, reaction: Any) -> None:
    assert NETGSM.read_answer(Answer(status, "", {})) == Refusal(str(status), reaction)


def test_wait_that_is_asked_for_is_kept() -> None:
    assert NETGSM.read_answer(Answer(429, "80", {}, wait=30)) == Refusal("80", "wait", 30)


def test_reports_are_asked_for_by_their_jobs() -> None:
    post = poll(["1", "2"])
    assert post.call == "sms/rest/v2/report"
    assert post.body == {"jobids": ["1", "2"], "pagenumber": 0, "pagesize": AT_ONCE}
    assert NETGSM.poll_at_once == AT_ONCE


def a_job(status: Any, **more: Any) -> dict[str, Any]:
    return {
        "jobid": "J1", "number": "905321112233", "status": status, "operator": 30, "msglen": 1,
        "deliveredDate": "06.10.2026 14:30:12", "errorCode": 0, "referansID": ERRAND,
    } | more  # fmt: skip


def a_report(*jobs: Any) -> Answer:
    return Answer(200, "00", {"code": "00", "jobs": list(jobs), "description": "success"})


@pytest.mark.parametrize("status", sorted(REPORTS))
@pytest.mark.parametrize("kind", [int, str])
def test_ends(status: str, kind: type) -> None:
    (receipt,) = read_report(a_report(a_job(kind(status))))
    state, reason = REPORTS[status]
    assert (receipt.errand, receipt.message, receipt.provider) == (ERRAND, "J1", "netgsm")
    assert (receipt.state, receipt.reason, receipt.suppress) == (state, reason, status == "15")
    assert "532111" not in str(receipt)


def test_only_what_arrived_is_delivered() -> None:
    assert [status for status, (state, _) in REPORTS.items() if state == "delivered"] == ["1"]


@pytest.mark.parametrize("status", [0, "0", 99, None, True, [], {}, "delivered"])
def test_what_waits_or_is_unknown_is_no_end(status: Any) -> None:
    assert read_report(a_report(a_job(status))) == []


def test_report_without_our_reference_names_the_job_alone() -> None:
    receipts = read_report(a_report(a_job(1, jobid=7, referansID=None), a_job(2, jobid="8", referansID="a b")))
    assert [(receipt.errand, receipt.message) for receipt in receipts] == [("", "7"), ("", "8")]


@pytest.mark.parametrize(
    "jobs", [None, {}, "x", 7, [None], ["x"], [7], [{}], [{"status": 1}], [{"jobid": None, "status": 1}]]
)
def test_hostile_report_holds_nothing(jobs: Any) -> None:
    assert read_report(Answer(200, "00", {"jobs": jobs})) == []


def test_refused_report_says_so() -> None:
    assert read_report(refused(406, "30", code="30")) == []
    assert NETGSM.read_answer(refused(406, "30", code="30")) == Refusal("30", "alarm")
