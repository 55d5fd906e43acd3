"""A mail goes to the municipality's own server once; it is known whether it may have been taken."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from chalicelib.channels.provider import Answer, Post, Sender
from chalicelib.channels.smtp import SMTP
from chalicelib.core.errors import Lost, NotReached
from chalicelib.tools import smtp
from chalicelib.tools.smtp import Relay, read_relay
from tests.channels.parcels import ERRAND, a_mail


class Server:
    """A mail server on this machine that answers as a test has put down, and keeps what it took."""

    def __init__(self) -> None:
        self.said = {"MAIL": "250 OK", "RCPT": "250 OK", "DATA": "250 OK"}
        self.taken: list[Envelope] = []
        self.logins: list[bytes] = []

    async def handle_MAIL(self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]) -> str:
        envelope.mail_from = address
        return self.said["MAIL"]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]) -> str:
        envelope.rcpt_tos.append(address)
        return self.said["RCPT"]

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        self.taken.append(envelope)
        return self.said["DATA"]

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login)
        return AuthResult(success=data.password == b"right", handled=False)

    def read(self) -> EmailMessage:
        (envelope,) = self.taken
        assert isinstance(envelope.content, bytes)
        read = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(read, EmailMessage)
        return read


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def relay(server: Server) -> Iterator[Relay]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(
        server, hostname="127.0.0.1", port=port, auth_require_tls=False, authenticator=server.authenticate
    )
    controller.start()
    yield Relay("127.0.0.1", port, "none", "kopru", "right")
    controller.stop()


def a_post(**fields: Any) -> Post:
    return SMTP.write(a_mail(**fields), Sender("Köprü <kopru@izmir.example.org>"))


def test_mail_arrives_whole(server: Server, relay: Relay) -> None:
    message_id = f"<{ERRAND}@izmir.example.org>"
    assert smtp.carry(a_post(), relay) == Answer(250, "", {"MessageId": message_id})
    assert server.logins == [b"kopru"]
    (envelope,) = server.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("kopru@izmir.example.org", ["ayse@example.org"])
    mail = server.read()
    assert (mail["Subject"], mail["Message-ID"], mail["Auto-Submitted"]) == ("Konu", message_id, "auto-generated")
    assert mail["Date"]
    text, html = mail.iter_parts()
    assert isinstance(text, EmailMessage)
    assert text.get_content().strip() == "Çukur kapatıldı."
    assert html.get_content_type() == "text/html"


def test_everything_on_the_wire_is_ascii(server: Server, relay: Relay) -> None:
    smtp.carry(a_post(text="ğüşiöç " * 500, subject="Başvurunuz çözüldü"), relay)
    content = server.taken[0].content
    assert isinstance(content, bytes)
    assert content.isascii()
    assert max(len(line) for line in content.splitlines()) < 998
    assert server.read()["Subject"] == "Başvurunuz çözüldü"


def test_nobody_logs_in_without_a_name(server: Server, relay: Relay) -> None:
    assert smtp.carry(a_post(), Relay("127.0.0.1", relay.port, "none")).status == 250
    assert server.logins == []


def test_wrong_password_is_told_by_its_code(server: Server, relay: Relay) -> None:
    assert smtp.carry(a_post(), Relay("127.0.0.1", relay.port, "none", "kopru", "wrong")).status == 535
    assert server.taken == []


def test_password_is_in_no_picture_of_the_relay(relay: Relay) -> None:
    assert "right" not in repr(relay)


def test_server_that_offers_no_encryption_is_given_nothing(server: Server, relay: Relay) -> None:
    answer = smtp.carry(a_post(), Relay("127.0.0.1", relay.port, "starttls", "kopru", "right"))
    assert answer.code == "starttls"
    assert (server.logins, server.taken) == ([], [])


@pytest.mark.parametrize(
    ("step", "said", "answer"),
    [
        ("MAIL", "451 4.3.0 later", Answer(451, "", {})),
        ("MAIL", "553 5.7.1 not yours", Answer(553, "sender", {})),
        ("RCPT", "450 4.2.1 busy", Answer(450, "", {})),
        ("RCPT", "550 5.1.1 no such user", Answer(550, "", {})),
        ("DATA", "452 4.3.1 full", Answer(452, "", {})),
        ("DATA", "554 5.6.0 not this", Answer(554, "", {})),
    ],
)
def test_refusals_at_each_step(server: Server, relay: Relay, step: str, said: str, answer: Answer) -> None:
    server.said[step] = said
    assert smtp.carry(a_post(), relay) == answer


@pytest.mark.parametrize(
    "fields",
    [{"subject": "Konu\r\nBcc: x@example.org"}, {"to": "a@example.org\nBcc: x@example.org"}, {"subject": "a\nb"}],
)
def test_line_break_in_a_header_sends_nothing(server: Server, relay: Relay, fields: dict[str, str]) -> None:
    assert smtp.carry(a_post(**fields), relay) == Answer(0, "header", {})
    assert server.taken == []


def test_address_beyond_ascii_sends_nothing(server: Server, relay: Relay) -> None:
    assert smtp.carry(a_post(to="ayşe@example.org"), relay) == Answer(0, "address", {})
    assert server.taken == []


def test_nobody_there_was_surely_not_reached(relay: Relay) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(NotReached):
        smtp.carry(a_post(), Relay("127.0.0.1", port, "none"))


@pytest.fixture
def falling() -> Iterator[Callable[[int], Relay]]:
    """A server that hangs up after it has read so many lines."""
    threads: list[threading.Thread] = []
    doors: list[socket.socket] = []

    def listen(lines: int, replies: tuple[bytes, ...] = (b"250 x", b"250 OK", b"250 OK", b"354 go")) -> Relay:
        door = socket.create_server(("127.0.0.1", 0))
        doors.append(door)

        def serve() -> None:
            caller, _ = door.accept()
            with caller, caller.makefile("rb") as heard:
                caller.sendall(b"220 ready\r\n")
                for place in range(lines):
                    heard.readline()
                    if place < min(lines, len(replies)) - (lines <= len(replies)):
                        caller.sendall(replies[place] + b"\r\n")

        threads.append(threading.Thread(target=serve))
        threads[-1].start()
        return Relay("127.0.0.1", door.getsockname()[1], "none")

    yield listen
    for thread in threads:
        thread.join()
    for door in doors:
        door.close()


@pytest.mark.parametrize("lines", [0, 1, 2, 3])
def test_server_that_hangs_up_before_the_text_was_surely_not_reached(
    falling: Callable[[int], Relay], lines: int
) -> None:
    with pytest.raises(NotReached):
        smtp.carry(a_post(), falling(lines))


@pytest.mark.parametrize("lines", [4, 5, 10])
def test_server_that_hangs_up_at_the_text_leaves_it_open(falling: Callable[[int], Relay], lines: int) -> None:
    with pytest.raises(Lost):
        smtp.carry(a_post(), falling(lines))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of this machine that nobody has signed but itself, and its key."""
    folder, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def encrypting(server: Server, certificate: tuple[Path, Path]) -> Iterator[Relay]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(
        server, hostname="127.0.0.1", port=port, tls_context=context, require_starttls=True,
        authenticator=server.authenticate,
    )  # fmt: skip
    controller.start()
    yield Relay("localhost", port, "starttls", "kopru", "right")
    controller.stop()


def test_certificate_that_nobody_vouches_for_is_given_nothing(server: Server, encrypting: Relay) -> None:
    assert smtp.carry(a_post(), encrypting).code == "tls"
    assert (server.logins, server.taken) == ([], [])


def test_certificate_that_is_known_is_enough(
    server: Server, encrypting: Relay, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    assert smtp.carry(a_post(), encrypting).status == 250
    assert server.logins == [b"kopru"]


def test_certificate_of_another_host_is_given_nothing(
    server: Server, encrypting: Relay, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    assert smtp.carry(a_post(), replace(encrypting, host="127.0.0.1")).code == "tls"
    assert server.taken == []


def test_password_is_said_in_clear_to_this_machine_alone() -> None:
    assert not smtp._is_here("mail.example.org")
    assert not smtp._is_here("10.0.0.5")
    assert smtp._is_here("127.0.0.1")


@pytest.mark.parametrize(
    ("host", "security", "port"),
    [("mail.example.org", "starttls", 587), ("mail.example.org", "tls", 465), ("mail.example.org:2525", "none", 2525)],
)
def test_relay_is_read_from_its_settings(host: str, security: str, port: int) -> None:
    assert read_relay(host, security, "u", "p") == Relay("mail.example.org", port, security, "u", "p")


@pytest.mark.parametrize(
    ("host", "security"), [("mail", "ssl"), ("mail:x", "tls"), ("mail:0", "tls"), ("mail:70000", "tls")]
)
def test_relay_that_cannot_be_sends_nothing(host: str, security: str) -> None:
    with pytest.raises(NotReached):
        read_relay(host, security, "", "")
