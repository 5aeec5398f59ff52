"""The headline list: rows of a HeadlineList, read a page at a time."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from rich.segment import Segment

from newsreader.config.settings import Column, Dates
from newsreader.core.entries import EntrySummary
from newsreader.core.urls import short_name
from newsreader.library.groups import Group, range_of
from newsreader.library.headlines import HeadlineList
from newsreader.library.row_facts import RowFacts
from newsreader.library.selection import Selection
from newsreader.library.visits import Divider
from newsreader.tui.cells import cell_width, fit, wrap
from newsreader.tui.icons import Icons
from newsreader.tui.times import short_age, short_date
from newsreader.tui.widgets.line_list import LineList
from newsreader.tui.widgets.row_lines import RowLines

FEED_CELLS: Final = 22
"""The most that a feed's name takes of a row."""

STATE_CELLS: Final = 3
NARROW: Final = 40
"""With less room only the minutes and the date stand beside a headline."""

_FIRST_TO_GO: Final[tuple[Column, ...]] = ("tags", "author", "minutes", "feed")


class Look(NamedTuple):
    """What a row shows beside its headline, in the order given; `snippet`: lines of the text under it."""

    columns: tuple[Column, ...] = ("feed", "date")
    dates: Dates = "relative"
    snippet: int = 0


class HeadlineTable(LineList):
    """Shows a HeadlineList; `now` (Unix seconds) is what ages are counted from."""

    def __init__(self, icons: Icons, facts: RowFacts, look: Look, *, id: str | None = None) -> None:
        super().__init__(id=id, icons=icons)
        self._row_facts = facts
        self._headlines: HeadlineList | None = None
        self._groups: Sequence[Group] = ()
        self._show_feed = True
        self._look = look
        self._divider: Divider | None = None
        self._headings: list[Group | None] = []
        self.divide: Callable[[HeadlineList], Divider | None] = lambda _: None
        """Where a line between new and old stands."""
        self.selection = Selection()
        self.hints: dict[int, str] = {}
        """What stands at the head of rows for the moment, instead of what they are."""
        self.now = 0

    @property
    def look(self) -> Look:
        """What rows show; setting it paints them anew, the cursor stays."""
        return self._look

    @look.setter
    def look(self, look: Look) -> None:
        self._look = look
        if self.is_mounted:
            self.rows_changed()

    def show(
        self, headlines: HeadlineList, cursor: int, *, now: int, show_feed: bool, groups: Sequence[Group] = ()
    ) -> None:
        """Show a list with the cursor at index `cursor`; `show_feed` names each row's feed, `groups` are headings."""
        self._headlines = headlines
        self._groups = groups
        self._show_feed = show_feed
        self.now = now
        self.cursor = cursor
        self.rows_changed()

    def rows_changed(self, groups: Sequence[Group] | None = None) -> None:
        """See LineList. `groups`: the headings of now; None: those of before."""
        self._groups = self._groups if groups is None else groups
        self._divider = self.divide(self._headlines) if self._headlines is not None else None
        headings: dict[int, Group | None] = {self._divider.index: None} if self._divider is not None else {}
        headings |= {group.start: group for group in self._groups}
        starts = sorted(headings)
        self._headings = [headings[start] for start in starts]
        self.lines = RowLines(1 + self._look.snippet, starts)
        super().rows_changed()

    def row_count(self) -> int:
        return len(self._headlines) if self._headlines is not None else 0

    def heading_segments(self, number: int, width: int) -> list[Segment]:
        group = self._headings[number]
        if group is None:
            return self._divider_segments(width)
        number = self._groups.index(group)
        entries = range_of(self._groups, number, self.row_count())
        last = number == len(self._groups) - 1 and self._headlines is not None and not self._headlines.whole
        count = "" if last else f"{len(entries):,} "
        divided = self._divider is not None and self._divider.index == group.start
        title = f" {group.title} · {self._news}" if divided else f" {group.title}"
        title = fit(title, max(width - cell_width(count) - 1, 0))
        return [Segment(title, self.component("line--heading")), Segment(f" {count}", self.component("line--dim"))]

    @property
    def _news(self) -> str:
        """What the line between new and old says; it has a heading's place where one stands there, too."""
        if self._divider is None:
            return ""
        return f"{self._divider.count:,} new since your last visit {'above' if self._divider.above else 'below'}"

    def _divider_segments(self, width: int) -> list[Segment]:
        rule, said = self._icons.rule, f" {self._icons.rule * 2} {self._news} "
        line = said + rule * (width - 1 - cell_width(said))
        return [Segment(fit(line, max(width - 1, 0)), self.component("line--dim"))]

    def row_segments(self, index: int, width: int) -> list[Segment]:
        row = self._headlines.row(index) if self._headlines is not None else None
        if row is None:
            return [Segment("   (removed)", self.component("line--dim"))]
        selected = self._icons.selected if row.id in self.selection else ""
        read = selected or (" " if row.read else self._icons.unread)
        star = self._icons.starred if row.starred else ""
        if index in self.hints:
            read, star = self.hints[index], selected or star
        state = f"{read}{star}{self._icons.later if row.later else ''}".ljust(STATE_CELLS)
        copy = self._headlines is not None and row.id in self._headlines.unfolded
        below = f" {self._icons.copy} " if copy else ""
        facts = self._facts(row, width, copy=copy)
        room = max(width - cell_width(state) - cell_width(facts) - 1, 0)
        title = self.component("line--dim") if row.read else self.component("line--strong")
        return [
            Segment(state, self.component("line--accent")),
            Segment(fit(below + row.title, room), title),
            Segment(f" {facts}", self.component("line--dim")),
        ]

    def more_segments(self, index: int, line: int, width: int) -> list[Segment]:
        row = self._headlines.row(index) if self._headlines is not None else None
        room = width - STATE_CELLS - 1
        if row is None or room < 1:
            return []
        text = self._row_facts.snippet(row)[: room * (self._look.snippet + 1)]
        parts = wrap(text, room)
        if line > len(parts):
            return []
        start, end = parts[line - 1]
        if line == self._look.snippet and line < len(parts):
            end = len(text)  # fit marks the cut
        return [Segment(" " * STATE_CELLS + fit(text[start:end], room), self.component("line--dim"))]

    def _facts(self, row: EntrySummary, width: int, *, copy: bool) -> str:
        """What stands on the right: of a narrow row, what matters less goes first. A `copy` is told by its feed."""
        columns = [column for column in self._look.columns if column != "feed" or self._show_feed or copy]
        if width < NARROW:
            columns = [column for column in columns if column in ("minutes", "date")]
        texts = {column: text for column in columns if (text := self._fact(column, row, width))}
        for column in _FIRST_TO_GO:
            if sum(map(cell_width, texts.values())) + 3 * len(texts) - 3 <= width * 3 // 5:
                break
            if len(texts) > 1:
                texts.pop(column, None)
        copies = self._row_facts.copies(row)
        return " · ".join([*([f"+{copies}"] if copies else []), *texts.values(), ""])[:-2]

    def _fact(self, column: Column, row: EntrySummary, width: int) -> str:
        most = min(FEED_CELLS, width // 4)
        match column:
            case "date":
                due = self._headlines is not None and self._headlines.kept == "snoozed"
                dated = short_age if self._look.dates == "relative" and not due else short_date
                return dated(row.sort_at, self.now)
            case "feed":
                return fit(short_name(row.feed_title), most).rstrip()
            case "author":
                return fit(row.author or "", most).rstrip()
            case "tags":
                return fit(" ".join(f"#{tag}" for tag in self._row_facts.tags(row)), most).rstrip()
            case "minutes":
                minutes = self._row_facts.minutes(row)
                if self._row_facts.teaser(row):
                    return "teaser"
                return f"~{minutes} min" if minutes else ""
