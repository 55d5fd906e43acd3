"""One bench for all proofs of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.proof.matrix import Matrix
from tests.proof.product import a_bench


@pytest.fixture(scope="module")
def matrix() -> Iterator[Matrix]:
    """The product on its bench."""
    with pytest.MonkeyPatch.context() as patch, a_bench(patch) as bench:
        yield Matrix(bench, patch)
