"""The open frames of a page and the text being written into the innermost one."""

from collections.abc import Mapping
from typing import Final

from newsreader.core.document import Block, CodeBlock, Image, Paragraph, Rule
from newsreader.parse.html_frames import Frame, InlineKind, Kind, finish, finish_inline
from newsreader.parse.html_inline import InlineBuffer, OpenLink
from newsreader.parse.html_links import LinkTable

MAX_FRAMES: Final = 40
"""Quotes, lists and tables within each other; what is deeper belongs to the last of them."""


_PARTS: Final[Mapping[Kind, tuple[Kind | InlineKind, ...]]] = {
    "list": ("item",),
    "dl": ("definition", "term"),
    "table": ("cell", "stray", "caption"),
}


_HOMELESS: Final = frozenset(("list", "dl", "table"))
"""Frames that hold parts, not text and blocks."""


class BlockStack:
    """Where text and blocks go. `style` (bits of Style) and `link` are those of the text to come."""

    def __init__(self, links: LinkTable) -> None:
        self.links = links
        self.style = 0
        self.link: OpenLink | None = None
        self._inline = InlineBuffer()
        self.top = Frame("root")
        """The innermost open frame."""
        self._frames = [self.top]

    def __len__(self) -> int:
        return len(self._frames)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The finished blocks of the whole page."""
        return tuple(self._frames[0].blocks)

    @property
    def takes_frames(self) -> bool:
        """Whether a container may begin here: not in code, and not beyond the cap."""
        return self.top.kind != "pre" and len(self._frames) < MAX_FRAMES

    def write(self, text: str) -> None:
        """Add clean text."""
        if self.top.kind == "pre":
            self._inline.add_raw(text, 0, None, self.links)
            return
        if self.top.kind in _HOMELESS:
            if not text.strip():
                return
            self.home()
        self._inline.add(text, self.style, self.link, self.links)

    def line_break(self) -> None:
        """`<br>`: a second one in a row ends the paragraph, as its author meant it to look."""
        if self.top.kind == "pre":
            self._inline.add_raw("\n", 0, None, self.links)
        elif self._inline.at_line_start and not self.top.inline_only:
            self.end_paragraph()
        else:
            self._inline.newline()

    def end_paragraph(self) -> None:
        """The edge of a block element."""
        if not self._inline:
            return
        if self.top.inline_only or self.top.kind == "pre":
            self._inline.newline()
        elif inline := self._inline.take():
            self.add(Paragraph(inline))

    def add(self, block: Block) -> None:
        """Append a block, where it does not repeat the one before it (lazily loaded pictures come twice)."""
        if self.top.kind in _HOMELESS:
            self.home()
        blocks = self.top.blocks
        if blocks and isinstance(block, Rule | Image) and _same(blocks[-1], block):
            return
        blocks.append(block)

    def open(self, frame: Frame) -> int:
        """Begin a container, in whatever may hold it; the depth to close to at its end is returned."""
        self.leave_inline()
        if frame.kind == "cell":
            pass  # it is only opened in a table
        elif frame.kind in ("item", "definition", "term"):
            self._imply("list" if frame.kind == "item" else "dl")
        elif frame.kind != "caption" or self.top.kind != "table":
            self.home(nested_list=frame.kind == "list")
        self._push(frame)
        return len(self._frames) - 1

    def leave_inline(self) -> None:
        """End the paragraph, and a heading or term too: it can hold no block, its end tag is missing."""
        self.end_paragraph()
        if self.top.inline_only:
            self.close_to(len(self._frames) - 1)

    def home(self, *, nested_list: bool = False) -> None:
        """Make the innermost frame one that holds text and blocks."""
        while self.top.implied and self.top.kind in ("list", "dl"):
            self.close_to(len(self._frames) - 1)
        top = self.top
        if top.kind == "list":
            # A list directly in a list belongs to the entry before it: the commonest fault in hand-made HTML.
            blocks = list(top.items.pop()) if nested_list and top.items else []
            self._push(Frame("item", implied=True))
            self.top.blocks = blocks
        elif top.kind == "dl":
            self._push(Frame("definition", implied=True))
        elif top.kind == "table":
            self._push(Frame("stray", implied=True))

    def end_part(self, outer: Kind) -> None:
        """End the part of an `outer` frame that is open, so that its next one can begin: end tags are optional."""
        while self.top.kind != outer and (self.top.implied or self.top.kind in _PARTS[outer]):
            self.close_to(len(self._frames) - 1)

    def close_to(self, depth: int) -> None:
        """End frames until `depth` are left; the outermost stays."""
        while len(self._frames) > max(depth, 1):
            frame = self._frames[-1]
            if frame.inline_only:
                inline = self._inline.take()
                self._pop()
                blocks = finish_inline(frame, inline, self.top)
            elif frame.kind == "pre":
                text = self._inline.take_text().expandtabs(8).strip("\n").rstrip()
                self._pop()
                blocks = [CodeBlock(text, frame.language)] if text.strip() else []
            else:
                self.end_paragraph()
                self._pop()
                blocks = finish(frame, self.top)
            for block in blocks:
                self.add(block)

    def _push(self, frame: Frame) -> None:
        self._frames.append(frame)
        self.top = frame

    def _pop(self) -> None:
        self._frames.pop()
        self.top = self._frames[-1]

    def _imply(self, outer: Kind) -> None:
        if self.top.kind != outer:
            self.home()
            self._push(Frame(outer, implied=True))


def _same(before: Block, block: Block) -> bool:
    if isinstance(before, Image) and isinstance(block, Image):
        return block.link is not None and before.link == block.link
    return before == block


def inline_frame(tag: str) -> Frame | None:
    """The frame of an element that holds a run of text, None where `tag` is no such element."""
    if (kind := _INLINE_FRAMES.get(tag)) is None:
        return None
    return Frame(kind, level=int(tag[1]) if kind == "heading" else 1)


_INLINE_FRAMES: Final[dict[str, InlineKind]] = {
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
    "dt": "term",
    "figcaption": "figcaption",
    "caption": "caption",
    "summary": "summary",
}
