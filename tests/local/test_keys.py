"""The documented key of this machine is there, once, and stays what an admin made of it."""

from __future__ import annotations

from chalicelib.core.api_keys import found
from chalicelib.core.settings import Key
from chalicelib.wire import load_preset
from infrastructure.local.keys import CODE, KEY, record_key
from infrastructure.package import ROOT
from tests.build import MONDAY
from tests.settings import Settings


def test_the_key_is_recorded_once_and_opens_the_door() -> None:
    table = Settings()
    assert record_key(table, MONDAY)  # type: ignore[arg-type]  # the two questions it asks
    assert not record_key(table, MONDAY)  # type: ignore[arg-type]  # as above
    values: dict[Key, object] = {key: setting.value for key, setting in table.rows.items()}
    record = found(load_preset("izmir-him").read(values).api_keys, KEY)
    assert record
    assert (record.id, record.revoked) == (CODE, False)


def test_the_key_is_in_the_documents() -> None:
    assert KEY == "local-open311-key"
    assert KEY in (ROOT / "docs" / "local.md").read_text(encoding="utf-8")
