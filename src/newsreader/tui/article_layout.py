"""An article in lines of cells. Pure: no terminal, no clock; lines are made only as far as they are asked for."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from newsreader.core.article import Article
from newsreader.core.document import Document
from newsreader.core.text import clean_line
from newsreader.core.urls import display_url
from newsreader.tui.article_layout_blocks import block_lines
from newsreader.tui.article_layout_lines import Flat, Line, Margin, Place, Segment, text_lines
from newsreader.tui.cells import cell_width, crop
from newsreader.tui.times import date_text

LEAST_WIDTH: Final = 2
"""A wide character takes two cells."""

DAY: Final = 86_400
NO_TEXT: Final = "No text came with this entry; open it in the browser to read it."


class LaidOut:
    """The lines of something at one width, made when needed: a long article costs no more than what is seen of it."""

    def __init__(self, lines: Iterator[Line], width: int) -> None:
        self.lines: list[Line] = []
        self.width = width
        self.is_complete = False
        self._source = lines

    def ensure(self, count: int) -> None:
        """Make at least `count` lines, where there are so many."""
        while not self.is_complete and len(self.lines) < count:
            self._make_one()

    def complete(self) -> None:
        """Make all lines."""
        self.lines.extend(self._source)
        self.is_complete = True

    def index_of(self, place: Place) -> int:
        """The line in which `place` is, or after which it would be."""
        while not self.is_complete and (not self.lines or self.lines[-1].place <= place):
            self._make_one()
        return max(bisect_right(self.lines, place, key=lambda line: line.place) - 1, 0)

    def _make_one(self) -> None:
        line = next(self._source, None)
        if line is None:
            self.is_complete = True
        else:
            self.lines.append(line)


def lay_out(article: Article, width: int, *, now: int | None = None) -> LaidOut:
    """Lay out `article` with its header at `width` cells, at least 2.

    `now` (Unix seconds) is what a date in the future is told by; None: no date is called so.
    """
    width = max(width, LEAST_WIDTH)
    return LaidOut(_article_lines(article, width, now), width)


def lay_out_document(document: Document, width: int) -> LaidOut:
    """Lay out the blocks of `document` and its numbered links at `width` cells, at least 2."""
    width = max(width, LEAST_WIDTH)
    return LaidOut(_document_lines(document, Margin(width)), width)


def dated_text(article: Article, now: int | None) -> str:
    """When the entry was published, else when it arrived, in local time: "25 Nov 2026, 14:05"."""
    entry = article.entry
    at = entry.published_at if entry.published_at is not None else entry.arrived_at
    text = date_text(at)
    return f"{text} (dated in the future)" if text and now is not None and at > now + DAY else text


def _article_lines(article: Article, width: int, now: int | None) -> Iterator[Line]:
    entry = article.entry
    margin = Margin(width)
    title = clean_line(entry.title)
    if title:
        yield from text_lines(Flat(title, [len(title)], ["title"], [None]), margin)
        margin.next_block()
    facts = (clean_line(entry.feed_title), clean_line(entry.author or ""), dated_text(article, now))
    meta = " · ".join([*filter(None, facts), f"{article.minutes} min"])
    yield margin.line((Segment(crop(meta, width), "meta"),))
    yield margin.blank()
    margin.next_block()
    if article.document.blocks:
        yield from _document_lines(article.document, margin)
    else:
        yield from text_lines(Flat(NO_TEXT, [len(NO_TEXT)], ["dim"], [None]), margin)


def _document_lines(document: Document, margin: Margin) -> Iterator[Line]:
    yield from block_lines(document.blocks, margin)
    if document.links and document.blocks:
        yield margin.blank()
    for number, url in enumerate(document.links, 1):
        margin.next_block()
        label = f"[{number}] "
        room = margin.width - cell_width(label)
        if room > 0:
            yield margin.line((Segment(label, "number", number), Segment(crop(display_url(url), room), "dim", number)))
        else:
            yield margin.line((Segment(crop(label.strip(), margin.width), "number", number),))
