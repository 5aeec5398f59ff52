"""Files and built-in feeds."""

import os
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.core.feeds import Validators
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest, NotModified
from newsreader.fetch.http import Fetcher
from newsreader.fetch.limits import Limits

TIME_NS = 1_795_604_400_123_456_789  # Wed, 25 Nov 2026 11:00:00 GMT and a bit


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "my feed é.xml"
    rewrite(path, b"<rss/>", TIME_NS)
    return path


def rewrite(path: Path, body: bytes, time_ns: int) -> None:
    path.write_bytes(body)
    os.utime(path, ns=(time_ns, time_ns))


async def test_a_file_is_read_with_its_time_as_validator(fetcher: Fetcher, file: Path) -> None:
    outcome = await fetcher.fetch(FetchRequest(file.as_uri()))
    assert isinstance(outcome, Fetched)
    assert outcome.body == b"<rss/>"
    assert outcome.final_url == file.as_uri()
    assert outcome.validators.last_modified == "Wed, 25 Nov 2026 11:00:00 GMT"


@pytest.mark.parametrize("prefix", ["file://", "file://localhost", "FILE://LOCALHOST", "file:"])
async def test_a_file_may_be_named_in_every_usual_way(fetcher: Fetcher, file: Path, prefix: str) -> None:
    url = prefix + file.as_uri().removeprefix("file://")
    assert isinstance(await fetcher.fetch(FetchRequest(url)), Fetched)


async def test_a_file_that_did_not_change_is_not_modified(fetcher: Fetcher, file: Path) -> None:
    first = await fetcher.fetch(FetchRequest(file.as_uri()))
    assert isinstance(first, Fetched)
    assert await fetcher.fetch(FetchRequest(file.as_uri(), first.validators)) == NotModified(
        file.as_uri(), first.validators
    )
    only_date = Validators(last_modified=first.validators.last_modified)
    assert isinstance(await fetcher.fetch(FetchRequest(file.as_uri(), only_date)), NotModified)


async def test_a_file_changed_within_the_same_second_is_read_again(fetcher: Fetcher, file: Path) -> None:
    first = await fetcher.fetch(FetchRequest(file.as_uri()))
    assert isinstance(first, Fetched)
    rewrite(file, b"<new/>", TIME_NS + 1)
    second = await fetcher.fetch(FetchRequest(file.as_uri(), first.validators))
    assert isinstance(second, Fetched)
    assert second.body == b"<new/>"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("{dir}/none.xml", "There is no file"),
        ("{dir}/my%20feed%20%C3%A9.xml/x", "There is no file"),
        ("{dir}", "is a folder, not a file"),
        ("/dev/zero", "is a device or pipe, not a file"),
        ("{dir}/pipe", "is a device or pipe, not a file"),
        ("{dir}/circle", "leads round in a circle"),
        ("{dir}/" + "x" * 300, "so long a name"),
        ("{dir}/%00", "not a valid address"),
        ("//elsewhere/share/x", "on another computer"),
        ("relative.xml", "not a valid address"),
        ("", "not a valid address"),
        ("//[bad/x", "not a valid address"),
    ],
)
async def test_a_file_that_cannot_be_read_is_a_sentence(fetcher: Fetcher, file: Path, path: str, words: str) -> None:
    os.mkfifo(file.parent / "pipe")
    (file.parent / "circle").symlink_to(file.parent / "circle")
    outcome = await fetcher.fetch(FetchRequest("file:" + path.format(dir=file.parent)))
    assert isinstance(outcome, FetchFailed)
    assert words in outcome.reason
    assert outcome.reason.endswith(".") or "file:///" in outcome.reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
async def test_a_file_without_permission_is_a_sentence(fetcher: Fetcher, file: Path) -> None:
    os.chmod(file, 0)  # noqa: PTH101
    outcome = await fetcher.fetch(FetchRequest(file.as_uri()))
    assert isinstance(outcome, FetchFailed)
    assert "permission denied" in outcome.reason


async def test_a_file_too_large_is_refused(clock: FakeClock, file: Path) -> None:
    async with Fetcher(user_agent="x", clock=clock, limits=Limits(body_bytes=5)) as fetcher:
        outcome = await fetcher.fetch(FetchRequest(file.as_uri()))
    assert isinstance(outcome, FetchFailed)
    assert "more than 5 bytes" in outcome.reason


@pytest.mark.parametrize("url", ["./feed.xml", "feed.xml", "~/feed.xml"])
async def test_a_bare_path_is_no_address(fetcher: Fetcher, file: Path, url: str) -> None:
    for path in (url, str(file)):
        outcome = await fetcher.fetch(FetchRequest(path))
        assert isinstance(outcome, FetchFailed)
        assert "must begin with http:// or https://" in outcome.reason


async def test_a_built_in_feed_comes_from_the_program_and_changes_with_it(clock: FakeClock) -> None:
    bodies = {"newsreader:welcome": b"one"}
    url = "newsreader:welcome"
    async with Fetcher(user_agent="x", clock=clock, built_in=bodies.get) as fetcher:
        first = await fetcher.fetch(FetchRequest(url))
        assert isinstance(first, Fetched)
        assert (first.body, first.final_url) == (b"one", url)
        assert await fetcher.fetch(FetchRequest(url, first.validators)) == NotModified(url, first.validators)
        bodies[url] = b"two"
        assert isinstance(await fetcher.fetch(FetchRequest(url, first.validators)), Fetched)
        other = await fetcher.fetch(FetchRequest("newsreader:other"))
        assert other == FetchFailed("newsreader:other", "There is no built-in feed newsreader:other.")


async def test_without_built_in_feeds_there_is_none(fetcher: Fetcher) -> None:
    assert isinstance(await fetcher.fetch(FetchRequest("newsreader:welcome")), FetchFailed)
