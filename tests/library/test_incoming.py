"""Answers as they come: in batches, round robin over the hosts, and those that are left when all is stopped."""

import asyncio
from collections.abc import Sequence

import pytest

from newsreader.core.feeds import FeedData, Validators
from newsreader.core.fetching import Fetched, FetchFailed, FetchOutcome, FetchRequest
from newsreader.core.packed import PackedFeed
from newsreader.core.schedule import Due
from newsreader.core.subscriptions import Subscription
from newsreader.library.digest import Digest, DigestJob
from newsreader.library.incoming import (
    BATCH,
    BATCH_BESIDE_READER,
    IN_FLIGHT,
    IN_FLIGHT_BESIDE_READER,
    Answer,
    Incoming,
)


class Net:
    """Fetches what is not held; `asked` are the URLs in their order."""

    def __init__(self, *held: str) -> None:
        self.asked: list[str] = []
        self._held = held
        self.ever = asyncio.Event()

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        self.asked.append(request.url)
        if request.url in self._held:
            await self.ever.wait()
        if "broken" in request.url:
            raise ZeroDivisionError
        if "failing" in request.url:
            return FetchFailed(request.url, "No.")
        return Fetched(request.url, b"body", request.url)


class Digests:
    """Digests when it is let. `feed` is what it reads in every body, None: what was known."""

    def __init__(self, *, at_once: bool = True, feed: PackedFeed | None = None) -> None:
        self._feed = feed
        self.go = asyncio.Event()
        if at_once:
            self.go.set()

    async def digest(self, job: DigestJob) -> Digest:
        await self.go.wait()
        return Digest(job.body, self._feed)


def incoming(urls: Sequence[str], net: Net, digests: Digests, *, somebody_reads: bool = False) -> Incoming:
    def job(due: Due, fetched: Fetched) -> DigestJob:
        del due
        return DigestJob(fetched.url, fetched.body, None, None, b"", None, None, False, None, 0)

    due = [Due(Subscription(url), Validators()) for url in urls]
    return Incoming(
        due,
        fetcher=net,
        digests=digests,
        request=lambda one: FetchRequest(one.subscription.url),
        job=job,
        somebody_reads=lambda: somebody_reads,
    )


def urls_of(answers: Sequence[Answer]) -> list[str]:
    return [answer.due.subscription.url for answer in answers]


async def test_each_feed_is_answered_once_its_body_digested() -> None:
    wanted = [f"https://h{number % 7}.example/{number}" for number in range(200)]
    answers = [one async for batch in incoming(wanted, Net(), Digests()).batches() for one in batch]
    assert sorted(urls_of(answers)) == sorted(wanted)
    assert all(answer.digest == Digest(b"body") for answer in answers)
    assert all(isinstance(answer.outcome, Fetched) and answer.outcome.body == b"" for answer in answers)


ENTRIES = PackedFeed("rss", FeedData("Centre"), ())


@pytest.mark.parametrize(
    ("feed", "reads", "most"),
    [
        (ENTRIES, False, BATCH),
        (None, False, 8 * BATCH),
        (ENTRIES, True, BATCH_BESIDE_READER),
        (None, True, 8 * BATCH_BESIDE_READER),
    ],
)
async def test_a_batch_is_never_more_than_a_transaction_may_be(feed: PackedFeed | None, reads: bool, most: int) -> None:
    wanted = [f"https://h.example/{number}" for number in range(3 * most)]
    coming = incoming(wanted, Net(), Digests(feed=feed), somebody_reads=reads)
    lengths = [len(batch) async for batch in coming.batches()]
    assert max(lengths) <= most


async def test_answers_without_a_body_let_further_feeds_be_asked_at_once() -> None:
    net = Net()
    coming = incoming([f"https://failing.example/{number}" for number in range(3 * IN_FLIGHT)], net, Digests())
    for _ in range(10):
        await asyncio.sleep(0)
    assert len(net.asked) == 3 * IN_FLIGHT
    await coming.stop(0)


@pytest.mark.parametrize(("reads", "most"), [(False, IN_FLIGHT), (True, IN_FLIGHT_BESIDE_READER)])
async def test_no_more_bodies_are_held_than_agreed(reads: bool, most: int) -> None:
    net, digests = Net(), Digests(at_once=False)
    wanted = [f"https://h.example/{number}" for number in range(3 * IN_FLIGHT)]
    coming = incoming(wanted, net, digests, somebody_reads=reads)
    for _ in range(10):
        await asyncio.sleep(0)
    assert len(net.asked) == most
    await coming.stop(0)


async def test_hosts_take_turns() -> None:
    net = Net()
    wanted = [f"https://{host}.example/{number}" for host in "ab" for number in range(3)]
    async for _ in incoming(wanted, net, Digests()).batches():
        pass
    assert [url[8] for url in net.asked] == ["a", "b"] * 3


async def test_what_failed_has_no_digest() -> None:
    [(answer,)] = [batch async for batch in incoming(["https://failing.example/"], Net(), Digests()).batches()]
    assert answer.digest is None


async def test_a_fault_of_the_program_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        async for _ in incoming(["https://broken.example/"], Net(), Digests()).batches():
            pass


async def test_a_stop_waits_for_what_was_fetched_and_not_for_what_was_not() -> None:
    slow = "https://slow.example/"
    net, digests = Net(slow), Digests(at_once=False)
    coming = incoming(["https://a.example/", slow, "https://b.example/"], net, digests)
    for _ in range(10):
        await asyncio.sleep(0)
    stopping = asyncio.create_task(coming.stop(30))
    await asyncio.sleep(0)
    digests.go.set()
    assert sorted(urls_of(await stopping)) == ["https://a.example/", "https://b.example/"]


async def test_a_stop_does_not_wait_for_ever() -> None:
    coming = incoming(["https://a.example/"], Net(), Digests(at_once=False))
    for _ in range(5):
        await asyncio.sleep(0)
    assert await coming.stop(0.01) == []


async def test_what_was_gathered_when_all_was_stopped_is_left_too() -> None:
    net = Net("https://held.example/feed")
    come = incoming(["https://failing.example/feed", "https://held.example/feed"], net, Digests())
    gathering = asyncio.ensure_future(anext(come.batches()))
    for _ in range(10):
        await asyncio.sleep(0)
    gathering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gathering
    assert urls_of(await come.stop(1)) == ["https://failing.example/feed"]
