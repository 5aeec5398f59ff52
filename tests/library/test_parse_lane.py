"""Documents that are not strictly well-formed are read in a child process that can be killed."""

import errno
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from feed_documents import rss
from newsreader.core.errors import ParseError
from newsreader.library.parse_lane import FeedReader
from newsreader.library.wall import CutOffError, WallError
from server_thread import PATIENCE

URL = "https://news.example/feed"


def read(reader: FeedReader, body: bytes) -> list[str]:
    return [entry.title for entry in reader.read(body, url=URL, content_type=None, now=1_795_608_000).entries]


def test_a_well_formed_document_needs_no_child() -> None:
    with FeedReader() as reader:
        assert read(reader, rss("Chips")) == ["Chips"]
        assert reader.wall.process is None


def test_a_broken_document_is_read_by_the_child() -> None:
    with FeedReader() as reader:
        assert read(reader, rss("Chips").replace(b"Chips", b"AT&T and <b>more")) == ["AT&T and more"]
        assert reader.wall.process is not None


def test_a_document_that_takes_too_long_costs_only_itself() -> None:
    slow = b"<rss version='2.0'><channel><title>&nbsp;x</title><item><description>" + b"<b>" * 200_000
    with FeedReader(seconds=0.5) as reader, pytest.raises(ParseError, match=r"within 0\.5 seconds|nested"):
        read(reader, slow)
    with FeedReader() as reader:
        assert read(reader, rss("Next").replace(b"Next", b"Next &nbsp;")) == ["Next"]


def test_where_no_process_can_be_started_that_is_said_of_the_documents_that_need_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def start(_: object) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    broken = rss("One").replace(b"One", b"One & only")
    with FeedReader() as reader:
        with monkeypatch.context() as patch:
            patch.setattr("multiprocessing.context.SpawnProcess.start", start)
            assert read(reader, rss("Chips")) == ["Chips"]
            with pytest.raises(ParseError, match=r"No process can be started .*: resource temporarily unavailable"):
                read(reader, broken)
        assert read(reader, broken) == ["One & only"]


def test_the_child_is_started_again_after_a_kill() -> None:
    with FeedReader() as reader:
        broken = rss("One").replace(b"One", b"One & only")
        assert read(reader, broken) == ["One & only"]
        assert reader.wall.process is not None
        reader.wall.process.kill()
        reader.wall.process.join()
        assert read(reader, broken) == ["One & only"]


def test_who_breaks_off_waits_for_no_document() -> None:
    faults: list[BaseException] = []

    def read_on() -> None:
        try:
            reader.wall.call(time.sleep, PATIENCE)
        except (CutOffError, WallError) as fault:
            faults.append(fault)

    with pytest.raises(KeyboardInterrupt), FeedReader(seconds=3) as reader:
        reader.wall.start()
        thread = threading.Thread(target=read_on)
        thread.start()
        raise KeyboardInterrupt
    thread.join(PATIENCE)
    assert [type(fault) for fault in faults] == [CutOffError]


DYING = """
import os, sys
from pathlib import Path
from newsreader.library import parse_lane
from newsreader.parse import feeds
feeds.parse_strict = lambda *_, **__: os._exit(9)
with parse_lane.FeedReader(trail=Path(sys.argv[1])) as reader:
    reader.read(b"", url=sys.argv[2], content_type=None, now=0)
"""


@pytest.fixture
def trail(tmp_path: Path) -> Path:
    """A trail that ends where a process died: at the document of URL."""
    path = tmp_path / "trail"
    assert subprocess.run([sys.executable, "-c", DYING, str(path), URL], check=False).returncode == 9
    return path


def test_a_document_that_a_process_died_of_is_read_by_the_child_until_that_goes_well(trail: Path) -> None:
    with FeedReader(trail=trail) as reader:
        assert read(reader, rss("Chips")) == ["Chips"]
        assert reader.wall.process is not None
    assert not trail.exists()
    with FeedReader(trail=trail) as reader:
        read(reader, rss("Chips"))
        assert reader.wall.process is None


def test_a_document_that_kills_the_child_too_fails_alone_and_stays_suspect(trail: Path) -> None:
    for _ in range(2):
        with FeedReader(trail=trail, memory_bytes=1 << 20) as reader:
            with pytest.raises(ParseError, match=r"too much memory|made its reader crash"):
                read(reader, rss("Chips"))
            other = reader.read(rss("Trade"), url="https://other.example/", content_type=None, now=1_795_608_000)
            assert other.entries[0].title == "Trade"


def test_a_trail_that_cannot_be_written_hinders_nothing(tmp_path: Path) -> None:
    with FeedReader(trail=tmp_path / "missing" / "trail") as reader:
        assert read(reader, rss("Chips")) == ["Chips"]
