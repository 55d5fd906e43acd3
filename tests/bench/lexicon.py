"""What one message costs the lexicon: CPU milliseconds, and what reading it costs a cold start."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time

from chalicelib import wire
from chalicelib.core.lexicon import danger_heard, guess

TEXTS = Path(__file__).parents[1] / "core" / "texts" / "matters_unseen.json"
LENGTH = 300


def main() -> None:
    """Prints the figures for texts of LENGTH characters, each of several matters: more than people write."""
    said = " ".join(row["text"] for row in json.loads(TEXTS.read_text(encoding="utf-8")))
    texts = [said[at : at + LENGTH] for at in range(0, len(said) - LENGTH, LENGTH)]
    preset = wire.load_preset("izmir-him")
    begun = process_time()
    city = preset.read({})
    print(f"reading the city        {(process_time() - begun) * 1000:7.2f} ms")
    for name, ask in (("guess", guess), ("danger_heard", danger_heard)):
        begun = process_time()
        ask(texts[0], city)
        first = process_time() - begun
        begun = process_time()
        for text in texts:
            ask(text, city)
        each = (process_time() - begun) / len(texts)
        print(f"{name:<13} first {first * 1000:7.2f} ms, then {each * 1000:6.2f} ms per text of {LENGTH} characters")


if __name__ == "__main__":
    main()
