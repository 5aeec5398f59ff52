"""The date and the teaser of an item of a list page."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from newsreader.core.text import clean_line
from newsreader.parse.dates import read_date
from newsreader.parse.list_page_items import Item
from newsreader.parse.list_page_tree import MAX_PIECES, PageTree
from newsreader.parse.list_page_words import is_button, width
from newsreader.parse.page_dates import PageDate, find_page_date, is_date, written_order

_LINE: Final = 70
"""The longest line in which a date is the date of the article, in characters; longer lines tell of other days."""

_SMALL: Final = 16
_LINK_DEPTH: Final = 4
_HEADING: Final = 4
"""Pieces of text before an item in which the date of its section may stand."""

_AHEAD: Final = 2 * 86_400
_TEASER: Final = 25
_MAX_TEASER: Final = 1200
_URL_DATE: Final = re.compile(
    r"/(20\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)|/t(20\d\d)(\d\d)(\d\d)_\d+\.s?html?$"
)
_NOT_PUBLISHED: Final = re.compile(
    r"deadline|closing date|expires|valid until|due date|срок|дедлайн|date limite|fecha límite|截止", re.IGNORECASE
)
_DATELINE: Final = 70
"""The beginning of a teaser in which a dateline stands, in characters."""

_AFTER_DATELINE: Final = re.compile(r"\s*(?:г\.|года)?\s*(?:\(\w+\))?\s*(?:[–—:|•/,]|-\s|[A-ZА-ЯЁÀ-Þ\"«“])")


def read_item_date(tree: PageTree, item: Item, *, day_first: bool | None, now: int) -> PageDate | None:
    """When an item was published: as told to machines, else as written in a short line, else as its URL tells."""
    inferred: PageDate | None = None
    for text in _machine_dates(tree, item):
        moment = read_date(text)
        if moment is not None and moment <= now + _AHEAD:
            return PageDate(moment)
    for text in _date_lines(tree, item):
        found = find_page_date(text, day_first=day_first, now=now)
        if found is None or found.moment > now + _AHEAD:
            continue
        if not found.inferred:
            return found
        inferred = inferred or found
    return inferred or _date_of_url(item.url, now) or _dateline(tree, item, day_first, now)


def dates_of_sections(
    tree: PageTree, items: Sequence[Item], *, day_first: bool | None, now: int
) -> list[PageDate | None]:
    """The dates that stand over parts of a list, for the items below each: a heading with a day, then its articles."""
    found: list[PageDate | None] = []
    current: PageDate | None = None
    end = 0
    for item in items:
        start = item.stretches[0].start
        for begin, stop in tree.lines(max(end, start - _HEADING), start):
            text = tree.joined(begin, stop)
            if is_date(text):
                date = find_page_date(text, day_first=day_first, now=now)
                current = date if date is not None and date.moment <= now + _AHEAD else None
        found.append(current)
        end = max(end, item.stretches[-1].stop)
    return found


def order_of(tree: PageTree, items: Sequence[Item]) -> bool | None:
    """Whether the dates in digits on this page have their day first; None where they do not say."""
    for item in items:
        for text in _date_lines(tree, item):
            order = written_order(text)
            if order is not None:
                return order
    return None


def read_teaser(tree: PageTree, item: Item) -> str:
    """The text of an item besides its headline, dates, labels and buttons; "" where there is none."""
    kept: list[str] = []
    for stretch in item.stretches:
        for start, stop in tree.lines(stretch.start, stretch.stop):
            if tree.pieces[start][2] in item.title_lines:
                continue
            text = tree.joined(start, stop)
            if width(text) < _TEASER or text == item.title or is_button(text) or _leads_away(tree, item, start, stop):
                continue
            if len(text) > _LINE or find_page_date(text, day_first=True, now=2**32) is None:
                kept.append(text)
    return clean_line(" ".join(kept), _MAX_TEASER)


def _leads_away(tree: PageTree, item: Item, start: int, stop: int) -> bool:
    """Whether all of a line is links to other places than the item's article."""
    own = {link.element for link in item.links}
    for _text, element, _line in tree.pieces[start : min(stop, start + MAX_PIECES)]:
        around = element
        for _ in range(_LINK_DEPTH):
            if around < 0 or tree.tags[around] == "a":
                break
            around = tree.parents[around]
        if around < 0 or tree.tags[around] != "a" or around in own:
            return False
    return True


def _machine_dates(tree: PageTree, item: Item) -> list[str]:
    found: list[str] = []
    for stretch in item.stretches:
        place = bisect_left(tree.dated, stretch.first)
        while place < len(tree.dated) and tree.dated[place] < stretch.end and len(found) < 6:
            element = tree.elements[tree.dated[place]]
            text = element.get("datetime") or element.get("content")
            if text and len(text) >= 8:
                found.append(text.strip())
            place += 1
    return found


def _date_lines(tree: PageTree, item: Item) -> list[str]:
    """The short texts of an item besides its headline; then neighbouring ones together: "20", "Nov", "2026"."""
    lines: list[str] = []
    for stretch in item.stretches:
        for start, stop in tree.lines(stretch.start, stretch.stop):
            lines.extend(_without_title(tree, item, start, stop))
    joined = []
    for count in (3, 2):
        for place in range(len(lines) - count + 1):
            window = lines[place : place + count]
            if all(len(text) <= _SMALL for text in window):
                joined.append(" ".join(window))
    short = [text for text in lines if (len(text) <= _LINE and any(map(str.isdigit, text))) or len(text) <= _SMALL]
    return [text for text in joined + short if not _NOT_PUBLISHED.search(text)]


def _without_title(tree: PageTree, item: Item, start: int, stop: int) -> list[str]:
    pieces = tree.pieces[start : min(stop, start + MAX_PIECES)]
    if pieces[0][2] not in item.title_lines:
        whole = clean_line(" ".join(piece[0] for piece in pieces))
        if len(whole) <= _LINE:
            return [whole]
        return [text for piece in pieces if len(text := clean_line(piece[0])) <= _LINE and is_date(text)]
    texts = [clean_line(piece[0]) for piece in pieces]
    left = [text for text in texts if text and text not in item.title]
    if len(texts) == 1 and item.title != texts[0]:  # "[2026-11-20] Headline" in one piece
        left = [texts[0].replace(item.title, " ")]
    return [" ".join(left)] if left else []


def _date_of_url(url: str, now: int) -> PageDate | None:
    match = _URL_DATE.search(url.partition("?")[0])
    if match is None:
        return None
    year, month, day = (part for part in match.groups() if part)
    moment = read_date(f"{year}-{month}-{day}")
    return PageDate(moment) if moment is not None and moment <= now + _AHEAD else None


def _dateline(tree: PageTree, item: Item, day_first: bool | None, now: int) -> PageDate | None:
    """The date with which a teaser begins: "GENEVA, 20 November 2026 – …"."""
    for stretch in item.stretches:
        for start, stop in tree.lines(stretch.start, stretch.stop):
            if tree.pieces[start][2] in item.title_lines:
                continue
            text = tree.joined(start, stop)
            if len(text) <= _LINE:
                continue
            found = find_page_date(text[:_DATELINE], day_first=day_first, now=now)
            if found is None or not found.span[1] or found.inferred or found.moment > now + _AHEAD:
                continue
            digits = found.span[0] <= 1 and not any(map(str.isalpha, text[slice(*found.span)]))
            if digits or _AFTER_DATELINE.match(text, found.span[1]):
                return found
    return None
