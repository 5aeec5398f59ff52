"""feeds.toml: what the user follows, as typed values and a list of what is wrong with the file."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, get_args

from newsreader.config import keys
from newsreader.config.asking_keys import EVERYWHERE_KEYS, FEED_KEYS, NOT_EVERYWHERE, take_asking
from newsreader.config.atomic import write_atomically
from newsreader.config.keys import Key, read_keys, read_tables
from newsreader.config.paths import Paths
from newsreader.config.selectors import note_faulty
from newsreader.config.toml_lines import Place
from newsreader.config.toml_source import ProblemList, TomlSource, read_toml
from newsreader.config.urls import normalize_url
from newsreader.core.asking import USUAL
from newsreader.core.date_formats import read_formatted
from newsreader.core.errors import ConfigProblem, QueryError
from newsreader.core.query_parser import parse_query
from newsreader.core.retention import EXPECTED_KEEP, read_keep
from newsreader.core.subscriptions import (
    Duplicates,
    FullText,
    PageRules,
    Priority,
    SavedSearch,
    Subscription,
    Subscriptions,
    split_selector,
)
from newsreader.core.text import clean_line

_LANGUAGE_RE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
"""The shape of a BCP 47 tag (RFC 5646, 2.1); whether its parts are registered is not checked."""

_NO_FORMAT: Final = "Each part of the date is a % and a letter, as in Python's strptime."

_CHECKED_AT: Final = 1_700_000_000
"""Any moment will do: a saved query is only tried here, not kept."""


@dataclass(frozen=True, slots=True)
class LoadedSubscriptions:
    """What a feeds.toml says.

    `usable` is False where it must not be taken for the user's list: it cannot be read, or names no feed at all.
    `text` is the file's own text, None where it could not be read.
    """

    subscriptions: Subscriptions
    problems: tuple[ConfigProblem, ...]
    usable: bool
    text: str | None = field(default=None, repr=False, compare=False)


def _read_url(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    return normalize_url(value)


def read_folder(value: object) -> str:
    """ "A / B" and "/A/B/" are "A/B"; "" is none, whatever the defaults say."""
    if not isinstance(value, str):
        raise ValueError
    parts = (part.strip() for part in clean_line(value).split("/"))
    return "/".join(part for part in parts if part)


def _read_language(value: object) -> str:
    language = keys.read_text(value)
    if not _LANGUAGE_RE.fullmatch(language):
        raise ValueError
    return language


def _read_date_format(value: object) -> str:
    text = keys.read_text(value)
    if "%" not in text:
        raise ValueError(_NO_FORMAT)
    try:
        read_formatted("", text)
    except re.error as error:
        raise ValueError("Each part of the date can stand there only once.") from error
    except ValueError as error:
        if "does not match" not in str(error):
            raise ValueError(_NO_FORMAT) from error
    return text


def _read_query(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    try:
        parse_query(value, now=_CHECKED_AT, today=_CHECKED_AT)
    except QueryError as error:
        raise ValueError(str(error)) from error
    return value.strip()


_SKIPPED: Final = "The subscription is skipped."
_SELECTOR: Final = "a CSS selector in quotation marks"

URL_KEY: Final = Key("url", 'an address such as "https://example.org/feed.xml"', _read_url, _SKIPPED)
COMMON_KEYS: Final = (
    Key("title", "a text in quotation marks", keys.read_text),
    Key("folder", 'a text such as "United Nations", or "A/B" for a folder in a folder', read_folder),
    Key("tags", 'a list of texts such as ["un", "global"]', keys.read_texts),
    Key("language", 'a language tag such as "en" or "zh-Hans"', _read_language),
    Key("interval", 'an interval such as "15m", "2h", "1d" or "never"', keys.read_interval),
    Key("full_text", '"never", "auto" or "always"', keys.choice(*get_args(FullText))),
    Key("priority", '"must", "should" or "may"', keys.choice(*get_args(Priority))),
    Key("keep", EXPECTED_KEEP, read_keep, "Nothing is removed until it is right."),
    Key("paused", "true or false", keys.read_bool),
    Key("max_unread", "a whole number from 0 (no limit) to 1000000", keys.number(0, 1_000_000)),
    Key("auto_read_after", 'an age such as "12h", "30d" or "never"', keys.read_interval),
    Key("duplicates", '"show", "fold" or "read"', keys.choice(*get_args(Duplicates))),
)
PAGE_KEYS: Final = (
    Key("links", 'a pattern such as "https://example.org/news/*", or a list of them', keys.read_text_or_texts),
    Key("item", _SELECTOR, keys.read_text),
    Key("link", _SELECTOR, keys.read_text),
    Key("headline", _SELECTOR, keys.read_text),
    Key("date", 'a CSS selector such as "time" or "time@datetime"', keys.read_text),
    Key("date_format", 'a date format such as "%d.%m.%Y"', _read_date_format),
    Key("summary", _SELECTOR, keys.read_text),
    Key("content", _SELECTOR, keys.read_text),
    Key("limit", "a whole number from 1 to 1000", keys.number(1, 1000)),
)
SEARCH_KEYS: Final = (
    Key("title", "a text in quotation marks", keys.read_text),
    Key("query", 'a query such as "semiconductor is:unread"', _read_query, "The saved search is skipped."),
)
SELECTORS: Final = ("item", "link", "headline", "date", "summary", "content")
NEEDING_ITEM: Final = ("link", "headline", "date", "date_format", "summary")
TABLES: Final = ("feed", "page", "search", "defaults")


def load_subscriptions(path: Path) -> LoadedSubscriptions:
    """Read feeds.toml; whatever is wrong in it becomes a problem, and the rest still works."""
    source = read_toml(path)
    if isinstance(source, ConfigProblem):
        return LoadedSubscriptions(Subscriptions(), (source,), usable=False)
    return read_subscriptions(source)


def read_subscriptions(source: TomlSource) -> LoadedSubscriptions:
    """What a feeds.toml that has been read says; likewise."""
    problems = ProblemList(source.path)
    for name in source.data:
        if name not in TABLES:
            problems.add(source.line(name), name[:60], f"There is no such table{keys.nearest(name, TABLES)}")
    defaults = _read_defaults(source, problems)
    asking = defaults.pop("asking", USUAL)
    feeds = _merged(source, problems, _read_feeds(source, problems, defaults))
    searches = tuple(_read_searches(source, problems))
    if not feeds:
        problems.add(None, None, "The file names no feed: write at least one [[feed]] with its url.")
    return LoadedSubscriptions(
        Subscriptions(feeds, searches, asking), problems.all(), usable=bool(feeds), text=source.text
    )


def located_subscriptions(source: TomlSource) -> list[tuple[Place, Subscription]]:
    """Every `[[feed]]` and `[[page]]` that has an address, in the order of the file, and where it stands.

    One that is there twice is there twice; what is wrong with the file is left out.
    """
    problems = ProblemList(source.path)
    defaults = _read_defaults(source, problems)
    defaults.pop("asking", None)
    return _read_feeds(source, problems, defaults)


def load_last_good(paths: Paths, loaded: LoadedSubscriptions) -> LoadedSubscriptions:
    """`loaded` if it is usable, and a copy is kept; else the last copy, with the problems of `loaded`.

    The result is not usable only where there is no copy either; then the store's feeds must be left as they are.
    """
    copy = paths.last_good_feeds_file
    if loaded.usable:
        return replace(loaded, problems=(*loaded.problems, *_keep_copy(copy, loaded.text or "")))
    last_good = load_subscriptions(copy)
    if not last_good.usable:
        return loaded
    advice = f"The last list that worked is used instead; it is in {copy}."
    problem = ConfigProblem(paths.feeds_file, None, None, advice)
    return replace(last_good, problems=(*loaded.problems, problem))


def _keep_copy(copy: Path, text: str) -> tuple[ConfigProblem, ...]:
    body = text.encode()
    try:
        if not copy.exists() or copy.read_bytes() != body:
            write_atomically(copy, body)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return (ConfigProblem(copy, None, None, f"The copy of the subscriptions cannot be written: {reason}."),)
    return ()


def _read_defaults(source: TomlSource, problems: ProblemList) -> dict[str, Any]:
    table = source.data.get("defaults", {})
    if not isinstance(table, dict):
        problems.add(source.line("defaults"), "defaults", f"Expected a table [defaults], not {keys.show_value(table)}.")
        return {}
    elsewhere = {"url": "[[feed]]"} | {key.name: "[[page]]" for key in PAGE_KEYS} | NOT_EVERYWHERE
    place, known = ("defaults",), (*COMMON_KEYS, *EVERYWHERE_KEYS)
    values = read_keys(source, problems, table, place, known, where="[defaults]", elsewhere=elsewhere)
    values["asking"] = take_asking(source, problems, place, table, values)
    return values


def _read_feeds(
    source: TomlSource, problems: ProblemList, defaults: Mapping[str, Any]
) -> list[tuple[Place, Subscription]]:
    """Every `[[feed]]` and `[[page]]` that has an address, in the order of the file."""
    found: list[tuple[Place, Subscription]] = []
    for name in ("feed", "page"):
        page_keys = PAGE_KEYS if name == "page" else ()
        elsewhere = {} if name == "page" else {key.name: "[[page]]" for key in PAGE_KEYS}
        for place, table in read_tables(source, problems, name):
            known = (URL_KEY, *COMMON_KEYS, *FEED_KEYS, *page_keys)
            values = read_keys(source, problems, table, place, known, where=f"[[{name}]]", elsewhere=elsewhere)
            values["asking"] = take_asking(source, problems, place, table, values)
            if "url" in values:
                rules = {key.name: values.pop(key.name) for key in page_keys if key.name in values}
                page = _page_rules(source, problems, place, rules) if name == "page" else None
                found.append((place, Subscription(**{**defaults, **values, "page": page})))
            elif "url" not in table:
                problems.add(source.line(*place), "url", f"Expected {URL_KEY.expected}; it is missing. {_SKIPPED}")
    if "page" in source.data:
        found.sort(key=lambda entry: source.line(*entry[0]) or 0)
    return found


def _page_rules(source: TomlSource, problems: ProblemList, place: Place, rules: dict[str, Any]) -> PageRules:
    lost = [name for name in NEEDING_ITEM if name in rules]
    if lost and "item" not in rules:
        message = f"Expected item as well, to look up {', '.join(lost)} in. Until then that counts as not set."
        problems.add(source.line(*place, lost[0]), lost[0], message)
        rules = {name: value for name, value in rules.items() if name not in lost}
    written: dict[str, tuple[str]] = {name: (_css(name, rules[name]),) for name in SELECTORS if name in rules}
    note_faulty(source, problems, place, written)
    return PageRules(**rules)


def _css(name: str, written: str) -> str:
    return written if name == "content" else split_selector(written)[0]


def _merged(
    source: TomlSource, problems: ProblemList, found: list[tuple[Place, Subscription]]
) -> tuple[Subscription, ...]:
    """One subscription for each address: the first, with the tags of all."""
    merged: dict[str, tuple[Place, Subscription]] = {}
    for place, subscription in found:
        if subscription.url not in merged:
            merged[subscription.url] = (place, subscription)
            continue
        first_place, first = merged[subscription.url]
        tags = tuple(dict.fromkeys((*first.tags, *subscription.tags)))
        merged[subscription.url] = (first_place, first._replace(tags=tags))
        first_line = source.line(*first_place, "url")
        message = f"This is the feed of line {first_line} again; it counts once, with the tags of both."
        problems.add(source.line(*place, "url"), "url", message)
    return tuple(subscription for _, subscription in merged.values())


def _read_searches(source: TomlSource, problems: ProblemList) -> Iterator[SavedSearch]:
    for place, table in read_tables(source, problems, "search"):
        values = read_keys(source, problems, table, place, SEARCH_KEYS, where="[[search]]")
        if "query" in values:
            yield SavedSearch(values.get("title") or values["query"], values["query"])
        elif "query" not in table:
            expected = SEARCH_KEYS[1].expected
            problems.add(source.line(*place), "query", f"Expected {expected}; it is missing. The search is skipped.")
