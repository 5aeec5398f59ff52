from collections.abc import Iterator
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.store import Store
from store.world import World


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(clock: FakeClock) -> Iterator[Store]:
    """A store in memory."""
    with Store.open(None, clock=clock) as store:
        yield store


@pytest.fixture
def world(store: Store, clock: FakeClock) -> World:
    return World(store, clock)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store could be."""
    return tmp_path / "newsreader.db"
