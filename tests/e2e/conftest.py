"""One running product for all end-to-end tests of a session; each test finds it calm."""

from collections.abc import Iterator

import pytest

from tests.e2e.local import LocalKopru


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalKopru]:
    """The product of izmir-him, started once."""
    with LocalKopru(tmp_path_factory.mktemp("kopru")) as local:
        yield local


@pytest.fixture
def kopru(running: LocalKopru) -> LocalKopru:
    """The running product with everything switched on and an empty outbox."""
    running.calm()
    return running
