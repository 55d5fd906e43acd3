"""The city's colour as a style sheet, made readable on light and on dark paper."""

from __future__ import annotations

PAPER = {"light": "#ffffff", "dark": "#12181f"}
MIST = {"light": "#f3f5f7", "dark": "#1c242d"}
# WCAG 2.2, 1.4.3: text of ordinary size.
LEAST = 4.5
_STEP = 0.04


def theme(colour: str | None) -> str:
    """The style sheet that replaces the bridge blue by `colour` (`#rrggbb`), or nothing for none."""
    if not colour:
        return ""
    light, dark = readable(colour, "light"), readable(colour, "dark")
    return (
        f":root {{ --bridge: {light}; --on-bridge: {words_on(light)}; }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ --bridge: {dark}; --on-bridge: {words_on(dark)}; }} }}\n"
    )


def readable(colour: str, scheme: str) -> str:
    """The colour, darkened for the light scheme or lightened for the dark one until text in it can be read there."""
    toward = 0 if scheme == "light" else 255
    channels = _channels(colour)
    while min(contrast(_written(channels), PAPER[scheme]), contrast(_written(channels), MIST[scheme])) < LEAST:
        channels = [value + (toward - value) * _STEP for value in channels]
    return _written(channels)


def words_on(colour: str) -> str:
    """White or near-black, whichever is easier to read on `colour`."""
    return max(("#ffffff", "#0b1622"), key=lambda words: contrast(words, colour))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21. Source: WCAG 2.2, contrast ratio and relative luminance."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> list[float]:
    return [float(int(colour[at : at + 2], 16)) for at in (1, 3, 5)]


def _written(channels: list[float]) -> str:
    return "#" + "".join(f"{round(value):02x}" for value in channels)
