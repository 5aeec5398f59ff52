"""What stands on the screen in place of drawn signs, where the terminal or its font has none.

One place for all of them: the reader's own, those of sentences, those that Textual draws, and the same in news. What
has no likeness among the signs of ASCII, such as the letters of other scripts, stays.
"""

from typing import Final

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_LIKENESS: Final = {
    "~": "…",
    "-": "·‐‑‒–—―─━═╌▔▁▬",
    "|": "│┃║▏▎▍▌▐▕",
    "+": "┌┐└┘├┤┬┴┼╭╮╯╰╋✚",
    "*": "•●∙★☆◆",
    "o": "◦○",
    "#": "■▪▮▨▓▒",
    ".": "░⋯",
    " ": "\xa0\u2002\u2003\u2009\u202f▂▃▄▅▆▇█▀",
    "<": "←‹«◀◂",
    ">": "→›»▶▸❯",
    "^": "↑▲▴",
    "v": "↓▼▾",
    "x": "×✓✔✗",
    "'": "‘’‚′",
    '"': "“”„″",
}
"""By sign of ASCII the drawn ones that it stands for; each takes one cell."""

_SIGNS: Final = {ord(drawn): sign for sign, all_drawn in _LIKENESS.items() for drawn in all_drawn} | {ord("🔎"): "> "}
"""Textual's palette begins with the last one; it takes two cells."""


class AsciiSigns(LineFilter):
    """Lays the likeness of each sign over what is painted, cell by cell."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        del background
        return [
            segment if segment.text.isascii() else segment._replace(text=segment.text.translate(_SIGNS))
            for segment in segments
        ]
