"""Finding in an article, as it is laid out, across the ends of wrapped lines. Pure.

Letters are compared without case, accents and width: "uber" finds "Über", "ｱ" finds "ア". The numbers that links carry
are passed over.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from newsreader.tui.article_layout_lines import Line

MOST_HITS: Final = 9_999
"""More are not looked for: of a single letter a long article has more than anybody goes through."""

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
    """The text of `lines`, made ready once to be searched while a query is typed."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._blocks = list(_blocks(lines))

    def find(self, query: str) -> list[Hit]:
        """Where `query` stands, in reading order, at most MOST_HITS; nowhere where it is blank."""
        wanted = folded(" ".join(query.split()))
        hits: list[Hit] = []
        if not wanted:
            return hits
        for block in self._blocks:
            start = block.text.find(wanted)
            while start >= 0 and len(hits) < MOST_HITS:
                marks = _marks(block, start, start + len(wanted))
                if marks:
                    hits.append(marks)
                start = block.text.find(wanted, start + len(wanted))
        return hits


def _blocks(lines: Sequence[Line]) -> Iterator[_Block]:
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


def _pieces(number: int, line: Line) -> Iterator[_Piece]:
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
        self._hits: Sequence[Hit] = ()
        self._at = 0
        self._marks: dict[int, list[Mark]] = {}

    def look(self, text: ArticleText, query: str, *, from_line: int) -> None:
        """Find `query` in `text` and stand at the first hit on line number `from_line` or below, else at the first."""
        self._find(text, query)
        self._at = next((number for number, hit in enumerate(self._hits) if hit[-1].line >= from_line), 0)

    def look_again(self, text: ArticleText) -> None:
        """Find the same in a text that is laid out anew, and stand at the hit of the same number."""
        self._find(text, self.query)
        self._at = min(self._at, max(len(self._hits) - 1, 0))

    def _find(self, text: ArticleText, query: str) -> None:
        self.query = query
        self._hits = text.find(query)
        self._marks = {}
        for hit in self._hits:
            for mark in hit:
                self._marks.setdefault(mark.line, []).append(mark)

    def end(self) -> None:
        """Look for nothing any more."""
        self.query, self._hits, self._marks = "", (), {}

    def step(self, hits: int) -> None:
        """Go `hits` on, back where negative, and round over the ends."""
        if self._hits:
            self._at = (self._at + hits) % len(self._hits)

    @property
    def count(self) -> tuple[int, int]:
        """The number of the hit at hand and how many there are; (0, 0) where nothing is found."""
        return (self._at + 1, len(self._hits)) if self._hits else (0, 0)

    @property
    def hit(self) -> Hit:
        """The hit at hand, empty where nothing is found."""
        return self._hits[self._at] if self._hits else ()

    def marks(self, line: int) -> Sequence[Mark]:
        """What is found on line number `line`."""
        return self._marks.get(line, ())
