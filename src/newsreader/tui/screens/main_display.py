"""The main screen as it is seen: sidebar, headlines and article, kept in step with a ReadingSession."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from newsreader.config.settings import Layout
from newsreader.library.headlines import HeadlineList
from newsreader.library.row_facts import RowFacts
from newsreader.library.session import ReadingSession
from newsreader.library.views import WHOLE
from newsreader.tui.commands import Keymap, Pane
from newsreader.tui.icons import ASCII, Icons
from newsreader.tui.screens.main_footer import FIND_TEXT, MainFooter
from newsreader.tui.screens.pane_sizes import SIZES, PaneSizes, read_sizes
from newsreader.tui.screens.panes import arranged_in_words, layout_of, message_when_empty, pane_styles
from newsreader.tui.threads import to_thread
from newsreader.tui.widgets.article import ArticleView
from newsreader.tui.widgets.headline_table import HeadlineTable, Look
from newsreader.tui.widgets.lines import Footer, KeyLine, Line, PaneTitle
from newsreader.tui.widgets.pane import EdgePane
from newsreader.tui.widgets.sidebar import Sidebar
from newsreader.tui.widgets.typed_line import TypedLine

if TYPE_CHECKING:
    from newsreader.core.article import Article

PREVIEW_SECONDS: Final = 0.15
"""How long the cursor rests on a headline before its article is shown beside the list."""

REST_SECONDS: Final = 0.1
SOON_SECONDS: Final = 0.01
"""How long the rest of a list waits for keys, and how long where nothing has come that a key could be about."""

SEARCH_HINT: Final = 'Search: words  "a phrase"  -not  title:word  is:unread  after:7d'


class MainDisplay(MainFooter, inherit_bindings=False):
    """Shows a ReadingSession. What the commands do to it is in MainScreen."""

    AUTO_FOCUS = "#headlines"

    def __init__(self, session: ReadingSession, keymap: Keymap, icons: Icons, *, measure: int = 80) -> None:
        super().__init__()
        self.session = session
        self._listed = session.headlines
        self._library = session.library
        self._keymap = keymap
        self._icons = icons
        self.set_class(icons is ASCII, "ascii")
        self._measure = measure
        self.facts = RowFacts(self._library.store)
        self.look = Look()
        self.panes_layout: Layout = "auto"
        self.sizes = read_sizes(self._library.recall(SIZES))
        self._shown: int | None = None
        self._opened: int | None = None
        self._full_texts: dict[int, bool] = {}
        self._zoomed = False
        self._zen = False
        self._preview_timer: Timer | None = None

    def compose(self) -> ComposeResult:
        # Before anything is styled: each change of them styles the whole screen anew.
        classes = self._first_layout()
        self.update_classes(classes, update=False)
        self._sized = pane_styles(classes, PaneSizes())
        with Horizontal(id="panes"):
            with EdgePane(id="sidebar-pane", classes="pane"):
                yield PaneTitle(id="sidebar-title")
                yield Sidebar(self._icons, id="sidebar")
            with EdgePane(id="headlines-pane", classes="pane"):
                yield PaneTitle(id="headlines-title")
                yield Static(id="empty", markup=False)
                yield HeadlineTable(self._icons, self.facts, self.look, id="headlines")
                yield KeyLine(id="headlines-foot")
            with EdgePane(id="article-pane", classes="pane"):
                yield PaneTitle(id="article-title")
                yield ArticleView(clock=self._library.now, id="article")
                with Horizontal(id="find"):
                    yield Static("Find: ", id="find-label", markup=False)
                    yield TypedLine(self.line_entered, id=FIND_TEXT)
                    yield Line(id="find-count")
        yield TypedLine(self.line_entered, id="query", placeholder=SEARCH_HINT)
        with Horizontal(id="question"):
            yield Static("", id="question-label", markup=False)
            yield TypedLine(self.line_entered, id="answer")
        yield Footer(id="footer")

    def _first_layout(self) -> dict[str, bool]:
        return layout_of(self.app.size.width, "headlines", zoomed=False, layout=self.panes_layout)

    def on_mount(self) -> None:
        self._size_panes(self._first_layout())
        self.sidebar = self.query_one(Sidebar)
        self.table = self.query_one(HeadlineTable)
        self.article = self.query_one(ArticleView)
        self.article.measure = self._measure
        self.table.selection = self.session.selection
        self.table.divide = self._library.visits.divider
        self.query_one("#sidebar-title", PaneTitle).left = "newsreader"
        folded = (self._library.recall("folded") or "").split("\n")
        self.sidebar.show(self.session.outline, self.session.view, folded)
        self._show_list()
        self.take_place()

    def take_place(self) -> None:
        """Show what was seen when the reader was left, before the first paint."""

    def keep_place(self) -> None:
        """Keep the place for the next start. Raises StoreError where it cannot be written."""
        self.session.remember_place()

    def line_entered(self, line: TypedLine) -> None:
        """Enter was pressed in a line: the screen that has the command does it."""

    # Layout and focus

    def on_resize(self) -> None:
        self._lay_out()

    def on_descendant_focus(self) -> None:
        self._lay_out()
        self._show_footer()

    def watch_focused(self, focused: Widget | None) -> None:
        super().watch_focused(focused)
        for title in self.query(PaneTitle):
            title.set_class(title.id == f"{self.pane}-title", "at-hand")

    def _lay_out(self) -> None:
        classes = layout_of(self.size.width, self.pane, zoomed=self._zoomed, layout=self.panes_layout, zen=self._zen)
        if any(self.has_class(name) is not set_now for name, set_now in classes.items()):
            self.update_classes(classes)
            # Where Textual paints but a part of a screen before its new layout, and something hidden is among it, it
            # takes what is to appear for there already, and tells it no size.
            self.refresh()
        self._size_panes(classes)

    def _size_panes(self, classes: Mapping[str, bool]) -> None:
        # A style that is set lays out the whole screen anew, although it says the same as before.
        sizes = pane_styles(classes, self.sizes)
        for pane, (width, height) in sizes.items() - self._sized.items():
            styles = self.query_one(pane).styles
            styles.width, styles.height = width, height
        self._sized = sizes

    @property
    def _article_visible(self) -> bool:
        return self.has_class("three") or self.has_class("stacked") or self._zoomed or self.pane == "article"

    def _focus(self, pane: Pane) -> None:
        if pane != "article":
            self._zoomed = False
        # Not widget.focus(): that waits for the next turn of the loop, and keys typed meanwhile would go astray.
        self.set_focus(self.query_one(f"#{pane}"), scroll_visible=False)
        self._lay_out()

    # Showing

    def _show_list(self) -> None:
        session = self.session
        view = session.view
        if self._listed is not session.headlines:
            self._listed.give_up()
            self._listed = session.headlines
        groups = session.groups
        show_feed = view.kind != "feed" and not (groups and session.headlines.order == "feed")
        now = self._library.now()
        self.table.show(session.headlines, session.cursor, now=now, show_feed=show_feed, groups=groups)
        self._show_heading()
        empty = len(session.headlines) == 0
        self.query_one("#headlines-pane").set_class(empty, "empty")
        if empty:
            least = session.arrangement.least
            message = message_when_empty(
                view,
                unread_only=session.unread_only,
                keymap=self._keymap,
                least=least,
                whole=session.headlines.whole,
            )
            self.query_one("#empty", Static).update(message)
            self._show_article(None)
            if self.pane == "article":
                self._focus("headlines")  # where it is said why nothing is there
        self._cursor_moved()
        if not session.headlines.whole:
            headlines = session.headlines
            seconds = SOON_SECONDS if empty else REST_SECONDS
            self.call_after_refresh(self.set_timer, seconds, lambda: self._load_rest(headlines))

    def _show_heading(self) -> None:
        view = self.session.view
        title = f"Search: {view.title}" if view.kind == "search" and view.title == view.name else view.title
        only = " · unread" if self.session.unread_only and view.kind not in WHOLE | {"all", "search"} else ""
        heading = self.query_one("#headlines-title", PaneTitle)
        heading.left, heading.right = title + only, arranged_in_words(self.session)

    def _load_rest(self, headlines: HeadlineList) -> None:
        """Let the rest of a long list come on another thread, once its top has been painted."""

        async def load() -> None:
            with self._telling():
                headlines.take(await to_thread(self.app, self._library.rest_of, headlines))
                if headlines is self.session.headlines:
                    self.session.rest_came()
                    if self.query_one("#headlines-pane").has_class("empty"):
                        self._show_list()
                    else:
                        self.table.rows_changed(self.session.groups)
                        self._cursor_moved()

        if headlines is self.session.headlines and not headlines.whole:
            self.run_worker(load(), group="rest", exclusive=True)

    def _cursor_moved(self) -> None:
        """Bring everything that follows the cursor up to date."""
        self.table.cursor = self.session.cursor
        self._show_foot()
        if self._preview_timer is not None:
            self._preview_timer.stop()
        row = self.session.row
        if row is not None and row.id != self._shown:
            self._preview_timer = self.set_timer(PREVIEW_SECONDS, self._preview_after_paint)

    def _preview_after_paint(self) -> None:
        """On a slow machine the time may be over before the first headlines are painted: they come first."""
        self.call_after_refresh(self._preview)

    def _preview(self) -> None:
        row = self.session.row
        if row is not None and self._article_visible and row.id != self._shown:
            self._show_article(row.id)

    def _article(self, entry_id: int) -> "Article | None":
        """An article with the text that the user has chosen for it, else with the better one."""
        return self._library.article(entry_id, full=self._full_texts.get(entry_id))

    def _show_article(self, entry_id: int | None) -> None:
        with self._telling():
            article = self._article(entry_id) if entry_id is not None else None
            self._shown = entry_id if article is not None else None
            self._opened = None
            message = "" if entry_id is None else "This article is no longer stored."
            place = self.session.positions.get(entry_id) if entry_id is not None else None
            self.article.show(article, message, place=place)
            self._show_title(article)
            self._show_progress()

    def _show_changed(self, article: "Article") -> None:
        """Show the article at hand as it is stored now; the place in it stays."""
        self.article.show(article)

    def _show_title(self, article: "Article | None") -> None:
        """Name the article's feed and those of others that have the same; nothing of None."""
        feeds = [article.entry.feed_title, *self.facts.also_in(article.entry)] if article is not None else []
        source = " · source" if self.article.showing_source else ""
        self.query_one("#article-title", PaneTitle).left = ", ".join(feeds) + source

    def _show_progress(self) -> None:
        self.query_one("#article-title", PaneTitle).right = self.article.progress if self._shown else ""

    def _show_foot(self) -> None:
        total = len(self.session.headlines)
        more = "" if self.session.headlines.counted else "+"
        arrivals = self.session.headlines.arrivals() if total else 0
        new = f" · {arrivals:,} new · {self._keymap.shown('show_new')}" if arrivals else ""
        foot = self.query_one("#headlines-foot", Line)
        selection = self.session.selection
        selected = selection.count(self.session.headlines.come, total)
        chosen = f" · {selected:,}{more if selection.open_ended else ''} selected" if selected else ""
        foot.left = f"{self.session.cursor + 1:,} of {total:,}{more}{chosen}{new}" if total else ""
