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
    """The first language of an Accept-Language header that we speak; Turkish if none (RFC 9110 §12.5.4, without weights
    of equal languages: browsers list them in order of preference)."""
    for part in accepted.split(","):
        tag = part.split(";")[0].strip().lower()[:2]
        if tag in LANGUAGES:
            return tag
    return "tr"
