"""The sidebar's rows: smart views, saved searches, folders with their feeds, with unread counts."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from newsreader.core.feeds import FeedCounts, FeedState
from newsreader.core.health import is_alarming
from newsreader.library.views import ALL, HISTORY, LATER, SNOOZED, View
from newsreader.store import Store


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One row. `depth` counts folders above it; `trouble` is a feed's error as a sentence, None where it is well or
    may well be the next time.

    `count` is unread entries; for Starred, Later and Snoozed all of them. `first` is how many of them are of feeds that
    must be read, where there are such feeds and others.
    """

    view: View
    depth: int = 0
    count: int = 0
    trouble: str | None = None
    first: int = 0


def kept_rows(store: Store) -> list[OutlineRow]:
    """What the user has put aside, where there is any; what was opened is not counted."""
    counts = store.states.counts()
    rows = [
        OutlineRow(LATER, count=counts["later"]),
        OutlineRow(SNOOZED, count=counts["snoozed"]),
        OutlineRow(HISTORY),
    ]
    return [row for row, count in zip(rows, counts.values(), strict=True) if count]


def feed_rows(feeds: Sequence[FeedState], counts: Mapping[int, FeedCounts]) -> list[OutlineRow]:
    """Folders and feeds in the order of feeds.toml; a folder stands where its first feed stands.

    A folder's feeds follow it even where the file scatters them, sub-folders after the folder's own feeds.
    """
    root = _Folder("")
    for feed in feeds:
        folder = root
        for part in feed.folder.split("/") if feed.folder else ():
            folder = folder.child(part)
        folder.feeds.append(feed)
    return root.rows(counts, depth=-1)


class _Folder:
    def __init__(self, path: str) -> None:
        self.path = path
        self.feeds: list[FeedState] = []
        self.folders: dict[str, _Folder] = {}

    def child(self, name: str) -> "_Folder":
        path = f"{self.path}/{name}" if self.path else name
        return self.folders.setdefault(name, _Folder(path))

    def rows(self, counts: Mapping[int, FeedCounts], depth: int) -> list[OutlineRow]:
        inner = [self._feed_row(feed, counts, depth + 1) for feed in self.feeds]
        for folder in self.folders.values():
            inner += folder.rows(counts, depth + 1)
        if not self.path:
            return inner
        unread = sum(row.count for row in inner if row.view.kind == "feed")
        name = self.path.rpartition("/")[2]
        return [OutlineRow(View("folder", self.path, name), depth, unread), *inner]

    @staticmethod
    def _feed_row(feed: FeedState, counts: Mapping[int, FeedCounts], depth: int) -> OutlineRow:
        unread = counts.get(feed.id, FeedCounts()).unread
        return OutlineRow(View("feed", feed.url, feed.title), depth, unread, feed.error if is_alarming(feed) else None)


def keys_inside(outline: Sequence[OutlineRow], at: int) -> set[str]:
    """The keys of the rows that row `at` covers: a folder's and those in it, else its own; none where `at` is -1."""
    if at < 0:
        return set()
    top = outline[at]
    covered = {top.view.key}
    for row in outline[at + 1 :]:
        if top.view.kind != "folder" or row.depth <= top.depth:
            break
        covered.add(row.view.key)
    return covered


def urls_inside(outline: Sequence[OutlineRow], view: View) -> list[str]:
    """The URLs of the feeds that the row of `view` covers; none where it has no row."""
    at = next((number for number, row in enumerate(outline) if row.view == view), -1)
    inside = keys_inside(outline, at)
    return [row.view.name for row in outline if row.view.kind == "feed" and row.view.key in inside]


def feeds_beside(outline: Sequence[OutlineRow], view: View, step: int) -> list[OutlineRow]:
    """The rows of feeds below that of `view` and then round again, or (`step` -1) above it; its own come last."""
    feeds = [row for row in outline if row.view.kind == "feed"]
    at = next((number for number, row in enumerate(outline) if row.view == view), -1)
    inside = keys_inside(outline, at)
    places = [position for position, row in enumerate(feeds) if row.view.key in inside]
    if step > 0:
        start = places[-1] + 1 if places else 0
        return feeds[start:] + feeds[:start]
    start = places[0] if places else len(feeds)
    return (feeds[start:] + feeds[:start])[::-1]


def all_row(feeds: Iterable[FeedState], counts: Mapping[int, FeedCounts], first: Set[str]) -> OutlineRow:
    """Unread entries of all subscribed feeds; those whose URL is in `first` must be read."""
    unread = {feed.url: counts[feed.id].unread for feed in feeds if feed.id in counts}
    others = unread.keys() - first
    return OutlineRow(
        ALL, count=sum(unread.values()), first=sum(unread[url] for url in unread.keys() & first) if others else 0
    )
