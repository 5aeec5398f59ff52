"""From an address that a person knows (a feed, a site, a page with news) to what can be subscribed to."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from newsreader.config.urls import normalize_url
from newsreader.core.errors import FetchError, ParseError, UsageError
from newsreader.core.events import SourceEvent, SourceFound, SourcesFinished
from newsreader.core.feeds import ParsedFeed
from newsreader.core.fetching import Fetched, FetchFailed, FetchOutcome, FetchRequest, Gone
from newsreader.core.subscriptions import PageRules, Subscription
from newsreader.core.text import clean_line
from newsreader.core.urls import display_url, host_of, is_web_url
from newsreader.library.incoming import Fetcher
from newsreader.library.parse_lane import FeedReader
from newsreader.library.wall import WallError

MAX_REQUESTS: Final = 9
"""Requests for one search, the address itself included."""

MAX_LINKS: Final = 4
"""Feeds that a page names which are tried."""

# Not head, title and body: lists of feeds (OPML) have them, too.
_HTML_RE: Final = re.compile(rb"<(?:!doctype\s+html|html|meta|div|table|ul|p|a)[\s>/]", re.IGNORECASE)
_LOOK: Final = 64 * 1024
_NOT_NOW: Final = frozenset({429, 503})
"""Statuses with which a site asks to be left alone."""


@dataclass(frozen=True, slots=True)
class Found:
    """What can be subscribed to. `subscription.page` is set where it is a news list page; `parsed` is what it gives."""

    subscription: Subscription
    parsed: ParsedFeed


async def find_source(fetcher: Fetcher, reader: FeedReader, url: str, now: int) -> Found:
    """The feed or news list page behind an address.

    In this order: the address itself is a feed; a feed that its page names; a feed at one of the usual places; the page
    itself, where it lists news. A feed without entries counts only where there is nothing else.

    Args:
        fetcher: Fetches, with its own politeness.
        reader: Reads what was fetched.
        url: As a person writes it; a bare host is one.
        now: Unix seconds.

    Raises:
        UsageError: It is no address.
        FetchError: There is no answer at the address.
        ParseError: Nothing that can be subscribed to was found.
    """
    return await _Search(fetcher, reader, now).run(url)


async def tell_sources(
    fetcher: Fetcher, reader: FeedReader, url: str, now: int, emit: Callable[[SourceEvent], None]
) -> None:
    """Tell of everything that can be followed behind an address, what `find_source` finds first.

    Where that is a feed which a page names, the other feeds that it names follow.
    """
    search = _Search(fetcher, reader, now)
    try:
        best = await search.run(url)
    except (UsageError, FetchError, ParseError) as error:
        emit(SourcesFinished(str(error)))
        return
    emit(_told(best))
    told = {best.subscription.url}
    async for found in search.others():
        if found.subscription.url not in told:
            told.add(found.subscription.url)
            emit(_told(found))
    emit(SourcesFinished())


def _told(found: Found) -> SourceFound:
    parsed, url = found.parsed, found.subscription.url
    dates = [entry.published_at for entry in parsed.entries if entry.published_at is not None]
    title = parsed.feed.title or display_url(url)
    return SourceFound(url, parsed.kind, title, len(parsed.entries), max(dates, default=None))


def read_source(reader: FeedReader, fetched: Fetched, subscription: Subscription, now: int) -> Found:
    """A document as a feed, else as a news list page; nothing is asked for.

    Args:
        reader: Reads what was fetched.
        fetched: The document; its `final_url` is what links in it are relative to.
        subscription: Where its `page` is set, the document is a list page with these rules.
        now: Unix seconds.

    Raises:
        ParseError: It is neither.
    """
    if subscription.page is not None:
        return Found(subscription, read_list(reader, fetched, subscription, now=now))
    try:
        url, content_type = fetched.final_url, fetched.content_type
        return Found(subscription, reader.read(fetched.body, url=url, content_type=content_type, now=now))
    except ParseError as not_a_feed:
        if not _is_html(fetched):
            raise
        listing = subscription._replace(page=PageRules())
        try:
            return Found(listing, read_list(reader, fetched, listing, now=now))
        except ParseError as error:
            raise ParseError(f"{not_a_feed} {error}", url=fetched.final_url) from error


def read_list(reader: FeedReader, fetched: Fetched, subscription: Subscription, *, now: int) -> ParsedFeed:
    """A document as the news list page that `subscription` is. Raises ParseError where nothing is found."""
    return reader.read_page(
        fetched.body,
        url=fetched.final_url,
        content_type=fetched.content_type,
        rules=subscription.page or PageRules(),
        language=subscription.language,
        now=now,
    )


def address_of(url: str) -> str:
    """An address as a person writes it, in the form that names it in feeds.toml.

    Raises:
        UsageError: It is no address.
    """
    try:
        return normalize_url(url)
    except ValueError as error:
        raise UsageError(f"“{clean_line(display_url(url), 100)}” cannot be subscribed to. {error}") from error


class _Search:
    def __init__(self, fetcher: Fetcher, reader: FeedReader, now: int) -> None:
        self._fetcher = fetcher
        self._reader = reader
        self._now = now
        self._tried: set[str] = set()
        self._empty: Found | None = None
        self._host = ""
        self._feeds_named: Sequence[str] = ()

    async def run(self, url: str) -> Found:
        address = address_of(url)
        self._host = host_of(address)
        page = await self._first(address, is_bare="//" not in url)
        try:
            return Found(Subscription(_named(page)), await self._read(page))
        except ParseError as error:
            if not _is_html(page):
                raise
            return await self._behind(page, error)

    async def _first(self, address: str, *, is_bare: bool) -> Fetched:
        outcome = await self._fetch(address)
        no_answer = isinstance(outcome, FetchFailed) and outcome.status is None and not outcome.offline
        if is_bare and no_answer and address.startswith("https:"):  # a site that is not reached by https at all
            plain = await self._fetch("http" + address.removeprefix("https"))
            outcome = plain if isinstance(plain, Fetched) else outcome
        if isinstance(outcome, Fetched):
            return outcome
        reason = outcome.reason if isinstance(outcome, FetchFailed | Gone) else "The server sent no body."
        raise FetchError(reason, url=address, status=outcome.status if isinstance(outcome, FetchFailed) else None)

    async def _behind(self, page: Fetched, not_a_feed: ParseError) -> Found:
        """What the web page at the address leads to, or is."""
        self._feeds_named = await asyncio.to_thread(self._links, page)
        found = await self._first_feed(self._feeds_named)
        found = found or await self._first_feed(_usual_places(page.final_url))
        if found is not None:
            return found
        listing = Subscription(_named(page), page=PageRules())
        try:
            return Found(listing, await asyncio.to_thread(read_list, self._reader, page, listing, now=self._now))
        except ParseError as error:
            if self._empty is not None:
                return self._empty
            raise ParseError(f"{not_a_feed} No feed was found behind it. {error}", url=listing.url) from error

    async def others(self) -> AsyncIterator[Found]:
        """After `run`: the feeds with entries that the page names besides."""
        for url in self._feeds_named:
            found = await self._first_feed([url])
            if found is not None:
                yield found

    def _links(self, page: Fetched) -> Sequence[str]:
        """The feeds that a page names, best first."""
        from newsreader.parse.discovery import feed_links

        try:
            links = self._reader.wall.call(feed_links, page.body, url=page.final_url, content_type=page.content_type)
        except WallError:
            return ()
        return [link.url for link in links][:MAX_LINKS]

    async def _first_feed(self, urls: Iterable[str]) -> Found | None:
        for url in urls:
            if len(self._tried) >= MAX_REQUESTS:
                return None
            if url in self._tried or not is_web_url(url):
                continue
            outcome = await self._fetch(url)
            if isinstance(outcome, Fetched):
                found = await self._feed(outcome)
                if found is not None and found.parsed.entries:
                    return found
                self._empty = self._empty or found
            elif _wants_peace(outcome) and host_of(url) == self._host:
                return None
        return None

    async def _feed(self, fetched: Fetched) -> Found | None:
        try:
            return Found(Subscription(_named(fetched)), await self._read(fetched))
        except ParseError:
            return None

    async def _fetch(self, url: str) -> FetchOutcome:
        self._tried.add(url)
        # A page may name addresses on the user's own network, which only the user may do.
        return await self._fetcher.fetch(FetchRequest(url, private=host_of(url) == self._host))

    async def _read(self, fetched: Fetched) -> ParsedFeed:
        url, content_type = fetched.final_url, fetched.content_type
        return await asyncio.to_thread(
            self._reader.read, fetched.body, url=url, content_type=content_type, now=self._now
        )


def _is_html(fetched: Fetched) -> bool:
    return _HTML_RE.search(fetched.body[:_LOOK]) is not None


def _named(fetched: Fetched) -> str:
    """The address to subscribe to: where it has moved for good, else the one that was asked for."""
    with contextlib.suppress(ValueError):  # what a server names may be no address that can stand in feeds.toml
        return normalize_url(fetched.moved_to or fetched.url)
    return fetched.url


def _wants_peace(outcome: FetchOutcome) -> bool:
    """Whether the site does not answer, or asks to be left alone."""
    return isinstance(outcome, FetchFailed) and (outcome.status is None or outcome.status in _NOT_NOW)


def _usual_places(page_url: str) -> Iterator[str]:
    """Where feeds are that no page names: beside the page, then at the root of its site."""
    from newsreader.parse.discovery import USUAL_PATHS

    if not is_web_url(page_url):
        return
    folder, root = urljoin(page_url, "."), urljoin(page_url, "/")
    if folder != root:
        yield urljoin(folder, USUAL_PATHS[0])
    # Sites with feed/ redirect from feed, and there are those with feed alone.
    for path in dict.fromkeys(("feed", *USUAL_PATHS)):
        yield urljoin(root, path)
