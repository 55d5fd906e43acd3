"""The stand-in of a mail server takes what the product carries, and refuses as its switch says."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from chalicelib.channels.provider import Parcel, Sender
from chalicelib.channels.smtp import write as write_mail
from chalicelib.tools.smtp import Relay, carry
from tests.local.roof import Roof, open_roof
from tests.local.test_stand_ins import decide
from tests.local.test_whatsapp import ERRAND

LOCAL = ("local", "local")


@pytest.fixture
def roof(tmp_path: Path) -> Iterator[Roof]:
    with open_roof(tmp_path) as opened:
        yield opened


def send_mail(roof: Roof, password: str = "local", timeout: float = 0.5) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "kopru@example.org", "zabita@example.org", "Çöp alınmadı"
    mail["Message-ID"] = "<261148173052-1-unit_zabita-alert@example.org>"
    mail.set_content("Şikâyet\n")
    mail.add_alternative("<p>Şikâyet</p>", subtype="html")
    with smtplib.SMTP("127.0.0.1", roof.smtp_port, timeout=timeout) as server:
        server.login("local", password)
        server.send_message(mail)


def test_mail_server_takes_a_mail_and_tells_nothing(roof: Roof) -> None:
    send_mail(roof)
    (message,) = roof.outbox()
    assert (message["provider"], message["to"], message["subject"]) == ("smtp", "zabita@example.org", "Çöp alınmadı")
    assert (message["text"], message["html"]) == ("Şikâyet", "<p>Şikâyet</p>")
    assert (message["number"], message["state"]) == ("2611-4817-3052", "accepted")
    assert decide(roof, message["id"], "bounced") == 400


def test_mail_that_the_product_carries_arrives_with_its_errand(roof: Roof) -> None:
    parcel = Parcel(ERRAND, "ayse@example.org", "Başvurunuz alındı.", "Başvurunuz", "<p>Başvurunuz alındı.</p>")
    post = write_mail(parcel, Sender("Köprü <kopru@example.org>"))
    answer = carry(post, Relay("127.0.0.1", roof.smtp_port, "none", *LOCAL))
    assert answer.status == 250
    (message,) = roof.outbox()
    assert (message["errand"], message["text"], message["to"]) == (ERRAND, "Başvurunuz alındı.", "ayse@example.org")


def test_mail_server_wants_its_login(roof: Roof) -> None:
    with pytest.raises(smtplib.SMTPAuthenticationError) as refused:
        send_mail(roof, "wrong")
    assert refused.value.smtp_code == 535


@pytest.mark.parametrize(("switch", "code"), [("refuse", 535), ("throttle", 421)])
def test_mail_server_refuses_as_its_switch_says(roof: Roof, switch: str, code: int) -> None:
    roof.turn(smtp=switch)
    with pytest.raises(smtplib.SMTPResponseException) as refused:
        send_mail(roof)
    assert refused.value.smtp_code == code
    assert roof.outbox() == []


@pytest.mark.parametrize(("switch", "sent"), [("hang", 0), ("mute", 1)])
def test_mail_lost_on_its_way_is_not_sent_and_a_lost_answer_is(roof: Roof, switch: str, sent: int) -> None:
    roof.turn(smtp=switch)
    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
        send_mail(roof)
    assert len(roof.outbox()) == sent
