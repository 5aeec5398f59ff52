"""Removing what is beyond what the user keeps: feed by feed, in transactions so short that nobody waits for them."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence, Set
from functools import cached_property
from typing import Final, NamedTuple

from newsreader.core.entries import EntryFilter
from newsreader.core.errors import QueryError
from newsreader.core.images import image_urls
from newsreader.core.retention import DEFAULT_KEEP, Keep, is_prune_due
from newsreader.core.subscriptions import Subscriptions
from newsreader.library.images import ImageStore
from newsreader.library.library import Library
from newsreader.library.views import View, filter_of
from newsreader.store import Store
from newsreader.store.retention import REMOVED_AT_ONCE, Removed

YIELD_SECONDS: Final = 0.01
"""The pause after a transaction, in which another program's write gets its turn."""

TURN_SECONDS: Final = 0.002
"""Likewise between two steps of a work that has thousands of them: who waits asks for the lock every millisecond."""

MOST_BY_ITSELF: Final = 5_000
"""Entries that one pruning removes where nobody asked for it: some seconds' work; the next one goes on."""

SMALL_BYTES: Final = 300 * 10**6
"""A store up to this size is written anew within the five seconds for which a key's write waits."""

SPARE_PART: Final = 10
"""One part in so many is worth writing the store anew."""

WORTH_MERGING: Final = 10
"""Once one entry in so many was removed, the search index is rid of them: that reads and writes all of it."""

WORTH_MERGING_NOW: Final = 100
"""Likewise, where the user has asked for space."""

_PRUNED: Final = "pruned"
_UNMERGED: Final = "pruned_unmerged"


class Outdated(NamedTuple):
    """Entries of one feed that are beyond what is kept of it; never empty. `title` is the feed's."""

    feed_id: int
    title: str
    url: str
    ids: Sequence[int]


class Pruner:
    """Prunes one library.

    Args:
        library: What is stored.
        subscriptions: Says how much of each feed is kept; a feed that is in it no more keeps the default.
        images: The pictures; those of removed entries go too.
    """

    def __init__(self, library: Library, subscriptions: Subscriptions, images: ImageStore) -> None:
        self._library = library
        self._store: Store = library.store
        self._subscriptions = subscriptions
        self._images = images

    def outdated(self) -> Iterator[Outdated]:
        """What would go, feed by feed. While the search index is not complete, a saved search holds all that is unread.

        Raises:
            StoreError: The store cannot be read.
        """
        held = _Lazily(self._held)
        keeps = {one.url: one.keep for one in self._subscriptions.feeds}
        for feed in self._store.feeds.all():
            yield from self._of_feed(feed.id, keeps.get(feed.url, DEFAULT_KEEP), held, listed=True)
        for feed_id in self._store.retention.unsubscribed():
            yield from self._of_feed(feed_id, DEFAULT_KEEP, held, listed=False)

    def _of_feed(self, feed_id: int, keep: Keep, held: "_Lazily", *, listed: bool) -> Iterator[Outdated]:
        ids = [one for one in self._store.retention.outdated(feed_id, keep, listed=listed) if one not in held.ids]
        feed = self._store.feeds.by_id(feed_id) if ids else None
        if feed is not None:
            yield Outdated(feed_id, feed.title, feed.url, ids)

    def _held(self) -> Set[int]:
        """What is unread in a saved search. Where searches do not find everything, all that is unread may be."""
        held: set[int] = set()
        for search in self._subscriptions.searches:
            wanted = EntryFilter()
            if self._store.upkeep.search_state == "complete":
                with contextlib.suppress(QueryError):  # then all that is unread
                    wanted = filter_of(View("search", search.query), feed_id=None, now=self._library.now())
            entries = self._store.entries
            held.update(entries.ids(entries.inflected(EntryFilter(query=wanted.query, read=False))))
        return held

    def remove(self, outdated: Outdated) -> int:
        """Remove these entries with their pictures; how many went.

        Raises:
            StoreError: The store cannot be written; what was removed before stays so.
        """
        removed = 0
        for start in range(0, len(outdated.ids), REMOVED_AT_ONCE):
            batch = self._store.retention.remove(outdated.feed_id, outdated.ids[start : start + REMOVED_AT_ONCE])
            removed += len(batch)
            if self._images.any():
                self._images.forget(_pictures_of(batch))
            time.sleep(YIELD_SECONDS)
        self._library.remember(_UNMERGED, str(self._unmerged() + removed))
        return removed

    def give_back(self) -> None:
        """Give unused pages back to the disk, in steps.

        Raises:
            StoreError: The store cannot be written.
        """
        while self._store.retention.give_back():
            time.sleep(YIELD_SECONDS)
        self._store.retention.settle()

    def merge_words(self, worth: int) -> None:
        """Rid the search index of what was removed, in steps, once that was one entry in `worth`.

        Raises:
            StoreError: The store cannot be written; what was done before stays so.
        """
        removed = self._unmerged()
        stored = sum(counts.entries for counts in self._store.feeds.counts().values())
        if not removed or removed * worth < stored + removed:
            return
        while self._store.retention.merge_words():
            time.sleep(TURN_SECONDS)
        self._library.remember(_UNMERGED, "0")

    def _unmerged(self) -> int:
        """How many entries have been removed since the search index was rid of such."""
        note = self._library.recall(_UNMERGED) or ""
        return int(note) if note.isdecimal() else 0

    def compact(self, *, anew: bool = False) -> bool:
        """Give all unused pages back, as the user has asked for it; False where that takes writing the store `anew`.

        A store that an early version has made is written anew for it, once. That locks it for a second for each 75 MB,
        so a large one only where it is asked for.

        Raises:
            StoreError: The store cannot be written.
        """
        self.merge_words(WORTH_MERGING_NOW)
        retention = self._store.retention
        if not retention.can_give_back:
            space = retention.space()
            if not anew and (space.free < space.total / SPARE_PART or space.total > SMALL_BYTES):
                return space.free < space.total / SPARE_PART
            retention.compact()
        self.give_back()
        return True

    def prune_by_itself(self, *, at_first: bool = True) -> int:
        """What nobody asked for: at most once a day, and not too much at a time; how many entries went.

        Args:
            at_first: Whether a store that was never pruned is; False: a day later.

        Raises:
            StoreError: The store cannot be written.
        """
        note = self._library.recall(_PRUNED) or ""
        now = self._library.now()
        if not note and not at_first:
            self.note()
            return 0
        if not is_prune_due(int(note) if note.isdecimal() else None, now):
            return 0
        removed = 0
        for outdated in self.outdated():
            room = MOST_BY_ITSELF - removed
            removed += self.remove(Outdated(outdated.feed_id, outdated.title, outdated.url, outdated.ids[-room:]))
            if removed >= MOST_BY_ITSELF:
                break
        else:
            self.note()
        if removed:
            self.merge_words(WORTH_MERGING)
            self.give_back()
        return removed

    def note(self) -> None:
        """Keep that everything has been pruned now."""
        self._library.remember(_PRUNED, str(self._library.now()))


class _Lazily:
    """Ids that are looked up when the first is asked for: on most days nothing is outdated, and a search finds many."""

    def __init__(self, find: Callable[[], Set[int]]) -> None:
        self._find = find

    @cached_property
    def ids(self) -> Set[int]:
        return self._find()


def _pictures_of(removed: Sequence[Removed]) -> list[str]:
    bodies = [body for one in removed for body in one.bodies if "<img" in body[0] or "<picture" in body[0]]
    from newsreader.parse.html import parse_document  # seldom needed, and as large as all of the rest

    return [url for html, base in bodies for url in image_urls([parse_document(html, base_url=base)])]
