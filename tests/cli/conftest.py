"""A user's folders and a server to fetch from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import CommandLine
from loopback import LoopbackServer


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(tmp_path, capsys)


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as one:
        yield one
