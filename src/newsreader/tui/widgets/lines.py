"""One-line widgets: the title of a pane, the foot of the list, the footer."""

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from newsreader.tui.cells import cell_width, fit


class Line(Widget):
    """Text on the left, text on the right, in one line; foreign text is safe here."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Line {
        height: 1;
        color: $text-muted;
        background: $background;
        padding: 0;
    }
    """

    left: reactive[str] = reactive("")
    right: reactive[str] = reactive("")

    def render_line(self, y: int) -> Strip:
        if y:
            return Strip.blank(self.size.width, self.rich_style)
        width, style = self.size.width, self.rich_style
        right = fit(self.right, min(cell_width(self.right), max(width - 2, 0)))
        room = max(width - cell_width(right) - 3, 0)
        return Strip([Segment(f" {fit(self.left, room)} {right} ", style)]).adjust_cell_length(width, style)


class PaneTitle(Line):
    """The title line of a pane; the screen's styles set it apart while its pane has the focus."""

    DEFAULT_CSS = """
    PaneTitle { text-style: bold; }
    """


class Footer(Line):
    """The keys that matter here and now, or a message; the progress of a refresh on the right."""

    DEFAULT_CSS = """
    Footer { background: $panel; color: $foreground; }
    """
