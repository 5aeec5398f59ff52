"""An article in lines of cells. Pure: no terminal, no clock; lines are made only as far as they are asked for."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from newsreader.core.article import Article
from newsreader.core.document import Document
from newsreader.core.entries import EntrySummary
from newsreader.core.text import clean_line, clean_text
from newsreader.core.urls import display_url
from newsreader.tui.article_layout_blocks import block_lines, code_lines
from newsreader.tui.article_layout_lines import Flat, Line, Margin, PicturePlan, Place, Segment, text_lines
from newsreader.tui.cells import cell_width, crop, fit
from newsreader.tui.times import date_text, short_age

LEAST_WIDTH: Final = 2
"""A wide character takes two cells."""

DAY: Final = 86_400
NO_TEXT: Final = "No text came with this entry; open it in the browser to read it."

NO_SOURCE: Final = "No HTML came with this entry."
SOURCE_ROWS: Final = 50
"""Rows of a line of source that are made ready at a time."""

_UNBROKEN: Final = "\xa0"
"""Stands for a space where no line may end."""

_MORE: Final = 1 << 40
"""The number of the block after all blocks of the text."""


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

    def every(self) -> Iterator[Line]:
        """All lines, each made when it is asked for."""
        index = 0
        while True:
            self.ensure(index + 1)
            if index >= len(self.lines):
                return
            yield self.lines[index]
            index += 1

    def add(self, lines: Iterable[Line]) -> None:
        """Let `lines` follow; their places come after all others."""
        self._source = chain(self._source, lines)
        self.is_complete = False

    @property
    def text_end(self) -> int:
        """How many of the lines made so far are the article's own."""
        return bisect_left(self.lines, (_MORE, -1), key=lambda line: line.place)

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


def lay_out(article: Article, width: int, *, now: int | None = None, pictures: PicturePlan | None = None) -> LaidOut:
    """Lay out `article` with its header at `width` cells, at least 2.

    `now` (Unix seconds) is what a date in the future is told by; None: no date is called so. `pictures` None: captions.
    """
    width = max(width, LEAST_WIDTH)
    return LaidOut(_article_lines(article, Margin(width, pictures=pictures), now), width)


def lay_out_document(document: Document, width: int) -> LaidOut:
    """Lay out the blocks of `document` and its numbered links at `width` cells, at least 2."""
    width = max(width, LEAST_WIDTH)
    return LaidOut(_document_lines(document, Margin(width)), width)


def lay_out_source(article: Article, width: int) -> LaidOut:
    """Lay out the HTML of `article` as it came, at `width` cells, at least 2."""
    width = max(width, LEAST_WIDTH)
    return LaidOut(_source_lines(article, Margin(width)), width)


def more_lines(feed_title: str, entries: Sequence[EntrySummary], width: int, *, now: int) -> Iterator[Line]:
    """What a feed has besides: a headline a line, numbered from 1, with its age at `now` (Unix seconds)."""
    if not entries:
        return
    width = max(width, LEAST_WIDTH)
    heading = Segment(crop(clean_line(f"More from {feed_title}"), width), "subheading")
    yield Line((), (_MORE, -1))
    yield Line((Segment("─" * width, "rule"),), (_MORE, 0), lead=1)
    yield Line((heading,), (_MORE, 0), lead=1)
    for number, entry in enumerate(entries, 1):
        label, age = Segment(f"{number} ", "number"), Segment(f" {short_age(entry.sort_at, now)}", "dim")
        room = width - cell_width(label.text) - cell_width(age.text)
        segments = (label, Segment(fit(entry.title, room)), age) if room > 0 else (label,)
        yield Line(segments, (_MORE, number), lead=len(segments), entry=number)


def dated_text(article: Article, now: int | None) -> str:
    """When the entry was published, else when it arrived, in local time: "25 Nov 2026, 14:05"."""
    entry = article.entry
    at = entry.published_at if entry.published_at is not None else entry.arrived_at
    text = date_text(at)
    return f"{text} (dated in the future)" if text and now is not None and at > now + DAY else text


def _article_lines(article: Article, margin: Margin, now: int | None) -> Iterator[Line]:
    yield from _header_lines(article, margin, now)
    if article.document.blocks:
        yield from _document_lines(article.document, margin)
    else:
        yield from text_lines(Flat(NO_TEXT, [len(NO_TEXT)], ["dim"], [None]), margin)


def _header_lines(article: Article, margin: Margin, now: int | None) -> Iterator[Line]:
    entry = article.entry
    title = clean_line(entry.title)
    if title:
        yield from text_lines(Flat(title, [len(title)], ["title"], [None]), margin)
        margin.next_block()
    dated, minutes = (fact.replace(" ", _UNBROKEN, 3) for fact in (dated_text(article, now), f"{article.minutes} min"))
    facts = (clean_line(entry.feed_title), clean_line(entry.author or ""), dated, minutes)
    tags = clean_line(" ".join(f"#{tag}" for tag in entry.tags))
    meta = _in_lines([fact for fact in (*facts, tags) if fact], margin.width)
    for line in text_lines(Flat(meta, [len(meta)], ["meta"], [None]), margin):
        yield line._replace(
            segments=tuple(one._replace(text=one.text.replace(_UNBROKEN, " ")) for one in line.segments)
        )
    if entry.note:
        yield from _note_lines(entry.note, margin)
    yield margin.blank()
    margin.next_block()


def _in_lines(facts: Sequence[str], width: int) -> str:
    """`facts` with dots between them, broken before the first one that does not fit; no line ends with a dot."""
    text, used = "", 0
    for fact in facts:
        taken = cell_width(fact)
        if text and used + 3 + taken > width:
            text, used = f"{text}\n{fact}", taken
        else:
            text, used = (f"{text} · {fact}", used + 3 + taken) if text else (fact, taken)
    return text


def _note_lines(note: str, margin: Margin) -> Iterator[Line]:
    """The user's note, set apart by a bar."""
    yield margin.blank()
    margin.next_block()
    barred = margin.push("│ ", "│ ", "bar")
    for line in f"Note: {clean_text(note)}".split("\n"):
        yield from text_lines(Flat(line, [len(line)], [""], [None]), margin) if line.strip() else (margin.blank(),)
        margin.next_block()
    if barred:
        margin.pop()


def _source_lines(article: Article, margin: Margin) -> Iterator[Line]:
    html = article.entry.content_html
    if not html:
        yield from text_lines(Flat(NO_SOURCE, [len(NO_SOURCE)], ["dim"], [None]), margin)
    size = margin.width * SOURCE_ROWS
    start = 0
    while start < len(html):
        end = html.find("\n", start)
        end = len(html) if end < 0 else end
        for begin in range(start, max(end, start + 1), size):
            # A whole page may come as one line: only a piece of it is made ready at a time.
            *lines, last = code_lines(clean_text(html[begin : min(begin + size, end)]).strip("\n"), margin)
            yield from lines
            yield last if begin + size >= end else last._replace(joint="")
            margin.next_block()
        start = end + 1


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
