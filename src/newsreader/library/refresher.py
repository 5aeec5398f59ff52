"""The refresh, whole: subscriptions → due → fetch → digest → plan → store.

Answers come in batches, and a batch is one transaction on a thread: so every feed is stored wholly or not at all,
validators included, and a kill costs at most a second fetch.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from math import inf
from typing import Any, Final, TypeVar

from newsreader.core.changes import FeedResult, plan_refresh
from newsreader.core.clock import Clock
from newsreader.core.errors import StoreBusyError
from newsreader.core.events import FeedRefreshed, Outcome, RefreshEvent, RefreshFinished, RefreshStarted
from newsreader.core.feeds import Brought, FeedState
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest, Gone, NotModified
from newsreader.core.full_text import with_wishes
from newsreader.core.schedule import (
    NOBODY,
    Asked,
    Due,
    NotDue,
    after_check,
    after_parse_error,
    after_reading,
    decide,
    host_waits,
)
from newsreader.core.subscriptions import Subscription
from newsreader.library.digest import Digest, DigestJob
from newsreader.library.digester import Digester
from newsreader.library.doubts import Doubts, reason_of
from newsreader.library.incoming import Answer, Fetcher, Incoming
from newsreader.library.moving import Mover
from newsreader.library.refresh_status import SAME, with_facts
from newsreader.store import Store

Result = TypeVar("Result")

YIELD_SECONDS: Final = 0.003
"""The pause after a transaction, in which a user's own change gets its turn."""

STOP_SECONDS: Final = 0.3
"""How long a cancelled refresh goes on with what it has fetched."""

BUSY_SECONDS: Final = 30
"""How long a batch waits for another program that is writing: all that was fetched would have to be fetched again."""

STOP_BUSY_SECONDS: Final = 0.1
"""Likewise, of a cancelled refresh."""


class Refresher:
    """Refreshes subscriptions into a store.

    `mover` follows feeds that have moved for good, None: nobody does. `somebody_reads`: as for `Incoming`.
    """

    def __init__(
        self,
        *,
        store: Store,
        fetcher: Fetcher,
        digester: Digester,
        clock: Clock,
        emit: Callable[[RefreshEvent], None],
        mover: Mover | None = None,
        somebody_reads: Callable[[], bool] = lambda: True,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._digester = digester
        self._clock = clock
        self._emit = emit
        self._mover = mover
        self._somebody_reads = somebody_reads
        self._states: dict[str, FeedState] = {}
        self._dictionary: bytes | None = None
        self._seen: dict[int, bytes] = {}
        self._waits_until = inf

    async def run(self, subscriptions: Sequence[Subscription], *, asked: bool, named: bool = False) -> RefreshFinished:
        """Refresh the due ones of `subscriptions`, all of them where the user `asked`; tells `emit` as it goes.

        `named`: the user has asked for just these, so that even servers that want to be left alone are asked.

        Raises:
            StoreError: The store could not be written (disk full); what was stored before stays.
        """
        started = time.perf_counter()
        self._dictionary = self._store.dictionaries.current()
        self._seen = self._store.refreshes.seen()
        self._states = {state.url: state for state in self._store.feeds.all()}
        self._emit(RefreshStarted(len(subscriptions)))
        decisions = self._decisions(subscriptions, "no" if not asked else "named" if named else "all")
        not_due = [decision for decision in decisions if isinstance(decision, NotDue)]
        ended = [FeedRefreshed(one.subscription.url, "skipped", reason=one.reason) for one in not_due]
        for event in ended:
            self._emit(event)
        doubts = Doubts(self._states.__getitem__, self._clock.now)
        due = [decision for decision in decisions if isinstance(decision, Due)]
        incoming = Incoming(
            due,
            fetcher=self._fetcher,
            digests=self._digester,
            request=self._request,
            job=self._job,
            somebody_reads=self._somebody_reads,
        )
        try:
            async for batch in incoming.batches():
                ended += await self._store_all(doubts.sort(batch))
        except asyncio.CancelledError:
            self._waits_no_longer()
            await _to_its_end(self._store_fetched(incoming, doubts))
            raise
        finally:
            await incoming.stop(0)
        verdict = doubts.verdict()
        offline = verdict != "online"
        left = doubts.release()
        ended += [self._tell_offline(answer) for answer in left] if offline else await self._store_all(left)
        finished = RefreshFinished(
            feeds=len(subscriptions),
            new=sum(event.new for event in ended),
            changed=sum(event.changed for event in ended),
            failed=sum(event.outcome in ("failed", "gone") for event in ended),
            seconds=round(time.perf_counter() - started, 3),
            offline=offline,
            login_page=verdict == "login page",
        )
        self._emit(finished)
        return finished

    def _decisions(self, subscriptions: Iterable[Subscription], asked: Asked) -> list[Due | NotDue]:
        now = self._clock.now()
        waits = host_waits(list(self._states.values()), now=now)
        return [
            decide(subscription, self._states[subscription.url], now=now, asked=asked, waits=waits)
            for subscription in subscriptions
            if subscription.url in self._states
        ]

    def _request(self, due: Due) -> FetchRequest:
        return FetchRequest(due.subscription.url, due.validators, plain=self._states[due.subscription.url].plain)

    def _job(self, due: Due, fetched: Fetched) -> DigestJob:
        subscription = due.subscription
        before = self._states[subscription.url]
        return DigestJob(
            url=fetched.final_url,
            body=fetched.body,
            content_type=fetched.content_type,
            known_hash=before.body_hash,
            seen=self._seen.get(before.id, b""),
            page=subscription.page,
            language=subscription.language,
            teasers=subscription.full_text == "auto",
            dictionary=self._dictionary,
            now=self._clock.now(),
        )

    async def _store_all(self, answers: Sequence[Answer]) -> list[FeedRefreshed]:
        """Plan and store a batch; a cancelled refresh still stores the batch it has begun."""
        if not answers:
            return []
        events, cancelled = await _to_its_end(asyncio.to_thread(self._store_here, answers), self._waits_no_longer)
        for event in events:
            self._emit(event)
        if cancelled:
            raise asyncio.CancelledError
        return events

    async def _store_fetched(self, incoming: Incoming, doubts: Doubts) -> None:
        """Store what a refresh that is cancelled has fetched."""
        sure = doubts.sort(await incoming.stop(STOP_SECONDS))
        await self._store_all(sure + doubts.release() if doubts.verdict() == "online" else sure)

    def _store_here(self, answers: Sequence[Answer]) -> list[FeedRefreshed]:
        planned = [self._plan(answer) for answer in answers]
        # The words are indexed when all feeds are stored: the store's lock is held for half as long so.
        self._apply([result for result, _ in planned])
        if self._dictionary is None:
            with suppress(StoreBusyError):  # a later batch makes it
                self._dictionary = self._store.dictionaries.make()
        time.sleep(YIELD_SECONDS)
        waits = self._waits_after(planned)
        told = [
            with_facts(event, result, answer.due.subscription, waits)
            for answer, (result, event) in zip(answers, planned, strict=True)
        ]
        return [self._followed(event, result.state) for event, (result, _) in zip(told, planned, strict=True)]

    def _apply(self, results: Sequence[FeedResult]) -> None:
        until = time.monotonic() + BUSY_SECONDS
        with self._store.impatient():
            while True:
                try:
                    return self._store.refreshes.apply(results, search_later=True)
                except StoreBusyError:
                    if time.monotonic() > min(until, self._waits_until):
                        raise

    def _waits_no_longer(self) -> None:
        self._waits_until = min(self._waits_until, time.monotonic() + STOP_BUSY_SECONDS)

    def _waits_after(self, planned: Sequence[tuple[FeedResult, FeedRefreshed]]) -> Mapping[str, int]:
        """Which hosts are to be left alone until when, once a batch is stored; {} where nobody asks."""
        self._states.update((result.state.url, result.state) for result, _ in planned)
        if all(event.outcome not in ("failed", "gone") for _, event in planned):
            return NOBODY
        return host_waits(list(self._states.values()), now=self._clock.now())

    def _followed(self, event: FeedRefreshed, state: FeedState) -> FeedRefreshed:
        """`event` with what is to be told of the feed's new address."""
        if self._mover is None or state.error is not None or state.moved_to is None:
            return event
        try:
            move = self._mover.follow(state)
        except StoreBusyError:  # the next refresh follows it
            return event
        return event._replace(move=move, reason=" ".join(filter(None, (event.reason, move))) or None)

    def _plan(self, answer: Answer) -> tuple[FeedResult, FeedRefreshed]:
        subscription, outcome = answer.due.subscription, answer.outcome
        now = self._clock.now()
        before = self._states[subscription.url]
        state = after_check(before, outcome, subscription=subscription, now=now)
        match outcome:
            case FetchFailed(unasked=True):
                return FeedResult(state), FeedRefreshed(subscription.url, "skipped", reason=outcome.reason)
            case NotModified():
                return FeedResult(state), FeedRefreshed(subscription.url, "not-modified")
            case Gone():
                return FeedResult(state), FeedRefreshed(subscription.url, "gone", reason=outcome.reason)
            case FetchFailed():
                return FeedResult(state), FeedRefreshed(subscription.url, "failed", reason=outcome.reason)
            case Fetched():
                assert answer.digest is not None
                return self._plan_digest(subscription, outcome, answer.digest, before, state)

    def _plan_digest(
        self, subscription: Subscription, outcome: Fetched, digest: Digest, before: FeedState, state: FeedState
    ) -> tuple[FeedResult, FeedRefreshed]:
        url, now = subscription.url, self._clock.now()
        if digest.error is not None:
            failed = after_parse_error(before, digest.error, now=now)
            return FeedResult(failed), FeedRefreshed(url, "failed", reason=digest.error)
        if digest.feed is None:
            same = state._replace(last_result="unchanged")
            return FeedResult(same), FeedRefreshed(url, "unchanged", reason=SAME)
        whole = not digest.kept and not outcome.partial
        known = self._store.refreshes.known(before.id, digest.feed, whole=whole)
        removed = self._store.retention.buried(before.id, (data.uid for data in digest.feed.entries))
        plan = plan_refresh(
            digest.feed,
            known,
            last_success=before.succeeded_at,
            now=now,
            removed=removed,
            kept=digest.kept,
            partial=outcome.partial,
        )
        plan = plan._replace(new=with_wishes(subscription, plan.new))
        new, changed = len(plan.new), len(plan.changed)
        result: Outcome = "updated" if new or changed else "unchanged"
        state = after_reading(
            state._replace(last_result=result, brought=Brought(new, changed, plan.unchanged)),
            digest.feed.feed,
            [entry.sort_at for entry in plan.new],
            subscription=subscription,
            fresh_for=outcome.fresh_for,
            now=now,
        )
        event = FeedRefreshed(url, result, new, changed, " ".join(plan.notes) or None)
        if outcome.partial:  # the next body is to be compared with the last whole one
            return FeedResult(state, plan), event
        return FeedResult(state._replace(body_hash=digest.body_hash), plan, digest.seen), event

    def _tell_offline(self, answer: Answer) -> FeedRefreshed:
        event = FeedRefreshed(answer.due.subscription.url, "failed", reason=reason_of(answer))
        self._emit(event)
        return event


async def _to_its_end(
    work: Coroutine[Any, Any, Result], hurry: Callable[[], None] = lambda: None
) -> tuple[Result, bool]:
    """What `work` gives, and whether this was cancelled meanwhile: a second signal must not cost what is saved."""
    task, cancelled = asyncio.ensure_future(work), False
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            cancelled = True
            hurry()
    return task.result(), cancelled
