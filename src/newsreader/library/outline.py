"""The sidebar's rows: smart views, saved searches, folders with their feeds, with unread counts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from newsreader.core.feeds import FeedCounts, FeedState
from newsreader.core.folders import outline_order
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
    """Folders and feeds in the order of feeds.toml, as far as folders allow (`core.folders`)."""
    ordered = [feeds[place] for place in outline_order([feed.folder for feed in feeds])]
    unread: Counter[str] = Counter()
    for feed in ordered:
        for path in _paths(feed.folder):
            unread[path] += counts.get(feed.id, FeedCounts()).unread
    rows: list[OutlineRow] = []
    begun: set[str] = set()
    for feed in ordered:
        paths = _paths(feed.folder)
        for depth, path in enumerate(paths):
            if path not in begun:
                begun.add(path)
                rows.append(OutlineRow(View("folder", path, path.rpartition("/")[2]), depth, unread[path]))
        rows.append(_feed_row(feed, counts, len(paths)))
    return rows


def _paths(folder: str) -> list[str]:
    """The folders that a feed in `folder` is in, the outermost first."""
    parts = folder.split("/") if folder else []
    return ["/".join(parts[: number + 1]) for number in range(len(parts))]


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
