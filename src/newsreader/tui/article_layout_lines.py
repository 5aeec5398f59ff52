"""Lines of an article as data: pieces of text with the names of their styles, and the margin they stand in."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from newsreader.core.document import Image, Inline, Style
from newsreader.core.document_text import scripted
from newsreader.tui.cells import cell_width, wrap

Place = tuple[int, int]
"""Where a line begins in the text, whatever the width: the number of its block and the character within."""


class Segment(NamedTuple):
    """Text of one style. `style` is names separated by spaces ("quote strong"), "" plain; `link` a link's number."""

    text: str
    style: str = ""
    link: int | None = None


class PictureRow(NamedTuple):
    """Row number `row` of the picture at `url`, which takes `columns` × `rows` cells."""

    url: str
    columns: int
    rows: int
    row: int


class PicturePlan(NamedTuple):
    """What stands in a picture's place.

    `captions`: whether there is anything at all. `box` gives the columns and rows of a picture within so many columns,
    None where only its caption is shown. `links` are the document's.
    """

    captions: bool
    box: Callable[[Image, int], tuple[int, int] | None]
    links: tuple[str, ...]


class Line(NamedTuple):
    """One line of cells.

    The first `lead` segments are margin: bars, bullets, indents. The others are text that begins at `place`, one after
    the other, or where `starts` says (of a row of cells; -1 for what is no text). `joint` is what parts the line from
    the next one in the text: " " or "" where it was only wrapped. `entry` is the number of the entry that the line
    offers to open, 0 for none. `picture` is what stands after the segments, instead of text.
    """

    segments: tuple[Segment, ...]
    place: Place
    lead: int = 0
    joint: str = "\n"
    starts: tuple[int, ...] = ()
    entry: int = 0
    picture: PictureRow | None = None

    @property
    def text(self) -> str:
        return "".join([segment.text for segment in self.segments])


class Flat(NamedTuple):
    """A run of text in one string: `ends[i]` is where the part with `styles[i]` and `links[i]` ends."""

    text: str
    ends: list[int]
    styles: list[str]
    links: list[int | None]


_STYLE_NAMES: Final = (
    (Style.STRONG, "strong"),
    (Style.EMPHASIS, "emphasis"),
    (Style.CODE, "code"),
    (Style.STRIKE, "strike"),
    (Style.MARK, "mark"),
)
_NAMES_BY_STYLE: Final = {
    bits: "".join(f" {name}" for style, name in _STYLE_NAMES if style.value & bits) for bits in range(1 << len(Style))
}
_SCRIPTED: Final = Style.SUPERSCRIPT.value | Style.SUBSCRIPT.value
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001eeff]"
)


def join_styles(base: str, names: str) -> str:
    return f"{base} {names}" if base and names else base or names


def flatten(inline: Inline, base: str = "", *, lead: str = "", lead_style: str = "") -> Flat:
    """`inline` as one string, the number of each link after it; `lead` goes before it in `lead_style`."""
    parts: list[str] = []
    flat = Flat("", [], [], [])
    end = 0

    def put(text: str, style: str, link: int | None) -> None:
        nonlocal end
        end += len(text)
        parts.append(text)
        flat.ends.append(end)
        flat.styles.append(style)
        flat.links.append(link)

    if lead:
        put(lead, lead_style, None)
    last = len(inline) - 1
    for index, span in enumerate(inline):
        bits, link = span.style.value, span.link
        text = scripted(span.text, span.style) if bits & _SCRIPTED else span.text
        names = _NAMES_BY_STYLE[bits] if link is None else _NAMES_BY_STYLE[bits] + " link"
        put(text, (base + names).lstrip() if names else base, link)
        if link is not None and (index == last or inline[index + 1].link != link):
            # A no-break space: a number alone at the start of a line says nothing.
            put(f"\u00a0[{link}]", join_styles(base, "number"), link)
    return flat._replace(text="".join(parts))


def cut(flat: Flat, start: int, end: int) -> tuple[Segment, ...]:
    """The segments of `flat` from character `start` to `end`."""
    if start >= end:
        return ()
    ends = flat.ends
    if len(ends) == 1:
        return (Segment(flat.text[start:end], flat.styles[0], flat.links[0]),)
    segments: list[Segment] = []
    index = bisect_right(ends, start)
    while start < end:
        stop = min(ends[index], end)
        if stop > start:
            segments.append(Segment(flat.text[start:stop], flat.styles[index], flat.links[index]))
        start = stop
        index += 1
    return tuple(segments)


def is_right_to_left(text: str) -> bool:
    """Whether the first character with a direction is Hebrew, Arabic … (UAX #9, P2 and P3)."""
    if text.isascii() or _RIGHT_TO_LEFT.search(text) is None:
        return False
    for character in text:
        match unicodedata.bidirectional(character):
            case "L":
                return False
            case "R" | "AL":
                return True
    return False


@dataclass(slots=True)
class _Level:
    first: str
    rest: str
    style: str
    begun: bool = False


@dataclass(slots=True)
class Margin:
    """What stands left of the text: bars of quotes, bullets, indents. `width` is what is left for text, in cells."""

    width: int
    block: int = 0
    levels: list[_Level] = field(default_factory=list)
    pictures: PicturePlan | None = None
    """None: a caption stands in a picture's place."""

    LEAST_TEXT = 8

    def push(self, first: str, rest: str, style: str = "") -> bool:
        """Add a level, `first` before its first line and `rest` (as wide) before the others; False where no room is."""
        size = cell_width(first)
        if self.width - size < self.LEAST_TEXT:
            return False
        self.width -= size
        self.levels.append(_Level(first, rest, style))
        return True

    def pop(self) -> None:
        self.width += cell_width(self.levels.pop().first)

    def line(
        self,
        segments: tuple[Segment, ...],
        offset: int = 0,
        *,
        lead: int = 0,
        joint: str = "\n",
        starts: tuple[int, ...] = (),
    ) -> Line:
        """A line within the margin; `offset` is its first character in the current block, the rest as Line's own."""
        place = (self.block, offset)
        if not self.levels:
            return Line(segments, place, lead, joint, starts)
        prefix: list[Segment] = []
        for level in self.levels:
            prefix.append(Segment(level.rest if level.begun else level.first, level.style))
            level.begun = True
        if starts:
            starts = (-1,) * len(prefix) + starts
        return Line((*prefix, *segments), place, lead + len(prefix), joint, starts)

    def blank(self, offset: int | None = None) -> Line:
        """The empty line before the next block, or before `offset` of this one: only bars of quotes go through it."""
        prefix = [Segment(level.rest, level.style) for level in self.levels]
        while prefix and not prefix[-1].text.strip():
            prefix.pop()
        place = (self.block + 1, -1) if offset is None else (self.block, offset)
        return Line(tuple(prefix), place, len(prefix))

    def next_block(self) -> None:
        self.block += 1


def text_lines(flat: Flat, margin: Margin, at: int = 0) -> Iterator[Line]:
    """`flat`, which begins at character `at` of its block, wrapped within `margin`; right-to-left text at the right."""
    text, width = flat.text, margin.width
    right_to_left = is_right_to_left(text)
    ranges = wrap(text, width)
    for number, (start, end) in enumerate(ranges, 1):
        segments = cut(flat, start, end)
        joint = _joint(text[end : ranges[number][0]]) if number < len(ranges) else "\n"
        lead = 0
        if right_to_left and (room := width - cell_width(text[start:end])) > 0:
            segments = (Segment(" " * room), *segments)
            lead = 1
        yield margin.line(segments, at + start, lead=lead, joint=joint)


def _joint(between: str) -> str:
    return "\n" if "\n" in between else between[:1]
