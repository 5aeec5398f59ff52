"""The headline of an item of a list page."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from newsreader.core.text import clean_line
from newsreader.parse.html_attributes import word_set
from newsreader.parse.list_page_items import Item
from newsreader.parse.list_page_links import PageLink
from newsreader.parse.list_page_tree import MAX_PIECES, PageTree, class_words
from newsreader.parse.list_page_words import is_button, width, without_button
from newsreader.parse.page_dates import is_date

_MARKED: Final = 60
_SENTENCE: Final = 25
_REST: Final = 250
_FEW_PIECES: Final = 12

_TITLE_WORDS: Final = word_set(
    "title titles headline heading header name subject tit caption ttl hdl zagolovok titulo titre"
)
_SHORT: Final = 15
_WEAK: Final = 8
_LABEL: Final = 30
_LEADING_DATE: Final = re.compile(
    r"^[\[(【]?\s*\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?\s*[\])】]?\s*[:|–—-]?\s*|^\d{1,2}\.\d{1,2}\.\d{4}\s*[:|–—-]?\s+"
)
_TRAILING_DATE: Final = re.compile(
    r"\s*[\[(【（]\s*(?:\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?|\d{1,2}[./-]\d{1,2}[./-]\d{4})\s*[\])】）]?$|\s+\d{4}-\d{2}-\d{2}$"
)


def read_headline(tree: PageTree, item: Item) -> None:
    """Find the headline of an item and set `title`, `has_heading` and `title_lines`."""
    headings = _headings(tree, item)
    best: tuple[int, str, int, int] = (0, "", 0, 0)
    for link in item.links:
        for heading in headings:
            if tree.inside(link.element, heading):
                inner = link.element
            elif tree.inside(heading, link.element):
                inner = heading
            else:
                continue
            marked = _marked(tree, inner, tree.ends[inner])
            if marked is not None and width(tree.text(marked)) >= _SHORT:
                inner = marked
            text = _bare(tree, tree.piece_starts[inner], tree.piece_ends[inner])
            if text and not is_button(text):
                _set(tree, item, _with_attribute(tree, link, text), inner, heading=True)
                return
        start, stop = _headline_line(tree, link)
        text = _bare(tree, start, stop)
        if text and not is_button(text) and width(text) > best[0]:
            best = (width(text), _with_attribute(tree, link, text), start, stop)
    unlinked = [(width(text), text, heading) for heading in headings if not is_button(text := tree.text(heading))]
    if unlinked and (len(unlinked) == 1 or best[0] < _WEAK) and unlinked[0][0] > best[0]:
        _set(tree, item, unlinked[0][1], unlinked[0][2], heading=True)
        return
    if best[0] < _WEAK and (fallback := _fallback(tree, item)) and width(fallback) > best[0]:
        item.title = fallback
        return
    item.title = best[1]
    _place(tree, item, best[2], best[3])
    if item.title.endswith((":", "：")):
        _go_on(tree, item, best[3])


def _set(tree: PageTree, item: Item, text: str, element: int, *, heading: bool) -> None:
    item.title, item.has_heading = text, heading
    _place(tree, item, tree.piece_starts[element], tree.piece_ends[element])


def _go_on(tree: PageTree, item: Item, stop: int) -> None:
    """Take the rest of the line into a headline of which only the beginning, up to a colon, is the link."""
    end = stop
    while (
        end < item.stretches[-1].stop and tree.pieces[end][2] == tree.pieces[stop - 1][2] and end < stop + _FEW_PIECES
    ):
        end += 1
    rest = _bare(tree, stop, end) if end > stop else ""
    if rest and len(rest) <= _REST:
        item.title = f"{item.title} {rest}"


def is_in_sentence(tree: PageTree, link: PageLink) -> bool:
    """Whether a link's words are part of a sentence that begins before them."""
    place = tree.piece_starts[link.element]
    if place >= tree.piece_ends[link.element] or is_button(tree.text(link.element)):
        return False
    line = tree.pieces[place][2]
    before: list[str] = []
    if not place or tree.pieces[place - 1][1] != tree.parents[link.element]:
        return False
    while place > 0 and tree.pieces[place - 1][2] == line and len(before) < _FEW_PIECES:
        place -= 1
        if tree.tags[tree.pieces[place][1]] != "a":
            before.append(tree.pieces[place][0])
    text = clean_line(" ".join(reversed(before)))
    return len(text) > _SENTENCE and not is_date(text)


def _place(tree: PageTree, item: Item, start: int, stop: int) -> None:
    item.title_range = (start, stop)
    item.title_lines = {piece[2] for piece in tree.pieces[start : min(stop, start + MAX_PIECES)]}


def drop_labels(tree: PageTree, items: Sequence[Item]) -> None:
    """Leave out of the headlines a label before them ("Press release") that several items of the list share."""
    labels: dict[str, list[Item]] = {}
    for item in items:
        start, stop = item.title_range
        label = clean_line(tree.pieces[start][0]) if stop - start > 1 else ""
        if label and len(label) <= _LABEL and item.title.startswith(label):
            labels.setdefault(label, []).append(item)
    for label, labelled in labels.items():
        if len(labelled) > 1:
            for item in labelled:
                rest = item.title[len(label) :].lstrip(" :|–—-·/")
                item.title = rest if width(rest) >= _WEAK else item.title


def _headings(tree: PageTree, item: Item) -> list[int]:
    found: list[int] = []
    for stretch in item.stretches:
        place = bisect_left(tree.headings, stretch.first)
        while place < len(tree.headings) and tree.headings[place] < stretch.end and len(found) < 8:
            found.append(tree.headings[place])
            place += 1
    parent = tree.parents[item.links[0].element]
    if not found and parent >= 0 and tree.tags[parent] in ("h2", "h3", "h4", "h5", "h6"):
        found.append(parent)
    return found


def _bare(tree: PageTree, start: int, stop: int) -> str:
    """The text between two pieces without dates that stand beside the headline."""
    pieces = tree.pieces[start : min(stop, start + MAX_PIECES)]
    if 1 < len(pieces) <= _FEW_PIECES:
        kept = [piece for piece in pieces if not is_date(clean_line(piece[0]))]
        pieces = kept or pieces
    text = without_button(clean_line(" ".join(piece[0] for piece in pieces)))
    shorter = _TRAILING_DATE.sub("", _LEADING_DATE.sub("", text, count=1)).strip()
    return shorter if width(shorter) >= _WEAK else ("" if is_date(text) else text)


def _headline_line(tree: PageTree, link: PageLink) -> tuple[int, int]:
    """The pieces of a link that are its headline, where the link is a whole card with a date and a teaser."""
    start, stop = tree.piece_starts[link.element], tree.piece_ends[link.element]
    marked = _marked(tree, link.element, tree.ends[link.element])
    if marked is not None and not is_button(_bare(tree, tree.piece_starts[marked], tree.piece_ends[marked])):
        return tree.piece_starts[marked], tree.piece_ends[marked]
    lines = tree.lines(start, stop)
    if len(lines) < 2:
        return start, stop
    texts = [(_bare(tree, *line), line) for line in lines]
    for text, line in texts:
        if width(text) >= _SHORT and not is_button(text) and not is_date(text):
            return line
    return max(texts, key=lambda pair: width(pair[0]))[1]


def _marked(tree: PageTree, first: int, end: int) -> int | None:
    """The first element from `first` to `end` whose class says that it is a headline."""
    for element in range(first + 1, min(end, first + _MARKED)):
        if tree.tags[element] != "img" and tree.elements[element].get("class"):
            words = class_words(tree.elements[element])
            if words & _TITLE_WORDS and "sub" not in words and tree.piece_ends[element] > tree.piece_starts[element]:
                return element
    return None


def _with_attribute(tree: PageTree, link: PageLink, text: str) -> str:
    """`text`, or the link's title attribute where the page shows only its beginning."""
    stem = text.rstrip(". …")
    attribute = clean_line(tree.elements[link.element].get("title") or "")
    if len(attribute) > len(stem) and stem != text.rstrip() and attribute.startswith(stem[:200]):
        return attribute
    return text


def _fallback(tree: PageTree, item: Item) -> str:
    """A headline where neither a link nor a heading gives one: what is marked as one, an attribute, the first line."""
    for stretch in item.stretches:
        marked = _marked(tree, stretch.first, stretch.end)
        if (
            marked is not None
            and width(text := tree.text(marked)) >= _WEAK
            and not is_button(text)
            and not is_date(text)
        ):
            return text
    for link in item.links:
        element = tree.elements[link.element]
        texts = [element.get("title"), element.get("aria-label")]
        images = range(link.element, min(tree.ends[link.element], link.element + _MARKED))
        texts += [tree.elements[image].get("alt") for image in images if tree.tags[image] == "img"]
        for attribute in texts:
            text = clean_line(attribute or "")
            if width(text) >= _SHORT and not is_button(text):
                return text
    for stretch in item.stretches:
        for start, stop in tree.lines(stretch.start, stretch.stop)[:20]:
            text = tree.joined(start, stop)
            if width(text) >= _SHORT and not is_button(text) and not is_date(text):
                return text
    return ""
