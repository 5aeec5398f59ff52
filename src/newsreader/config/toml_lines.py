"""On which lines of a TOML document its keys and tables stand; tomllib does not say.

The document is known to be valid (tomllib has read it), so the scanner only skips what it need not understand.
TOML 1.0, https://toml.io/en/v1.0.0.
"""

import contextlib
import re
import tomllib
from bisect import bisect_right
from typing import Final, NamedTuple

Place = tuple[str | int, ...]
"""Keys and 0-based positions from the root: ("feed", 2, "url")."""

MAX_DEPTH: Final = 50
"""Values nested deeper are not looked into."""

_SPACE_RE: Final = re.compile(r"[ \t]*")
_GAP_RE: Final = re.compile(r"(?:[\s]|#[^\n]*)*")
_LINE_END_RE: Final = re.compile(r"(?<=\n)")
_BARE_KEY_RE: Final = re.compile(r"[A-Za-z0-9_-]+")
_STRING_RE: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})' r"|'''.*?'''(?:'{0,2})" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'", re.DOTALL
)
_SCALAR_RE: Final = re.compile(r"[^,\]}\n#]*")
"""A number, boolean or date; a date and its time may be parted by a space."""


class _LostError(Exception):
    """The text is not what was expected here; what was found so far still is right."""


class Block(NamedTuple):
    """A table under a header of its own: `first` is the 1-based line of the header, `last` that of its last value."""

    place: Place
    first: int
    last: int


def split_lines(text: str) -> list[str]:
    """The lines of `text` with their ends. str.splitlines would also split at signs that may stand in a comment."""
    return [line for line in _LINE_END_RE.split(text) if line]


def find_lines(text: str) -> dict[Place, int]:
    """The 1-based line of every key, table and array element of `text`, which must be valid TOML with LF line ends."""
    scanner = _Scanner(text)
    with contextlib.suppress(_LostError):
        scanner.document()
    return scanner.lines


def find_blocks(text: str) -> list[Block]:
    """The tables of `text` that have a header of their own, in its order; `text` as for `find_lines`."""
    scanner = _Scanner(text)
    with contextlib.suppress(_LostError):
        scanner.document()
    headers = zip(scanner.headers, scanner.lasts, strict=True)
    return [Block(place, first, last) for (place, first), last in headers]


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._tables_seen: dict[Place, int] = {}
        self.lines: dict[Place, int] = {}
        self.headers: list[tuple[Place, int]] = []
        self.lasts: list[int] = []

    def document(self) -> None:
        table: Place = ()
        while self._skip(_GAP_RE) and self._at < len(self._text):
            if self._text.startswith("[", self._at):
                first = self._line()
                table = self._header()
                self.headers.append((table, first))
                self.lasts.append(first)
            else:
                self._key_value(table, depth=0)
                if self.lasts:
                    self.lasts[-1] = self._line()

    def _header(self) -> Place:
        """`[a.b]` or `[[a.b]]`: the place of the table that begins here."""
        line = self._line()
        is_array = self._text.startswith("[[", self._at)
        self._at += 2 if is_array else 1
        *parents, last = self._key()
        place: Place = ()
        for key in parents:
            place = self._latest((*place, key))
            self.lines.setdefault(place, line)
        place = (*place, last)
        if is_array:
            number = self._tables_seen.get(place, -1) + 1
            self._tables_seen[place] = number
            self.lines.setdefault(place, line)
            place = (*place, number)
        self.lines.setdefault(place, line)
        self._expect("]]" if is_array else "]")
        return place

    def _latest(self, place: Place) -> Place:
        """The element that a name means in a header: of an array of tables the last one."""
        return (*place, self._tables_seen[place]) if place in self._tables_seen else place

    def _key_value(self, table: Place, depth: int) -> None:
        line = self._line()
        place = table
        for key in self._key():
            place = (*place, key)
            self.lines.setdefault(place, line)
        self._expect("=")
        self._skip(_SPACE_RE)
        self._value(place, depth)

    def _key(self) -> list[str]:
        """A dotted key, with the space around it."""
        parts: list[str] = []
        while True:
            self._skip(_SPACE_RE)
            if self._text[self._at : self._at + 1] in ('"', "'"):
                quoted = self._take(_STRING_RE)
                parts.append(tomllib.loads(f"key = {quoted}")["key"] if "\\" in quoted else quoted[1:-1])
            else:
                parts.append(self._take(_BARE_KEY_RE))
            self._skip(_SPACE_RE)
            if not self._text.startswith(".", self._at):
                return parts
            self._at += 1

    def _value(self, place: Place, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise _LostError
        match self._text[self._at : self._at + 1]:
            case "[":
                self._elements(place, depth, "]")
            case "{":
                self._elements(place, depth, "}")
            case '"' | "'":
                self._take(_STRING_RE)
            case _:
                self._take(_SCALAR_RE)

    def _elements(self, place: Place, depth: int, end: str) -> None:
        """An array, or an inline table where `end` is "}"."""
        self._at += 1
        number = 0
        while self._skip(_GAP_RE) and not self._text.startswith(end, self._at):
            if end == "}":
                self._key_value(place, depth + 1)
            else:
                self.lines.setdefault((*place, number), self._line())
                self._value((*place, number), depth + 1)
            number += 1
            self._skip(_GAP_RE)
            if self._text.startswith(",", self._at):
                self._at += 1
            elif not self._text.startswith(end, self._at):
                raise _LostError
        self._at += 1

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None or not match.group():
            raise _LostError
        self._at = match.end()
        return match.group()

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        match = pattern.match(self._text, self._at)
        assert match is not None  # both patterns match nothing, too
        self._at = match.end()
        return True

    def _expect(self, mark: str) -> None:
        if not self._text.startswith(mark, self._at):
            raise _LostError
        self._at += len(mark)

    def _line(self) -> int:
        return bisect_right(self._line_starts, self._at)
