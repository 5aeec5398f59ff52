"""What is done with what is open: refreshing, fetching pages and pictures, pruning.

What each needs is imported where it is built: no process pays for what it does not do.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from newsreader.core.clock import Clock
from newsreader.core.entries import EntryFilter
from newsreader.core.errors import RefreshRunningError, StoreBusyError, StoreError, UsageError
from newsreader.core.subscriptions import Subscription, Subscriptions
from newsreader.library.library import Library
from newsreader.wiring.opening import Config, SystemClock, open_images

if TYPE_CHECKING:
    from newsreader.core.events import (
        FullTextEvent,
        FullTextsFinished,
        ImageEvent,
        ImagesFinished,
        RefreshEvent,
        RefreshFinished,
    )
    from newsreader.fetch.http import Fetcher, Visit
    from newsreader.library.pruning import Pruner

COPIES_AT_ONCE: Final = 300
"""So many new entries are looked at before it is said that a refresh is over: else who reads at once reads twice."""


async def refresh(
    config: Config,
    library: Library,
    network: Callable[[], Awaitable["Fetcher"]],
    *,
    urls: Sequence[str] | None,
    asked: bool,
    emit: "Callable[[RefreshEvent], None]",
    clock: Clock | None = None,
) -> "RefreshFinished":
    """Refresh `urls`, None for every subscription, in this process.

    `network` gives what fetches; it is called when other processes, if they are needed, are starting already.

    Raises:
        UsageError: One of `urls` is not subscribed to.
        RefreshRunningError: Another process is refreshing this store.
        StoreError: The store cannot be written.
    """
    from newsreader.core.events import RefreshFinished
    from newsreader.library.auto_reading import mark_surplus
    from newsreader.library.collecting import collecting_seldom
    from newsreader.library.digester import Digester
    from newsreader.library.last_refresh import RefreshRecord
    from newsreader.library.moving import Mover
    from newsreader.library.parse_lane import FeedReader
    from newsreader.library.place import somebody_reads
    from newsreader.library.refresh_lock import refresh_lock
    from newsreader.library.refresher import Refresher

    if library.read_only is not None:
        raise StoreError(library.read_only)
    subscriptions = _chosen(config.subscriptions, urls)
    record = RefreshRecord(library, None if urls is None else [one.url for one in subscriptions])

    def tell(event: "RefreshEvent") -> None:
        # Every feed is stored by then, and the next refresh makes up for the rest.
        if isinstance(event, RefreshFinished):
            with suppress(StoreBusyError):
                find_copies(config, library, at_most=COPIES_AT_ONCE)
                mark_surplus(library, subscriptions)
        with suppress(StoreBusyError):
            record.hear(event)
        emit(event)

    def reads() -> bool:
        return somebody_reads(library)

    lock, trail = config.paths.lock_file, config.paths.trail_file
    with refresh_lock(lock), FeedReader(trail=trail) as reader, collecting_seldom(), record:
        async with Digester(reader, somebody_reads=reads) as digester:
            digester.expect(library.store.feeds.count_never_read([one.url for one in subscriptions]))
            refresher = Refresher(
                store=library.store,
                fetcher=(await network()).visit(config.asking, shares_cookies=True, insists=urls is not None),
                digester=digester,
                clock=clock or SystemClock(),
                emit=tell,
                mover=Mover(config.paths.feeds_file, library.store, config.subscriptions.by_url(), config.asking),
                somebody_reads=reads,
            )
            return await refresher.run(subscriptions, asked=asked, named=urls is not None)


def find_copies(config: Config, library: Library, *, at_most: int | None = None) -> None:
    """Find out what of that which has come is a copy; of more than `at_most` entries nothing, None: of all.

    Raises:
        StoreError: The store cannot be read or written.
    """
    from newsreader.library import copies

    if library.read_only is None:
        copies.find_copies(library, config.subscriptions.feeds, at_most=at_most)


def _chosen(following: Subscriptions, urls: Sequence[str] | None) -> Sequence[Subscription]:
    """Those that `urls` name, None: all. Who names a paused feed wants it all the same."""
    if urls is None:
        return following.feeds
    from newsreader.library.subscribing import subscribed

    return [one._replace(paused=False) for one in subscribed(following, *urls)]


@contextmanager
def pruning(config: Config, library: Library) -> Iterator["Pruner"]:
    """What removes entries that are beyond what the user keeps; no refresh goes on meanwhile.

    Raises:
        RefreshRunningError: Another process is refreshing this store.
        StoreError: The store cannot be written.
        UsageError: feeds.toml has mistakes, so that nobody knows what to keep.
    """
    from newsreader.library.pruning import Pruner
    from newsreader.library.refresh_lock import refresh_lock

    if library.read_only is not None:
        raise StoreError(library.read_only)
    if not config.says_what_to_keep:
        raise UsageError("feeds.toml has mistakes, and it says what is kept: nothing was removed. Mend them first.")
    with refresh_lock(config.paths.lock_file, then="nothing was removed, try again when it has ended"):
        yield Pruner(library, config.subscriptions, open_images(config.paths))


def prune_by_itself(config: Config, library: Library, *, at_first: bool = True) -> None:
    """Remove what is beyond what the user keeps, at most once a day; another process's refresh goes first.

    Args:
        at_first: Whether a store that was never pruned is; False: a day later.

    Raises:
        StoreError: The store cannot be written.
    """
    with suppress(RefreshRunningError, UsageError), pruning(config, library) as pruner:
        pruner.prune_by_itself(at_first=at_first)


async def fetch_full_texts(
    config: Config,
    library: Library,
    fetcher: "Fetcher",
    *,
    entry_id: int | None = None,
    feeds: Sequence[str] | None = None,
    emit: "Callable[[FullTextEvent], None]",
) -> "FullTextsFinished":
    """Fetch the page of one entry, None for all that are wanted, in this process.

    `feeds`: the URLs of those whose pages are fetched, None for all feeds.

    Raises:
        UsageError: There is no such entry, or it has no link.
        StoreError: The store cannot be written.
    """
    from newsreader.core.events import FullTextTried
    from newsreader.core.schedule import host_waits
    from newsreader.library.full_texts import FullTexts, PageReader

    if library.read_only is not None:
        raise StoreError(library.read_only)
    reader = PageReader(config.settings.sites, config.subscriptions.feeds)
    images = open_images(config.paths)

    def tell(event: "FullTextEvent") -> None:
        if isinstance(event, FullTextTried) and event.reason is None:
            images.look_again(event.entry_id)
        emit(event)

    try:
        visit = fetcher.visit(config.asking)
        waits = host_waits(library.store.feeds.all(), now=library.now())
        texts = FullTexts(store=library.store, fetcher=visit, reader=reader, emit=tell, left_alone=waits)
        return await (texts.fetch_wanted(feeds) if entry_id is None else texts.fetch_one(entry_id))
    finally:
        reader.end()


async def fetch_images(
    config: Config,
    library: Library,
    fetcher: "Fetcher",
    *,
    entry_id: int,
    emit: "Callable[[ImageEvent], None]",
) -> "ImagesFinished":
    """Fetch the pictures of one entry, in this process.

    Raises:
        StoreError: The store cannot be read.
    """
    from newsreader.library import image_fetching

    images = open_images(config.paths)
    visit = fetcher.visit(config.asking)
    return await image_fetching.fetch_images(entry_id, store=library.store, images=images, fetcher=visit, emit=emit)


async def catch_up(
    config: Config, library: Library, network: Callable[[], Awaitable["Fetcher"]], clock: Clock | None = None
) -> None:
    """What is done when a refresh is over: the pictures of starred entries are fetched, new pages looked at for feeds.

    No pictures where they are switched off in config.toml.

    Raises:
        StoreError: The store cannot be read or written.
    """
    if library.read_only is not None:
        return
    clock, store = clock or SystemClock(), library.store

    async def visit() -> "Visit":
        return (await network()).visit(config.asking)

    if config.settings.images != "none" and store.entries.total(EntryFilter(starred=True)):
        from newsreader.library.image_fetching import fetch_starred_images

        await fetch_starred_images(store=store, images=open_images(config.paths, clock), network=visit)
    pages = [one for one in config.subscriptions.feeds if one.page is not None and not one.paused]
    if pages:
        from newsreader.library.page_probe import probe_pages

        await probe_pages(pages, store=store, network=visit, now=clock.now())
