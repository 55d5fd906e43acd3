"""Everything under the front door's roof, over HTTP, with the AWS clients the product uses."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from tests.local.roof import Roof, open_roof, until
from tests.local.test_ses import a_mail
from tests.local.test_sms import a_text


@pytest.fixture
def roof(tmp_path: Path) -> Iterator[Roof]:
    with open_roof(tmp_path, with_product=False) as opened:
        yield opened


def test_sent_mail_and_text_stand_in_the_outbox_and_are_told(roof: Roof) -> None:
    mail = roof.client("sesv2", "ses").send_email(**a_mail())["MessageId"]
    text = roof.client("pinpoint-sms-voice-v2", "sms").send_text_message(**a_text())["MessageId"]
    assert [message["id"] for message in roof.outbox()] == [mail, text]
    keys = ["id", "channel", "to", "subject", "text", "html", "number", "errand", "at"]
    keys += ["provider", "state", "code", "parts", "encoding", "body", "choices"]
    assert [list(message) for message in roof.outbox()] == [keys, keys]
    until(lambda: len(roof.told) == 4)
    assert {event["eventType"] for event in roof.told} == {"Send", "Delivery", "TEXT_SENT", "TEXT_DELIVERED"}
    assert [message["state"] for message in roof.outbox()] == ["delivered", "delivered"]


@pytest.mark.parametrize(
    ("switch", "mail", "text"),
    [
        ("refuse", "AccountSuspendedException", "ConflictException"),
        ("throttle", "TooManyRequestsException", "ThrottlingException"),
    ],
)
def test_refusals_reach_the_aws_clients_as_aws_words_them(roof: Roof, switch: str, mail: str, text: str) -> None:
    roof.turn(ses=switch, sms=switch)
    with pytest.raises(ClientError) as by_mail:
        roof.client("sesv2", "ses").send_email(**a_mail())
    with pytest.raises(ClientError) as by_text:
        roof.client("pinpoint-sms-voice-v2", "sms").send_text_message(**a_text())
    assert [error.value.response["Error"]["Code"] for error in (by_mail, by_text)] == [mail, text]
    assert roof.outbox() == roof.told == []


@pytest.mark.parametrize(("switch", "sent"), [("hang", 0), ("mute", 1)])
def test_lost_call_is_not_sent_and_lost_answer_is(roof: Roof, switch: str, sent: int) -> None:
    roof.turn(ses=switch)
    with pytest.raises(ReadTimeoutError):
        roof.client("sesv2", "ses").send_email(**a_mail())
    assert len(roof.outbox()) == sent


def test_events_switched_off_are_not_told(roof: Roof) -> None:
    roof.turn(events="off")
    roof.client("sesv2", "ses").send_email(**a_mail())
    time.sleep(0.1)
    assert roof.told == []


@pytest.mark.parametrize("path", ["/_local/outbox", "/_local/outbox.json"])
def test_delete_empties_the_outbox(roof: Roof, path: str) -> None:
    roof.client("sesv2", "ses").send_email(**a_mail())
    assert roof.http.delete(path).status_code == 204
    assert roof.outbox() == []


def test_outbox_page_shows_hostile_text_harmlessly(roof: Roof) -> None:
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    html = {"Text": {"Data": hostile}, "Html": {"Data": hostile}}
    roof.client("sesv2", "ses").send_email(**a_mail(Content__Simple__Subject__Data=hostile, Content__Simple__Body=html))
    page = roof.http.get("/_local/outbox")
    assert "<script" not in page.text
    assert "<img" not in page.text
    assert '<iframe sandbox=""' in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_outbox_page_shows_newest_first_with_the_length_of_a_text(roof: Roof) -> None:
    roof.client("sesv2", "ses").send_email(**a_mail())
    roof.client("pinpoint-sms-voice-v2", "sms").send_text_message(**a_text(MessageBody="ş" * 71))
    page = roof.http.get("/_local/outbox").text
    assert page.index("ş" * 71) < page.index("Çöp alınmadı")
    assert "71 · UNICODE · 2 SMS" in page
    assert "2611-4817-3052" in page


def test_outbox_page_stands_still_when_asked_to(roof: Roof) -> None:
    assert 'http-equiv="refresh"' in roof.http.get("/_local/outbox").text
    assert 'http-equiv="refresh"' not in roof.http.get("/_local/outbox?still").text


def test_static_files_carry_cache_headers_and_a_version_is_kept_forever(roof: Roof) -> None:
    (roof.static / "form.css").write_text("p { margin: 0 }")
    plain, versioned = roof.http.get("/static/form.css"), roof.http.get("/static/form.css?v=1")
    assert plain.headers["cache-control"] == "public, max-age=300"
    assert versioned.headers["cache-control"] == "public, max-age=31536000, immutable"
    again = roof.http.get("/static/form.css", headers={"If-None-Match": plain.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/static/none.css", "/static/..%2foutbox.jsonl", "/static/"])
def test_no_static_file_is_told_in_our_error_shape(roof: Roof, path: str) -> None:
    answer = roof.http.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["/_local/workers", "/_local/sweep"])
def test_workers_cannot_be_turned_before_they_stand(roof: Roof, path: str) -> None:
    assert roof.http.post(path, json={}).status_code == 503


@pytest.mark.parametrize("body", [b"", b"[]", b'{"ses": 1}', b'{"ses": "ok"', b"\xff"])
def test_switches_refuse_what_they_do_not_understand(roof: Roof, body: bytes) -> None:
    assert roof.http.post("/_local/switches", content=body).status_code == 400


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'{"Content": 5, "Destination": []}'])
def test_stand_ins_refuse_nonsense_as_aws_does(roof: Roof, body: bytes) -> None:
    headers = {"X-Amz-Target": "PinpointSMSVoiceV2.SendTextMessage"}
    for path in ("/_local/providers/ses/v2/email/outbound-emails", "/_local/providers/sms"):
        assert roof.http.post(path, content=body, headers=headers).status_code == 400
