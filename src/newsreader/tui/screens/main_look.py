"""What headlines show, how the panes share the screen: changed at once, and kept."""

from collections.abc import Callable
from typing import Final, get_args

from textual import on

from newsreader.config.settings import Column, Layout, Value
from newsreader.tui.screens.main_arrange import MainArrange
from newsreader.tui.screens.pane_sizes import SIZES, PaneSizes
from newsreader.tui.widgets.headline_table import Look
from newsreader.tui.widgets.pane import EdgePane

MOST_LINES: Final = 3

_LAYOUT_NAMES: Final[dict[Layout, str]] = {
    "auto": "by the width of the screen",
    "three": "three panes",
    "stacked": "the list above the article",
    "one": "one pane",
}


class MainLook(MainArrange, inherit_bindings=False):
    """The commands of the look; each `action_` is a row of the command table."""

    keep_setting: Callable[[str, Value], None] | None = None
    """Writes a setting into config.toml; None: it holds until the end. Raises ConfigError."""

    # Rows

    def action_column_feed(self) -> None:
        self._toggle_column("feed")

    def action_column_date(self) -> None:
        self._toggle_column("date")

    def action_column_minutes(self) -> None:
        self._toggle_column("minutes")

    def action_column_author(self) -> None:
        self._toggle_column("author")

    def action_column_tags(self) -> None:
        self._toggle_column("tags")

    def _toggle_column(self, column: Column) -> None:
        shown = {*self.look.columns} ^ {column}
        columns = tuple(name for name in get_args(Column) if name in shown)
        said = f"Beside headlines: {', '.join(columns) or 'nothing'}"
        self._look_so(self.look._replace(columns=columns), "columns", columns, said)

    def action_dates(self) -> None:
        absolute = self.look.dates == "relative"
        said = "Dates: the day and the time" if absolute else "Dates: how long ago"
        look = self.look._replace(dates="absolute" if absolute else "relative")
        self._look_so(look, "dates", look.dates, said)

    def action_snippet(self) -> None:
        lines = (self.look.snippet + 1) % (MOST_LINES + 1)
        said = f"Lines of text under each headline: {lines or 'none'}"
        self._look_so(self.look._replace(snippet=lines), "snippet", lines, said)

    def _look_so(self, look: Look, key: str, value: Value, said: str) -> None:
        self.look = self.table.look = look
        self._keep(key, value, said)

    def _keep(self, key: str, value: Value, said: str) -> None:
        self.say(said)
        if self.keep_setting is not None:
            with self._telling():
                self.keep_setting(key, value)

    # Panes

    def action_layout(self) -> None:
        layouts: tuple[Layout, ...] = get_args(Layout)
        self.panes_layout = layouts[(layouts.index(self.panes_layout) + 1) % len(layouts)]
        self._zoomed = False
        self._lay_out()
        self._keep("layout", self.panes_layout, f"Layout: {_LAYOUT_NAMES[self.panes_layout]}")
        self.call_after_refresh(self._preview)

    def action_pane_narrower(self) -> None:
        self._resize_pane(-1)

    def action_pane_wider(self) -> None:
        self._resize_pane(1)

    def action_pane_reset(self) -> None:
        self._sizes_now(PaneSizes())
        self._keep_sizes()
        self.say("The panes have the sizes they have by themselves.")

    def _resize_pane(self, steps: int) -> None:
        if self._zoomed or self.has_class("one"):
            self.say("One pane has the whole screen now; there is nothing to share.")
            return
        self._sizes_now(self.sizes.grown(self.pane, steps, self.size.width, stacked=self.has_class("stacked")))
        self._keep_sizes()

    @on(EdgePane.Dragged)
    def _edge_dragged(self, event: EdgePane.Dragged) -> None:
        event.stop()
        if event.pane.id == "headlines-pane":
            sizes = self.sizes.with_sidebar(event.x, self.size.width)
        else:
            above = self.query_one("#headlines-pane").region
            stacked = self.has_class("stacked")
            start, length = (above.y, above.height) if stacked else (above.x, above.width)
            whole = length + (event.pane.region.height if stacked else event.pane.region.width)
            sizes = self.sizes.with_share(((event.y if stacked else event.x) - start) / max(whole, 1), stacked=stacked)
        self._sizes_now(sizes)
        if event.ended:
            self._keep_sizes()

    def _sizes_now(self, sizes: PaneSizes) -> None:
        if sizes != self.sizes:
            self.sizes = sizes
            self._lay_out()

    def _keep_sizes(self) -> None:
        with self._telling():
            self._library.remember(SIZES, self.sizes.note())

    # The article alone

    def action_zen(self) -> None:
        self._zen = not (self._zen and self._zoomed)
        if self._zen is self._zoomed:
            self._lay_out()
            return
        self.action_zoom()
        self._zen = self._zen and self._zoomed
        self._lay_out()
        self.set_class(self._zen and self._message_timer is not None, "saying")

    def say(self, message: str, *, until_moved: bool = False) -> None:
        super().say(message, until_moved=until_moved)
        self.set_class(self._zen, "saying")  # nowhere else is there no footer, and a class styles the screen anew

    def _message_over(self) -> None:
        super()._message_over()
        self.set_class(False, "saying")
