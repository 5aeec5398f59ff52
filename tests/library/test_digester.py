"""Bodies digested here and in other processes."""

import asyncio
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from feed_documents import rss
from newsreader.core.errors import ParseError
from newsreader.core.feeds import ParsedFeed
from newsreader.library.digest import Digest, DigestJob, digest
from newsreader.library.digester import MANY, Digester
from newsreader.library.lane import LaneLostError
from newsreader.library.lanes import COMMAND, Lanes
from newsreader.library.parse_lane import FeedReader
from newsreader.library.wall import CutOffError
from server_thread import PATIENCE

_URL = "https://centre.example/feed"


def job(body: bytes, *, known_hash: bytes | None = None, url: str = _URL) -> DigestJob:
    return DigestJob(url, body, "application/rss+xml", known_hash, b"", None, None, True, None, 1_795_000_000)


@pytest.fixture(scope="module")
def reader() -> Iterator[FeedReader]:
    with FeedReader() as one:
        yield one


@pytest.fixture
async def lanes() -> AsyncIterator[Lanes]:
    some = Lanes(2)
    yield some
    await some.close()


def titles(came: Digest) -> list[str]:
    assert came.feed is not None
    return [entry.title for entry in came.feed.entries]


def test_a_body_becomes_a_feed_a_sentence_or_nothing_new(reader: FeedReader) -> None:
    first = digest(job(rss("Chips")), reader)
    assert titles(first) == ["Chips"]
    again = digest(job(rss("Chips"), known_hash=first.body_hash), reader)
    assert (again.feed, again.error) == (None, None)
    page = digest(job(b"<!doctype html><html><title>Hello</title></html>"), reader)
    assert page.feed is None
    assert "web page" in (page.error or "")


async def test_lanes_give_what_this_process_would(lanes: Lanes, reader: FeedReader) -> None:
    jobs = [job(rss(*[f"{number}-{n}" for n in range(number % 5)])) for number in range(50)] + [job(b"no feed")]
    came = await asyncio.gather(*map(lanes.digest, jobs))
    assert came == [digest(one, reader) for one in jobs]


async def test_few_bodies_start_no_process(reader: FeedReader) -> None:
    async with Digester(reader, lanes=2) as digester:
        digester.expect(MANY - 1)
        assert titles(await digester.digest(job(rss("Chips")))) == ["Chips"]
        assert digester._lanes is None


@pytest.mark.parametrize("foretold", [True, False])
async def test_many_bodies_start_them(reader: FeedReader, foretold: bool) -> None:
    async with Digester(reader, lanes=2) as digester:
        if foretold:
            digester.expect(MANY)
        came = await asyncio.gather(*[digester.digest(job(rss(str(number)))) for number in range(2 * MANY)])
        assert digester._lanes is not None
    assert [titles(one) for one in came] == [[str(number)] for number in range(2 * MANY)]


@pytest.mark.skipif(sys.platform != "linux", reason="SCHED_IDLE is Linux's")
async def test_they_run_when_nothing_else_does_once_somebody_reads(reader: FeedReader) -> None:
    reading: list[bool] = []
    async with Digester(reader, lanes=2, somebody_reads=lambda: bool(reading)) as digester:
        digester.expect(MANY)
        assert digester._lanes is not None
        processes = [lane._process.pid for lane in digester._lanes._lanes]
        await digester.digest(job(rss("A")))
        assert os.SCHED_IDLE not in map(os.sched_getscheduler, processes)
        reading.append(True)
        while any(os.sched_getscheduler(one) != os.SCHED_IDLE for one in processes):
            await digester.digest(job(rss("A")))


async def test_one_core_starts_none(reader: FeedReader) -> None:
    async with Digester(reader, lanes=1) as digester:
        digester.expect(1000)
        assert digester._lanes is None


async def test_a_lane_that_dies_costs_nothing(reader: FeedReader) -> None:
    async with Digester(reader, lanes=2) as digester:
        digester.expect(MANY)
        assert digester._lanes is not None
        tasks = [asyncio.create_task(digester.digest(job(rss(str(number))))) for number in range(100)]
        await tasks[0]
        for lane in digester._lanes._lanes:
            os.kill(lane._process.pid, signal.SIGKILL)
        came = await asyncio.gather(*tasks)
    assert [titles(one) for one in came] == [[str(number)] for number in range(100)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
async def test_a_signal_to_all_processes_ends_no_lane(lanes: Lanes, number: signal.Signals) -> None:
    before = [lane._process.pid for lane in lanes._lanes]
    for process in before:
        os.kill(process, number)  # in its first moments
    came = await asyncio.gather(*[lanes.digest(job(rss(str(one)))) for one in range(20)])
    for process in before:
        os.kill(process, number)
    came += await asyncio.gather(*[lanes.digest(job(rss(str(one)))) for one in range(20, 40)])
    assert [titles(one) for one in came] == [[str(one)] for one in range(40)]
    assert [lane._process.pid for lane in lanes._lanes] == before


async def test_jobs_of_a_dead_lane_are_told_and_later_ones_served(lanes: Lanes) -> None:
    for lane in lanes._lanes:
        lane.kill()
    came = await asyncio.gather(*[lanes.digest(job(rss("A"))) for _ in range(20)], return_exceptions=True)
    assert all(isinstance(one, Digest | LaneLostError) for one in came)
    assert titles(await lanes.digest(job(rss("B")))) == ["B"]


async def test_closing_ends_the_processes_at_work() -> None:
    lanes = Lanes(2)
    processes = [lane._process for lane in lanes._lanes]
    waiting = asyncio.gather(*[lanes.digest(job(rss("A"))) for _ in range(50)], return_exceptions=True)
    await asyncio.sleep(0)
    await lanes.close()
    await waiting
    assert all(process.poll() is not None for process in processes)


async def test_where_no_process_can_be_started_everything_is_read_here(reader: FeedReader) -> None:
    async with Digester(reader, lanes=2, command=["/no/such/program"]) as digester:
        came = await asyncio.gather(*[digester.digest(job(rss(str(number)))) for number in range(2 * MANY)])
    assert [titles(one) for one in came] == [[str(number)] for number in range(2 * MANY)]


async def test_where_none_can_be_started_again_what_waits_is_read_here(reader: FeedReader, tmp_path: Path) -> None:
    program = tmp_path / "lane"
    program.write_text("#!/bin/sh\nrm -f $0\n")
    program.chmod(0o700)
    async with Digester(reader, lanes=2, command=[str(program)]) as digester:
        came = await asyncio.gather(*[digester.digest(job(rss(str(number)))) for number in range(2 * MANY)])
    assert [titles(one) for one in came] == [[str(number)] for number in range(2 * MANY)]


def script(path: Path, *lines: str) -> list[str]:
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o700)
    return [str(path)]


async def test_a_lane_that_always_ends_at_once_is_not_started_for_ever_and_nobody_else_is_ended(
    reader: FeedReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts, ended = tmp_path / "starts", list[int]()
    async with Digester(
        reader, lanes=2, command=script(tmp_path / "lane", f"echo x >> {starts}", "exit 1")
    ) as digester:
        for _ in range(3):
            came = await asyncio.gather(*[digester.digest(job(rss(str(number)))) for number in range(2 * MANY)])
            assert [titles(one) for one in came] == [[str(number)] for number in range(2 * MANY)]
        assert digester._lanes is not None
        for lane in digester._lanes._started:
            await asyncio.to_thread(lane._threads[1].join)
        monkeypatch.setattr(os, "killpg", lambda number, _: ended.append(number))
    assert len(starts.read_text().split()) <= 2 * 5
    assert ended == []


async def test_answers_of_another_version_are_not_waited_for(reader: FeedReader, tmp_path: Path) -> None:
    answer = script(tmp_path / "lane", "printf 'cnewsreader.library.digest\\nNoSuch\\n.'", "cat > /dev/null")
    async with Digester(reader, lanes=2, command=answer) as digester:
        came = await asyncio.gather(*[digester.digest(job(rss(str(number)))) for number in range(2 * MANY)])
    assert [titles(one) for one in came] == [[str(number)] for number in range(2 * MANY)]


async def test_closing_does_not_wait_for_a_lane_that_is_gone(tmp_path: Path) -> None:
    """Its thread must not take the sign to end from one that is left."""
    lanes = Lanes(2)
    gone, left = lanes._started
    gone._command = ["/no/such/program"]
    gone.kill()
    await asyncio.to_thread(gone._threads[1].join)
    async with asyncio.timeout(10):
        await lanes.close()
    assert not any(thread.is_alive() for lane in (gone, left) for thread in lane._threads)


@pytest.mark.parametrize("written", [0, 1, 50, 200])
def test_a_lane_ends_quietly_when_its_parent_does(written: int) -> None:
    request = pickle.dumps([job(rss("A" * 1000))])[:written]
    ended = subprocess.run(COMMAND, input=request, capture_output=True, timeout=20)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


class SlowReader(FeedReader):
    """Takes longer for a document than anybody waits."""

    def __init__(self) -> None:
        super().__init__(seconds=3)
        self.begun = threading.Event()

    def read(self, body: bytes, *, url: str, content_type: str | None, now: int) -> ParsedFeed:
        self.begun.set()
        self.wall.call(time.sleep, PATIENCE)
        raise ParseError(f"{url} {content_type} {now} {len(body)}", url=url)


async def test_who_stops_waits_for_no_document() -> None:
    reader = SlowReader()
    with reader:
        with pytest.raises(ZeroDivisionError):
            async with Digester(reader, lanes=0) as digester:
                work = asyncio.create_task(digester.digest(job(rss("A"))))
                await asyncio.to_thread(reader.begun.wait)
                raise ZeroDivisionError
        with pytest.raises(CutOffError):
            await work
