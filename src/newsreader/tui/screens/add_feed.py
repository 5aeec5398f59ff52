"""Adding a feed: an address is typed, what is behind it is chosen, a folder is given."""

from collections.abc import Collection, Sequence
from typing import ClassVar, Final

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Static

from newsreader.core.counting import counted
from newsreader.core.events import SourceFound
from newsreader.core.subscriptions import PageRules, Subscription
from newsreader.core.text import clean_line
from newsreader.core.urls import display_url
from newsreader.tui.cells import cell_width, fit
from newsreader.tui.screens.window import Window
from newsreader.tui.times import date_text
from newsreader.tui.widgets.line_list import LineList
from newsreader.tui.widgets.typed_line import TypedLine

_KINDS: Final = {"page": "list of news on a web page", "json": "JSON feed", "atom": "Atom feed"}
MOST_ROWS: Final = 6
"""Of what was found, so much is shown at once."""

ASK: Final = "Enter looks what is there · Esc cancels"
CHOOSE: Final = "↑ ↓ choose · Enter takes it · Esc cancels"
FOLDER: Final = "Enter adds it · → completes the folder · Esc cancels"


class SourceList(LineList):
    """What was found, a source a row: its title, what it is, how much it has."""

    def __init__(self, followed: Collection[str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.sources: list[SourceFound] = []
        self._followed = followed

    def row_count(self) -> int:
        return len(self.sources)

    def row_segments(self, index: int, width: int) -> list[Segment]:
        source = self.sources[index]
        number = source.entries
        facts = [_KINDS.get(source.kind, "RSS feed"), counted(number, "entry")]
        if source.newest is not None:
            facts.append(date_text(source.newest).partition(",")[0])
        if source.url in self._followed:
            facts = ["followed already", *facts]
        said = " · ".join(facts)
        room = max(width - min(cell_width(said), width * 2 // 3) - 3, 0)
        return [
            Segment(f" {fit(source.title, room)} ", self.component("line--strong")),
            Segment(fit(said, max(width - room - 3, 0)), self.component("line--dim")),
        ]


class AddFeedScreen(Window[Subscription | None]):
    """Asks for an address, looks what is behind it and ends with what is to be followed, None where nothing is.

    Args:
        folders: Those that there are, to complete what is typed.
        folder: What stands in the folder's line at first.
        followed: The addresses that are followed.
    """

    CSS_PATH = "add_feed.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("enter", "take", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
    ]

    class LookUp(Message):
        """What is behind `address` is to be found; "" : nothing is to be looked for any more."""

        def __init__(self, address: str) -> None:
            super().__init__()
            self.address = address

    def __init__(self, folders: Sequence[str], folder: str, followed: Collection[str]) -> None:
        super().__init__()
        self._folders = folders
        self._folder = folder
        self._followed = followed
        self._looking = False

    def compose(self) -> ComposeResult:
        with Vertical(id="add"):
            yield Static(Content.styled("Add a feed", "bold $text-accent"), id="add-title")
            yield TypedLine(self._entered, id="add-address", placeholder="Address of a feed, a site or a page of news")
            yield SourceList(self._followed, id="add-found")
            folder = TypedLine(self._entered, id="add-folder", placeholder="Folder, “A/B” for one in another; or none")
            folder.suggester = SuggestFromList(self._folders, case_sensitive=False)
            folder.value = self._folder
            yield folder
            yield Static(ASK, id="add-foot", markup=False)

    def on_mount(self) -> None:
        self._address = self.query_one("#add-address", TypedLine)
        self._list = self.query_one(SourceList)
        self._folder_line = self.query_one("#add-folder", TypedLine)
        self._folder_line.display = self._list.display = False
        self._address.focus()

    def on_unmount(self) -> None:
        if self._looking:
            self.app.post_message(self.LookUp(""))

    def _say(self, sentence: str) -> None:
        self.query_one("#add-foot", Static).update(Content(clean_line(sentence, 400)))

    # What is typed and chosen

    def _entered(self, line: TypedLine) -> None:
        if line.id == "add-folder":
            self._finish()
        elif line.value.strip():
            self._list.sources = []
            self._list.rows_changed()
            self._folder_line.display = self._list.display = False
            self._looking = True
            self._say(f"Looking what is at {display_url(line.value.strip())} …")
            self.app.post_message(self.LookUp(line.value.strip()))

    def action_move(self, rows: int) -> None:
        if self._list.sources:
            self._list.cursor = min(max(self._list.cursor + rows, 0), self._list.row_count() - 1)

    def action_take(self) -> None:
        if self._list.sources:
            self._ask_folder()

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        self._list.cursor = event.index
        self._ask_folder()

    def _ask_folder(self) -> None:
        source = self._list.sources[self._list.cursor]
        if source.url in self._followed:
            self._say(f"{display_url(source.url)} is followed already. Esc cancels")
            return
        self._folder_line.display = True
        self.set_focus(self._folder_line)
        self._say(FOLDER)

    def _finish(self) -> None:
        source = self._list.sources[self._list.cursor]
        page = PageRules() if source.kind == "page" else None
        self.dismiss(Subscription(source.url, folder=self._folder_line.value.strip(), page=page))

    # What the worker tells

    def found(self, source: SourceFound) -> None:
        """Something can be followed; the first is the best."""
        if not self._looking:
            return
        self._list.sources.append(source)
        self._list.display = True
        self._list.styles.height = min(self._list.row_count(), MOST_ROWS)  # a list of lines has no height of its own
        self._list.rows_changed()
        if len(self._list.sources) == 1:
            self._list.cursor = 0
            self.set_focus(self._list)
        self._say(f"{CHOOSE} · looking for more …")

    def finished(self, reason: str | None) -> None:
        """All has been told; `reason` is why nothing was found, None where something was."""
        if not self._looking:
            return
        self._looking = False
        if reason is not None or not self._list.sources:
            self._say(reason or "Nothing that can be followed was found.")
            self.set_focus(self._address)
        elif self.focused is self._folder_line:
            self._say(FOLDER)
        elif len(self._list.sources) == 1:
            self._ask_folder()
        else:
            self._say(CHOOSE)
