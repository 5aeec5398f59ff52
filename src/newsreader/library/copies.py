"""Marking read by itself what has come already: the same article by another feed, or published anew by its own.

What of a refresh is the same is decided once, when it has come: what the user brings back stays unread.
"""

import unicodedata
from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from newsreader.core.entries import EntryFilter, EntrySummary
from newsreader.core.journal import Change
from newsreader.core.subscriptions import PRIORITIES, Subscription
from newsreader.library.also_in import Pair, remember_copies
from newsreader.library.library import Library
from newsreader.parse.html_links import without_trackers

WINDOW: Final = 72 * 3_600
"""Seconds that two copies may be apart: “Weekly review” of another week is another article."""

MOST: Final = 20_000
"""So many entries, the newest, are compared with one another."""

TELLING: Final = 20
"""Bytes of a headline's letters and digits in UTF-8 from which on it says which article it is, not “News in brief”."""

_ALIKE: Final = 20
"""Entries with something in common that one is compared with: all entries of some feeds lead to one page."""

_KEY: Final = "copies"
_SAME_SITE: Final = ("www.", "m.", "amp.", "mobile.")


def mark_copies(library: Library, subscriptions: Sequence[Subscription], *, after_id: int) -> Change | None:
    """Mark read what has come to feeds with `duplicates = "read"` and had come already, as one change; None: nothing.

    Of what came at the same time a starred entry stays, else one of the feed that matters most, else the first.
    Starred entries are never marked.

    Args:
        library: What is stored.
        subscriptions: Those that were refreshed.
        after_id: The highest id of an entry before the refresh; it counts where this is done for the first time.

    Raises:
        StoreError: The store cannot be read or written.
    """
    merging = {one.url for one in subscriptions if one.duplicates == "read"}
    kept = library.recall(_KEY) or ""
    looked_at = int(kept) if kept.isdecimal() else after_id
    last = library.store.entries.last_id()
    feeds = {feed.id for feed in library.store.feeds.all() if feed.url in merging}
    unread = EntryFilter(read=False, starred=False, after_id=looked_at)
    new = {row.id: row for row in _rows(library, unread) if row.feed_id in feeds}
    found = list(_copies(library, new, looked_at, subscriptions)) if new else []
    change = None
    if found:
        copies = [copy for _, copy in found]
        change = library.set_flags(copies, "read", True, "by itself: the same had come already")
        remember_copies(library, found)
    library.remember(_KEY, str(last))
    return change


def _rows(library: Library, wanted: EntryFilter) -> list[EntrySummary]:
    return library.store.entries.summaries(library.store.entries.ids(wanted, limit=MOST))


def _copies(
    library: Library, new: Mapping[int, EntrySummary], looked_at: int, subscriptions: Sequence[Subscription]
) -> Iterator[Pair]:
    priorities = {one.url: PRIORITIES.index(one.priority) for one in subscriptions}
    ranks = {feed.id: priorities.get(feed.url, len(PRIORITIES)) for feed in library.store.feeds.all()}

    def rank(row: EntrySummary) -> tuple[bool, bool, int, int]:
        return row.id > looked_at, not row.starred, ranks.get(row.feed_id, len(PRIORITIES)), row.id

    since = min(row.sort_at for row in new.values()) - WINDOW
    by_key: dict[str, deque[EntrySummary]] = defaultdict(lambda: deque(maxlen=_ALIKE))
    for row in sorted(_rows(library, EntryFilter(since=since)), key=rank):
        keys = keys_of(row)
        alike = (other for key in keys for other in by_key[key])
        kept = next((other for other in alike if _is_copy(row, other, keys)), None) if row.id in new else None
        if kept is not None:
            yield kept.id, row.id
            continue
        for key in keys:
            by_key[key].append(row)


def _is_copy(row: EntrySummary, other: EntrySummary, keys: Collection[str]) -> bool:
    """Whether `row`, which has one of `keys` in common with `other`, is the same; in one feed both must agree."""
    near = abs(row.sort_at - other.sort_at) <= WINDOW
    return near and (row.feed_id != other.feed_id or (len(keys) == 2 and keys_of(other) == keys))


def keys_of(row: EntrySummary) -> frozenset[str]:
    """What two copies of an article have in common: where it is, and its headline, as far as these are telling."""
    return frozenset(filter(None, (_link_key(row.link or ""), _title_key(row.title))))


def _link_key(link: str) -> str:
    """The address without what does not say where it leads: scheme, trackers, fragment; "" for a site's front page."""
    try:
        parts = urlsplit(without_trackers(link))
        host = parts.hostname or ""
    except ValueError:
        return ""
    for prefix in _SAME_SITE:
        host = host.removeprefix(prefix)
    path = parts.path.rstrip("/")
    if not host or not (path or parts.query):
        return ""
    return f"link {host}{path}?{parts.query}"


def _title_key(title: str) -> str:
    folded = unicodedata.normalize("NFKC", title).casefold()
    letters = "".join(character for character in folded if character.isalnum())
    return f"title {letters}" if len(letters.encode("utf-8", "replace")) >= TELLING else ""
