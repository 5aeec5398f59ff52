"""Text measured in terminal cells: fitted, cut and wrapped without tearing what is read as one character."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final

from rich.cells import cached_cell_len, cell_len, get_character_cell_size

from newsreader.core.text import clean_line

# Scripts in which every character takes one cell and none combines: most text, and it needs no measuring.
_NARROW: Final = re.compile(
    "[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u0482\u048a-\u0556\u05d0-\u05ea\u0620-\u064a\u0660-\u066f"
    "\u0671-\u06d3\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u214f\u2190-\u21ff\u2500-\u25fc]*"
)
# What joins its neighbours: marks, joiners, selectors, skin tones, tags and regional indicators. Everything below
# U+0300 is left out, so that a search through ordinary text is quick.
_JOINING: Final = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a"
    "\u07a6-\u1cff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a"
    "\u3164\ua66f-\ua6f1\ua802-\uabff\ud7b0-\ud7ff\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\uff9e-\uffa0\ufff0-\ufffb"
    "\U00010000-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"
)
_FLAG: Final = re.compile("[\U0001f1e6-\U0001f1ff]")
_NOT_FIRST: Final = frozenset(
    "、。，．,.・：；:;？！?!）)」』】〉》］]｝}〕〗〙’”»…‥ー－～〜゛゜ヽヾゝゞ々〻‐–％%°′″℃"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
)
"""Not at the start of a line (JIS X 4051; GB/T 15834)."""

_NOT_LAST: Final = frozenset("（(「『【〈《［[｛{〔〖〘‘“«￥＄￡$£")
_MAX_PUSHED: Final = 4
_HANGUL: Final = ("\uac00", "\ud7a3")


class _Widths(dict[str, int]):
    """Cells by character or cluster, measured once."""

    def __missing__(self, cluster: str) -> int:
        width = get_character_cell_size(cluster) if len(cluster) == 1 else cell_len(cluster)
        if len(self) < 50_000:
            self[cluster] = width
        return width


_WIDTHS: Final = _Widths()


def cell_width(text: str) -> int:
    """How many cells `text` takes; line ends and controls take none."""
    return len(text) if text.isascii() and text.isprintable() else cell_len(text)


def is_narrow(text: str) -> bool:
    """Whether every character of `text` surely takes one cell and stands alone."""
    return (text.isascii() and text.isprintable()) or _NARROW.fullmatch(text) is not None


def clusters(text: str) -> Sequence[str]:
    """What a reader sees as single characters (UAX #29, as far as terminals follow it), in order."""
    if _JOINING.search(text) is None:
        return text
    parts: list[str] = []
    joined = False
    for character in text:
        if parts and (joined or _extends(parts[-1], character)):
            parts[-1] += character
        else:
            parts.append(character)
        joined = character == "\u200d"
    return parts


def _extends(cluster: str, character: str) -> bool:
    if character == "\n" or cluster == "\n":
        return False
    if _WIDTHS[character] == 0:
        return True
    return len(cluster) == 1 and _FLAG.match(cluster) is not None and _FLAG.match(character) is not None


def crop(text: str, width: int) -> str:
    """`text` where it fits in `width` cells, else its beginning and "…"."""
    if width <= 0:
        return ""
    if cell_width(text) <= width:
        return text
    # A cell holds few characters; what follows a few times the width cannot be seen.
    parts = clusters(text[: width * 8 + 8])
    ends = list(accumulate(map(_WIDTHS.__getitem__, parts)))
    kept = bisect_right(ends, width - 1)
    return "".join(parts[:kept]) + "…"


@lru_cache(maxsize=4096)
def fit(text: str, width: int) -> str:
    """`text` cleaned for the screen as one line of exactly `width` cells: cut with "…" or filled with spaces."""
    if width <= 0:
        return ""
    line = crop(clean_line(text, max(width * 8, 16)), width)
    return line + " " * (width - cached_cell_len(line))


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Break `text` into lines of at most `width` cells: (start, end) of each, without the space at the break.

    Breaks are at spaces, on both sides of wide characters as East Asian rules allow, and within a word only where it
    alone is longer than a line. "\\n" always breaks. A character that is wider than `width` has a line of its own.
    """
    lines: list[tuple[int, int]] = []
    start = 0
    while True:
        end = text.find("\n", start)
        piece_end = len(text) if end < 0 else end
        piece = text[start:piece_end] if start or end >= 0 else text
        if is_narrow(piece):
            _wrap_narrow(piece, start, width, lines)
        else:
            _wrap_wide(piece, start, width, lines)
        if end < 0:
            return lines
        start = end + 1


def chop(text: str, width: int) -> list[tuple[int, int]]:
    """Cut `text`, which has no line ends, every `width` cells: (start, end) of each piece, nothing left out."""
    if is_narrow(text):
        return [(start, min(start + width, len(text))) for start in range(0, len(text), width)] or [(0, 0)]
    pieces: list[tuple[int, int]] = []
    start = end = used = 0
    for cluster in clusters(text):
        size = _WIDTHS[cluster]
        if used + size > width and end > start:
            pieces.append((start, end))
            start, used = end, 0
        end += len(cluster)
        used += size
    return [*pieces, (start, end)]


def _wrap_narrow(text: str, offset: int, width: int, lines: list[tuple[int, int]]) -> None:
    length = len(text)
    if length <= width:
        lines.append((offset, offset + length))
        return
    position = 0
    rfind = text.rfind
    append = lines.append
    while length - position > width:
        space = rfind(" ", position, position + width + 1)
        if space > position:
            append((offset + position, offset + space))
            position = space + 1
        else:
            append((offset + position, offset + position + width))
            position += width
            if text[position] == " ":
                position += 1
    if position < length:
        append((offset + position, offset + length))


def _wrap_wide(text: str, offset: int, width: int, lines: list[tuple[int, int]]) -> None:
    parts = clusters(text)
    # Where each cluster starts in the text; None where they are the characters themselves.
    starts = None if isinstance(parts, str) else [0, *accumulate(map(len, parts))]
    position, count = 0, len(parts)
    measure = _WIDTHS.__getitem__
    while position < count:
        ends = list(accumulate(map(measure, parts[position : position + width + 1])))
        room = bisect_right(ends, width)
        cut = position + max(room, 1)
        if cut < count and not (parts[cut] == " " and room):
            cut = _break(parts, position, cut)
        end = cut
        while end > position + 1 and parts[end - 1] == " ":
            end -= 1
        first, last = (position, end) if starts is None else (starts[position], starts[end])
        lines.append((offset + first, offset + last))
        position = cut
        if position < count and parts[position] == " ":
            position += 1
    if not count:
        lines.append((offset, offset))


def _break(parts: Sequence[str], start: int, cut: int) -> int:
    """The last place up to `cut` where a line that starts at `start` may end; `cut` where there is none."""
    pushed = 0
    for place in range(cut, start, -1):
        before, after = parts[place - 1], parts[place]
        if before == " ":
            return place
        if not (_is_wide(before) or _is_wide(after)):
            continue
        if (after[0] not in _NOT_FIRST and before[0] not in _NOT_LAST) or pushed >= _MAX_PUSHED:
            return place
        pushed += 1
    return cut


def _is_wide(cluster: str) -> bool:
    """Whether lines break beside it. Korean is written with spaces and breaks there."""
    return _WIDTHS[cluster] == 2 and not _HANGUL[0] <= cluster[0] <= _HANGUL[1]
