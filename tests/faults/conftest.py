"""A user and a server to fetch from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.home import Home
from loopback import LoopbackServer


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as one:
        yield one
