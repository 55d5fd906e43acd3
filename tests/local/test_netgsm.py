"""The stand-in of NetGSM takes what NetGSM takes, refuses what it refuses, and reports."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.channels import netgsm as channel
from chalicelib.channels.provider import Answer, Parcel, Sender
from infrastructure.local import netgsm
from infrastructure.local.refusal import Refused

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ERRAND = "261148173052-1-reporter_1-ack"


def a_send(**changes: Any) -> dict[str, Any]:
    message = {"msg": changes.pop("msg", "Basvurunuz alindi."), "no": changes.pop("no", "5321112233")}
    return {"msgheader": "KOPRU", "iysfilter": "0", "referansID": ERRAND, "messages": [message], **changes}


def test_what_the_product_writes_is_taken() -> None:
    parcel = Parcel(ERRAND, "+905321112233", "Başvurunuz alındı.")
    message = netgsm.take(channel.write(parcel, Sender("KOPRU")).body, "1" * 26, NOW)
    assert (message.provider, message.channel, message.to) == ("netgsm", "sms", "+905321112233")
    assert (message.errand, message.number, message.encoding, message.parts) == (ERRAND, "2611-4817-3052", "TR", 1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"msgheader": "BASKA"}, "40"),
        ({"msgheader": None}, "40"),
        ({"no": "05321112233"}, "70"),
        ({"no": "+905321112233"}, "70"),
        ({"no": 5321112233}, "70"),
        ({"messages": []}, "70"),
        ({"messages": ["x"]}, "70"),
        ({"encoding": "KLINGON"}, "70"),
        ({"encoding": ["TR"]}, "70"),
        ({"msg": ""}, "20"),
        ({"msg": "x" * 913}, "20"),
        ({"msg": "x" * 884, "encoding": "TR"}, "20"),
    ],
)
def test_what_netgsm_would_not_send_is_refused_with_its_code(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        netgsm.take(a_send(**changes), "1", NOW)
    assert (refused.value.code, refused.value.status) == (code, 406)


def test_report_says_how_each_text_stands() -> None:
    waiting, arrived, lost, unasked = (netgsm.take(a_send(), str(each), NOW) for each in range(4))
    arrived = decided(arrived, "delivered")
    lost = decided(lost, "failed", "15")
    answer = netgsm.report({"jobids": ["0", "1", "2", "9"]}, [waiting, arrived, lost, unasked])
    assert [(job["jobid"], job["status"]) for job in answer["jobs"]] == [("0", 0), ("1", 1), ("2", 15)]
    assert answer["jobs"][1]["deliveredDate"] == "23.11.2026 12:00:00"
    receipts = channel.read_report(Answer(200, answer["code"], answer))
    assert [(each.errand, each.message, each.state) for each in receipts] == [
        (ERRAND, "1", "delivered"),
        (ERRAND, "2", "undeliverable"),
    ]


@pytest.mark.parametrize("code", netgsm.STATES["failed"])
def test_every_failure_a_person_can_decide_reads_as_one(code: str) -> None:
    message = decided(netgsm.take(a_send(), "1", NOW), "failed", code)
    answer = netgsm.report({"jobids": ["1"]}, [message])
    assert [each.state for each in channel.read_report(Answer(200, "00", answer))] == ["undeliverable"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "70"),
        ({"jobids": "1"}, "70"),
        ({"jobids": [1]}, "70"),
        ({"jobids": ["1"], "pagesize": "x"}, "70"),
        ({"jobids": ["2"]}, "60"),
        ({"jobids": ["1"], "pagenumber": 1, "pagesize": 1}, "60"),
    ],
)
def test_report_of_nothing_is_refused(body: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        netgsm.report(body, [netgsm.take(a_send(), "1", NOW)])
    assert refused.value.code == code


def test_answer_of_a_citizen_has_the_webhook_s_shape() -> None:
    event = netgsm.reply(netgsm.take(a_send(), "1", NOW), "IPTAL", 120210000, NOW)
    assert event.way == "netgsm"
    assert event.body == {
        "messageId": 120210000,
        "subscriberNumber": "8500000000",
        "sourceNumber": "5321112233",
        "messageDateTime": "2026-11-23 12:00:00",
        "content": "IPTAL",
    }


def decided(message: Any, state: str, code: str = "") -> Any:
    event = netgsm.become(message, state, code)
    return replace(message, state=event.state, code=event.code)
