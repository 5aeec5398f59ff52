"""What is looked at without being stored: what is behind an address, a web page, a document.

What each needs is imported where it is built: no process pays for what it does not do.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.core.asking import Asking
from newsreader.core.clock import Clock
from newsreader.core.errors import FetchError
from newsreader.core.subscriptions import WELCOME_URL
from newsreader.wiring.opening import Config, SystemClock, open_network
from newsreader.wiring.running import run

if TYPE_CHECKING:
    from newsreader.core.events import SourceEvent
    from newsreader.core.fetching import Fetched, FetchOutcome, Wanted
    from newsreader.core.pages import ExtractedPage
    from newsreader.fetch.http import Fetcher


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
