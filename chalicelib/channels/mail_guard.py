"""Whether a machine wrote a mail, so that no answer goes back and forth for ever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_MACHINES = ("mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply", "bounce", "bounces")
_TELLING = ("list-id", "list-unsubscribe", "x-auto-response-suppress", "x-autoreply", "x-autorespond", "x-loop")


def is_automatic(
    headers: Mapping[str, Sequence[str]], content_type: str, sender: str, account: str, source: object
) -> bool:
    """Whether this is an automatic answer, a report, a list's or a newsletter's mail, or one of our own come back.

    `headers` by name in lower case; `sender` the address in From, `account` the envelope's recipient, `source` its
    sender. RFC 3834 (2, 5), RFC 2919, RFC 5321 (4.5.5: reports come from the empty path).
    """
    submitted = _first(headers, "auto-submitted")
    return (
        (submitted != "" and submitted.partition(";")[0].strip() != "no")
        or _first(headers, "precedence") in ("bulk", "junk", "list", "auto_reply")
        or any(name in headers for name in _TELLING)
        or content_type == "multipart/report"
        or (isinstance(source, str) and source.strip() in ("", "<>"))
        or _first(headers, "return-path") == "<>"
        or _local(sender) in _MACHINES
        or (bool(account) and _bare(sender) == _bare(account))
    )


def _first(headers: Mapping[str, Sequence[str]], name: str) -> str:
    values = headers.get(name, ())
    return values[0].strip().lower() if values else ""


def _local(address: str) -> str:
    return address.lower().partition("@")[0].partition("+")[0]


def _bare(address: str) -> str:
    """The address without its token."""
    return f"{_local(address)}@{address.lower().rpartition('@')[2]}"
