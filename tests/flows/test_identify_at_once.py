"""Who somebody is while others write to the same addresses, and after workers that died."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from chalicelib.core.chat import Known
from chalicelib.core.errors import TryLater
from chalicelib.core.inbound import Item, Who
from chalicelib.flows.identify import Person, identify
from tests.build import MONDAY
from tests.chats import Chats
from tests.fakes import Office
from tests.flows.writing import AYSE, BERK, OTHER, PHONE, moved, wrote


@dataclass
class Crowded(Chats):
    """Chats in which somebody else comes in between: `rivals` are identified before the next writes."""

    office: Office | None = None
    rivals: list[Item] = field(default_factory=list)
    others: list[Person] = field(default_factory=list)

    def know(self, known: Known, expires: Any) -> bool:
        if self.rivals and self.office:
            rival = self.rivals.pop()
            self.others.append(identify(self.office.desk, rival))
        return super().know(known, expires)


def crowded(rivals: Sequence[Item]) -> Office:
    chats = Crowded(rivals=list(rivals))
    chats.office = Office(chats=chats)
    return chats.office


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ((AYSE, ""), (AYSE, "")),
        ((AYSE, PHONE), (AYSE, PHONE)),
        (("", PHONE), ("", PHONE)),
        ((AYSE, PHONE), (AYSE, "")),
        ((AYSE, PHONE), ("", PHONE)),
        (("", PHONE), (AYSE, PHONE)),
    ],
)
def test_two_first_messages_of_one_person_at_once_are_one_person(
    mine: tuple[str, str], theirs: tuple[str, str]
) -> None:
    office = crowded([Item("rival", Who("whatsapp", *theirs), at=MONDAY)])
    found = identify(office.desk, Item("mine", Who("whatsapp", *mine), at=MONDAY))
    assert isinstance(office.chats, Crowded)
    assert [person.id for person in office.chats.others] == [found.id]


def test_who_always_loses_the_race_comes_again() -> None:
    @dataclass
    class Taken(Chats):
        def know(self, known: Known, expires: Any) -> bool:
            return False

    with pytest.raises(TryLater):
        wrote(Office(chats=Taken()), AYSE)


@pytest.mark.parametrize("crash", range(1, 5))
def test_a_worker_that_dies_on_the_way_changes_nothing_for_the_next(crash: int) -> None:
    """Ayşe's number changes to Berk's former one, cut off after so many writes and told again."""

    @dataclass
    class Dying(Chats):
        left: int = 99

        def know(self, known: Known, expires: Any) -> bool:
            self.left -= 1
            if not self.left:
                raise TryLater("dying")
            return super().know(known, expires)

    chats = Dying()
    office = Office(chats=chats)
    old, other = wrote(office, AYSE, PHONE), wrote(office, BERK, OTHER)
    chats.left = crash
    try:
        moved(office, PHONE, "TR.3new", OTHER)
    except TryLater:
        assert crash < 4
    chats.left = 99
    again = moved(office, PHONE, "TR.3new", OTHER)
    assert again.id == old.id
    assert again.since
    assert again.since > other.since  # type: ignore[operator]  # both came with a phone
    assert wrote(office, BERK).lost
    assert wrote(office, phone=PHONE).id not in (old.id, other.id)
