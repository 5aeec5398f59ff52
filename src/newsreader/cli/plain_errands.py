"""What plain mode has its worker process do, and what is said of it meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from newsreader.core.counting import counted
from newsreader.core.events import (
    FeedRefreshed,
    FullTextsFinished,
    FullTextTried,
    RefreshFinished,
    RefreshStopped,
    SourceFound,
    SourcesFinished,
    WorkerEvent,
    WorkerLost,
)
from newsreader.core.feeds import FeedState
from newsreader.core.urls import display_url
from newsreader.library.health import NextChecks
from newsreader.library.indexing import complete_search_apart
from newsreader.library.last_refresh import latest
from newsreader.library.library import Library
from newsreader.library.refresh_status import BY_ITSELF, RefreshStatus, counts_text
from newsreader.library.worker_client import WorkerClient
from newsreader.plain.words import ago, aloud, sentence

TOLD_FEEDS: Final = 25
"""After so many feeds the progress of a refresh is told again."""


class WorkerErrands:
    """Runs one errand at a time in a worker process; Ctrl+C ends it, and what was done stays.

    Args:
        library: The store that the worker writes, too.
        command: Program and arguments that start a worker.
        tell: Prints a sentence.
    """

    def __init__(self, library: Library, command: Sequence[str], tell: Callable[[str], None]) -> None:
        self._library = library
        self._command = command
        self._tell = tell
        self._status = RefreshStatus()
        self._titles: dict[str, str] = {}

    def refresh(self, urls: Sequence[str] | None) -> None:
        self._tell("Refreshing.")
        self._titles = {feed.url: feed.title for feed, _ in self._library.feeds()}
        try:
            self._run(lambda client: client.refresh(urls, asked=True), self._hear_of_refresh)
        finally:
            if self._status.running:  # it was ended with Ctrl+C: what is kept of it says how far it came
                self._status = RefreshStatus()
            complete_search_apart(self._library.store, [*self._command, "--index"])
        ended = _ended(self._status, hint="; “report” says more")
        self._tell(f"Refresh ended. {sentence(ended)}" if ended else "Refresh ended.")

    def _title(self, event: FeedRefreshed) -> str:
        return self._titles.get(event.url) or display_url(event.url)

    def _hear_of_refresh(self, event: WorkerEvent) -> bool:
        self._status.hear(event)
        if not self._status.running:
            self._status.ended_at = self._library.now()
        if isinstance(event, FeedRefreshed):
            # Offline no feed is to blame: that is said once, at the end.
            if event.outcome in ("failed", "gone") and event.failing_since is not None:
                self._tell(f"{self._title(event)} failed: {sentence(event.reason or 'nobody knows why')}")
            if self._status.done % TOLD_FEEDS == 0:
                self._tell(f"{self._status.done:,} of {self._status.total:,} feeds.")
        return isinstance(event, RefreshFinished | RefreshStopped)

    def full_texts(self, entry_id: int | None) -> None:
        counts = {"fetched": 0, "failed": 0}

        def hear(event: WorkerEvent) -> bool:
            if isinstance(event, FullTextTried):
                counts["failed" if event.reason else "fetched"] += 1
                if entry_id is not None:
                    self._tell(event.reason or "The full text is here; “open” reads it.")
            if isinstance(event, FullTextsFinished) and event.reason is not None:
                self._tell(event.reason)
            return isinstance(event, FullTextsFinished)

        if entry_id is not None:
            self._tell("Fetching the full text.")
        self._run(lambda client: client.full_text(entry_id), hear)
        if entry_id is None:
            self._tell(f"Full texts: {counts['fetched']:,} fetched, {counts['failed']:,} failed.")

    def discover(self, address: str) -> tuple[list[SourceFound], SourcesFinished]:
        found: list[SourceFound] = []
        ends = [SourcesFinished()]

        def hear(event: WorkerEvent) -> bool:
            if isinstance(event, SourceFound):
                found.append(event)
            elif isinstance(event, SourcesFinished):
                ends.append(event)
                return True
            return False

        self._run(lambda client: client.discover(address), hear)
        return found, ends[-1]

    def report(self) -> list[str]:
        feeds = [feed for feed, _ in self._library.feeds()]
        self._titles = {feed.url: feed.title for feed in feeds}
        status = latest(self._library, self._status)
        now, checks, came = self._library.now(), NextChecks(self._library), self._library.visits.news_by_feed()
        when = f", {ago(status.ended_at, now)}" if status.ended_at is not None else ""
        state = f"The last refresh{when}: {_ended(status)}" if status.ended else "Nothing has been refreshed yet"
        trouble = [f"{feed.title} {_trouble(feed, checks, now)}" for feed in feeds if feed.error]
        new = [f"{feed.title} has {came[feed.id]:,} new since your last visit" for feed in feeds if feed.id in came]
        moved = [f"{self._title(event)} has moved: {event.move}" for event in status.moved]
        brought = [f"{self._title(event)} brought {counts_text(event)}" for event in status.brought]
        skipped = [f"{self._title(event)} was skipped. {event.reason or ''}" for event in status.skipped]
        names = ", ".join(map(self._title, status.unchanged))
        unchanged = [f"{counted(len(status.unchanged), 'feed')} had nothing new: {names}"] if names else []
        return [state, *trouble, *new, *moved, *brought, *skipped, *unchanged]

    def _run(self, ask: Callable[[WorkerClient], Awaitable[bool]], hear: Callable[[WorkerEvent], bool]) -> None:
        """Ask a worker and wait until `hear` says that an event was the last one, the worker is lost, or Ctrl+C."""
        try:
            asyncio.run(self._follow(ask, hear))
        except KeyboardInterrupt:
            self._tell("Stopped; what was done stays.")

    async def _follow(
        self, ask: Callable[[WorkerClient], Awaitable[bool]], hear: Callable[[WorkerEvent], bool]
    ) -> None:
        ended = asyncio.Event()

        def listen(event: WorkerEvent) -> None:
            if isinstance(event, WorkerLost):
                self._tell(event.reason)
            if hear(event) or isinstance(event, WorkerLost):
                ended.set()

        client = WorkerClient(self._command, listen)
        try:
            if await ask(client):
                await ended.wait()
        finally:
            await client.stop()


def _ended(status: RefreshStatus, hint: str = "") -> str:
    """How a refresh ended; `hint` follows where there is more to say of it."""
    told = status.ended.replace(" · ", ", ").replace(BY_ITSELF, "")
    return told.removesuffix(".") + hint if status.more else told


def _trouble(feed: FeedState, checks: NextChecks, now: int) -> str:
    since = f", first {ago(feed.failing_since, now)}" if feed.failing_since is not None else ""
    return f"has failed{since}: {feed.error} {aloud(checks.reason(feed))}"
