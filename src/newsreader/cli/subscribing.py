"""The commands about what to follow: preview, subscribe, unsubscribe."""

import argparse
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsreader import wiring
from newsreader.cli.exit_status import DONE
from newsreader.cli.output import PASSWORD_ADVICE, complain, iso, local, say, say_json
from newsreader.config.feeds_file import add_subscription, remove_subscription
from newsreader.config.urls import normalize_url
from newsreader.core.counting import counted
from newsreader.core.errors import ConfigError, ConfigProblem
from newsreader.core.feeds import FeedKind, ParsedFeed
from newsreader.core.subscriptions import WELCOME_URL, Subscription
from newsreader.core.text import clean_line
from newsreader.core.urls import display_url, has_password, is_web_url
from newsreader.wiring import Config

if TYPE_CHECKING:
    from newsreader.library.discovery import Found

_FILE_SUFFIXES: Final = (".xml", ".rss", ".atom", ".rdf", ".json", ".html", ".htm", ".txt")
"""Ends of names that are taken for a file's and not a host's."""

_KINDS: Final[Mapping[FeedKind, str]] = {
    "rss": "RSS feed",
    "rdf": "RSS 1.0 feed",
    "atom": "Atom feed",
    "json": "JSON feed",
    "page": "list of news on a web page",
}


def preview(config: Config, arguments: argparse.Namespace) -> int:
    found = _look_at(config, arguments.source, arguments.url)
    parsed = found.parsed
    if arguments.json:
        say_json(_preview_object(parsed))
        return DONE
    say(f"{parsed.feed.title or '(no title)'} ({parsed.kind}, {counted(len(parsed.entries), 'entry')})")
    say(display_url(found.subscription.url))
    if parsed.feed.link and parsed.feed.link != found.subscription.url:
        say(parsed.feed.link)
    for note in parsed.notes:
        complain(note)
    for entry in parsed.entries:
        say(f"{local(entry.published_at, 'no date         ')}  {entry.title}")
    return DONE


def _look_at(config: Config, source: str, base_url: str | None) -> "Found":
    """What a URL or file would give. A page that is subscribed to is read by its rules.

    `base_url`: for a file, where it comes from; None: its own file: URL.
    """
    from newsreader.library.discovery import address_of, read_source
    from newsreader.library.parse_lane import FeedReader

    url = _file_url(source) or address_of(source)
    name = address_of(base_url) if base_url else url
    subscription = config.subscriptions.by_url().get(name) or Subscription(name)
    if subscription.page is None and base_url is None and is_web_url(url):
        return _find(config, source)
    fetched = wiring.fetch_source(url, want="feed", asking=config.asking)
    fetched = fetched._replace(final_url=base_url or fetched.final_url)
    with FeedReader() as reader:
        return read_source(reader, fetched, subscription, wiring.SystemClock().now())


def _find(config: Config, url: str) -> "Found":
    """The feed or news list page behind an address."""
    from newsreader.library.discovery import find_source
    from newsreader.library.parse_lane import FeedReader

    async def find(reader: FeedReader) -> "Found":
        async with wiring.open_network() as fetcher:
            return await find_source(fetcher.visit(config.asking), reader, url, wiring.SystemClock().now())

    with FeedReader() as reader:
        return wiring.run(find(reader))


def _file_url(source: str) -> str | None:
    """The file: URL of a file's path; None where `source` is an address, such as a bare host."""
    if "://" in source or source == WELCOME_URL:
        return None
    path = Path(source)
    looks_like_address = _is_address(source) and path.suffix.lower() not in _FILE_SUFFIXES
    return None if looks_like_address and not os.path.lexists(source) else path.absolute().as_uri()


def _is_address(source: str) -> bool:
    try:
        normalize_url(source)
    except ValueError:
        return False
    return True


def _preview_object(parsed: ParsedFeed) -> dict[str, object]:
    from newsreader.core.search_text import html_to_words

    return {
        "kind": parsed.kind,
        "title": parsed.feed.title,
        "link": parsed.feed.link,
        "entries": [
            {
                "id": entry.uid,
                "title": entry.title,
                "link": entry.link,
                "published_at": iso(entry.published_at),
                "author": entry.author,
                "summary": clean_line(html_to_words(entry.content_html), 300),
            }
            for entry in parsed.entries
        ],
    }


def subscribe(config: Config, arguments: argparse.Namespace) -> int:
    from newsreader.library.discovery import address_of
    from newsreader.library.subscribing import check_is_new, subscription_of

    check_in_force(config)
    check_is_new(config.subscriptions, address_of(arguments.url))
    found = _find(config, arguments.url)
    wanted = subscription_of(found, title=arguments.title, folder=arguments.folder, tags=arguments.tag)
    check_is_new(config.subscriptions, wanted.url)
    add_subscription(config.paths.feeds_file, wanted)
    wiring.read_subscriptions(config.paths)  # which keeps a copy of the new list
    say(_found_line(wanted, found.parsed))
    say(display_url(wanted.url))
    where = f", in the folder “{wanted.folder}”" if wanted.folder else ""
    say(f"Added to {config.paths.feeds_file}{where}. “newsreader refresh” fetches it.")
    if has_password(wanted.url):
        complain(f"Its address holds a password in clear. {PASSWORD_ADVICE}")
    return DONE


def check_in_force(config: Config) -> None:
    """ConfigError where feeds.toml is not the list in force: a change to it would drop all that is."""
    from newsreader.library.subscribing import check_list

    path = config.paths.feeds_file
    try:
        check_list(path, config.paths.last_good_feeds_file if config.usable else None)
    except ConfigError as error:
        if str(error) in map(str, config.problems):  # then it has been said
            raise ConfigError(ConfigProblem(path, None, None, "Nothing was changed in it: mend that first.")) from error
        raise


def _found_line(subscription: Subscription, parsed: ParsedFeed) -> str:
    """Title, kind, number of entries and newest date of what was found."""
    title = subscription.title or parsed.feed.title or display_url(subscription.url)
    count = len(parsed.entries)
    dates = [entry.published_at for entry in parsed.entries if entry.published_at is not None]
    newest = f", newest {local(max(dates))}" if dates else ", without dates" if count else ""
    return f"{title} ({_KINDS[parsed.kind]}, {counted(count, 'entry')}{newest})"


def unsubscribe(config: Config, arguments: argparse.Namespace) -> int:
    from newsreader.library.subscribing import subscribed

    check_in_force(config)
    path = config.paths.feeds_file
    [one] = subscribed(config.subscriptions, arguments.url)
    remove_subscription(path, one.url)
    left = wiring.read_subscriptions(config.paths)  # which keeps a copy of the new list
    with wiring.open_library(config._replace(subscriptions=left.subscriptions)):
        pass  # the store hides its entries, but for those with a star
    say(f"{one.title or display_url(one.url)} is removed from {path}. Its starred entries stay.")
    return DONE
