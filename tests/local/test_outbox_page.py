"""What a person does on the outbox page reaches the product as the provider would tell it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.local.roof import Roof, open_roof, until
from tests.local.test_ses import a_mail
from tests.local.test_sms import a_text
from tests.local.test_stand_ins import decide, send_whatsapp
from tests.local.test_whatsapp import a_template


@pytest.fixture
def roof(tmp_path: Path) -> Iterator[Roof]:
    with open_roof(tmp_path) as opened:
        yield opened


def test_decision_is_told_though_events_are_off(roof: Roof) -> None:
    roof.turn(events="off")
    mail = roof.client("sesv2", "ses").send_email(**a_mail())["MessageId"]
    assert decide(roof, mail, "bounced", "Permanent/NoEmail") == 204
    until(lambda: len(roof.told) == 1)
    assert roof.told[0]["bounce"]["bounceSubType"] == "NoEmail"
    assert roof.outbox()[0]["state"] == "bounced"


def test_citizen_answers_a_text_through_netgsm(roof: Roof) -> None:
    text = roof.client("pinpoint-sms-voice-v2", "sms").send_text_message(**a_text())["MessageId"]
    assert roof.http.post(f"/_local/outbox/{text}/answer", json={"text": "İPTAL"}).status_code == 204
    until(lambda: len(roof.product.heard) == 1)
    path, headers, raw = roof.product.heard[0]
    assert (path, headers["xapi-key"]) == ("/webhooks/netgsm", "local-netgsm-key")
    assert (json.loads(raw)["sourceNumber"], json.loads(raw)["content"]) == ("5321112233", "İPTAL")


def test_nonsense_about_a_message_is_refused(roof: Roof) -> None:
    mail = roof.client("sesv2", "ses").send_email(**a_mail())["MessageId"]
    assert decide(roof, "unknown", "delivered") == 404
    assert decide(roof, mail, "eaten") == 400
    assert roof.http.post(f"/_local/outbox/{mail}/answer", json={"text": "RET"}).status_code == 400
    assert roof.http.post(f"/_local/outbox/{mail}/state", content=b"[]").status_code == 400


def test_page_s_forms_work_without_javascript_and_lead_back(roof: Roof) -> None:
    text = roof.client("pinpoint-sms-voice-v2", "sms").send_text_message(**a_text())["MessageId"]
    back = {"Referer": f"{roof.url}/_local/outbox?still&channel=sms"}
    page = roof.http.get("/_local/outbox?still&channel=sms").text
    assert f'action="/_local/outbox/{text}/state"' in page
    assert 'value="failed TEXT_INVALID"' in page
    for path, form in (
        (f"/_local/outbox/{text}/state", {"state": "failed TEXT_INVALID"}),
        (f"/_local/outbox/{text}/answer", {"text": "RET"}),
        ("/_local/switches", {"netgsm": "hang"}),
    ):
        answer = roof.http.post(path, data=form, headers=back)
        assert (answer.status_code, answer.headers["location"]) == (303, "/_local/outbox?still&channel=sms")
    until(lambda: roof.outbox()[0]["code"] == "TEXT_INVALID")
    assert roof.http.get("/_local/switches").json()["netgsm"] == "hang"


def test_page_and_json_show_the_channel_and_the_request_asked_for(roof: Roof) -> None:
    roof.client("sesv2", "ses").send_email(**a_mail())
    send_whatsapp(roof, a_template())
    assert [message["channel"] for message in roof.outbox(channel="whatsapp")] == ["whatsapp"]
    assert len(roof.outbox(number="2611-4817-3052")) == 2
    page = roof.http.get("/_local/outbox", params={"channel": "whatsapp"}).text
    assert "[basvuru_durumu]" in page
    assert "Çöp alınmadı" not in page
