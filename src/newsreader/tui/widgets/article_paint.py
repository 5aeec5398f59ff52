"""From laid-out lines to strips: the styles of component classes, and the one exit of an article's text."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.segment import Segment as Painted
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from newsreader.core.text import clean_text
from newsreader.tui.cells import cell_width, wrap

if TYPE_CHECKING:
    from newsreader.tui.article_layout_lines import Segment

SELECTION: Final = "selection"
"""The style of what is selected with the mouse: the screen's."""

STYLE_NAMES: Final = (
    "title",
    "meta",
    "heading",
    "subheading",
    "quote",
    "bar",
    "link",
    "number",
    "strong",
    "emphasis",
    "code",
    "strike",
    "mark",
    "bullet",
    "rule",
    "caption",
    "dim",
    "found",
    "current",
)
"""The names in the styles of segments; `widget` of a Painter has a component class "article--name" for each."""


class Overlay(NamedTuple):
    """A style laid over the characters `start` to `end` of a line."""

    start: int
    end: int
    style: str


class Painter:
    """Paints lines in the styles of `widget`."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[str, Style] = {}

    def forget(self) -> None:
        """Call when the theme has changed."""
        self._styles.clear()

    def strip(self, segments: "Sequence[Segment]", left: int, width: int, overlays: Sequence[Overlay] = ()) -> Strip:
        """A line of `width` cells, `left` of them empty before the text."""
        base = self._style("")
        for overlay in overlays:
            segments = list(_overlaid(segments, overlay))
        painted = [Painted(" " * left, base)]
        painted += [Painted(_safe(text), self._style(style)) for text, style, _ in segments]
        return Strip(painted).adjust_cell_length(width, base)

    def message_strip(self, message: str, y: int, width: int, height: int) -> Strip:
        """Line `y` of a `message` centred in `width` × `height` cells."""
        lines = wrap(message, max(width - 4, 2)) if message and width > 0 else []
        index = y - max((height - len(lines)) // 2, 0)
        if not 0 <= index < len(lines):
            return Strip.blank(width, self._widget.rich_style)
        from newsreader.tui.article_layout_lines import Segment

        text = message[slice(*lines[index])]
        return self.strip((Segment(text, "dim"),), max((width - cell_width(text)) // 2, 0), width)

    def _style(self, names: str) -> Style:
        """The widget's style with those of the component classes over it; their attributes add up."""
        style = self._styles.get(names)
        if style is None:
            style = self._widget.rich_style
            for name in names.split():
                style += self._selection() if name == SELECTION else self._component(f"article--{name}")
            self._styles[names] = style
        return style

    def _component(self, component: str) -> Style:
        rules = self._widget.get_component_styles(component)
        whole = self._widget.get_component_rich_style(component)
        color = whole.color if rules.has_rule("color") or rules.has_rule("auto_color") else None
        background = whole.bgcolor if rules.has_rule("background") else None
        return Style(color=color, bgcolor=background) + rules.text_style

    def _selection(self) -> Style:
        if self._widget.app.no_color:
            return Style(reverse=True)
        # Only what is behind the text: the themes' colour of selected text is transparent.
        return Style(bgcolor=self._widget.screen.get_component_rich_style("screen--selection").bgcolor)


def _overlaid(segments: "Sequence[Segment]", overlay: Overlay) -> "Iterator[Segment]":
    end = 0
    for segment in segments:
        start, end = end, end + len(segment.text)
        first, last = max(overlay.start - start, 0), min(overlay.end, end) - start
        if first >= last:
            yield segment
            continue
        text, style, _ = segment
        pieces = ((text[:first], style), (text[first:last], f"{style} {overlay.style}"), (text[last:], style))
        yield from (segment._replace(text=piece, style=names) for piece, names in pieces if piece)


def _safe(text: str) -> str:
    """`text` as it may reach a terminal."""
    if text.isascii() and text.isprintable():
        return text
    return clean_text(text).replace("\n", " ").replace("\t", " ").replace("\u00a0", " ")
