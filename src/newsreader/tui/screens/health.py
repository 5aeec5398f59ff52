"""How the feeds fare: a list with those in trouble first, and a page about one feed."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from newsreader.core.feeds import FeedState
from newsreader.core.health import FeedHealth, Trouble, rate_text
from newsreader.core.intervals import format_interval, full_minute
from newsreader.core.pace import MINUTE, rhythm
from newsreader.core.retention import keep_value
from newsreader.core.subscriptions import NEVER, Subscription
from newsreader.core.text import clean_line, clean_text
from newsreader.core.urls import display_url, short_name
from newsreader.library.refresh_status import result_text
from newsreader.tui.cells import fit
from newsreader.tui.icons import Icons
from newsreader.tui.screens.list_screen import ListScreen, list_bindings
from newsreader.tui.screens.pages import PageScreen
from newsreader.tui.times import date_text, short_age
from newsreader.tui.widgets.line_list import LineList
from newsreader.tui.widgets.lines import KeyLine

KEYS: Final = "Enter info · p pause · r retry · e edit · j k move · Esc back"
_WORDS: Final[dict[Trouble, str]] = {
    "gone": "gone",
    "failing": "failing",
    "shaky": "failed",
    "dormant": "quiet",
    "unchecked": "never checked",
    "paused": "paused",
    "well": "",
}
_UNITS: Final = {"y": "year", "m": "month", "w": "week", "d": "day"}
_BAD: Final = frozenset({"gone", "failing"})
_STATE_CELLS = 16
_LEAST_NAME: Final = 18
"""Cells of a feed's name; where fewer were left, a column on the right goes."""


def _columns(width: int) -> tuple[int, int, int]:
    """How wide a name, its last new entry and its rate are in a list of this width; 0: not shown."""
    room = width - 2 - _STATE_CELLS
    for last, rate in ((10, 12), (10, 0)):
        if room - last - rate >= _LEAST_NAME:
            return room - last - rate, last, rate
    return max(room, 8), 0, 0


class HealthList(LineList):
    """A feed a row: its name, what is wrong since when, its last new entry, how often it publishes."""

    def __init__(self, icons: Icons, now: int, *, id: str | None = None) -> None:
        super().__init__(id=id, icons=icons)
        self._now = now
        self.rows: Sequence[FeedHealth] = ()

    def row_count(self) -> int:
        return len(self.rows)

    def row_segments(self, index: int, width: int) -> list[Segment]:
        one = self.rows[index]
        sign = self._icons.trouble if one.trouble in _BAD else " "
        last = short_age(one.last_new_at, self._now) if one.last_new_at is not None else "nothing"
        room, last_cells, rate_cells = _columns(width)
        style = "line--trouble" if one.trouble in _BAD else "line--dim"
        strong = self.component("line--strong") if one.trouble in _BAD else None
        return [
            Segment(f"{sign} ", self.component("line--trouble")),
            Segment(fit(short_name(one.feed.title), room), strong),
            Segment(" "),
            Segment(fit(self._state(one), _STATE_CELLS - 1), self.component(style)),
            Segment(fit(last, last_cells), self.component("line--dim")),
            Segment(fit(rate_text(one.per_week), rate_cells), self.component("line--dim")),
        ]

    def _state(self, one: FeedHealth) -> str:
        since = one.feed.failing_since if one.trouble in ("gone", "failing", "shaky") else None
        return f"{_WORDS[one.trouble]} {short_age(since, self._now) if since is not None else ''}".rstrip()


class HealthScreen(ListScreen[None]):
    """Lists the feeds that `read` gives.

    Args:
        read: The feeds, those in trouble first; called again when something has changed.
        tell: The page about a feed.
        do: Does to a feed what is asked for ("pause": or let it go on, "retry", "edit"); the sentence to show.
        icons: The signs.
        now: Unix seconds.
    """

    BINDINGS: ClassVar[list[BindingType]] = list_bindings(
        ("escape,q,H", "dismiss"),
        ("enter", "info"),
        ("p", "ask('pause')"),
        ("r", "ask('retry')"),
        ("e", "ask('edit')"),
    )

    def __init__(
        self,
        read: Callable[[], Sequence[FeedHealth]],
        tell: Callable[[FeedHealth], PageScreen],
        do: Callable[[str, FeedHealth], str],
        icons: Icons,
        now: int,
    ) -> None:
        super().__init__()
        self._read = read
        self._tell = tell
        self._do = do
        self._icons = icons
        self._now = now
        self._asked: FeedState | None = None
        """A feed whose check has been asked for, as it was before; None: none is awaited."""

    def compose(self) -> ComposeResult:
        with Vertical(id="page"):
            yield Static(id="page-title")
            yield HealthList(self._icons, self._now, id="page-body")
            yield KeyLine(id="page-foot")

    def on_mount(self) -> None:
        self.list = self.query_one(HealthList)
        self.reread()
        self.say("")

    def reread(self) -> None:
        """Show the feeds as they are now, with the cursor on the same feed."""
        before = self._at()
        self.list.rows = self._read()
        urls = [one.feed.url for one in self.list.rows]
        if before is not None and before.feed.url in urls:
            self.list.cursor = urls.index(before.feed.url)
        self.list.cursor = min(self.list.cursor, max(len(urls) - 1, 0))
        self.list.rows_changed()
        self._show_head()
        if (asked := self._asked) is not None:
            checked = next((one.feed for one in self.list.rows if one.feed.url == asked.url), asked)
            if checked != asked:
                self.say(clean_line(checked.error or f"{checked.title}: {result_text(checked)}"))

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_head)

    def _show_head(self) -> None:
        """What there is, and what the columns are."""
        columns = heads(self.list.scrollable_content_region.width)
        title = Content.styled(summary(self.list.rows), "bold $text-accent")
        self.query_one("#page-title", Static).update(Content.assemble(title, "\n", (columns, "$text-muted")))

    def say(self, message: str) -> None:
        """Show a sentence at the foot, "": the keys."""
        self._asked = None
        self.query_one(KeyLine).left = message or KEYS

    def _at(self) -> FeedHealth | None:
        rows = self.list.rows
        return rows[self.list.cursor] if 0 <= self.list.cursor < len(rows) else None

    def action_info(self) -> None:
        if (one := self._at()) is not None:
            self.app.push_screen(self._tell(one))

    def action_ask(self, what: str) -> None:
        if (one := self._at()) is not None:
            self.say(self._do(what, one))
            self._asked = one.feed if what == "retry" else None

    def action_move(self, rows: int) -> None:
        super().action_move(rows)
        self.say("")

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        if self.list.cursor == event.index:
            self.action_info()
        self.list.cursor = event.index


def heads(width: int) -> str:
    """The names of the columns above a list of this width."""
    before = len("▌! ")
    room, last, rate = _columns(width)
    right = fit("State", _STATE_CELLS - 1) + fit("Newest", last) + ("Publishes" if rate else "")
    return " " * before + fit("Feed", room + 1) + right


def summary(rows: Sequence[FeedHealth]) -> str:
    """The title of the list: how many feeds there are, and how many in each trouble."""
    counts = {word: sum(one.trouble == name for one in rows) for name, word in _WORDS.items() if word}
    told = "".join(f" · {count:,} {word}" for word, count in counts.items() if count)
    return f"Feeds ({len(rows):,}){told}"


def _last_new(one: FeedHealth, now: int) -> str:
    if one.last_new_at is None:
        return "none yet"
    date, age = date_text(one.last_new_at), short_age(one.last_new_at, now)
    return date if date.startswith(age) else f"{date} ({age})"  # of what is older than a week the age is a date, too


def feed_page(
    one: FeedHealth, subscription: Subscription | None, next_at: int | None, waits: str, *, now: int
) -> PageScreen:
    """A page about one feed.

    `subscription` None: feeds.toml has not been read yet. `next_at`: when it is checked next, in Unix seconds, None:
    at the next refresh, or not by itself; `waits` says why it is not checked now.
    """
    feed = one.feed
    facts = {
        "Address": display_url(feed.url),
        "Site": display_url(feed.link) if feed.link else "not known",
        "Folder": feed.folder or "none",
        "Last check": date_text(feed.checked_at) if feed.checked_at is not None else "never",
        "Last result": result_text(feed),
        "Next check": _next(one, subscription, next_at),
        "Why then": waits,
        "Interval": _interval(one, subscription),
        "Asked": subscription.asking.told() if subscription else "not known",
        "Failures": _failures(one),
        "Entries": f"{one.counts.entries:,}, {one.counts.unread:,} unread, {one.counts.starred:,} starred",
        "Last new entry": _last_new(one, now),
        "Publishes": rate_text(one.per_week),
        "Keeps": _keeps(subscription),
    }
    width = max(map(len, facts)) + 2
    lines = [Content.assemble((name.ljust(width), "$text-muted"), clean_text(value)) for name, value in facts.items()]
    if feed.error:
        lines += [Content(""), Content.styled(clean_text(feed.error), "$text-error")]
    return PageScreen(clean_text(feed.title), Content("\n").join(lines))


def _next(one: FeedHealth, subscription: Subscription | None, at: int | None) -> str:
    if one.paused or one.feed.paused or (subscription is not None and subscription.interval == NEVER):
        return "not by itself"
    return date_text(full_minute(at)) if at is not None else "at the next refresh"


def _interval(one: FeedHealth, subscription: Subscription | None) -> str:
    if subscription is not None and subscription.interval is not None:
        return format_interval(subscription.interval)
    rate = one.feed.per_week
    if rate is None:
        return "by how often it publishes, once that is known"
    minutes = -(-rhythm(rate) // MINUTE)
    return (
        f"by how often it publishes: {minutes} minutes"
        if minutes <= 90
        else (f"by how often it publishes: {round(minutes / 60)} hours")
    )


def _failures(one: FeedHealth) -> str:
    if not one.feed.failures:
        return "none"
    return f"{one.feed.failures:,} in a row, since {date_text(one.feed.failing_since)}"


def _keeps(subscription: Subscription | None) -> str:
    if subscription is None:
        return ""
    value = keep_value(subscription.keep)
    if isinstance(value, list):
        return f"{_span(str(value[0]))}, and the newest {value[1]:,} in any case"
    return value if value == "forever" else _span(value) if isinstance(value, str) else f"the newest {value:,}"


def _span(time: str) -> str:
    """ "1y" in words."""
    number, unit = time[:-1], _UNITS[time[-1]]
    return f"the last {unit}" if number == "1" else f"the last {number} {unit}s"
