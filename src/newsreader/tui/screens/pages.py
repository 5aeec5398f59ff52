"""Screens that are one page of text: such as the keys."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from newsreader.tui.screens.window import Window
from newsreader.tui.widgets.lines import KeyText


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
                yield Static(self._content, markup=False)
            yield KeyText("Esc back · j k Space scroll", id="page-foot", markup=False)

    def action_page_scroll(self, how: str) -> None:
        body = self.query_one("#page-body", VerticalScroll)
        getattr(body, f"scroll_{how}")(animate=False)
