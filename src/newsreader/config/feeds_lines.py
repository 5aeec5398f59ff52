"""The lines of a feeds.toml: which belong to a table and its comments, and the file with tables more or fewer.

Line ends, blank lines, comments and a byte order mark stay as they are.
"""

import codecs
import re
from collections.abc import Iterable, Sequence
from typing import Final

from newsreader.config.toml_lines import Block, Place, find_blocks, split_lines
from newsreader.config.toml_source import TomlSource

_OFF_TABLE_RE: Final = re.compile(r"\s*#[\s#]*\[")
"""A table that was put out of use by a # before each line."""


class FeedsLines:
    """The lines of `source`, which must be a file as it was read (`source.body`)."""

    def __init__(self, source: TomlSource) -> None:
        self._mark = codecs.BOM_UTF8 if source.marked else b""
        self._lines = split_lines(source.body.decode("utf-8-sig"))
        self._end = "\r\n" if source.crlf else "\n"
        self._blocks = find_blocks(source.text)

    def with_blocks(self, blocks: Iterable[tuple[Iterable[str], Place | None]]) -> bytes:
        """The file with the lines of each block after the table at its place, None: at its end.

        Those with the same place stand in their order.
        """
        coming: dict[Place | None, list[Iterable[str]]] = {}
        for block, after in blocks:
            coming.setdefault(after, []).append(block)
        lines = list(self._lines)
        for index, new in sorted(
            ((self._index(after), new) for after, new in coming.items()), key=_first, reverse=True
        ):
            self._put(lines, index, new)
        return self._encode(lines)

    def _index(self, after: Place | None) -> int:
        """The 0-based line at which a table begins that comes after this one."""
        blocks = [one for one in self._blocks if after is not None and one.place[: len(after)] == after]
        return self._end_of(blocks[-1]) if blocks else len(self._lines)

    def _put(self, lines: list[str], index: int, blocks: Iterable[Iterable[str]]) -> None:
        """Put new tables into `lines`, with blank lines between them where the file has such at this place."""
        if index and not lines[index - 1].endswith("\n"):
            lines[index - 1] += self._end
        is_dense = index < len(lines) and bool(lines[index].strip())
        new: list[str] = []
        for block in blocks:
            above = new[-1] if new else lines[index - 1] if index else ""
            if above.strip() and not is_dense:
                new.append(self._end)
            new += [line + self._end for line in block]
        lines[index:index] = new

    def without(self, places: Iterable[Place]) -> bytes | None:
        """The file without the tables at `places`; None where one of them has no header of its own."""
        lines: list[str | None] = list(self._lines)
        for place in places:
            blocks = [one for one in self._blocks if one.place[: len(place)] == place]
            if not blocks:
                return None
            for block in blocks:
                self._cut(lines, self._start_of(block), self._end_of(block))
        return self._encode([line for line in lines if line is not None])

    def _cut(self, lines: list[str | None], start: int, end: int) -> None:
        """Cut lines, and of the blank ones around them those that would stand twice."""
        above = _blanks(lines, range(start - 1, -1, -1))
        below = _blanks(lines, range(end, len(lines)))
        is_last = all(line is None for line in lines[end + len(below) :])
        is_first = all(line is None for line in lines[: start - len(above)])
        if is_last or (len(above) < len(below) and not is_first):
            spare: Sequence[int] = above
        else:
            spare = below
        for index in (*range(start, end), *spare):
            lines[index] = None

    def _start_of(self, block: Block) -> int:
        """The 0-based line with which the table begins: its own comments directly above it, else its header.

        Not its own are a comment at the top of the file, one above several tables without blank lines between them,
        and tables that were put out of use.
        """
        header = block.first - 1
        start = header
        while start and self._lines[start - 1].lstrip().startswith("#"):
            if _OFF_TABLE_RE.match(self._lines[start - 1]):
                return header
            start -= 1
        end = self._end_of(block)
        heads_others = end < len(self._lines) and bool(self._lines[end].strip())
        return header if start == 0 or heads_others else start

    def _end_of(self, block: Block) -> int:
        """The 0-based line behind the table: behind its values and the comments directly below them.

        A comment directly above another table is that one's.
        """
        last = end = block.last
        while end < len(self._lines) and self._lines[end].lstrip().startswith("#"):
            if _OFF_TABLE_RE.match(self._lines[end]):
                return last
            end += 1
        return end if end == len(self._lines) or not self._lines[end].strip() else last

    def _encode(self, lines: Iterable[str]) -> bytes:
        return self._mark + "".join(lines).encode()


def _first(pair: tuple[int, object]) -> int:
    return pair[0]


def _blanks(lines: Sequence[str | None], indices: Iterable[int]) -> list[int]:
    """The leading ones of `indices` at which blank lines stand; lines that are cut do not count."""
    found = []
    for index in indices:
        line = lines[index]
        if line is None:
            continue
        if line.strip():
            break
        found.append(index)
    return found
