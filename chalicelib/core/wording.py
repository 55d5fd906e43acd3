"""The sentences said to people, looked up by code and filled with values."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("tr", "en")


class Wording:
    """Sentences by code, in Turkish and English; built from the files of texts/."""

    def __init__(self, sentences: Mapping[str, Mapping[str, str]]) -> None:
        self._sentences = sentences

    def say(self, code: str, language: str, /, **values: object) -> str:
        """The sentence `code` in `language` ("en", all else Turkish) with its placeholders filled.

        Raises KeyError for an unknown code or a missing placeholder: a mistake of ours, caught by the tests of texts/.
        """
        return self._sentences[code]["en" if language == "en" else "tr"].format(**values)

    def knows(self, code: str) -> bool:
        """Whether there is a sentence of this code."""
        return code in self._sentences


def pick_language(accepted: str) -> str:
    """The language of an Accept-Language header that weighs most among ours, the first of equals; Turkish if none
    (RFC 9110 §12.5.4)."""
    best, weight = "tr", 0.0
    for part in accepted.split(","):
        tag, _, more = part.partition(";")
        language = tag.strip().lower()[:2]
        if language in LANGUAGES and _weight(more) > weight:
            best, weight = language, _weight(more)
    return best


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
