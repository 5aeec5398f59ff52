"""Tags and text, in the order in which the HTML parser meets them, to blocks. Nothing here recurses."""

import re
from collections.abc import Mapping
from typing import Final

from newsreader.core.document import Document, Embed, Image, Inline, Rule, Span, Style
from newsreader.core.text import clean_line, clean_text
from newsreader.parse.html_attributes import (
    Attributes,
    cell_shape,
    code_language,
    embed_label,
    host_name,
    integer,
    is_hidden,
    is_inline_picture,
    picture_size,
    picture_source,
    word_set,
)
from newsreader.parse.html_frames import Frame, Kind
from newsreader.parse.html_inline import OpenLink
from newsreader.parse.html_links import LinkTable
from newsreader.parse.html_stack import BlockStack, inline_frame

MAX_DEPTH: Final = 500
"""Open tags. The parser's time grows with depth × end tags; what is deeper is read again without its structure."""

MAX_TEXT: Final = 2_000_000
"""Characters of one article that are read."""

MAX_TAGS: Final = 60_000
"""Start tags that are read: half a second's worth. Whole pages of news sites have fewer than 2,000."""

_DROPPED: Final = word_set(
    "script style template title svg canvas input select textarea button option optgroup datalist progress meter"
    " output annotation annotation-xml noframes noembed rp map frameset"
)
_STYLES: Final[Mapping[str, int]] = {
    **dict.fromkeys(("strong", "b"), Style.STRONG.value),
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), Style.EMPHASIS.value),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), Style.CODE.value),
    **dict.fromkeys(("del", "s", "strike"), Style.STRIKE.value),
    "mark": Style.MARK.value,
    "sup": Style.SUPERSCRIPT.value,
    "sub": Style.SUBSCRIPT.value,
}
_BLOCKS: Final = word_set(
    "html body p div section article main header footer nav aside address center form fieldset legend hgroup search"
    " noscript dialog tbody thead tfoot tr h1 h2 h3 h4 h5 h6 dt figcaption caption summary"
)
_CONTAINERS: Final[Mapping[str, Kind]] = {
    "blockquote": "quote",
    "ul": "list",
    "ol": "list",
    "menu": "list",
    "dir": "list",
    "dl": "dl",
    "dd": "definition",
    "li": "item",
    "table": "table",
    "td": "cell",
    "th": "cell",
    "figure": "figure",
    "details": "details",
    "pre": "pre",
    "listing": "pre",
    "xmp": "pre",
}
_OUTER: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(("tr", "td", "th", "thead", "tbody", "tfoot", "caption"), "table"),
    **dict.fromkeys(("dt", "dd"), "dl"),
    "li": "list",
}
_NO_ATTRIBUTES: Final[Attributes] = {}
_MEDIA: Final = frozenset(("video", "audio", "iframe", "embed", "object", "applet"))
_PICTURE_FILE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?:[?#]|$)", re.IGNORECASE)


class TooDeepError(Exception):
    """More than MAX_DEPTH tags are open."""


class CutError(Exception):
    """The page has more text or tags than are read."""


class DocumentBuilder:
    """A parser target (lxml's `start`, `end`, `data`, `close`) that makes a Document.

    `start` raises TooDeepError and CutError; `close` may be called after them, and ends all that is open.
    """

    def __init__(self, base: str | None) -> None:
        self.links = LinkTable(base)
        self._stack = BlockStack(self.links)
        self._open: list[tuple[int, int, OpenLink | None]] = []
        self._pending: list[str] = []
        self._dropping = 0
        self._media: Attributes | None = None
        self._text = 0
        self._tags = 0
        self._cut = False

    def start(self, tag: str, attributes: Attributes) -> None:
        self._tags += 1
        if self._tags > MAX_TAGS:
            self._cut = True
        if self._cut:
            raise CutError
        attributes = attributes or _NO_ATTRIBUTES
        if len(self._open) + self._dropping >= MAX_DEPTH:
            raise TooDeepError
        if self._dropping:
            self._dropping += 1
            if self._media is not None and tag == "source" and not self._media.get("src"):
                self._media = {**self._media, "src": attributes.get("src", "")}
            return
        if self._pending:
            self._flush()
        stack = self._stack
        self._open.append((len(stack), stack.style, stack.link))
        if tag in _DROPPED or (attributes and is_hidden(attributes)):
            self._dropping = 1
            if tag in _BLOCKS or tag in _CONTAINERS:
                stack.end_paragraph()
        elif (bits := _STYLES.get(tag)) is not None:
            stack.style |= bits
            if tag == "code" and stack.top.kind == "pre" and not stack.top.language:
                stack.top.language = code_language(attributes)
        elif tag == "a":
            if (href := attributes.get("href")) is not None:
                url = self.links.resolve(href)
                stack.link = OpenLink(url) if url else None
        elif tag in _CONTAINERS:
            self._start_container(tag, attributes)
        elif tag in _BLOCKS:
            self._start_block(tag)
        else:
            self._start_other(tag, attributes)

    def end(self, tag: str) -> None:
        if self._dropping > 1:
            self._dropping -= 1
            return
        if self._pending:
            self._flush()
        if not self._open:
            return
        self._dropping = 0
        stack = self._stack
        if self._media is not None:
            self._add_embed(tag, self._media)
            self._media = None
        elif tag == "q":
            stack.write("”")
        elif tag == "rt":
            stack.write(")")
        depth, style, link = self._open.pop()
        if tag in _BLOCKS:
            stack.end_paragraph()
        stack.close_to(depth)
        stack.style, stack.link = style, link

    def data(self, text: str) -> None:
        if not self._dropping and not self._cut:
            self._pending.append(text)

    @property
    def is_cut(self) -> bool:
        """Whether something was left out because there is too much."""
        return self._cut

    def close(self) -> Document:
        self._flush()
        self._stack.close_to(1)
        self._stack.end_paragraph()
        return Document(self._stack.blocks, self.links.urls)

    def _start_container(self, tag: str, attributes: Attributes) -> None:
        stack = self._stack
        if tag in _OUTER:
            stack.end_part(_OUTER[tag])
        stack.end_paragraph()
        kind = _CONTAINERS[tag]
        if not stack.takes_frames or (kind == "cell" and stack.top.kind != "table"):
            return
        if kind == "cell":
            stack.top.grid.begin_row()
            frame = Frame(kind, shape=cell_shape(tag, attributes))
        else:
            frame = Frame(kind)
            if kind == "list":
                frame.ordered = tag == "ol"
                frame.level = integer(attributes.get("start"), -1_000_000, 1_000_000, 1)
            elif kind == "table":
                frame.grid.layout = attributes.get("role") in ("presentation", "none")
            elif kind == "pre":
                frame.language = code_language(attributes)
        self._begin(frame)

    def _start_block(self, tag: str) -> None:
        stack = self._stack
        if tag in _OUTER:
            stack.end_part(_OUTER[tag])
        stack.end_paragraph()
        if stack.top.kind == "table" and tag != "caption":
            stack.top.grid.row_open = False
            if tag == "thead":
                stack.top.grid.has_head = True
        elif stack.takes_frames and (frame := inline_frame(tag)) is not None:
            self._begin(frame)

    def _begin(self, frame: Frame) -> None:
        """Open `frame` for the tag just met; a heading that it ended may have changed the depth it stands at."""
        _, style, link = self._open.pop()
        self._open.append((self._stack.open(frame), style, link))

    def _start_other(self, tag: str, attributes: Attributes) -> None:
        stack = self._stack
        match tag:
            case "br":
                stack.line_break()
            case "img" | "image":
                self._add_image(attributes)
            case "hr":
                if stack.top.kind == "pre":
                    stack.line_break()
                else:
                    stack.leave_inline()
                    stack.add(Rule())
            case "q":
                stack.write("“")
            case "rt":
                stack.write("(")
            case "base":
                self.links.rebase(attributes.get("href", ""))
            case _ if tag in _MEDIA:
                self._media = attributes
                self._dropping = 1

    def _add_image(self, attributes: Attributes) -> None:
        stack = self._stack
        width, height = picture_size(attributes)
        if (width is not None and width <= 1) or (height is not None and height <= 1):
            return
        alt = clean_line(attributes.get("alt", ""))
        url = self.links.resolve(picture_source(attributes))
        if url is not None and not url.startswith("http"):
            url = None
        if not alt and url is None:
            return
        if is_inline_picture(attributes) and stack.top.kind != "pre":
            stack.write(alt)
        elif stack.top.inline_only or stack.top.kind == "pre":
            outer = stack.link
            stack.link = OpenLink(url) if url else outer
            stack.write(alt or "image")
            stack.link = outer
        else:
            stack.end_paragraph()
            number = self.links.number(url) if url else None
            stack.add(Image(alt, number, width, height, self._target(url)))

    def _target(self, picture: str | None) -> Inline:
        """Where a linked picture leads, as its caption; () where it leads to itself in another size."""
        link = self._stack.link
        if link is None or link.url == picture or _PICTURE_FILE.search(link.url):
            return ()
        return (Span(f"→ {host_name(link.url) or link.url}", link=link.number(self.links)),)

    def _add_embed(self, tag: str, attributes: Attributes) -> None:
        source = attributes.get("src") or attributes.get("data-src") or attributes.get("data") or ""
        url = self.links.resolve(source)
        width, height = picture_size(attributes)
        if url is None or (width is not None and width <= 1) or (height is not None and height <= 1):
            return
        number = self.links.number(url)
        if self._stack.top.kind == "pre" or self._stack.top.inline_only:
            self._stack.leave_inline()
        self._stack.end_paragraph()
        self._stack.add(Embed(embed_label(tag, attributes, url), number))

    def _flush(self) -> None:
        text = "".join(self._pending)
        self._pending.clear()
        room = MAX_TEXT - self._text
        self._text += len(text)
        if text:
            self._stack.write(clean_text(text[:room]))
        if len(text) > room:
            self._cut = True
