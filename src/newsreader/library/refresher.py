"""The refresh, whole: subscriptions → due → fetch → parse → plan → store.

Fetching runs on the event loop, many at once; what came back is digested in batches on one thread, each batch one
transaction. So every feed is stored wholly or not at all, validators included, and a kill costs at most a second fetch.
"""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Final, Protocol
from urllib.parse import urlsplit

from newsreader.core.changes import FeedResult, plan_refresh
from newsreader.core.clock import Clock
from newsreader.core.errors import ParseError
from newsreader.core.events import FeedRefreshed, Outcome, RefreshEvent, RefreshFinished, RefreshStarted
from newsreader.core.feeds import FeedState, ParsedFeed
from newsreader.core.fetching import Fetched, FetchFailed, FetchOutcome, FetchRequest, Gone, NotModified
from newsreader.core.full_text import with_wishes
from newsreader.core.schedule import Due, NotDue, after_check, after_parse_error, decide, interval_of
from newsreader.core.subscriptions import PageRules, Subscription
from newsreader.store import Store

IN_FLIGHT: Final = 64
"""Feeds between the start of their fetch and their transaction; it bounds the bodies held in memory."""

BATCH: Final = 8
"""Feeds stored in one transaction at most: a user's own change waits for it, so it must stay short."""

YIELD_SECONDS: Final = 0.003
"""The pause after a transaction, in which a user's own change gets its turn."""


class Fetcher(Protocol):
    """Fetches one URL; each outcome is a value."""

    async def fetch(self, request: FetchRequest) -> FetchOutcome: ...


class Reader(Protocol):
    """Reads a body as a feed, or as a news list page, or raises ParseError."""

    def read(self, body: bytes, *, url: str, content_type: str | None, now: int) -> ParsedFeed: ...

    def read_page(
        self, body: bytes, *, url: str, content_type: str | None, rules: PageRules, language: str | None, now: int
    ) -> ParsedFeed: ...


@dataclass(frozen=True, slots=True)
class _Answer:
    due: Due
    outcome: FetchOutcome


class Refresher:
    """Refreshes subscriptions into a store. `default_interval`: seconds, for subscriptions that set none."""

    def __init__(
        self,
        *,
        store: Store,
        fetcher: Fetcher,
        reader: Reader,
        clock: Clock,
        default_interval: int,
        emit: Callable[[RefreshEvent], None],
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._reader = reader
        self._clock = clock
        self._default_interval = default_interval
        self._emit = emit
        self._states: dict[str, FeedState] = {}

    async def run(self, subscriptions: Sequence[Subscription], *, asked: bool) -> RefreshFinished:
        """Refresh the due ones of `subscriptions`, all of them where the user `asked`; tells `emit` as it goes.

        Raises:
            StoreError: The store could not be written (disk full); what was stored before stays.
        """
        started = time.perf_counter()
        self._states = {state.url: state for state in self._store.feeds.all()}
        self._emit(RefreshStarted(len(subscriptions)))
        ended = [
            FeedRefreshed(d.subscription.url, "skipped", reason=d.reason) for d in self._not_due(subscriptions, asked)
        ]
        for event in ended:
            self._emit(event)
        offline: list[_Answer] = []
        async with self._fetching(self._due(subscriptions, asked)) as answers:
            async for batch in answers:
                offline += [answer for answer in batch if _is_offline(answer)]
                ended += await self._digest([answer for answer in batch if not _is_offline(answer)])
        reached = any(
            event.outcome in ("updated", "not-modified", "unchanged") for event in ended if _remote(event.url)
        )
        if offline and reached:  # the others were reached, so the fault is not this machine's
            ended += await self._digest(offline)
        elif offline:
            ended += [self._tell_offline(answer) for answer in offline]
        await asyncio.to_thread(self._complete_search)
        finished = RefreshFinished(
            feeds=len(subscriptions),
            new=sum(event.new for event in ended),
            changed=sum(event.changed for event in ended),
            failed=sum(event.outcome in ("failed", "gone") for event in ended),
            seconds=round(time.perf_counter() - started, 3),
            offline=bool(offline) and not reached,
        )
        self._emit(finished)
        return finished

    def _decisions(self, subscriptions: Iterable[Subscription], asked: bool) -> list[Due | NotDue]:
        now = self._clock.now()
        return [
            decide(subscription, self._states[subscription.url], now=now, asked=asked)
            for subscription in subscriptions
            if subscription.url in self._states
        ]

    def _due(self, subscriptions: Sequence[Subscription], asked: bool) -> list[Due]:
        due = [decision for decision in self._decisions(subscriptions, asked) if isinstance(decision, Due)]
        return _interleaved(due)

    def _not_due(self, subscriptions: Sequence[Subscription], asked: bool) -> list[NotDue]:
        return [decision for decision in self._decisions(subscriptions, asked) if isinstance(decision, NotDue)]

    @asynccontextmanager
    async def _fetching(self, due: Sequence[Due]) -> AsyncIterator[AsyncIterator[list[_Answer]]]:
        """Batches of answers as they come; leaving the block early ends the fetches."""
        queue: asyncio.Queue[_Answer | BaseException] = asyncio.Queue()
        slots = asyncio.Semaphore(IN_FLIGHT)

        async def fetch(one: Due) -> None:
            await slots.acquire()
            outcome = await self._fetcher.fetch(FetchRequest(one.subscription.url, one.validators))
            queue.put_nowait(_Answer(one, outcome))

        def pass_on(task: asyncio.Task[None]) -> None:
            if not task.cancelled() and (error := task.exception()):
                queue.put_nowait(error)

        async def batches() -> AsyncIterator[list[_Answer]]:
            left = len(due)
            while left:
                batch = [_answer(await queue.get())]
                while len(batch) < BATCH and not queue.empty():
                    batch.append(_answer(queue.get_nowait()))
                left -= len(batch)
                yield batch
                for _ in batch:
                    slots.release()

        tasks = [asyncio.create_task(fetch(one)) for one in due]
        for task in tasks:
            task.add_done_callback(pass_on)
        try:
            yield batches()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _digest(self, answers: Sequence[_Answer]) -> list[FeedRefreshed]:
        """Parse, plan and store a batch; a cancelled refresh still stores the batch it has begun."""
        if not answers:
            return []
        work = asyncio.ensure_future(asyncio.to_thread(self._digest_here, answers))
        try:
            events = await asyncio.shield(work)
        except asyncio.CancelledError:
            await work
            raise
        for event in events:
            self._emit(event)
        return events

    def _digest_here(self, answers: Sequence[_Answer]) -> list[FeedRefreshed]:
        digested = [self._digest_one(answer) for answer in answers]
        # The words are indexed when all feeds are stored: the store's lock is held for half as long so.
        self._store.refreshes.apply([result for result, _ in digested], search_later=True)
        time.sleep(YIELD_SECONDS)
        return [event for _, event in digested]

    def _complete_search(self) -> None:
        while self._store.upkeep.index_some():
            time.sleep(YIELD_SECONDS)

    def _digest_one(self, answer: _Answer) -> tuple[FeedResult, FeedRefreshed]:
        subscription, outcome = answer.due.subscription, answer.outcome
        now = self._clock.now()
        before = self._states[subscription.url]
        state = after_check(
            before, outcome, subscription=subscription, default_interval=self._default_interval, now=now
        )
        match outcome:
            case NotModified():
                return FeedResult(state), FeedRefreshed(subscription.url, "not-modified")
            case Gone():
                return FeedResult(state), FeedRefreshed(subscription.url, "gone", reason=outcome.reason)
            case FetchFailed():
                return FeedResult(state), FeedRefreshed(subscription.url, "failed", reason=outcome.reason)
            case Fetched():
                return self._digest_body(subscription, outcome, before, state, now)

    def _digest_body(
        self, subscription: Subscription, fetched: Fetched, before: FeedState, state: FeedState, now: int
    ) -> tuple[FeedResult, FeedRefreshed]:
        body_hash = hashlib.blake2b(fetched.body, digest_size=16).digest()
        if body_hash == before.body_hash and before.error is None:
            same = replace(state, last_result="unchanged")
            return FeedResult(same), FeedRefreshed(
                fetched.url, "unchanged", reason="The document is the same as before."
            )
        try:
            parsed = self._read(subscription, fetched, now)
        except ParseError as error:
            interval = interval_of(subscription, self._default_interval)
            failed = after_parse_error(before, str(error), now=now, interval=interval)
            return FeedResult(failed), FeedRefreshed(fetched.url, "failed", reason=str(error))
        known = self._store.refreshes.known(before.id, parsed)
        plan = plan_refresh(parsed, known, last_success=before.succeeded_at, now=now)
        plan = replace(plan, new=with_wishes(subscription, plan.new))
        new, changed = len(plan.new), len(plan.changed)
        result: Outcome = "updated" if new or changed else "unchanged"
        state = replace(state, body_hash=body_hash, last_result=result)
        reason = " ".join(plan.notes) or None
        return FeedResult(state, plan), FeedRefreshed(fetched.url, result, new, changed, reason)

    def _read(self, subscription: Subscription, fetched: Fetched, now: int) -> ParsedFeed:
        body, url, content_type = fetched.body, fetched.final_url, fetched.content_type
        if subscription.page is None:
            return self._reader.read(body, url=url, content_type=content_type, now=now)
        language, rules = subscription.language, subscription.page
        return self._reader.read_page(body, url=url, content_type=content_type, rules=rules, language=language, now=now)

    def _tell_offline(self, answer: _Answer) -> FeedRefreshed:
        assert isinstance(answer.outcome, FetchFailed)
        event = FeedRefreshed(answer.due.subscription.url, "failed", reason=answer.outcome.reason)
        self._emit(event)
        return event


def _answer(item: _Answer | BaseException) -> _Answer:
    if isinstance(item, BaseException):
        raise item
    return item


def _interleaved(due: Sequence[Due]) -> list[Due]:
    """Round robin over the hosts, so that a host with sixty feeds does not hold every place in flight."""
    by_host: dict[str, list[Due]] = {}
    for one in due:
        by_host.setdefault(urlsplit(one.subscription.url).netloc, []).append(one)
    ordered: list[Due] = []
    queues = list(by_host.values())
    depth = 0
    while queues:
        queues = [queue for queue in queues if len(queue) > depth]
        ordered += [queue[depth] for queue in queues]
        depth += 1
    return ordered


def _is_offline(answer: _Answer) -> bool:
    return isinstance(answer.outcome, FetchFailed) and answer.outcome.offline


def _remote(url: str) -> bool:
    return url.startswith(("http:", "https:"))
