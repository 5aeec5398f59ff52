"""The pictures of one article: addresses → fetch → decode behind a wall → keep.

What is wrong with a picture is a sentence about that picture alone; it never stands in the way of the text.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Sequence
from itertools import islice
from typing import Final

from newsreader.core.document import Document
from newsreader.core.entries import Entry, EntryFilter
from newsreader.core.events import ImageEvent, ImagesFinished, ImageTried
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest, Gone
from newsreader.core.images import image_urls
from newsreader.core.urls import host_of
from newsreader.library.images import ImageStore
from newsreader.library.incoming import Fetcher
from newsreader.library.reading import make_document, prefers_full_text
from newsreader.library.wall import Wall, WallError
from newsreader.store import Store

log = logging.getLogger(__name__)

AT_ONCE: Final = 4
"""Pictures of one article in hand at one moment; the fetcher bounds those of one host."""

MAX_FAILURES: Final = 3
"""Unanswered pictures of one host after which the rest of that host's wait for the next time."""

DECODE_SECONDS: Final = 8.0

MOST_STARRED: Final = 200
"""Starred entries whose pictures are fetched in one run."""

MOST_KEPT: Final = 1_000 * 10**6
"""Bytes of starred entries' pictures beyond which no more are fetched."""


async def fetch_images(
    entry_id: int,
    *,
    store: Store,
    images: ImageStore,
    fetcher: Fetcher,
    emit: Callable[[ImageEvent], None],
    wall: Wall | None = None,
) -> ImagesFinished:
    """Fetch the pictures of an entry that are neither kept nor known to fail; a starred entry's are kept for good.

    Args:
        entry_id: The entry.
        store: Where the entry is.
        images: Where the pictures go.
        fetcher: What fetches.
        emit: Hears of every picture of the entry, also of those that are there already.
        wall: Behind which pictures are decoded; None: one of its own.

    Raises:
        StoreError: The store cannot be read.
    """
    behind = wall or Wall(seconds=DECODE_SECONDS)
    try:
        finished, _ = await _fetch(entry_id, store, images, fetcher, behind, emit)
    finally:
        if wall is None:
            behind.cut_off(for_good=True)
    await _settle(store, images)
    emit(finished)
    return finished


async def fetch_starred_images(
    *, store: Store, images: ImageStore, network: Callable[[], Awaitable[Fetcher]], wall: Wall | None = None
) -> int:
    """Fetch the pictures of starred entries that are not kept yet, the newest entries first; how many entries' were.

    A star is a wish for the pictures, wherever it was set. MOST_STARRED entries are done in one run, and none where
    MOST_KEPT bytes are kept already: what is starred is never dropped, so it must not fill the disk.

    Args:
        store: Where the entries are.
        images: Where the pictures go.
        network: Gives what fetches; called only where there is something to fetch.
        wall: Behind which pictures are decoded; None: one of its own.

    Raises:
        StoreError: The store cannot be read.
    """
    ids = store.entries.ids(EntryFilter(starred=True))
    due = list(islice((one for one in ids if not images.is_kept_for(one)), MOST_STARRED))
    done = 0
    behind = wall or Wall(seconds=DECODE_SECONDS)
    try:
        for entry_id in due:
            if images.kept_bytes() > MOST_KEPT:
                log.info("No more pictures of starred articles are kept: they take %d bytes.", MOST_KEPT)
                break
            _, offline = await _fetch(entry_id, store, images, await network(), behind, lambda _: None)
            if offline:
                break
            done += 1
    finally:
        if wall is None:
            behind.cut_off(for_good=True)
        if due:
            await _settle(store, images)
    return done


async def _fetch(
    entry_id: int,
    store: Store,
    images: ImageStore,
    fetcher: Fetcher,
    wall: Wall,
    emit: Callable[[ImageEvent], None],
) -> tuple[ImagesFinished, bool]:
    """Fetch what an entry lacks, keep it for good where it is starred; what came, and whether there is no network."""
    entry = store.entries.get(entry_id)
    if entry is None:
        return ImagesFinished(entry_id, 0, 0), False
    documents = await asyncio.to_thread(_documents, entry)
    urls = image_urls(documents)
    run = _Run(entry, images, fetcher, wall, emit)
    finished = await run.fetch(urls)
    if entry.starred and not run.offline:
        try:
            await asyncio.to_thread(images.keep_for, entry_id, urls)
        except OSError as error:
            log.warning("%s", _cannot_keep(error))
    return finished, run.offline


async def _settle(store: Store, images: ImageStore) -> None:
    """Let go of the pictures of what is no longer starred, and keep to the budget."""

    def settle() -> None:
        images.release(lambda kept_id: _is_starred(store, kept_id))
        images.prune()

    try:
        await asyncio.to_thread(settle)
    except OSError as error:
        log.warning("%s", _cannot_keep(error))


def _documents(entry: Entry) -> Sequence[Document]:
    """The texts of an entry, the one that is read first."""
    if entry.full_text is None or entry.full_text.html is None:
        return [make_document(entry)]
    first = prefers_full_text(entry)
    return [make_document(entry, full=first), make_document(entry, full=not first)]


def _is_starred(store: Store, entry_id: int) -> bool:
    rows = store.entries.summaries([entry_id])
    return bool(rows) and rows[0].starred


def _cannot_keep(error: OSError) -> str:
    return f"Pictures cannot be kept: {(error.strerror or str(error)).lower()}."


class _Run:
    """The fetching of one entry's pictures."""

    def __init__(
        self, entry: Entry, images: ImageStore, fetcher: Fetcher, wall: Wall, emit: Callable[[ImageEvent], None]
    ) -> None:
        self._entry = entry
        self._images = images
        self._fetcher = fetcher
        self._wall = wall
        self._emit = emit
        self._decoding = asyncio.Lock()
        self._fetched = self._failed = 0
        self._unanswered: Counter[str] = Counter()
        self.offline = False
        """Whether there turned out to be no network."""

    async def fetch(self, urls: Sequence[str]) -> ImagesFinished:
        waiting: deque[str] = deque()
        for url in urls:
            known = self._images.failure(url)
            if known is not None or self._images.get(url) is not None:
                self._emit(ImageTried(self._entry.id, url, known))
            else:
                waiting.append(url)
        async with asyncio.TaskGroup() as group:
            for _ in range(min(AT_ONCE, len(waiting))):
                group.create_task(self._work_off(waiting))
        return ImagesFinished(self._entry.id, self._fetched, self._failed)

    async def _work_off(self, waiting: deque[str]) -> None:
        while waiting and not self.offline:
            url = waiting.popleft()
            if self._unanswered[host_of(url)] < MAX_FAILURES:
                reason = await self._try(url)
                self._failed += reason is not None
                self._fetched += reason is None
                self._emit(ImageTried(self._entry.id, url, reason))

    async def _try(self, url: str) -> str | None:
        """Fetch and keep one picture; the sentence why it cannot be had, None where it is kept."""
        # An article's pictures are named by a stranger: only the feed's own host may be on a private network.
        feed_url = self._entry.feed_url
        private = host_of(url) == host_of(feed_url)
        outcome = await self._fetcher.fetch(FetchRequest(url, want="image", private=private, feed_url=feed_url))
        match outcome:
            case Fetched():
                async with self._decoding:
                    return await asyncio.to_thread(self._keep, url, outcome.body)
            case FetchFailed(offline=True):
                self.offline = True
                return outcome.reason  # nothing is wrong with the picture
            case FetchFailed(unasked=True):
                return outcome.reason
            case FetchFailed() | Gone():
                if isinstance(outcome, FetchFailed) and outcome.status is None:
                    self._unanswered[host_of(url)] += 1
                return await asyncio.to_thread(self._fail, url, outcome.reason)
        return "The server sent no picture."

    def _keep(self, url: str, body: bytes) -> str | None:
        from newsreader.library.image_decoding import shrink

        try:
            size, data = self._wall.call(shrink, body)
        except WallError as error:
            return self._fail(url, str(error))
        try:
            self._images.put(url, size, data)
        except OSError as error:
            return _cannot_keep(error)
        return None

    def _fail(self, url: str, reason: str) -> str:
        try:
            self._images.fail(url, reason)
        except OSError as error:
            return f"{reason} {_cannot_keep(error)}"
        return reason
