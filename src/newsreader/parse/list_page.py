"""A news list page without a feed, as a feed."""

import itertools
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from newsreader.core.errors import ParseError
from newsreader.core.feeds import EntryData, FeedData, ParsedFeed
from newsreader.core.html_decoding import decode_html
from newsreader.core.subscriptions import PageRules
from newsreader.core.text import clean_line
from newsreader.parse.list_page_automatic import choose_items
from newsreader.parse.list_page_details import dates_of_sections, order_of, read_item_date, read_teaser
from newsreader.parse.list_page_headlines import read_headline
from newsreader.parse.list_page_items import Item, cut_items
from newsreader.parse.list_page_links import glob_patterns, read_links, shown_globs
from newsreader.parse.list_page_rules import read_by_rules
from newsreader.parse.list_page_title import page_language, page_title
from newsreader.parse.list_page_tree import PageTree, parse_page, read_tree
from newsreader.parse.list_page_words import width
from newsreader.parse.not_feeds import refuse_at_once
from newsreader.parse.page_dates import PageDate, day_comes_first

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_ENTRIES: Final = 300


def read_list_page(
    body: bytes, *, url: str, content_type: str | None, rules: PageRules, language: str | None, now: int
) -> ParsedFeed:
    """Read the articles that a web page lists, in the order of the page.

    Args:
        body: The page as it was sent.
        url: Where it came from; links are resolved against it, unless the page has `<base href>`.
        content_type: The header of the answer, None where there was none.
        rules: Where the entries are; all empty: the list is found automatically.
        language: BCP 47, for the order of day and month; None: the page's own.
        now: Unix seconds; dates such as "2 days ago" are counted from it.

    Raises:
        ParseError: The page lists nothing, a selector of `rules` is not valid or matches nothing.
    """
    refuse_at_once(body, url)
    root = parse_page(decode_html(body, content_type))
    if root is None:
        raise ParseError("This address answered with nothing that can be read as a web page.", url=url)
    base = _base(root, url)
    language = language or page_language(root)
    if rules.item is not None:
        entries = read_by_rules(root, rules, url=url, base=base, language=language, now=now)
        notes: tuple[str, ...] = ()
    else:
        tree = read_tree(root)
        if rules.links:
            items = _hinted(tree, rules, url, base)
        else:
            items = choose_items(tree, read_links(tree, url=url, base=base), now=now)
            if not items and tree.has_hidden:  # some pages show their list only when a script has run
                tree = read_tree(root, hidden=True)
                items = choose_items(tree, read_links(tree, url=url, base=base), now=now)
        if not items:
            raise ParseError(_nothing_found(root, tree), url=url)
        entries = _entries(tree, items[:MAX_ENTRIES], base, language, now)
        notes = ("The page is very long; its end was not read.",) if tree.is_cut else ()
    if rules.limit is not None:
        entries = entries[: rules.limit]
    feed = FeedData(title=page_title(root), link=url, language=language)
    return ParsedFeed("page", feed, entries, notes)


def _base(root: "_Element", url: str) -> str:
    for element in root.iter("base"):
        href = element.get("href")
        if href:
            try:
                return urljoin(url, href.strip())
            except ValueError:
                break
    return url


def _hinted(tree: PageTree, rules: PageRules, url: str, base: str) -> list[Item]:
    """The links that match the user's globs, each URL once with its best headline."""
    chosen = read_links(tree, url=url, base=base, wanted=glob_patterns(rules.links))
    if not chosen:
        raise ParseError(
            f"No link on this page matches links = “{shown_globs(rules.links)}”; it is compared with whole addresses,"
            " https:// included.",
            url=url,
        )
    found: dict[str, Item] = {}
    for item in cut_items(tree, chosen):
        read_headline(tree, item)
        known = found.get(item.url)
        if known is None or (width(item.title) > width(known.title) and not known.has_heading):
            found[item.url] = item
    return [item for item in found.values() if item.title]


def _entries(tree: PageTree, items: Sequence[Item], base: str, language: str | None, now: int) -> tuple[EntryData, ...]:
    order = order_of(tree, items)
    day_first = day_comes_first(language) if order is None else order
    dates = [read_item_date(tree, item, day_first=day_first, now=now) for item in items]
    if not any(dates):
        dates = dates_of_sections(tree, items, day_first=day_first, now=now)
    if not _falls(dates):
        dates = [None if date is not None and date.inferred else date for date in dates]
    return tuple(
        EntryData(
            uid=item.url,
            title=clean_line(item.title),
            link=item.url,
            published_at=date.moment if date else None,
            content_html=f"<p>{escape(teaser, quote=False)}</p>" if (teaser := read_teaser(tree, item)) else "",
            base_url=base,
            language=language,
        )
        for item, date in zip(items, dates, strict=True)
    )


def _falls(dates: Sequence[PageDate | None]) -> bool:
    """Whether the dates go from new to old; where they jump, a year that was not written was guessed wrongly."""
    moments = [date.moment for date in dates if date is not None]
    rises = sum(later > earlier for earlier, later in itertools.pairwise(moments))
    return rises * 4 <= len(moments)


def _nothing_found(root: "_Element", tree: PageTree) -> str:
    scripts = sum(1 for _ in root.iter("script"))
    if scripts and sum(len(piece[0]) for piece in tree.pieces) < 600 and len(tree.links) < 10:
        return "This page shows its articles only through JavaScript, which the reader does not run."
    return (
        "No list of articles was found on this page; say where it is with “links” or “item” under its [[page]]"
        " in feeds.toml."
    )
