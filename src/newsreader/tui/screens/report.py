"""The report of a refresh: what came, what did not and why."""

from collections.abc import Iterable, Mapping

from textual.content import Content

from newsreader.core.events import FeedRefreshed
from newsreader.core.feeds import FeedState
from newsreader.core.health import is_alarming
from newsreader.core.intervals import full_minute
from newsreader.core.text import clean_text
from newsreader.core.urls import display_url
from newsreader.library.health import NextChecks
from newsreader.library.library import Library
from newsreader.library.refresh_status import RefreshStatus, counts_text
from newsreader.tui.screens.pages import PageScreen
from newsreader.tui.times import date_text


def report_page(library: Library, status: RefreshStatus, problems: Iterable[str], news: str = "") -> PageScreen:
    """What the last refresh did to each feed, which are in trouble, and what is wrong in the config files.

    `news` says what is new since the last visit, "" where nothing is.

    Raises:
        StoreError: The store cannot be read.
    """
    feeds = [feed for feed, _ in library.feeds()]
    checks, came = NextChecks(library), library.visits.news_by_feed()
    titles = {feed.url: feed.title for feed in feeds}
    failing = [feed for feed in feeds if feed.error]
    parts: list[Content] = [Content(clean_text(_state(status)))]
    if news:
        parts.append(Content(clean_text(news)))
    parts += _section("In trouble", [_trouble(feed, checks) for feed in failing if is_alarming(feed)])
    parts += _section("Failed lately", [_trouble(feed, checks) for feed in failing if not is_alarming(feed)])
    new = [(came[feed.id], feed.title) for feed in feeds if feed.id in came]
    new.sort(key=lambda one: -one[0])
    parts += _section("New since your last visit", [f"{title}: {count:,}" for count, title in new])
    parts += _section("Moved", [f"{_title(event, titles)}: {event.move}" for event in status.moved])
    parts += _section("Brought", [f"{_title(event, titles)}: {counts_text(event)}" for event in status.brought])
    parts += _section("Unchanged", [_unchanged(event, titles) for event in status.unchanged])
    parts += _section("Skipped", [f"{_title(event, titles)}: {event.reason or ''}" for event in status.skipped])
    parts += _section("Configuration", problems)
    return PageScreen("Refresh report", Content("\n").join(parts))


def _title(event: FeedRefreshed, titles: Mapping[str, str]) -> str:
    return titles.get(event.url) or display_url(event.url)


def _unchanged(event: FeedRefreshed, titles: Mapping[str, str]) -> str:
    if event.outcome == "not-modified" and event.reason is None:
        return f"{_title(event, titles)}: not modified, the server says"
    return f"{_title(event, titles)}: {event.reason or counts_text(event)}"


def _trouble(feed: FeedState, checks: NextChecks) -> str:
    address = display_url(feed.url)
    name = address if feed.title == address else f"{feed.title} · {address}"
    since = f"since {date_text(feed.failing_since)}" if feed.failing_since else "just now"
    at = checks.at(feed)
    when = date_text(at if at is None else full_minute(at))
    again = f"next try {when}" if checks.by_itself(feed) else "not tried again by itself"
    return f"{name}\n    {feed.error}\n    {since}; {again}"


def _state(status: RefreshStatus) -> str:
    if status.running:
        return f"The refresh is under way: {status.progress} feeds, {status.new:,} new so far."
    if not status.ended:
        return "No refresh has been made yet."
    at = f", {date_text(status.ended_at)}" if status.ended_at is not None else ""
    return f"The last refresh{at}: {status.ended}"


def _section(title: str, rows: Iterable[str]) -> list[Content]:
    listed = [Content("  " + clean_text(row)) for row in rows]
    return [Content(""), Content.styled(f"{title} ({len(listed):,})", "bold"), *listed] if listed else []
