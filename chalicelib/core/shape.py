"""Reads plain JSON values by key and writes down every fault with the path of its key."""

import re
from collections.abc import Collection, Iterator
from typing import TypeVar

from chalicelib.core.label import Label

Choice = TypeVar("Choice", bound=str)


def overlay(common: object, own: object) -> object:
    """What is common with what is own laid over it: objects are merged key by key, anything else is replaced."""
    if not isinstance(common, dict) or not isinstance(own, dict):
        return own
    merged = dict(common)
    for key, value in own.items():
        merged[key] = overlay(common[key], value) if key in common else value
    return merged


class Table:
    """A JSON object being read. It never raises: a faulty value becomes a line in `faults` and an empty stand-in.

    Whatever was never asked for is an unknown key, which `close` reports; so a typing error cannot hide.
    """

    __slots__ = ("_asked", "_broken", "_path", "_values", "faults")

    def __init__(self, value: object, path: str, faults: list[str]) -> None:
        self.faults = faults
        self._path = path
        self._asked: set[str] = set()
        self._broken = not isinstance(value, dict)
        self._values: dict[str, object] = value if isinstance(value, dict) else {}
        if self._broken:
            faults.append(f"{path or 'preset'}: must be an object")

    def fault(self, key: str, message: str) -> None:
        """Writes down what is wrong with the value of `key`."""
        self.faults.append(f"{self.path(key)}: {message}")

    def path(self, key: str) -> str:
        """The full path of `key`, such as `units.zabita.email`."""
        return f"{self._path}.{key}" if self._path else key

    def has(self, key: str) -> bool:
        """Whether `key` holds something other than null."""
        self._asked.add(key)
        return self._values.get(key) is not None

    def codes(self) -> Collection[str]:
        """The keys of this object."""
        return self._values.keys()

    def value(self, key: str) -> object:
        """The value as it is; absent is a fault and null."""
        self._asked.add(key)
        if key not in self._values and not self._broken:
            self.fault(key, "missing")
        return self._values.get(key)

    def text(self, key: str, pattern: re.Pattern[str] | None = None, what: str = "") -> str:
        """A text that is not empty and matches `pattern` as a whole; `what` says it in words, such as "an e-mail"."""
        value = self.value(key)
        if isinstance(value, str) and value.strip():
            if pattern and not pattern.fullmatch(value):
                self.fault(key, f"not {what}")
            return value
        if key in self._values:
            self.fault(key, "must be a text that is not empty")
        return ""

    def maybe_text(self, key: str, pattern: re.Pattern[str] | None = None, what: str = "") -> str | None:
        """As `text`, or none where the key is absent or null."""
        return self.text(key, pattern, what) if self.has(key) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, at least one."""
        value = self.value(key)
        if isinstance(value, list) and value and all(isinstance(item, str) and item.strip() for item in value):
            return tuple(value)
        if key in self._values:
            self.fault(key, "must be a list of texts, at least one")
        return ()

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false; `default` where the key is absent, none makes it required."""
        value = self.value(key) if default is None or self.has(key) else default
        if not isinstance(value, bool):
            if key in self._values:
                self.fault(key, "must be true or false")
            return False
        return value

    def number(self, key: str, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        value = self.value(key)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        if key in self._values:
            self.fault(key, f"must be a whole number from {least} to {most}")
        return least

    def numbers(self, key: str, least: int, most: int) -> tuple[int, ...]:
        """A list of whole numbers from `least` to `most`, at least one."""
        value = self.value(key)
        written = value if isinstance(value, list) else []
        numbers = tuple(each for each in written if isinstance(each, int) and not isinstance(each, bool))
        if written and len(numbers) == len(written) and all(least <= each <= most for each in numbers):
            return numbers
        if key in self._values:
            self.fault(key, f"must be a list of whole numbers from {least} to {most}, at least one")
        return ()

    def choice(self, key: str, options: tuple[Choice, ...]) -> Choice:
        """One of `options`."""
        value = self.value(key)
        for option in options:
            if value == option:
                return option
        if key in self._values:
            self.fault(key, f"must be one of {', '.join(options)}")
        return options[0]

    def named(self, key: str, known: Collection[str], noun: str) -> str:
        """The code of a `noun` that must be `known`."""
        code = self.text(key)
        if code and code not in known:
            self.fault(key, f'no {noun} "{code}"')
        return code

    def label(self, key: str, longest: int | None = None, default: Label | None = None) -> Label:
        """A text in both languages, at most `longest` characters each; `default` where the key is absent."""
        if default is not None and not self.has(key):
            label = default
        else:
            table = self.table(key)
            label = Label(table.text("tr"), table.text("en"))
            table.close()
        for language, text in (("tr", label.tr), ("en", label.en)):
            if longest is not None and len(text) > longest:
                self.fault(f"{key}.{language}", f"{len(text)} characters, at most {longest}")
        return label

    def table(self, key: str) -> "Table":
        """The object under `key`; an absent one is one fault and reads as empty."""
        value = self.value(key)
        if key in self._values or self._broken:
            return Table(value, self.path(key), self.faults)
        table = Table({}, self.path(key), self.faults)
        table._broken = True
        return table

    def each(self, codes: re.Pattern[str]) -> Iterator[tuple[str, "Table"]]:
        """The objects in this object by their codes, which match `codes`; each is closed after its reader."""
        for code in self._values:
            if not isinstance(code, str) or not codes.fullmatch(code):
                self.fault(str(code), f"not a code of the form {codes.pattern}")
            inner = self.table(code)
            yield code, inner
            inner.close()

    def rows(self, key: str) -> Iterator["Table"]:
        """The objects of the list under `key`; each is closed after its reader."""
        value = self.value(key)
        if key in self._values and not isinstance(value, list):
            self.fault(key, "must be a list")
        for index, item in enumerate(value if isinstance(value, list) else ()):
            row = Table(item, f"{self.path(key)}[{index}]", self.faults)
            yield row
            row.close()

    def close(self) -> None:
        """Reports every key that nobody asked for."""
        for key in self._values:
            if key not in self._asked:
                self.fault(str(key), "unknown key")
