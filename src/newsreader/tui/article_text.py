"""The text of laid-out lines: what is copied from them, the words under the mouse, the words of links. Pure."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from newsreader.tui.cells import cell_width, clusters

if TYPE_CHECKING:
    from newsreader.tui.article_layout_lines import Line

_WORD: Final = re.compile(r"\w+(?:[-'’]\w+)*")

Spot = tuple[int, int]
"""The number of a line and a character of its text."""


def text_start(line: "Line") -> int:
    """The first character of `line` after its margin."""
    return sum(len(segment.text) for segment in line.segments[: line.lead])


def text_end(line: "Line") -> int:
    """Where the last character of `line` that is seen ends."""
    return max(len(line.text.rstrip()), text_start(line))


def character_at(line: "Line", cell: int) -> int:
    """The character of `line` at `cell` cells from its start; -1 before it, the text's length after it."""
    if cell < 0:
        return -1
    text = line.text
    if text.isascii():
        return min(cell, len(text))
    index = end = 0
    for cluster in clusters(text):
        end += cell_width(cluster)
        if cell < end:
            return index
        index += len(cluster)
    return index


def link_at(line: "Line", character: int) -> int | None:
    """The number of the link that a character of `line` belongs to, None where it is none's."""
    end = 0
    for segment in line.segments:
        start, end = end, end + len(segment.text)
        if start <= character < end:
            return segment.link
    return None


def link_spans(line: "Line", number: int) -> list[tuple[int, int]]:
    """Start and end of the pieces of `line` that belong to link `number`."""
    spans: list[tuple[int, int]] = []
    end = 0
    for segment in line.segments:
        start, end = end, end + len(segment.text)
        if segment.link == number:
            spans.append((start, end))
    return spans


def word_at(line: "Line", character: int) -> tuple[int, int] | None:
    """Start and end of the word at a character of `line`, None where none is."""
    for word in _WORD.finditer(line.text, text_start(line)):
        if word.start() <= character < word.end():
            return word.span()
    return None


def text_between(lines: "Sequence[Line]", start: Spot, end: Spot) -> str:
    """What is copied from `start` to `end`: wrapped lines joined again, without bars and the numbers of links."""
    parts: list[str] = []
    for number in range(start[0], min(end[0], len(lines) - 1) + 1):
        line = lines[number]
        first = start[1] if number == start[0] else 0
        last = end[1] if number == end[0] else text_end(line)
        parts.append(_bullet(line, first) + _cut(line, first, last))
        if number < end[0]:
            parts.append(line.joint)
    return "".join(parts).strip("\n")


def _bullet(line: "Line", first: int) -> str:
    """The bullet or number before an entry of a list, where the line is copied from there on."""
    bullets = [segment.text for segment in line.segments[: line.lead] if "bullet" in segment.style.split()]
    return f"{bullets[-1].strip()} " if bullets and bullets[-1].strip() and first < text_start(line) else ""


def _cut(line: "Line", first: int, last: int) -> str:
    parts: list[str] = []
    end = 0
    for index, segment in enumerate(line.segments):
        start, end = end, end + len(segment.text)
        if index >= line.lead and not segment.style.endswith("number"):
            parts.append(segment.text[max(first - start, 0) : max(last - start, 0)])
    return "".join(parts).rstrip()


def link_words(lines: "Iterable[Line]") -> dict[int, str]:
    """What each link is called where it first stands in the text, by its number; those without words are left out."""
    words: dict[int, str] = {}
    last_line: dict[int, int] = {}
    done: set[int] = set()
    joint = ""
    for number, line in enumerate(lines):
        for text, style, link in line.segments[line.lead :]:
            if link is None or link in done:
                continue
            names = style.split()
            if "number" in names and link in words:
                done.add(link)
            if "link" not in names:
                continue
            words[link] = words.get(link, "") + (joint if last_line.get(link, number) < number else "") + text
            last_line[link] = number
        joint = " " if line.joint else ""
    return words
