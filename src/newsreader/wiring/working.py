"""What is done with what is open: refreshing, fetching pages and pictures, pruning, looking behind an address.

What each needs is imported where it is built: no process pays for what it does not do.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsreader.core.asking import Asking
from newsreader.core.clock import Clock
from newsreader.core.entries import EntryFilter
from newsreader.core.errors import FetchError, RefreshRunningError, StoreError, UsageError
from newsreader.core.subscriptions import WELCOME_URL, Subscription
from newsreader.core.urls import display_url
from newsreader.library.library import Library
from newsreader.wiring.opening import Config, SystemClock, open_images, open_network
from newsreader.wiring.running import run

if TYPE_CHECKING:
    from newsreader.core.events import (
        FullTextEvent,
        FullTextsFinished,
        ImageEvent,
        ImagesFinished,
        RefreshEvent,
        RefreshFinished,
        SourceEvent,
    )
    from newsreader.core.fetching import Fetched, FetchOutcome, Wanted
    from newsreader.core.pages import ExtractedPage
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
    subscriptions = _chosen(config.subscriptions.feeds, urls)
    record = RefreshRecord(library, None if urls is None else [one.url for one in subscriptions])

    def tell(event: "RefreshEvent") -> None:
        if isinstance(event, RefreshFinished):
            find_copies(config, library, at_most=COPIES_AT_ONCE)
            mark_surplus(library, subscriptions)
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
                fetcher=(await network()).visit(config.asking, shares_cookies=True),
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


def _chosen(subscriptions: Sequence[Subscription], urls: Sequence[str] | None) -> Sequence[Subscription]:
    if urls is None:
        return subscriptions
    # What “newsreader feeds” shows names a feed too: it leaves out passwords.
    by_url = {display_url(subscription.url): subscription for subscription in reversed(subscriptions)}
    by_url |= {subscription.url: subscription for subscription in subscriptions}
    # Who names a paused feed wants it all the same.
    by_url = {url: subscription._replace(paused=False) for url, subscription in by_url.items()}
    for url in urls:
        if url not in by_url:
            shown = display_url(url)
            raise UsageError(f"{shown} is not among the subscriptions in feeds.toml; “newsreader feeds” lists them.")
    return list({by_url[url].url: by_url[url] for url in urls}.values())


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
    with refresh_lock(config.paths.lock_file):
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


async def discover(
    config: Config, fetcher: "Fetcher", url: str, *, emit: "Callable[[SourceEvent], None]", clock: Clock | None = None
) -> None:
    """Tell what can be followed behind an address, in this process; that there is nothing is told, too."""
    from newsreader.library.discovery import tell_sources
    from newsreader.library.parse_lane import FeedReader

    with FeedReader() as reader:
        await tell_sources(fetcher.visit(config.asking), reader, url, (clock or SystemClock()).now(), emit)


def extract(config: Config, source: str, *, base_url: str | None) -> "ExtractedPage":
    """The readable article of the web page at a URL or in a file; nothing is stored.

    Args:
        config: Whose rules for sites count.
        source: A URL, or the path of a file.
        base_url: For a file, the URL that it comes from; None: its own file: URL.

    Raises:
        FetchError: It could not be fetched or read.
        ExtractError: It has no article.
    """
    from newsreader.library.full_texts import PageReader

    reader = PageReader(config.settings.sites)
    try:
        reader.start()
        fetched = fetch_source(source, want="page", asking=config.asking)
        return reader.read(fetched._replace(final_url=base_url or fetched.final_url))
    finally:
        reader.end()


def fetch_source(source: str, *, want: "Wanted", asking: Asking, clock: Clock | None = None) -> "Fetched":
    """The body at a URL or in a file that the user names.

    Raises:
        FetchError: It could not be fetched or read.
    """
    from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest, Gone

    url = source if "://" in source or source == WELCOME_URL else Path(source).absolute().as_uri()

    async def fetch() -> "FetchOutcome":
        async with open_network(clock) as fetcher:
            return await fetcher.visit(asking).fetch(FetchRequest(url, want=want))

    outcome = run(fetch())
    if isinstance(outcome, Fetched):
        return outcome
    reason = outcome.reason if isinstance(outcome, FetchFailed | Gone) else "The server sent no body."
    raise FetchError(reason, url=url)
