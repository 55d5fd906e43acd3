"""The sentences said to people, looked up by code and filled with values."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("tr", "en")

UNREVIEWED = "-unreviewed"
"""What follows the name of a language whose sentence nobody who speaks it has read yet."""


class _Values(dict[str, object]):
    """The values of a sentence; one that is missing is no reason to say nothing at all."""

    def __missing__(self, name: str) -> str:
        return ""


class Wording:
    """Sentences by code, in Turkish and English, some in other languages too; built from the files of texts/.

    A placeholder without a value is a mistake of ours: left empty before people, an error where all is `strict`.
    """

    def __init__(self, sentences: Mapping[str, Mapping[str, str]], *, strict: bool = False) -> None:
        self._sentences = sentences
        self._strict = strict

    def say(self, code: str, language: str, /, **values: object) -> str:
        """The sentence `code` in `language`, in Turkish where it has none of that, with its placeholders filled.

        Raises KeyError for an unknown code, and where it is strict for a missing placeholder.
        """
        told = self._sentences[code]
        sentence = told.get(language) or told.get(language + UNREVIEWED) or told["tr"]
        return sentence.format_map(values if self._strict else _Values(values))

    def knows(self, code: str) -> bool:
        """Whether there is a sentence of this code."""
        return code in self._sentences

    def strictly(self) -> Wording:
        """The same sentences, none of which may lack a value: how tests say them."""
        return Wording(self._sentences, strict=True)


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
