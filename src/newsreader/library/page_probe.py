"""Whether a `[[page]]` that was written by hand has a feed behind it: looked for once, and remembered."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from newsreader.core.errors import FetchError, ParseError, UsageError
from newsreader.core.subscriptions import Subscription
from newsreader.core.urls import display_url
from newsreader.library.discovery import find_source
from newsreader.library.incoming import Fetcher
from newsreader.library.parse_lane import FeedReader
from newsreader.store import Store

AT_ONCE: Final = 10
"""Pages looked at in one run; the others follow in the next."""

AGAIN_AFTER: Final = 86_400
"""Seconds for which a page that did not answer is left alone: it may be gone, and must not hold up the others."""

_NOTE: Final = "feed behind "
_UNANSWERED: Final = "feed behind unanswered "
_NONE: Final = "-"


async def probe_pages(
    subscriptions: Iterable[Subscription],
    *,
    store: Store,
    network: Callable[[], Awaitable[Fetcher]],
    now: int,
) -> int:
    """Look for a feed behind each page that has not been looked at yet; how many were looked at.

    A page that does not answer is left for a day.

    Args:
        subscriptions: What is followed; only pages count.
        store: Where the outcome is remembered.
        network: Gives what fetches; called only where there is a page to look at.
        now: Unix seconds.

    Raises:
        StoreError: The store cannot be read or written.
    """
    pages = [one for one in subscriptions if one.page is not None and _is_due(store, one.url, now)]
    if not pages:
        return 0
    fetcher = await network()
    with FeedReader() as reader:
        for page in pages[:AT_ONCE]:
            try:
                found = await find_source(fetcher, reader, page.url, now)
            except FetchError:
                store.notes.put(_UNANSWERED + page.url, str(now))
                continue
            except (ParseError, UsageError):
                store.notes.put(_NOTE + page.url, _NONE)
                continue
            is_feed = found.subscription.page is None and found.parsed.entries
            store.notes.put(_NOTE + page.url, found.subscription.url if is_feed else _NONE)
    return len(pages[:AT_ONCE])


def _is_due(store: Store, url: str, now: int) -> bool:
    if store.notes.get(_NOTE + url) is not None:
        return False
    unanswered = store.notes.get(_UNANSWERED + url)
    return unanswered is None or int(unanswered) + AGAIN_AFTER <= now


def page_hint(store: Store, subscription: Subscription) -> str | None:
    """What to do about a page that has a feed, as a sentence; None where none is known or it is a feed itself.

    Raises:
        StoreError: The store cannot be read.
    """
    if subscription.page is None:
        return None
    feed = store.notes.get(_NOTE + subscription.url)
    if feed is None or feed == _NONE:
        return None
    return (
        f"{display_url(subscription.url)} has a feed: {display_url(feed)}. Put it into feeds.toml as [[feed]] instead."
    )


def page_hints(store: Store, subscriptions: Iterable[Subscription]) -> list[str]:
    """The same about each of them that has one. Raises StoreError where the store cannot be read."""
    return [hint for one in subscriptions if (hint := page_hint(store, one)) is not None]
