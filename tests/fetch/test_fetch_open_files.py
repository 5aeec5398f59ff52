"""What a fetch does with the files that a process may have open."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clock import FakeClock
from loopback import LoopbackServer
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest
from newsreader.fetch.http import Fetcher
from newsreader.fetch.network import Network


@contextmanager
def room_for(count: int) -> Iterator[None]:
    """No more than `count` files can be opened."""
    usual = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(place.name) for place in Path("/dev/fd").iterdir())
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 8, usual[1]))
    held: list[int] = []
    try:
        try:
            while True:
                held.append(os.open(os.devnull, os.O_RDONLY))
        except OSError:
            pass
        for one in held[:count]:
            os.close(one)
        del held[:count]
        yield
    finally:
        for one in held:
            os.close(one)
        resource.setrlimit(resource.RLIMIT_NOFILE, usual)


@pytest.mark.parametrize("is_first", [False, True])
@pytest.mark.parametrize("count", [0, 1])
async def test_too_many_open_files_are_a_sentence_and_spoil_nothing(
    server: LoopbackServer, clock: FakeClock, is_first: bool, count: int, capfd: pytest.CaptureFixture[str]
) -> None:
    server.serve("/feed", b"<rss/>")
    request = FetchRequest(server.url("/feed"))
    async with Fetcher(user_agent="x", clock=clock, network=Network(proxies=dict)) as fetcher:
        if not is_first:
            with LoopbackServer() as other:
                await fetcher.fetch(FetchRequest(other.url("/feed")))
        with room_for(count):
            failed = await fetcher.fetch(request)
        assert isinstance(failed, FetchFailed), failed
        assert failed.reason == "Too many files are open in this program; a later refresh tries again."
        assert isinstance(await fetcher.fetch(request), Fetched)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(("limit", "most"), [(64, 0), (100, 0), (256, 48), (1_024, 80), (65_536, 80)])
def test_so_many_connections_as_files_may_be_open_are_waited_for(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch, limit: int, most: int
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (limit, limit))
    assert Fetcher(user_agent="x", clock=clock)._slots._most_lent == most
