"""Refreshes that are stopped: what has been fetched is stored, and told."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from feed_documents import rss
from loopback import Reply
from newsreader.core.asking import Asking
from newsreader.core.changes import FeedResult
from newsreader.core.errors import StoreBusyError
from newsreader.core.events import FeedRefreshed, RefreshFinished
from newsreader.core.feeds import FeedState
from newsreader.library.digest import Digest, DigestJob
from newsreader.library.digester import Digester
from newsreader.library.moving import Mover
from newsreader.library.parse_lane import FeedReader
from newsreader.library.refresher import Refresher
from newsreader.store import Store
from refreshing import Bench
from server_thread import PATIENCE


async def test_a_cancelled_refresh_keeps_the_feeds_that_were_stored(bench: Bench) -> None:
    bench.server.serve("/quick", rss("Stored"))
    bench.server.answer("/slow", lambda _: Reply(stall=True))
    bench.subscribe("/quick", "/slow")
    stored = asyncio.Event()
    refresher = Refresher(
        store=bench.store,
        fetcher=bench._fetcher,
        digester=Digester(bench._reader, lanes=0),
        clock=bench.clock,
        emit=lambda event: stored.set() if isinstance(event, FeedRefreshed) else None,
    )
    task = asyncio.create_task(refresher.run(bench.subscriptions, asked=True))
    await stored.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert bench.titles() == ["Stored"]


class HeldDigester(Digester):
    """Digests nothing before it is let go on."""

    def __init__(self, reader: FeedReader) -> None:
        super().__init__(reader, lanes=0)
        self.begun = asyncio.Event()
        self.may_go_on = asyncio.Event()

    async def digest(self, job: DigestJob) -> Digest:
        self.begun.set()
        await self.may_go_on.wait()
        return await super().digest(job)


async def test_a_refresh_that_is_cancelled_twice_keeps_what_it_has_fetched(bench: Bench) -> None:
    bench.server.serve("/a", rss("Fetched"))
    bench.subscribe("/a")
    digester = HeldDigester(bench._reader)
    refresher = Refresher(
        store=bench.store, fetcher=bench._fetcher, digester=digester, clock=bench.clock, emit=bench.events.append
    )
    task = asyncio.create_task(refresher.run(bench.subscriptions, asked=True))
    await digester.begun.wait()
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0)
    digester.may_go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert bench.titles() == ["Fetched"]
    assert bench.outcome("/a").new == 1


class CancellingMover(Mover):
    """Has the refresh cancelled in the middle of a batch."""

    loop: asyncio.AbstractEventLoop
    task: asyncio.Task[RefreshFinished]

    def follow(self, state: FeedState) -> str | None:
        cancelled = threading.Event()
        self.loop.call_soon_threadsafe(self.task.cancel)
        self.loop.call_soon_threadsafe(cancelled.set)
        assert cancelled.wait(PATIENCE)
        return f"It has moved to {state.moved_to}."


async def test_what_is_stored_while_a_refresh_is_cancelled_is_told(bench: Bench, tmp_path: Path) -> None:
    bench.server.redirect("/a", "/b", 301)
    bench.server.serve("/b", rss("Stored"))
    bench.subscribe("/a")
    bench.mover = mover = CancellingMover(tmp_path / "feeds.toml", bench.store, (), Asking())
    mover.loop, mover.task = asyncio.get_running_loop(), asyncio.create_task(bench.refresh())
    with pytest.raises(asyncio.CancelledError):
        await mover.task
    assert bench.titles() == ["Stored"]
    assert bench.outcome("/a").move == f"It has moved to {bench.server.url('/b')}."


@pytest.fixture
def blocker(bench: Bench, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Another program that is writing to the store of `bench`."""
    bench.store.close()
    bench.store = Store.open(tmp_path / "newsreader.db", clock=bench.clock)
    bench.server.serve("/a", rss("Chips"))
    bench.subscribe("/a")
    connection = sqlite3.connect(tmp_path / "newsreader.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield connection
    connection.close()


async def test_a_program_that_writes_for_long_costs_no_feed(bench: Bench, blocker: sqlite3.Connection) -> None:
    bench.store._db._patience = 0.01
    asyncio.get_running_loop().call_later(0.3, blocker.execute, "ROLLBACK")
    finished = await bench.refresh()
    assert finished.new == 1
    assert bench.titles() == ["Chips"]


class BusyMover(Mover):
    """Cannot write into the store, as another program does."""

    def follow(self, state: FeedState) -> str | None:
        raise StoreBusyError(f"{state.url} cannot be noted.")


async def test_a_program_that_writes_after_a_batch_costs_no_feed_either(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy() -> None:
        raise StoreBusyError("No dictionary can be stored.")

    monkeypatch.setattr(bench.store.dictionaries, "make", busy)
    bench.server.redirect("/a", "/b", 301)
    bench.server.serve("/b", rss("Stored"))
    bench.subscribe("/a")
    bench.mover = BusyMover(tmp_path / "feeds.toml", bench.store, (), Asking())
    finished = await bench.refresh()
    assert (finished.new, bench.outcome("/a").move) == (1, None)


@pytest.mark.usefixtures("blocker")
async def test_a_refresh_that_is_stopped_does_not_wait_for_another_program(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried, apply = threading.Event(), bench.store.refreshes.apply

    def applied(results: Sequence[FeedResult], *, search_later: bool) -> None:
        tried.set()
        apply(results, search_later=search_later)

    monkeypatch.setattr(bench.store.refreshes, "apply", applied)
    work = asyncio.create_task(bench.refresh())
    await asyncio.to_thread(tried.wait)
    work.cancel()
    began = time.monotonic()
    with pytest.raises(StoreBusyError):
        await work
    assert time.monotonic() - began < 3
