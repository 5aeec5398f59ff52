"""A list page read by the user's CSS selectors."""

from datetime import UTC
from html import escape
from typing import TYPE_CHECKING, Final

from newsreader.core.date_formats import read_formatted, tells_year
from newsreader.core.errors import ParseError
from newsreader.core.feeds import EntryData
from newsreader.core.subscriptions import PageRules, split_selector
from newsreader.core.text import clean_line
from newsreader.parse.dates import read_date
from newsreader.parse.list_page_details import read_item_date
from newsreader.parse.list_page_headlines import read_headline
from newsreader.parse.list_page_items import Item, Stretch
from newsreader.parse.list_page_links import PageLink, canonical_url, glob_patterns, matches_any, shown_globs
from newsreader.parse.list_page_tree import PageTree, read_tree
from newsreader.parse.page_dates import day_comes_first, find_page_date, latest_year

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from lxml.cssselect import CSSSelector
    from lxml.etree import _Element

MAX_ITEMS: Final = 300
_MAX_TEASER: Final = 4000


class _Selector:
    """A selector of feeds.toml: CSS, perhaps followed by @attribute."""

    def __init__(self, name: str, written: str, url: str) -> None:
        css, self.attribute = split_selector(written)
        self.name, self.written = name, written
        self._css = compile_selector(name, css, url, written)

    def elements(self, element: "_Element") -> "list[_Element]":
        return self._css(element)

    def text(self, element: "_Element") -> str:
        """The text, or the attribute, of the first element within `element` that matches; "" where none does."""
        for match in self._css(element):
            if match is element:
                continue
            text = match.get(self.attribute) or "" if self.attribute else " ".join(match.itertext())
            if text.strip():
                return text
        if self.attribute and self.written.startswith("@"):
            return element.get(self.attribute) or ""
        return ""


def compile_selector(name: str, css: str, url: str, written: str) -> "CSSSelector":
    """The selector `css` of the rule `name`.

    Raises:
        ParseError: It is not valid CSS.
    """
    from cssselect import SelectorError
    from lxml.cssselect import CSSSelector
    from lxml.etree import Element, XPathError

    try:
        selector = CSSSelector(css, translator="html")
        selector(Element("html"))  # a namespace that HTML has not ("article|li") is noticed only here
    except (SelectorError, XPathError, ValueError) as error:
        raise ParseError(f"{name} = “{clean_line(written, 80)}” is not a valid CSS selector.", url=url) from error
    return selector


def read_by_rules(
    root: "_Element", rules: PageRules, *, url: str, base: str, language: str | None, now: int
) -> tuple[EntryData, ...]:
    """The entries that the selectors of `rules` find, in document order, each URL once.

    Raises:
        ParseError: A selector is not valid, or no entry is found; the sentence says which selector is at fault.
    """
    written_item = rules.item or "*"
    item_selector = _Selector("item", written_item, url)
    names = ("link", "headline", "date", "summary")
    selectors = {name: _Selector(name, written, url) for name in names if (written := getattr(rules, name)) is not None}
    boxes = item_selector.elements(root)[:MAX_ITEMS]
    if not boxes:
        raise ParseError(f"item = “{clean_line(written_item, 80)}” matches nothing on this page.", url=url)
    day_first = day_comes_first(language)
    wanted = glob_patterns(rules.links)
    entries: dict[str, EntryData] = {}
    for box in boxes:
        link = _link(box, selectors.get("link"), base, wanted)
        if link is None:
            continue
        tree = read_tree(box)
        item = _item(tree, link)
        headline = selectors["headline"].text(box) if "headline" in selectors else ""
        if not headline.strip():
            read_headline(tree, item)
            headline = item.title
        moment = _date(tree, item, box, selectors.get("date"), rules.date_format, day_first, now)
        summary = clean_line(selectors["summary"].text(box), _MAX_TEASER) if "summary" in selectors else ""
        title = clean_line(headline) or link
        entries.setdefault(
            link,
            EntryData(
                uid=link,
                title=title,
                link=link,
                published_at=moment,
                content_html=f"<p>{escape(summary, quote=False)}</p>" if summary else "",
                base_url=base,
                language=language,
            ),
        )
    if not entries:
        blamed = f"link = “{clean_line(rules.link, 80)}”" if rules.link else f"item = “{clean_line(written_item, 80)}”"
        lacking = f"link that matches links = “{shown_globs(rules.links)}”" if wanted else "link to an article"
        raise ParseError(f"The elements that match {blamed} hold no {lacking}.", url=url)
    return tuple(entries.values())


def _link(box: "_Element", selector: "_Selector | None", base: str, wanted: "Sequence[re.Pattern[str]]") -> str | None:
    """The first link of an item; where there are patterns, the first that one of them matches."""
    if selector is None:
        candidates = [box, *box.iter("a")]
        hrefs = [href for element in candidates if (href := element.get("href"))]
    elif selector.attribute:
        hrefs = [selector.text(box)]
    else:
        hrefs = [
            href for element in selector.elements(box) for inner in element.iter("a") if (href := inner.get("href"))
        ]
    for href in hrefs:
        found = canonical_url(href.strip(), base)
        if found is not None and not href.strip().startswith("#") and (not wanted or matches_any(found, wanted)):
            return found
    return None


def _item(tree: PageTree, url: str) -> Item:
    """The whole of an item's element, with its links taken for links to `url`."""
    links = [PageLink(element, url, "", True, True, True) for element in tree.links[:5]]
    whole = Stretch(0, len(tree.tags), 0, len(tree.pieces))
    return Item(links or [PageLink(0, url, "", True, True, True)], 0, [whole])


def _date(
    tree: PageTree,
    item: Item,
    box: "_Element",
    selector: "_Selector | None",
    date_format: str | None,
    day_first: bool | None,
    now: int,
) -> int | None:
    if selector is None:
        if not item.title:
            read_headline(tree, item)
        found = read_item_date(tree, item, day_first=day_first, now=now)
        return found.moment if found else None
    text = clean_line(selector.text(box))
    if not text and not selector.attribute:
        text = next((clean_line(time.get("datetime") or "") for time in selector.elements(box)), "")
    if date_format is not None:
        try:
            moment = read_formatted(text, date_format)
            if not tells_year(date_format):
                moment = moment.replace(year=latest_year(moment.month, moment.day, now))
        except ValueError:
            return None
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    if selector.attribute and (stamp := read_date(text)) is not None:
        return stamp
    found = find_page_date(text, day_first=day_first, now=now)
    return found.moment if found else None
