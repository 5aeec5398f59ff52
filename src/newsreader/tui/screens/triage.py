"""The triage session: one article at a time over the whole screen, a key for each verdict."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.screen import Screen

from newsreader.core.entries import EntrySummary
from newsreader.core.errors import NewsreaderError
from newsreader.core.journal import Change
from newsreader.library.triage import Triage, Verdict
from newsreader.tui.commands import Keymap
from newsreader.tui.widgets.article import ArticleView
from newsreader.tui.widgets.lines import Footer, PaneTitle

if TYPE_CHECKING:
    from newsreader.core.article import Article

Act = Callable[[EntrySummary], Sequence[Change | None]]

_COMMANDS: Final[Mapping[Verdict, tuple[str, str]]] = {
    "read": ("toggle_read", "read"),
    "star": ("star", "star"),
    "later": ("later", "later"),
    "snooze": ("snooze", "snooze"),
    "skip": ("next", "skip"),
}
"""By verdict the command whose keys give it here, and its word in the footer."""


class TriageScreen(Screen[bool]):
    """Runs a Triage until its end or Esc; its result: whether all else that is listed shall be marked read.

    Args:
        triage: The session.
        acts: What brings each verdict about; those without one are not offered.
        article: Gives an entry's article.
        clock: Unix seconds.
        keymap: Whose keys count.
        measure: Columns of the text.
    """

    CSS_PATH = "triage.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True, id="back"),
        Binding("q", "leave", show=False, priority=True, id="quit"),
        Binding("space", "page_down", show=False, priority=True, id="space"),
        Binding("pagedown", "page_down", show=False, priority=True, id="page_down"),
        Binding("pageup", "page_up", show=False, priority=True, id="page_up"),
    ]

    def __init__(
        self,
        triage: Triage,
        acts: Mapping[Verdict, Act],
        *,
        article: "Callable[[int], Article | None]",
        clock: Callable[[], int],
        keymap: Keymap,
        measure: int,
    ) -> None:
        super().__init__()
        self._triage = triage
        self._acts = acts
        self._article = article
        self._clock = clock
        self._keymap = keymap
        self._measure = measure
        self._verdict_of = {key: verdict for verdict in acts for key in keymap.keys(_COMMANDS[verdict][0])}
        self._back = frozenset(keymap.keys("undo"))
        self._all_read = frozenset(keymap.keys("mark_all_read"))

    def compose(self) -> ComposeResult:
        with Vertical(id="triage"):
            yield PaneTitle(id="triage-title")
            yield ArticleView(clock=self._clock, id="triage-article")
        yield Footer(id="triage-footer")

    def on_mount(self) -> None:
        self._view.measure = self._measure
        self.set_focus(self._view)
        self._show()

    @property
    def _view(self) -> ArticleView:
        return self.query_one(ArticleView)

    def _show(self) -> None:
        session = self._triage.session
        title = self.query_one(PaneTitle)
        title.left = f"Triage: {session.title}{f', then {session.then}' if session.then else ''}"
        title.right = session.progress
        entry = self._triage.entry
        if entry is None:
            key = self._keymap.shown("mark_all_read")
            back = self._keymap.shown("back")
            goes = f"{back} goes back to the headlines, {key} marks all of them read."
            self._view.show(None, f"Done.\n\n{session.summary}\n\n{goes}")
            self._say_keys(f"{back} back", f"{key} all read")
            return
        self._view.show(self._article(entry.id), "This article is no longer stored.")
        shown = self._keymap.shown
        verdicts = [f"{shown(_COMMANDS[verdict][0])} {_COMMANDS[verdict][1]}" for verdict in self._acts]
        others = (("space", "page"), ("undo", "back"), ("back", "stop"))
        self._say_keys(*verdicts, *(f"{shown(command)} {word}" for command, word in others))

    def _say_keys(self, *hints: str) -> None:
        footer = self.query_one(Footer)
        footer.hints = hints
        footer.left = " · ".join(hints)

    def on_key(self, event: Key) -> None:
        event.stop()
        with self._telling():
            if event.key in self._back:
                if not self._triage.take_back():
                    self.query_one(Footer).left = "There is no verdict to take back here."
                    return
                self._show()
            elif event.key in self._all_read and self._triage.entry is None:
                self._leave(all_read=True)
            elif (verdict := self._verdict_of.get(event.key)) is not None:
                self._judge(verdict)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Turn an error of the library into a sentence in the footer, below the article that is at hand then."""
        try:
            yield
        except NewsreaderError as error:
            self._show()
            self.query_one(Footer).left = str(error)

    def _judge(self, verdict: Verdict) -> None:
        if self._triage.entry is not None:
            self._triage.judge(verdict, self._acts[verdict])
            self._show()

    def action_page_down(self) -> None:
        if not self._view.page_down():
            with self._telling():
                self._judge("read")

    def action_page_up(self) -> None:
        self._view.page_up()

    def action_leave(self) -> None:
        self._leave()

    def _leave(self, *, all_read: bool = False) -> None:
        with suppress(NewsreaderError):  # it is as it was kept with the last verdict
            self._triage.keep()
        self.dismiss(all_read)
