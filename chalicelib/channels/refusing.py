"""What a refusal asks for: the provider's own table decides, and where that is silent the status of HTTP."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.channels.provider import Answer, Refusal
from chalicelib.channels.receipt import read_word
from chalicelib.core.delivery import Reaction

# RFC 9110, 6585: who we are, where we asked, or how often. The rest of 4xx is about the message itself.
BY_STATUS: Mapping[int, Reaction] = {
    401: "alarm",
    402: "alarm",
    403: "alarm",
    404: "alarm",
    405: "alarm",
    407: "alarm",
    408: "retry",
    425: "retry",
    429: "wait",
}


def refuse(answer: Answer, reactions: Mapping[str, Reaction], otherwise: Reaction) -> Refusal:
    """The Refusal in an answer that is no acceptance.

    An address that answers with a redirection is not the provider's, so a person must look; a 5xx that got this far is
    one that says that nothing was sent.
    """
    code = read_word(answer.code)
    known = reactions.get(code)
    if known is None and answer.status in BY_STATUS:
        known = BY_STATUS[answer.status]
    elif known is None and 300 <= answer.status < 400:
        known = "alarm"
    elif known is None and answer.status >= 500:
        known = "retry"
    return Refusal(code or str(answer.status), known or otherwise, answer.wait)
