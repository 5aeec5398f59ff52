"""Screens that are one page of text: such as the keys."""

import re
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from newsreader.tui.cells import cell_width, wrap
from newsreader.tui.screens.window import Window
from newsreader.tui.widgets.lines import KeyText

_LEAD_RE: Final = re.compile(r" *(?:\S+(?: \S+)* {2,})?")
"""What stands before the text of a line: spaces, and a name with more than one space behind it."""


class PageText(Static):
    """Text whose lines go on below where they begin, or below the second column of "Name    value"."""

    def __init__(self, content: Content) -> None:
        super().__init__(content, markup=False)
        self._whole = content

    def on_resize(self) -> None:
        self.update(hanging(self._whole, self.content_size.width))


def hanging(content: Content, width: int) -> Content:
    """`content` broken into lines of at most `width` cells, each going on where it begins."""
    lines: list[Content] = []
    for line in content.split("\n", allow_blank=True):
        lead = _LEAD_RE.match(line.plain)
        indent = lead.end() if lead is not None else 0
        if cell_width(line.plain) <= width or indent > width // 2:
            lines.append(line)
            continue
        pieces = wrap(line.plain[indent:], width - cell_width(line.plain[:indent]))
        margin = Content(" " * cell_width(line.plain[:indent]))
        lines += [
            (margin if number else line[:indent]) + line[indent + start : indent + end]
            for number, (start, end) in enumerate(pieces)
        ]
    return Content("\n").join(lines)


class PageScreen(Window[None]):
    """Shows `content` over the main screen until Esc; scrolls with the usual keys."""

    CSS_PATH = "pages.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(keys, action, show=False, priority=True)
        for keys, action in (
            ("escape,q,question_mark,exclamation_mark,enter", "dismiss"),
            ("j,down", "page_scroll('down')"),
            ("k,up", "page_scroll('up')"),
            ("space,pagedown", "page_scroll('page_down')"),
            ("b,pageup", "page_scroll('page_up')"),
            ("g,home", "page_scroll('home')"),
            ("G,end", "page_scroll('end')"),
        )
    ]

    def __init__(self, title: str, content: Content) -> None:
        super().__init__()
        self._title = title
        self._content = content

    def compose(self) -> ComposeResult:
        with Vertical(id="page"):
            yield Static(Content.styled(self._title, "bold $text-accent"), id="page-title")
            with VerticalScroll(id="page-body"):
                yield PageText(self._content)
            yield KeyText("Esc back · j k Space scroll", id="page-foot", markup=False)

    def action_page_scroll(self, how: str) -> None:
        body = self.query_one("#page-body", VerticalScroll)
        getattr(body, f"scroll_{how}")(animate=False)
