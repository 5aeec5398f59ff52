"""What is opened: the config, the store behind its use cases, the network."""

import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

from newsreader import PROJECT_URL, __version__
from newsreader.config.package_data import welcome_feed
from newsreader.config.paths import Paths
from newsreader.config.settings import Settings, load_settings
from newsreader.core.asking import USUAL, Asking
from newsreader.core.clock import Clock
from newsreader.core.errors import ConfigProblem, NewsreaderError
from newsreader.core.subscriptions import WELCOME_URL, Subscriptions
from newsreader.library.library import Library
from newsreader.store import Store

if TYPE_CHECKING:
    from newsreader.config.subscriptions import LoadedSubscriptions
    from newsreader.fetch.http import Fetcher
    from newsreader.library.images import ImageStore
    from newsreader.library.subscribing import FeedsList

USER_AGENT: Final = f"newsreader/{__version__} (+{PROJECT_URL})"


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        return int(time.time())


class Config(NamedTuple):
    """The files of the config folder, read. `problems` are their mistakes, in the files' order."""

    paths: Paths
    settings: Settings
    subscriptions: Subscriptions
    problems: tuple[ConfigProblem, ...]
    usable: bool
    """False where feeds.toml could not be read at all and there is no last good copy of it."""

    @property
    def says_what_to_keep(self) -> bool:
        """Whether feeds.toml is without mistakes: one may hide a `keep`, or a saved search whose entries stay."""
        return self.usable and not any(one.file == self.paths.feeds_file for one in self.problems)

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


def stamp_of_feeds(paths: Paths) -> tuple[int, int, int] | None:
    """What tells feeds.toml as it is now from what it was, without reading it; None where it is not there."""
    try:
        facts = paths.feeds_file.stat()
    except OSError:
        return None
    return facts.st_ino, facts.st_size, facts.st_mtime_ns


@contextmanager
def open_store(paths: Paths, clock: Clock | None = None) -> Iterator[Library]:
    """The store behind its use cases, with the subscriptions that it knew last.

    Raises:
        StoreError: The store cannot be opened.
    """
    clock = clock or SystemClock()
    with Store.open(paths.store_file, clock=clock) as store:
        yield Library(store, clock)


def save_damaged(paths: Paths, error: NewsreaderError) -> str | None:
    """Save what can be read of the store, where `error` says that it is damaged: what came of it; else None."""
    from newsreader.store.failures import is_damage
    from newsreader.store.rescue import save_damaged as save

    return save(paths.store_file, SystemClock()) if is_damage(error) else None


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
    library.store.refreshes.apply([FeedResult(state._replace(checked_at=now, last_result="updated"), plan)])


def feeds_list(paths: Paths, library: Library) -> "FeedsList":
    """What changes feeds.toml; from now on the journal of `library` can take such changes back."""
    from newsreader.library.subscribing import FeedsList

    journal = library.store.journal if library.read_only is None else None
    return FeedsList(paths.feeds_file, paths.last_good_feeds_file, journal)


def open_images(paths: Paths, clock: Clock | None = None) -> "ImageStore":
    """The pictures in the data folder; nothing is made before the first one comes."""
    from newsreader.library.images import ImageStore

    return ImageStore(paths.images_dir, clock or SystemClock())


@asynccontextmanager
async def open_network(clock: Clock | None = None) -> AsyncIterator["Fetcher"]:
    """What fetches: one for a process, so that its limits hold for all that the process does."""
    # Imported here: only a process that fetches pays for libcurl.
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


def built_in_body(url: str) -> bytes | None:
    """The document of a built-in subscription, None where there is none of that name."""
    return welcome_feed() if url == WELCOME_URL else None


def worker_command(paths: Paths) -> list[str]:
    """Program and arguments that start a worker for these folders."""
    folders = ["--config-dir", str(paths.config_dir), "--data-dir", str(paths.data_dir)]
    return [sys.executable, "-m", "newsreader.worker", *folders]
