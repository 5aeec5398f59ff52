"""What every test has."""

from collections.abc import Iterator

import pytest

from stocked import close_stores


@pytest.fixture(autouse=True)
def stores_are_closed() -> Iterator[None]:
    """Python 3.13 warns of connections that nobody closes, and warnings are errors here."""
    yield
    close_stores()
