"""The colours of the pages can be read, in light and in dark, whatever colour a city chooses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import wire
from chalicelib.entry.theme import LEAST, MIST, PAPER, contrast, readable, theme, words_on

WEB = Path(wire.__file__).parent / "web"
CSS = (WEB / "static" / "kopru.css").read_text(encoding="utf-8")
TOKEN = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
ROOTS = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
TOKENS = {"light": dict(TOKEN.findall(ROOTS[0])), "dark": dict(TOKEN.findall(ROOTS[1]))}

# Text, and what it stands on (WCAG 2.2, 1.4.3).
TEXTS = [
    *((words, ground) for words in ("ink", "soft", "bridge", "good", "warn", "bad") for ground in ("paper", "mist")),
    ("ink", "bad-mist"),
    ("soft", "bad-mist"),
    ("ink", "warn-mist"),
    ("on-bridge", "bridge"),
    ("on-bad", "bad"),
    ("on-focus", "focus"),
]
# Edges of what can be typed into or pressed, and of the focus ring (1.4.11).
EDGES = [("edge", "paper"), ("edge", "mist"), ("bad", "paper"), ("focus", "on-focus")]

colours = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), TEXTS)
def test_text_can_be_read(words: str, ground: str, scheme: str) -> None:
    assert contrast(TOKENS[scheme][words], TOKENS[scheme][ground]) >= LEAST


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_can_be_seen(edge: str, ground: str, scheme: str) -> None:
    assert contrast(TOKENS[scheme][edge], TOKENS[scheme][ground]) >= 3


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_both_schemes_name_the_same_tokens() -> None:
    assert TOKENS["light"].keys() == TOKENS["dark"].keys()


def test_colours_stand_in_tokens_alone() -> None:
    rules = re.sub(r":root \{.*?\}", "", CSS, flags=re.DOTALL).split("@media print")[0]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", rules) == []


def test_every_token_is_known() -> None:
    assert set(re.findall(r"var\(--([a-z-]+)\)", CSS)) <= TOKENS["light"].keys()


def test_the_theme_stands_on_the_papers_of_the_style_sheet() -> None:
    for scheme, tokens in TOKENS.items():
        assert (PAPER[scheme], MIST[scheme]) == (tokens["paper"], tokens["mist"])


@given(colours, st.sampled_from(["light", "dark"]))
def test_any_colour_of_a_city_can_be_read(colour: str, scheme: str) -> None:
    shown = readable(colour, scheme)
    assert min(contrast(shown, PAPER[scheme]), contrast(shown, MIST[scheme])) >= LEAST
    assert contrast(words_on(shown), shown) >= LEAST


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert readable("#0b5cad", "light") == "#0b5cad"


def test_a_city_without_a_colour_keeps_the_bridge_blue() -> None:
    assert theme(None) == ""
    assert "--bridge: #0b5cad; --on-bridge: #ffffff;" in theme("#0b5cad")
