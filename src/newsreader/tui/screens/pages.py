"""Screens that are one page of text: the keys, the report of a refresh."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from newsreader.core.feeds import FeedState
from newsreader.core.text import clean_text
from newsreader.core.urls import display_url
from newsreader.library.refresh_status import RefreshStatus
from newsreader.tui.commands import COMMANDS, Keymap
from newsreader.tui.times import date_text


class PageScreen(ModalScreen[None]):
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
            yield Static("Esc back · j k Space scroll", id="page-foot", markup=False)

    def action_page_scroll(self, how: str) -> None:
        body = self.query_one("#page-body", VerticalScroll)
        getattr(body, f"scroll_{how}")(animate=False)


def keys_page(keymap: Keymap) -> PageScreen:
    """Every command with its keys, from the live keymap."""
    lines: list[Content] = []
    width = max(len(keymap.shown(command.id, every=True)) for command in COMMANDS) + 2
    for scope in dict.fromkeys(command.scope for command in COMMANDS):
        lines += [Content(""), Content.styled(scope, "bold")]
        for command in COMMANDS:
            if command.scope == scope:
                keys = keymap.shown(command.id, every=True)
                lines.append(Content.assemble(("  " + keys.ljust(width), "$text-accent"), command.help))
    lines += [Content(f"\nKeys are changed under [keys] in config.toml, by these names: {_names()}.")]
    return PageScreen("Keys", Content("\n").join(lines[1:]))


def _names() -> str:
    return ", ".join(command.id for command in COMMANDS)


def report_page(status: RefreshStatus, feeds: Iterable[FeedState], problems: Iterable[str]) -> PageScreen:
    """What the last refresh brought, which feeds are in trouble and why, and what is wrong in the config files."""
    titles = {feed.url: feed.title for feed in feeds}
    parts: list[Content] = [Content(clean_text(_state(status)))]
    parts += _section("In trouble", [_trouble(feed) for feed in feeds if feed.error])
    brought = [f"{titles.get(event.url, event.url)}: {_counts(event.new, event.changed)}" for event in status.brought]
    parts += _section("Brought", brought)
    parts += _section("Configuration", problems)
    return PageScreen("Refresh report", Content("\n").join(parts))


def _trouble(feed: FeedState) -> str:
    since = f"since {date_text(feed.failing_since)}" if feed.failing_since else "just now"
    again = "not tried again by itself" if feed.paused else f"next try {date_text(feed.next_check_at)}"
    return f"{feed.title} · {display_url(feed.url)}\n    {feed.error}\n    {since}; {again}"


def _state(status: RefreshStatus) -> str:
    if status.running:
        return f"The refresh is under way: {status.progress} feeds, {status.new:,} new so far."
    return status.ended or "No refresh has been made since the start."


def _counts(new: int, changed: int) -> str:
    return f"{new:,} new, {changed:,} changed" if changed else f"{new:,} new"


def _section(title: str, rows: Iterable[str]) -> list[Content]:
    listed = [Content("  " + clean_text(row)) for row in rows]
    return [Content(""), Content.styled(title, "bold"), *listed] if listed else []
