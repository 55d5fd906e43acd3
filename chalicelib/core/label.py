"""A text in both languages of the product."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """A text in Turkish and in English."""

    tr: str
    en: str

    def say(self, language: str) -> str:
        """The text in English for `"en"`, in Turkish for anything else."""
        return self.en if language == "en" else self.tr
