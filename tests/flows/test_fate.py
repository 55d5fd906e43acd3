"""A message that was edited, deleted or hidden says so; whoever did it is answered nothing."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.flows.converse import converse
from chalicelib.flows.listen import listen, message_id
from tests.fakes import Office
from tests.flows.test_converse import RUBBISH, bodies, hear, item


@pytest.mark.parametrize(
    ("change", "fate"),
    [({"kind": "edited", "text": "Merhaba"}, "edited"), ({"kind": "deleted"}, "deleted"),
     ({"kind": "deleted", "choice": "hidden"}, "hidden")],
)  # fmt: skip
def test_what_became_of_a_message_stands_beside_it(change: dict[str, Any], fate: str) -> None:
    office = Office()
    hear(office, item(RUBBISH, key="wamid.first"))
    said = len(bodies(office))
    assert hear(office, item(about="wamid.first", **change)) == ["kept"]
    kept = office.chats.kept[message_id(office.desk, "whatsapp", "wamid.first")]
    assert (kept.fate, kept.item and kept.item.text) == (fate, RUBBISH), "its words stay for the staff to see"
    assert len(bodies(office)) == said


def test_an_answer_to_a_message_changes_nothing_of_it() -> None:
    office = Office()
    hear(office, item(RUBBISH, key="wamid.first"), item("evet", about="wamid.first"))
    assert office.chats.kept[message_id(office.desk, "whatsapp", "wamid.first")].fate == ""


def test_what_we_never_kept_has_no_fate() -> None:
    office = Office()
    assert hear(office, item(kind="deleted", about="wamid.of.another.time")) == ["kept"]
    assert len(office.chats.kept) == 1


def test_a_worker_that_dies_leaves_no_fate_untold() -> None:
    office = Office()
    hear(office, item(RUBBISH, key="wamid.first"))
    (id,) = listen(office.desk, [item(kind="deleted", about="wamid.first")], {})
    save = office.chats.save

    def die_after(*told: Any, **more: Any) -> bool:
        save(*told, **more)
        raise KeyboardInterrupt

    office.chats.save = die_after  # type: ignore[method-assign]  # as a killed worker
    with pytest.raises(KeyboardInterrupt):
        converse(office.desk, id)
    office.chats.save = save  # type: ignore[method-assign]  # as it was
    assert converse(office.desk, id) == "done"
    assert office.chats.kept[message_id(office.desk, "whatsapp", "wamid.first")].fate == "deleted"
