"""An upload is examined by a worker that dies, or beside an erasure: the end is the same."""

from __future__ import annotations

import copy
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from chalicelib.core.files import clean_key, thumbnail_key
from chalicelib.flows import files
from chalicelib.flows.examine import examine
from chalicelib.flows.photos import forget
from tests.fakes import Office
from tests.flows.uploading import NUMBER, uploaded
from tests.photos import HTML, a_jpeg

CALLS = ("files.read", "vault.verdict", "vault.get", "vault.put", "files.settle", "vault.keep", "vault.drop")


class Killed(BaseException):
    """The worker is gone."""


def broken(office: Office, call: str, nth: int, *, after: bool) -> None:
    """The `nth` time that this is called the worker dies, before it is done or after."""
    shelf, _, name = call.partition(".")
    real: Callable[..., object] = getattr(getattr(office, shelf), name)
    seen = 0

    def dying(*arguments: object, **named: object) -> object:
        nonlocal seen
        seen += 1
        if seen != nth:
            return real(*arguments, **named)
        if after:
            real(*arguments, **named)
        raise Killed(call)

    setattr(getattr(office, shelf), name, dying)


@pytest.mark.parametrize("call", ["vault.put", "files.settle", "vault.keep", "vault.drop"])
def test_what_is_erased_while_it_is_examined_is_gone(call: str) -> None:
    office = Office()
    id = uploaded(office, a_jpeg(), number=NUMBER)
    shelf, _, name = call.partition(".")
    real = getattr(getattr(office, shelf), name)

    def overtaken(*arguments: object, **named: object) -> object:
        setattr(getattr(office, shelf), name, real)
        forget(office.desk, [id])
        return real(*arguments, **named)

    setattr(getattr(office, shelf), name, overtaken)
    examine(office.desk, id)
    examine(office.desk, id)
    assert office.files.rows[id].reason == "erased"
    assert not office.vault.objects


@pytest.mark.parametrize("content", [a_jpeg(), a_jpeg() + HTML], ids=["photo", "polyglot"])
@pytest.mark.parametrize("claimed", ["before", "between", "after"])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize("call", CALLS)
def test_wherever_a_worker_dies_the_end_is_the_same(
    call: str, nth: int, after: bool, claimed: str, content: bytes
) -> None:
    office = Office()
    id = uploaded(office, content, number=NUMBER if claimed == "before" else "")
    dying = replace(office, files=copy.copy(office.files), vault=copy.copy(office.vault))
    broken(dying, call, nth, after=after)
    with suppress(Killed):
        examine(dying.desk, id)
    if claimed == "between":
        files.attach(office.desk, NUMBER, [id])
    examine(office.desk, id)
    examine(office.desk, id)
    if claimed == "after":
        files.attach(office.desk, NUMBER, [id])
    fit = content == a_jpeg()
    assert office.files.rows[id].state == ("clean" if fit else "refused")
    assert set(office.vault.objects) == ({clean_key(id), thumbnail_key(id)} if fit else set())
    assert (office.vault.passing & set(office.vault.objects), office.files.marks) == (set(), {})
