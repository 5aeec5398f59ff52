"""Documents that are not strictly well-formed are read in a child process that can be killed."""

import pytest

from feed_documents import rss
from newsreader.core.errors import ParseError
from newsreader.library.parse_lane import FeedReader

URL = "https://news.example/feed"


def read(reader: FeedReader, body: bytes) -> list[str]:
    return [entry.title for entry in reader.read(body, url=URL, content_type=None, now=1_795_608_000).entries]


def test_a_well_formed_document_needs_no_child() -> None:
    with FeedReader() as reader:
        assert read(reader, rss("Chips")) == ["Chips"]
        assert reader._process is None


def test_a_broken_document_is_read_by_the_child() -> None:
    with FeedReader() as reader:
        assert read(reader, rss("Chips").replace(b"Chips", b"AT&T and <b>more")) == ["AT&T and more"]
        assert reader._process is not None


def test_a_document_that_takes_too_long_costs_only_itself() -> None:
    slow = b"<rss version='2.0'><channel><title>&nbsp;x</title><item><description>" + b"<b>" * 200_000
    with FeedReader(seconds=0.5) as reader, pytest.raises(ParseError, match=r"within 0\.5 seconds|nested"):
        read(reader, slow)
    with FeedReader() as reader:
        assert read(reader, rss("Next").replace(b"Next", b"Next &nbsp;")) == ["Next"]


def test_the_child_is_started_again_after_a_kill() -> None:
    with FeedReader() as reader:
        broken = rss("One").replace(b"One", b"One & only")
        assert read(reader, broken) == ["One & only"]
        assert reader._process is not None
        reader._process.kill()
        reader._process.join()
        assert read(reader, broken) == ["One & only"]
