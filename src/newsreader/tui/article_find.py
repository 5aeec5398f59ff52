"""Finding in an article, as it is laid out, across the ends of wrapped lines. Pure.

Letters are compared without case, accents and width: "uber" finds "Über", "ｱ" finds "ア". The numbers that links carry
are passed over.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from newsreader.tui.article_layout_lines import Line


MOST_HITS: Final = 9_999
"""More are not looked for: of a single letter a long article has more than anybody goes through."""

AT_ONCE: Final = 8
"""Blocks of text made ready between two looks at the time."""

_KANA_MARKS: Final = frozenset("\u3099\u309a")
"""They make another letter of one (か, が) and are no accents."""

_JOINERS: Final = frozenset("\u200c\u200d")
_ALIKE: Final = str.maketrans("‘’‚‛“”„‟‐‑‒–—―", "''''\"\"\"\"------")


class Mark(NamedTuple):
    """Characters `start` to `end` of the text of line number `line`."""

    line: int
    start: int
    end: int


Hit = tuple[Mark, ...]
"""What was found, a mark for each piece of line that it stands on."""


def folded(text: str) -> str:
    """`text` as it is compared."""
    return text.lower() if text.isascii() else "".join(map(_FOLDS.__getitem__, text))


class _Folds(dict[str, str]):
    """What each character is compared as, worked out once."""

    def __missing__(self, character: str) -> str:
        parts = unicodedata.normalize("NFKD", character.translate(_ALIKE)) if character not in _JOINERS else ""
        kept = [part for part in parts if not unicodedata.combining(part) or part in _KANA_MARKS]
        fold = self[character] = unicodedata.normalize("NFC", "".join(kept)).casefold()
        return fold


_FOLDS: Final = _Folds()


class _Piece(NamedTuple):
    """A run of text of `size` characters on line number `line`: at `at` in its block, at `start` on the line."""

    at: int
    line: int
    start: int
    size: int
    text: str
    """"" of what is passed over."""


class _Block(NamedTuple):
    """The text of a block, folded; piece number n begins at `begins[n]`."""

    text: str
    begins: list[int]
    pieces: list[_Piece]


class ArticleText:
    """The text of `lines`, made ready once to be searched while a query is typed; piece by piece where it is long."""

    def __init__(self, lines: "Iterable[Line]") -> None:
        self._source = _blocks(lines)
        self._blocks: list[_Block] = []
        self.is_ready = False
        """Whether all of it can be searched."""

    def prepare(self, until: Callable[[], bool] | None = None) -> None:
        """Make the text ready until `until` says that it is enough for now, None: all of it."""
        while not self.is_ready:
            blocks = list(islice(self._source, AT_ONCE))
            self._blocks += blocks
            self.is_ready = len(blocks) < AT_ONCE
            if until is not None and until():
                return

    @property
    def ready(self) -> int:
        """How many blocks can be searched."""
        return len(self._blocks)

    def find(self, query: str, *, after: int | None = None, most: int = MOST_HITS) -> list[Hit]:
        """Where `query` stands, in reading order, at most `most` times; nowhere where it is blank.

        `after`: only what is ready is searched, without so many first blocks; None: everything.
        """
        if after is None:
            self.prepare()
        wanted = folded(" ".join(query.split()))
        hits: list[Hit] = []
        if not wanted:
            return hits
        for block in islice(self._blocks, after or 0, None):
            start = block.text.find(wanted)
            while start >= 0 and len(hits) < most:
                marks = _marks(block, start, start + len(wanted))
                if marks:
                    hits.append(marks)
                start = block.text.find(wanted, start + len(wanted))
        return hits


def _blocks(lines: "Iterable[Line]") -> Iterator[_Block]:
    pieces: list[_Piece] = []
    block = -1
    for number, line in enumerate(lines):
        if line.place[0] != block:
            if pieces:
                yield _block(pieces)
            block, pieces = line.place[0], []
        pieces.extend(_pieces(number, line))
    if pieces:
        yield _block(pieces)


def _pieces(number: int, line: "Line") -> Iterator[_Piece]:
    column, at = 0, line.place[1]
    for index, (text, style, _) in enumerate(line.segments):
        if index >= line.lead:
            begin = line.starts[index] if line.starts else at
            if begin >= 0:
                yield _Piece(begin, number, column, len(text), "" if style.endswith("number") else text)
            at += len(text)
        column += len(text)


def _block(pieces: list[_Piece]) -> _Block:
    pieces.sort()  # the cells of a table stand beside each other, their texts one after the other
    texts: list[str] = []
    begins: list[int] = []
    length = 0
    end = pieces[0].at
    for piece in pieces:
        # Nothing, the space at which the line was broken, or the way to the next cell.
        gap = ("", " ", "\n")[min(max(piece.at - end, 0), 2)]
        end = piece.at + piece.size
        text = gap + folded(piece.text)
        begins.append(length + len(gap))
        texts.append(text)
        length += len(text)
    return _Block("".join(texts), begins, pieces)


def _marks(block: _Block, start: int, end: int) -> Hit:
    marks: list[Mark] = []
    index = bisect_right(block.begins, start) - 1
    while index < len(block.pieces) and block.begins[index] < end:
        piece = block.pieces[index]
        first = _unfolded(piece.text, start - block.begins[index])
        last = _unfolded(piece.text, end - block.begins[index], after=True)
        if first < last:
            mark = Mark(piece.line, piece.start + first, piece.start + last)
            if marks and marks[-1].line == mark.line and marks[-1].end == mark.start:
                mark = Mark(mark.line, marks.pop().start, mark.end)
            marks.append(mark)
        index += 1
    return tuple(marks)


def _unfolded(text: str, offset: int, *, after: bool = False) -> int:
    """Where character `offset` of the folded `text` is in `text`; `after`: where what ends before it ends."""
    if offset <= 0:
        return 0
    if _is_even(text):
        return min(offset, len(text))
    seen = 0
    for index, character in enumerate(text):
        size = len(_FOLDS[character])
        if size and (seen >= offset if after else seen + size > offset):
            return index
        seen += size
    return len(text)


@lru_cache(maxsize=1024)
def _is_even(text: str) -> bool:
    """Whether every character of `text` is compared as one."""
    return text.isascii() or all(len(_FOLDS[character]) == 1 for character in text)


class Finding:
    """What is looked for in an article, where it is, and at which hit the reader stands."""

    def __init__(self) -> None:
        self.query = ""
        """"" where nothing is looked for."""
        self._hits: list[Hit] = []
        self._at: int | None = 0
        """None as long as a hit from where the search began may still come."""
        self._marks: dict[int, list[Mark]] = {}
        self._searched = 0
        self._from_line = 0

    def look(self, text: ArticleText, query: str, *, from_line: int) -> None:
        """Find `query` in what is ready of `text`, and stand at the first hit on line number `from_line` or below.

        Where there is none in all of the text, at the first one.
        """
        self.query, self._hits, self._marks, self._searched = query, [], {}, 0
        self._at, self._from_line = None, from_line
        self.look_on(text)

    def look_on(self, text: ArticleText) -> None:
        """Find the same in what has become ready since."""
        known = len(self._hits)
        new = text.find(self.query, after=self._searched, most=MOST_HITS - known)
        self._searched = text.ready
        self._hits += new
        self._mark(new)
        if self._at is None:
            self._at = next((known + n for n, hit in enumerate(new) if hit[-1].line >= self._from_line), None)
        if self._at is None and text.is_ready:
            self._at = 0

    def look_again(self, text: ArticleText) -> None:
        """Find the same in a text that is laid out anew, and stand at the hit of the same number."""
        self._hits, self._marks = text.find(self.query), {}
        self._searched = text.ready
        self._mark(self._hits)
        self._at = min(self._at or 0, max(len(self._hits) - 1, 0))

    def _mark(self, hits: Sequence[Hit]) -> None:
        for hit in hits:
            for mark in hit:
                self._marks.setdefault(mark.line, []).append(mark)

    def end(self) -> None:
        """Look for nothing any more."""
        self.query, self._hits, self._marks = "", [], {}

    def step(self, hits: int) -> None:
        """Go `hits` on, back where negative, and round over the ends."""
        if self._hits and self._at is not None:
            self._at = (self._at + hits) % len(self._hits)

    @property
    def count(self) -> tuple[int, int]:
        """The number of the hit at hand, 0 as long as there is none, and how many there are so far."""
        return (self._at + 1 if self._hits and self._at is not None else 0, len(self._hits))

    @property
    def hit(self) -> Hit:
        """The hit at hand, empty where nothing is found."""
        return self._hits[self._at] if self._hits and self._at is not None else ()

    def marks(self, line: int) -> Sequence[Mark]:
        """What is found on line number `line`."""
        return self._marks.get(line, ())
