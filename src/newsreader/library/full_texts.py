"""Full texts: wanted pages → fetch → extract → store, politely.

A page is one article, so a site may be asked for many: its pages come two at a time with a pause after each, and a site
that fails several times in a row is left alone until the next run.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Container, Iterable, Sequence
from typing import Final
from urllib.parse import urlsplit

from newsreader.core.errors import ExtractError, UsageError
from newsreader.core.events import FullTextEvent, FullTextsFinished, FullTextTried
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest, Gone
from newsreader.core.pages import ExtractedPage, SiteRules
from newsreader.core.subscriptions import Subscription
from newsreader.core.urls import host_of, server_of
from newsreader.extract.pages import extract_page, load_libraries
from newsreader.library.incoming import Fetcher
from newsreader.library.wall import CutOffError, Wall, WallError
from newsreader.store import Store
from newsreader.store.full_texts import WantedPage

PER_HOST: Final = 2
PAUSE_SECONDS: Final = 0.5
MAX_FAILURES: Final = 3
"""Failures of one site in a row after which the rest of its pages wait for the next run."""

MOST: Final = 2_000
"""Pages of one run; what is left waits for the next."""

MOST_OF_SITE: Final = 500
"""Likewise of one site, so that a very busy one, or one that is down, does not keep all others waiting."""

_LOOKS: Final = 25
"""So often MOST pages more are looked at for such as may be fetched."""

EXTRACT_SECONDS: Final = 5.0
_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""HTTP statuses after which another try makes sense."""


class PageReader:
    """Makes articles of pages behind a wall.

    Args:
        sites: The user's rules for sites; the first that fits a host counts.
        subscriptions: What is followed; the `content` of a page source counts for the pages of its entries.
        seconds: The time of one page.
    """

    def __init__(
        self,
        sites: Sequence[SiteRules] = (),
        subscriptions: Iterable[Subscription] = (),
        *,
        seconds: float = EXTRACT_SECONDS,
    ) -> None:
        self._sites = sites
        self._contents = {one.url: one.page.content for one in subscriptions if one.page and one.page.content}
        self._wall = Wall(seconds=seconds, prepare=load_libraries)

    def start(self) -> None:
        """Let what reads pages start, for who has something else to do before the first page."""
        self._wall.start()

    def read(self, fetched: Fetched, *, feed_url: str | None = None, feed_title: str | None = None) -> ExtractedPage:
        """The article of a page; `feed_url` and `feed_title` are of the feed that led to it, None where none did.

        Raises:
            ExtractError: There is none, or looking for it took too long or too much memory.
        """
        url = fetched.final_url
        try:
            return self._wall.call(
                extract_page,
                fetched.body,
                url=url,
                content_type=fetched.content_type,
                rules=self._rules(url, feed_url),
                feed_title=feed_title,
            )
        except WallError as error:
            raise ExtractError(str(error), url=url) from error

    def _rules(self, url: str, feed_url: str | None) -> SiteRules | None:
        host = host_of(url)
        site = next((site for site in self._sites if f".{host}".endswith(f".{site.host}")), None)
        content = self._contents.get(feed_url or "")
        if content is None:
            return site
        return SiteRules(host, content, site.remove if site else ())

    def break_off(self) -> None:
        """Break off the page that is being read on another thread: its `read` raises CutOffError."""
        self._wall.cut_off()

    def end(self) -> None:
        """End the child behind the wall."""
        self._wall.end()


class FullTexts:
    """Fetches the pages behind entries into a store.

    `pause`: seconds between two pages of one site. `left_alone`: hosts whose pages wait for another run, since they
    asked to be left alone when a feed of theirs was read.
    """

    def __init__(
        self,
        *,
        store: Store,
        fetcher: Fetcher,
        reader: PageReader,
        emit: Callable[[FullTextEvent], None],
        pause: float = PAUSE_SECONDS,
        left_alone: Container[str] = (),
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._reader = reader
        self._emit = emit
        self._pause = pause
        self._left_alone = left_alone
        self._storing = asyncio.Lock()
        self._left = 0
        self._fetched = self._failed = 0
        self._offline = False

    async def fetch_wanted(self, feeds: Sequence[str] | None = None) -> FullTextsFinished:
        """Fetch the pages that are wanted, at most MOST of them, the newest entries' first.

        `feeds`: the URLs of those whose pages are fetched, None for all feeds.

        Raises:
            StoreError: The store cannot be written.
        """
        by_host = self._wanted(feeds)
        self._left = sum(map(len, by_host.values()))
        workers = []
        for pages in by_host.values():
            failures = [0]
            workers += [self._work_off(pages, failures) for _ in range(min(PER_HOST, len(pages)))]
        tasks = [asyncio.create_task(worker) for worker in workers]
        try:
            await asyncio.gather(*tasks)  # a task group would make a group of a StoreError
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return self._finished()

    def _wanted(self, feeds: Sequence[str] | None) -> dict[str, deque[WantedPage]]:
        """The pages to fetch, by site."""
        by_host: dict[str, deque[WantedPage]] = {}
        number, last = 0, None
        for _ in range(_LOOKS):
            some = self._store.full_texts.wanted(MOST, feeds, after=last)
            for page in some:
                pages = by_host.setdefault(urlsplit(page.link).netloc, deque())
                if len(pages) < MOST_OF_SITE and server_of(page.link) not in self._left_alone:
                    pages.append(page)
                    number += 1
                    if number == MOST:
                        return by_host
            if len(some) < MOST:
                break
            last = some[-1]
        return by_host

    async def fetch_one(self, entry_id: int) -> FullTextsFinished:
        """Fetch the page of one entry, wanted or not.

        Raises:
            UsageError: The entry is gone, or it has no link.
            StoreError: The store cannot be written.
        """
        page = self._store.full_texts.page_of(entry_id)
        if page is None:
            raise UsageError("This article has no page to fetch: it has no link.")
        await self._fetch(page)
        return self._finished()

    def _finished(self) -> FullTextsFinished:
        finished = FullTextsFinished(self._fetched, self._failed)
        self._emit(finished)
        return finished

    async def _work_off(self, pages: deque[WantedPage], failures: list[int]) -> None:
        """Fetch a site's pages one after the other; `failures` counts those in a row, shared by the site's workers."""
        while pages and failures[0] < MAX_FAILURES and not self._offline:
            page = pages.popleft()
            self._left -= 1
            reason = await self._fetch(page)
            failures[0] = 0 if reason is None else failures[0] + 1
            if pages:
                await asyncio.sleep(self._pause)
        self._left -= len(pages)
        pages.clear()

    async def _fetch(self, page: WantedPage) -> str | None:
        """Fetch one page and store its text, or why it could not be had; returns that sentence, None if all is well."""
        # Only the feed's own host may be on a private network: the feed's links are a stranger's.
        private = host_of(page.link) == host_of(page.feed_url)
        outcome = await self._fetcher.fetch(
            FetchRequest(page.link, want="page", private=private, feed_url=page.feed_url)
        )
        async with self._storing:
            work = asyncio.ensure_future(asyncio.to_thread(self._store_outcome, page, outcome))
            try:
                reason = await asyncio.shield(work)
            except asyncio.CancelledError:  # the store may be closed when this ends, so the thread must have ended
                self._reader.break_off()
                with contextlib.suppress(CutOffError):
                    await work
                raise
        if reason is None:
            self._fetched += 1
        else:
            self._failed += 1
        self._emit(FullTextTried(page.entry_id, reason, self._left))
        return reason

    def _store_outcome(self, page: WantedPage, outcome: object) -> str | None:
        texts = self._store.full_texts
        match outcome:
            case Fetched():
                try:
                    texts.keep(
                        page.entry_id, self._reader.read(outcome, feed_url=page.feed_url, feed_title=page.feed_title)
                    )
                except ExtractError as error:
                    texts.fail(page.entry_id, str(error), again=False)
                    return str(error)
                return None
            case FetchFailed(offline=True):
                self._offline = True
                return outcome.reason
            case FetchFailed(unasked=True):  # its site is left alone for another page's sake: no try of this one
                return outcome.reason
            case FetchFailed() | Gone():
                status = outcome.status if isinstance(outcome, FetchFailed) else 410
                texts.fail(page.entry_id, outcome.reason, again=status is None or status in _PASSING)
                return outcome.reason
        return "The server sent no page."
