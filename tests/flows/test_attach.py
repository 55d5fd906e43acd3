"""Files that came with a request or with a move belong to it once everybody has been told, whatever breaks off."""

from __future__ import annotations

import pytest

from chalicelib.core.errors import TryLater
from chalicelib.core.files import clean_key
from chalicelib.core.marks import Mark
from chalicelib.flows import files, intake
from chalicelib.flows.examine import examine
from chalicelib.flows.notify import tell
from tests.build import what_is_said
from tests.fakes import Office
from tests.flows.uploading import SESSION, uploaded
from tests.photos import a_jpeg


def opened(office: Office, *ids: str, key: str = "key-1") -> str:
    """The number of a request that was sent with these files."""
    said = what_is_said(files=list(ids), upload_session=SESSION)
    return intake.hear(office.desk, said, intake.Source("web", key)).request.number


def the_mark(office: Office, number: str) -> Mark:
    marks = [mark for shard in range(10) for mark in office.requests.todo(shard, office.clock())]
    (found,) = (mark for mark in marks if mark.number == number)
    return found


def test_what_was_sent_with_a_request_is_claimed_when_it_is_told(office: Office) -> None:
    id = uploaded(office, a_jpeg())
    number = opened(office, id)
    assert office.files.rows[id].number == ""
    tell(office.desk, the_mark(office, number))
    assert office.files.rows[id].number == number


def test_what_is_clean_by_then_is_kept(office: Office) -> None:
    id = uploaded(office, a_jpeg())
    examine(office.desk, id)
    assert clean_key(id) in office.vault.passing
    tell(office.desk, the_mark(office, opened(office, id)))
    assert not office.vault.passing


def test_the_first_request_of_two_has_the_file(office: Office) -> None:
    id = uploaded(office, a_jpeg())
    one, two = opened(office, id), opened(office, id, key="key-2")
    assert one != two
    for number in (one, two):
        tell(office.desk, the_mark(office, number))
    assert office.files.rows[id].number == one
    assert files.shown(office.desk, [id], two) == ()


def test_a_bucket_that_is_away_keeps_nobody_from_being_told(office: Office) -> None:
    id = uploaded(office, a_jpeg())
    examine(office.desk, id)
    number = opened(office, id)
    real = office.vault.keep

    def away(_: str) -> None:
        raise TryLater("s3: away")

    office.vault.keep = away  # type: ignore[method-assign]  # the test's own outage
    with pytest.raises(TryLater):
        tell(office.desk, the_mark(office, number))
    told = len(office.ledger.of_request(number))
    assert told
    assert office.queues.woken
    office.vault.keep = real  # type: ignore[method-assign]  # it is back
    tell(office.desk, the_mark(office, number))
    assert len(office.ledger.of_request(number)) == told
    assert not office.vault.passing


@pytest.fixture
def office() -> Office:
    return Office()
