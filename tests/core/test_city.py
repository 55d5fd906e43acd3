"""The values a municipality is made of."""

import pytest

from chalicelib.core.city import Owner
from chalicelib.core.label import Label


@pytest.mark.parametrize(("language", "said"), [("en", "Waste"), ("tr", "Çöp"), ("", "Çöp"), ("de", "Çöp")])
def test_label_speaks_english_when_asked_and_turkish_otherwise(language: str, said: str) -> None:
    assert Label("Çöp", "Waste").say(language) == said


def test_owner_names_nobody_unless_told() -> None:
    owner = Owner(triage=True)
    assert (owner.unit, owner.body, owner.also) == (None, None, ())
