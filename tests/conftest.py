"""What every test has."""

import os
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


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Half as many again as there are cores: a third of their time the tests wait, for terminals and between keys."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + cores // 2


@pytest.fixture(autouse=True)
def stores_are_closed() -> Iterator[None]:
    """Python 3.13 warns of connections that nobody closes, and warnings are errors here."""
    yield
    close_stores()
