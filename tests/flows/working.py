"""A request in work: opened, and moved on by its unit, the centre and its citizen, an hour between."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.core.case import Case
from chalicelib.core.rights import CITIZEN, SYSTEM, Actor, Hat
from chalicelib.flows.intake import Source, hear
from chalicelib.flows.move import move
from tests.build import what_is_said
from tests.fakes import Office

SUPERVISOR = Actor("staff", "sup", (Hat("supervisor", "cagri-merkezi"), Hat("admin", None)))


class Working:
    """An office with a request of a citizen; `key` is that of the form it came by."""

    def __init__(self, office: Office | None = None, *, key: str = "key-1", **said: object) -> None:
        self.office = office or Office()
        self.opened = hear(self.office.desk, what_is_said(**said), Source("web", key)).request

    @property
    def case(self) -> Case:
        """The request now."""
        return self.office.requests.cases[self.opened.number]

    @property
    def officer(self) -> Actor:
        """An officer of the unit in charge, who may also do what the centre's supervisor may."""
        return replace(SUPERVISOR, name="officer", hats=(*SUPERVISOR.hats, Hat("unit_officer", self.case.state.unit)))

    def move(self, name: str, actor: Actor | None = None, **said: object) -> Case:
        """An hour later somebody of the staff, or `actor`, makes this move."""
        self.office.clock.move(hours=1)
        return move(self.office.desk, self.opened.number, name, said, actor or self.officer)

    def ask(self) -> Case:
        """The citizen is asked."""
        return self.move("ask", question="Hangi kapı numarası?")

    def answer(self) -> Case:
        """The citizen answers."""
        return self.move("answer", CITIZEN, text="12 numara.")

    def resolve(self, **said: object) -> Case:
        """The outcome."""
        return self.move("resolve", **({"outcome": "done", "answer": "Çukuru bugün kapattık."} | said))

    def by_system(self, name: str, **said: object) -> Case:
        """A move of time's."""
        return self.move(name, SYSTEM, **said)
