"""The links of an article as a list, to open or copy one."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from newsreader.core.urls import display_url
from newsreader.library.browser import BrowserError, web_address
from newsreader.tui.cells import cell_width, fit
from newsreader.tui.screens.list_screen import ListScreen, list_bindings
from newsreader.tui.widgets.line_list import LineList
from newsreader.tui.widgets.lines import KeyLine

KEYS = "Enter open · y copy · j k move · Esc back"


class LinkList(LineList):
    """A link a row: its number, what the article calls it, its address."""

    def __init__(self, urls: Sequence[str], words: Mapping[int, str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        addresses = [display_url(url) for url in urls]
        called = [" ".join(words.get(number, "").split()) for number in range(1, len(urls) + 1)]
        self._rows = [
            ("" if word == address else word, address) for word, address in zip(called, addresses, strict=True)
        ]
        self._longest = max((cell_width(word) for word, _ in self._rows), default=0)

    def row_count(self) -> int:
        return len(self._rows)

    def row_segments(self, index: int, width: int) -> list[Segment]:
        words, address = self._rows[index]
        label = f"{index + 1:>{len(str(len(self._rows)))}}  "
        room = max(width - cell_width(label) - 1, 0)
        called = fit(words, min(self._longest, room // 2)) + "  " if self._longest else ""
        return [
            Segment(label, self.component("line--dim")),
            Segment(called, self.component("line--strong")),
            Segment(fit(address, max(room - cell_width(called), 0)), self.component("line--dim")),
        ]


class LinksScreen(ListScreen[str | None]):
    """Lists `urls`, link number n at n - 1; ends with the URL to open, None where none is to be opened."""

    BINDINGS: ClassVar[list[BindingType]] = list_bindings(
        ("escape,q,ctrl+l", "leave"), ("enter,o", "open"), ("y", "copy")
    )

    def __init__(self, urls: Sequence[str], words: Mapping[int, str]) -> None:
        super().__init__()
        self._urls = urls
        self._words = words

    def compose(self) -> ComposeResult:
        with Vertical(id="page"):
            yield Static(Content.styled(f"Links ({len(self._urls)})", "bold $text-accent"), id="page-title")
            yield LinkList(self._urls, self._words, id="page-body")
            yield KeyLine(id="page-foot")

    def on_mount(self) -> None:
        self.list = self.query_one(LinkList)
        self.list.rows_changed()
        self.query_one(KeyLine).left = KEYS

    def action_leave(self) -> None:
        self.dismiss(None)

    def action_open(self) -> None:
        self.dismiss(self._urls[self.list.cursor])

    def action_copy(self) -> None:
        try:
            address = web_address(self._urls[self.list.cursor])
        except BrowserError as error:
            self.query_one(KeyLine).left = str(error)
            return
        self.app.copy_to_clipboard(address)
        self.query_one(KeyLine).left = f"Copied {display_url(address)}"

    def action_move(self, rows: int) -> None:
        super().action_move(rows)
        self.query_one(KeyLine).left = KEYS

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        self.dismiss(self._urls[event.index])
