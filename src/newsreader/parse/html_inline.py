"""Runs of text as HTML means them: white space folded, styles and links attached."""

import re
from typing import Final

from newsreader.core.document import Inline, Span, Style
from newsreader.parse.html_links import LinkTable

STYLES: Final = tuple(Style(bits) for bits in range(1 << len(Style)))
"""Style by its bits: the page keeps plain integers while it is read, since Flag arithmetic is slow."""

# HTML's own white space (HTML, 1.3.5): a no-break space is text.
_FOLD: Final = re.compile(r"[ \t\n\f\r]{2,}|[\t\n\f\r]")


class OpenLink:
    """An `<a href>` being read: it gets its number when its first visible text or picture does."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._number: int | None = None

    def number(self, links: LinkTable) -> int:
        if self._number is None:
            self._number = links.number(self.url)
        return self._number


class InlineBuffer:
    """The text of the block being read."""

    def __init__(self) -> None:
        self._parts: list[tuple[str, int, int | None]] = []
        self._end = " "

    def __bool__(self) -> bool:
        return bool(self._parts)

    @property
    def at_line_start(self) -> bool:
        return not self._parts or self._end == "\n"

    def add(self, text: str, style: int, link: OpenLink | None, links: LinkTable) -> None:
        """Append clean `text`, its white space folded into that of the text before it."""
        if _FOLD.search(text) is not None:
            text = _FOLD.sub(" ", text)
        if text.startswith(" ") and self._end in " \n":
            text = text[1:]
        self.add_raw(text, style, link, links)

    def add_raw(self, text: str, style: int, link: OpenLink | None, links: LinkTable) -> None:
        """Append clean `text` as it is."""
        if not text:
            return
        number = link.number(links) if link is not None and not text.isspace() else None
        self._parts.append((text, style, number))
        self._end = text[-1]

    def newline(self) -> None:
        """End the line, where it is not empty."""
        if not self.at_line_start:
            self._parts.append(("\n", 0, None))
            self._end = "\n"

    def take_text(self) -> str:
        """All of the text as it stands; the buffer is empty after."""
        text = "".join(part[0] for part in self._parts)
        self._clear()
        return text

    def take(self) -> Inline:
        """The text as spans, without white space at its ends and before line ends; () where nothing would be seen."""
        parts = self._parts
        self._clear()
        if len(parts) == 1:
            text, style, link = parts[0]
            text = text.rstrip(" ")
            return (Span(text, STYLES[style], link),) if text and not text.isspace() else ()
        while parts and not parts[-1][0].strip(" \n"):
            parts.pop()
        spans: list[Span] = []
        texts: list[str] = []
        for index, (text, style, link) in enumerate(parts):
            if text.endswith(" ") and (index + 1 == len(parts) or parts[index + 1][0].startswith("\n")):
                text = text.rstrip(" ")
            texts.append(text)
            if index + 1 == len(parts) or parts[index + 1][1:] != (style, link):
                if joined := "".join(texts):
                    spans.append(Span(joined, STYLES[style], link))
                texts = []
        return tuple(spans) if any(not span.text.isspace() for span in spans) else ()

    def _clear(self) -> None:
        self._parts = []
        self._end = " "


def plain(inline: Inline) -> str:
    return "".join(span.text for span in inline)
