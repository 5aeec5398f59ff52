"""What a list can show: the smart views, a folder, a feed, a saved search, a query."""

import time
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from newsreader.core.entries import EntryFilter

ViewKind = Literal["today", "new", "all", "starred", "later", "snoozed", "history", "folder", "feed", "search"]
_KINDS: Final[tuple[ViewKind, ...]] = get_args(ViewKind)


@dataclass(frozen=True, slots=True)
class View:
    """A view by name, so that it can be kept over a restart.

    `name` is a folder's path, a feed's URL or a query's text; "" for the smart views. `title` is what is shown; views
    that differ only there are equal.
    """

    kind: ViewKind
    name: str = ""
    title: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.name}"


TODAY: Final = View("today", title="Today")
NEW: Final = View("new", title="New")
"""What has arrived since the last visit."""

ALL: Final = View("all", title="All unread")
STARRED: Final = View("starred", title="Starred")
LATER: Final = View("later", title="Later")
SNOOZED: Final = View("snoozed", title="Snoozed")
HISTORY: Final = View("history", title="History")
"""What was opened."""

SMART: Final = (TODAY, NEW, ALL, STARRED, LATER, SNOOZED, HISTORY)
WHOLE: Final = frozenset({"starred", "later", "snoozed", "history"})
"""Kinds of views that always list what is read too."""


def view_of_key(key: str) -> View | None:
    """The view that `View.key` named, without its title; None where no such view can be."""
    name, _, rest = key.partition(":")
    for kind in _KINDS:
        if kind == name:
            return View(kind, rest)
    return None


def local_midnight(now: int) -> int:
    """The start of the local day in which `now` lies; both Unix seconds."""
    local = time.localtime(now)
    return int(time.mktime((local.tm_year, local.tm_mon, local.tm_mday, 0, 0, 0, 0, 0, -1)))


def filter_of(view: View, *, feed_id: int | None, now: int, new_after: int = 0) -> EntryFilter:
    """What of the store a view lists.

    Args:
        view: The view.
        feed_id: The store's id of the feed that a feed view names, None where there is none (an empty list).
        now: Unix seconds.
        new_after: The highest id that an entry had at the end of the last visit.

    Raises:
        QueryError: The view's query is mistyped.
    """
    match view.kind:
        case "today":
            return EntryFilter(since=local_midnight(now))
        case "new":
            return EntryFilter(after_id=new_after)
        case "all":
            return EntryFilter()
        case "starred":
            return EntryFilter(starred=True)
        case "later" | "snoozed":
            return EntryFilter(kept=view.kind)
        case "history":
            return EntryFilter(kept="opened")
        case "folder":
            return EntryFilter(folder=view.name)
        case "feed":
            return EntryFilter(feed_id=feed_id if feed_id is not None else -1)
        case "search":
            from newsreader.core.query_parser import parse_query

            return EntryFilter(query=parse_query(view.name, now=now, today=local_midnight(now)))
