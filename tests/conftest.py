"""What every test has."""

import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

from stocked import close_stores

settings.register_profile("no timing", deadline=None)  # how long an example takes is no behaviour
settings.load_profile("no timing")

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    # A shell has its jobs in the background ignore it, and what they start does so, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def stores_are_closed() -> Iterator[None]:
    """Python 3.13 warns of connections that nobody closes, and warnings are errors here."""
    yield
    close_stores()
