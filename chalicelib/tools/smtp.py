"""SMTP by smtplib: a Post goes to the municipality's mail server once, and the server's reply comes back."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from ipaddress import ip_address
from typing import Any

from chalicelib.channels.provider import Answer, Post
from chalicelib.core.errors import Lost, NotReached

SECONDS = 10

# Everything in ASCII on the wire: not every server takes eight bits.
POLICY = SMTP.clone(cte_type="7bit")

_PORTS: Mapping[str, int] = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True, slots=True)
class Relay:
    """A mail server, how the connection to it is kept secret, and who we are there ("" for nobody)."""

    host: str
    port: int
    security: str
    username: str = ""
    password: str = field(default="", repr=False)


def read_relay(host: str, security: str, username: str, password: str) -> Relay:
    """The Relay of `host` (name or name:port) and `security` (starttls, tls or none). Raises NotReached for a port or a
    security that there is not: the other providers must not suffer from it."""
    name, _, port = host.partition(":")
    if security not in _PORTS or (port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536)):
        raise NotReached("relay")
    return Relay(name, int(port) if port else _PORTS[security], security, username, password)


def carry(post: Post, relay: Relay) -> Answer:
    """Hand a mail to the relay; the code of its last reply, be it a refusal.

    Raises NotReached where the connection failed before the mail's text was offered; Lost where it failed after.
    A password is never said over a line that others can read, but to this machine itself.
    """
    try:
        message = _write(post.body)
    except ValueError:  # a line break in a header
        return Answer(0, "header", {})
    sender, to = parseaddr(post.body["from"])[1], str(post.body["to"])
    if not (sender.isascii() and to.isascii()):
        return Answer(0, "address", {})
    try:
        server = _connect(relay)
    except ssl.SSLCertVerificationError:
        return Answer(0, "tls", {})
    except smtplib.SMTPResponseException as error:
        return Answer(error.smtp_code, "", {})
    except (smtplib.SMTPException, OSError) as error:
        raise NotReached(type(error).__name__) from error
    try:
        return _talk(server, relay, sender, to, message)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


def _write(body: Mapping[str, Any]) -> EmailMessage:
    message = EmailMessage(policy=POLICY)
    message["From"], message["To"], message["Subject"] = body["from"], body["to"], body["subject"]
    message["Date"] = formatdate()
    for name, value in body["headers"].items():
        message[name] = value
    message.set_content(body["text"])
    if body.get("html"):
        message.add_alternative(body["html"], subtype="html")
    return message


def _connect(relay: Relay) -> smtplib.SMTP:
    if relay.security == "tls":
        return smtplib.SMTP_SSL(relay.host, relay.port, timeout=SECONDS, context=ssl.create_default_context())
    return smtplib.SMTP(relay.host, relay.port, timeout=SECONDS)


def _talk(server: smtplib.SMTP, relay: Relay, sender: str, to: str, message: EmailMessage) -> Answer:
    try:
        server.ehlo_or_helo_if_needed()
        if relay.security == "starttls":
            if not server.has_extn("starttls"):
                return Answer(0, "starttls", {})
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        if relay.username and (relay.security != "none" or _is_here(relay.host)):
            server.login(relay.username, relay.password)
        code, _ = server.mail(sender)
        if code != 250:
            return Answer(code, "sender" if 550 <= code < 560 else "", {})
        code, _ = server.rcpt(to)
        if code not in (250, 251):
            return Answer(code, "", {})
    except ssl.SSLCertVerificationError:
        return Answer(0, "tls", {})
    except smtplib.SMTPNotSupportedError:  # it knows no way to log in
        return Answer(0, "535", {})
    except smtplib.SMTPResponseException as error:
        return Answer(error.smtp_code, "", {})
    except (smtplib.SMTPException, OSError) as error:
        raise NotReached(type(error).__name__) from error
    try:
        code, _ = server.data(message.as_bytes())
    except smtplib.SMTPDataError as error:  # it did not want to hear the text
        return Answer(error.smtp_code, "", {})
    except (smtplib.SMTPException, OSError) as error:
        raise Lost(type(error).__name__) from error
    return Answer(code, "", {"MessageId": str(message["Message-ID"])} if code == 250 else {})


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
