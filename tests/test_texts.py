"""Every sentence said to people: both languages, the same placeholders, and every one that the code asks for."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Formatter

import pytest

from chalicelib.core.errors import Fault
from chalicelib.core.understand import KINDS, REQUIRED
from chalicelib.core.wording import UNREVIEWED
from chalicelib.entry.rim import TITLES
from chalicelib.entry.schemas import STATES
from tests.build import the_wording

ROOT = Path(__file__).parent.parent / "chalicelib"
FILES = sorted((ROOT / "texts").glob("*.json"))
SENTENCES = {
    code: sentence for file in FILES for code, sentence in json.loads(file.read_text(encoding="utf-8")).items()
}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_no_code_stands_twice() -> None:
    assert sum(len(json.loads(file.read_text(encoding="utf-8"))) for file in FILES) == len(SENTENCES)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_sentence_speaks_both_languages_with_the_same_placeholders(code: str) -> None:
    sentence = SENTENCES[code]
    assert {"tr", "en"} <= set(sentence) <= {"tr", "en", "ar", "ar" + UNREVIEWED}
    assert all(text.strip() for text in sentence.values())
    assert len({frozenset(placeholders(text)) for text in sentence.values()}) == 1


def test_no_sentence_shouts() -> None:
    assert [code for code, sentence in SENTENCES.items() if "!" in sentence["tr"] + sentence["en"]] == []


def test_every_fault_that_is_raised_has_its_sentence() -> None:
    source = "\n".join(file.read_text(encoding="utf-8") for file in ROOT.rglob("*.py"))
    codes = set(re.findall(r'Fault\("[^"]*", "([a-z-]+)"', source))
    understand = (ROOT / "core" / "understand.py").read_text(encoding="utf-8")
    codes |= set(re.findall(r'self\.fault\([^,]+, "([a-z-]+)"', understand))
    codes |= {"phone", "email", "kind", "legal-basis", "language", "required", "required-by-law", "contact-required"}
    codes |= {f"title-{title}" for title in TITLES.values()} | set(TITLES.values())
    assert len(codes) > 20
    assert [code for code in sorted(codes) if not the_wording().knows(f"error.{code}")] == []
    assert Fault("x", "required").values == ()


def test_every_state_kind_and_basis_has_its_words() -> None:
    wanted = {f"kind.{kind}" for kind in KINDS.values()} | {f"basis.{basis}" for basis in REQUIRED}
    wanted |= {f"state.{state}" for state in STATES} | {f"priority.P{place}" for place in range(1, 6)}
    assert [code for code in sorted(wanted) if not the_wording().knows(code)] == []
