"""The words by which somebody stops a channel for themselves."""

from __future__ import annotations

from chalicelib.core.text import fold

STOP_WORDS = frozenset({"iptal", "ret", "stop"})


def is_stop_word(text: str) -> bool:
    """Whether a whole message is one of STOP_WORDS, in any casing and with any signs around it: IPTAL, İptal., «ret».

    Inside a sentence such a word is part of what is said: "Randevumu iptal edin" stops nothing.
    """
    return fold(text) in STOP_WORDS
