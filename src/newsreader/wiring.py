"""Builds everything from the config: the only composition root."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader import PROJECT_URL, __version__
from newsreader.config.package_data import welcome_feed
from newsreader.config.paths import Paths
from newsreader.config.settings import Settings, load_settings
from newsreader.core.asking import USUAL, Asking
from newsreader.core.clock import Clock
from newsreader.core.errors import ConfigProblem, FetchError, RefreshRunningError, StoreError, UsageError
from newsreader.core.subscriptions import WELCOME_URL, Subscription, Subscriptions
from newsreader.core.urls import display_url
from newsreader.library.library import Library
from newsreader.store import Store

if TYPE_CHECKING:
    from newsreader.config.subscriptions import LoadedSubscriptions
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
    from newsreader.library.images import ImageStore
    from newsreader.library.pruning import Pruner
    from newsreader.library.subscribing import FeedsList

USER_AGENT = f"newsreader/{__version__} (+{PROJECT_URL})"


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        return int(time.time())


@dataclass(frozen=True, slots=True)
class Config:
    """The files of the config folder, read. `problems` are their mistakes, in the files' order."""

    paths: Paths
    settings: Settings
    subscriptions: Subscriptions
    problems: tuple[ConfigProblem, ...]
    usable: bool
    """False where feeds.toml could not be read at all and there is no last good copy of it."""

    @property
    def asking(self) -> Asking:
        """How each address is asked."""
        feeds = {one.url: one.asking for one in self.subscriptions.feeds if one.asking != USUAL}
        return Asking(feeds, self.settings.asking, self.subscriptions.asking)


def load_config(paths: Paths) -> Config:
    """Read feeds.toml and config.toml. Mistakes are in `problems`; nothing is raised for them."""
    settings = load_settings(paths.settings_file)
    subscriptions = read_subscriptions(paths)
    return Config(
        paths,
        settings.settings,
        subscriptions.subscriptions,
        (*subscriptions.problems, *settings.problems),
        subscriptions.usable,
    )


def read_subscriptions(paths: Paths) -> "LoadedSubscriptions":
    """feeds.toml, or the last good copy of it where it cannot be used."""
    from newsreader.config.subscriptions import load_last_good, load_subscriptions

    return load_last_good(paths, load_subscriptions(paths.feeds_file))


@contextmanager
def open_store(paths: Paths, clock: Clock | None = None) -> Iterator[Library]:
    """The store behind its use cases, with the subscriptions that it knew last.

    Raises:
        StoreError: The store cannot be opened.
    """
    clock = clock or SystemClock()
    with Store.open(paths.store_file, clock=clock) as store:
        yield Library(store, clock)


@contextmanager
def open_library(config: Config, clock: Clock | None = None) -> Iterator[Library]:
    """The store, told of the subscriptions, behind its use cases.

    Raises:
        StoreError: The store cannot be opened or written.
    """
    with open_store(config.paths, clock) as library:
        if config.usable:
            library.follow(config.subscriptions)
        library.states.wake_due()
        yield library


def feeds_list(paths: Paths, library: Library) -> "FeedsList":
    """What changes feeds.toml; from now on the journal of `library` can take such changes back."""
    from newsreader.library.subscribing import FeedsList

    journal = library.store.journal if library.read_only is None else None
    return FeedsList(paths.feeds_file, paths.last_good_feeds_file, journal)


@asynccontextmanager
async def open_network(clock: Clock | None = None) -> AsyncIterator["Fetcher"]:
    """What fetches: one for a process, so that its limits hold for all that the process does."""
    # Imported here: only a process that fetches pays for aiohttp.
    from newsreader.fetch.http import Fetcher

    async with Fetcher(user_agent=USER_AGENT, clock=clock or SystemClock(), built_in=built_in_body) as fetcher:
        yield fetcher


@asynccontextmanager
async def late_network(clock: Clock | None = None) -> AsyncIterator[Callable[[], Awaitable["Fetcher"]]]:
    """Gives what gives `open_network`'s, which is opened by the first call."""
    opened: list[Fetcher] = []

    async with AsyncExitStack() as stack:

        async def network() -> "Fetcher":
            if not opened:
                opened.append(await stack.enter_async_context(open_network(clock)))
            return opened[0]

        yield network


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
    from newsreader.library.moving import Mover
    from newsreader.library.parse_lane import FeedReader
    from newsreader.library.refresh_lock import refresh_lock
    from newsreader.library.refresher import Refresher

    if library.read_only is not None:
        raise StoreError(library.read_only)
    subscriptions = _chosen(config.subscriptions.feeds, urls)

    def tell(event: "RefreshEvent") -> None:
        if isinstance(event, RefreshFinished):
            mark_surplus(library, subscriptions)
        emit(event)

    lock, trail = config.paths.lock_file, config.paths.trail_file
    with refresh_lock(lock), FeedReader(trail=trail) as reader, collecting_seldom():
        async with Digester(reader) as digester:
            digester.expect(library.store.feeds.count_never_read([one.url for one in subscriptions]))
            refresher = Refresher(
                store=library.store,
                fetcher=(await network()).visit(config.asking, shares_cookies=True),
                digester=digester,
                clock=clock or SystemClock(),
                emit=tell,
                mover=Mover(config.paths.feeds_file, library.store, config.subscriptions.by_url()),
            )
            return await refresher.run(subscriptions, asked=asked, named=urls is not None)


@contextmanager
def pruning(config: Config, library: Library) -> Iterator["Pruner"]:
    """What removes entries that are beyond what the user keeps; no refresh goes on meanwhile.

    Raises:
        RefreshRunningError: Another process is refreshing this store.
        StoreError: The store cannot be written.
        UsageError: feeds.toml cannot be used, so that nobody knows what to keep.
    """
    from newsreader.library.pruning import Pruner
    from newsreader.library.refresh_lock import refresh_lock

    if library.read_only is not None:
        raise StoreError(library.read_only)
    if not config.usable:
        raise UsageError("feeds.toml cannot be used, and it says what is kept: nothing was removed.")
    with refresh_lock(config.paths.lock_file):
        yield Pruner(library, config.subscriptions, open_images(config.paths))


def prune_by_itself(config: Config, library: Library) -> None:
    """Remove what is beyond what the user keeps, at most once a day; another process's refresh goes first.

    Raises:
        StoreError: The store cannot be written.
    """
    with suppress(RefreshRunningError, UsageError), pruning(config, library) as pruner:
        pruner.prune_by_itself()


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
        texts = FullTexts(store=library.store, fetcher=visit, reader=reader, emit=tell)
        return await (texts.fetch_wanted(feeds) if entry_id is None else texts.fetch_one(entry_id))
    finally:
        reader.end()


def _chosen(subscriptions: Sequence[Subscription], urls: Sequence[str] | None) -> Sequence[Subscription]:
    if urls is None:
        return subscriptions
    # What “newsreader feeds” shows names a feed too: it leaves out passwords.
    by_url = {display_url(subscription.url): subscription for subscription in reversed(subscriptions)}
    by_url |= {subscription.url: subscription for subscription in subscriptions}
    # Who names a paused feed wants it all the same.
    by_url = {url: replace(subscription, paused=False) for url, subscription in by_url.items()}
    for url in urls:
        if url not in by_url:
            shown = display_url(url)
            raise UsageError(f"{shown} is not among the subscriptions in feeds.toml; “newsreader feeds” lists them.")
    return list({by_url[url].url: by_url[url] for url in urls}.values())


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

    fetched = fetch_source(source, want="page", asking=config.asking)
    reader = PageReader(config.settings.sites)
    try:
        return reader.read(replace(fetched, final_url=base_url or fetched.final_url))
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

    outcome = asyncio.run(fetch())
    if isinstance(outcome, Fetched):
        return outcome
    reason = outcome.reason if isinstance(outcome, FetchFailed | Gone) else "The server sent no body."
    raise FetchError(reason, url=url)


def store_welcome(library: Library, clock: Clock | None = None) -> None:
    """Put the built-in guide into a store that has not got it yet: there is something to read before any refresh.

    Raises:
        StoreError: The store cannot be written.
    """
    state = library.store.feeds.get(WELCOME_URL)
    if state is None or not state.subscribed or state.checked_at is not None or library.read_only:
        return
    from newsreader.core.changes import FeedResult, plan_refresh
    from newsreader.parse.feeds import parse_feed
    from newsreader.store.packer import Packer
    from newsreader.store.packing import pack_feed

    now = (clock or SystemClock()).now()
    parsed = parse_feed(welcome_feed(), url=WELCOME_URL, content_type="application/feed+json", now=now)
    plan = plan_refresh(pack_feed(parsed, Packer()), (), last_success=None, now=now)
    library.store.refreshes.apply([FeedResult(replace(state, checked_at=now, last_result="updated"), plan)])


def built_in_body(url: str) -> bytes | None:
    """The document of a built-in subscription, None where there is none of that name."""
    return welcome_feed() if url == WELCOME_URL else None


async def discover(
    config: Config, fetcher: "Fetcher", url: str, *, emit: "Callable[[SourceEvent], None]", clock: Clock | None = None
) -> None:
    """Tell what can be followed behind an address, in this process; that there is nothing is told, too."""
    from newsreader.library.discovery import tell_sources
    from newsreader.library.parse_lane import FeedReader

    with FeedReader() as reader:
        await tell_sources(fetcher.visit(config.asking), reader, url, (clock or SystemClock()).now(), emit)


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

    if config.settings.images != "none":
        from newsreader.library.image_fetching import fetch_starred_images

        await fetch_starred_images(store=store, images=open_images(config.paths, clock), network=visit)
    pages = [one for one in config.subscriptions.feeds if one.page is not None and not one.paused]
    if pages:
        from newsreader.library.page_probe import probe_pages

        await probe_pages(pages, store=store, network=visit, now=clock.now())


def open_images(paths: Paths, clock: Clock | None = None) -> "ImageStore":
    """The pictures in the data folder; nothing is made before the first one comes."""
    from newsreader.library.images import ImageStore

    return ImageStore(paths.images_dir, clock or SystemClock())


def worker_command(paths: Paths) -> list[str]:
    """Program and arguments that start a worker for these folders."""
    folders = ["--config-dir", str(paths.config_dir), "--data-dir", str(paths.data_dir)]
    return [sys.executable, "-m", "newsreader.worker", *folders]
