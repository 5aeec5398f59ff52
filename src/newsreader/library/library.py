"""The reader's use cases: list, open, mark, undo, search. One door for the terminal and the command line."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Final

from newsreader.core.clock import Clock
from newsreader.core.entries import Entry, EntryFilter, EntrySummary, Flag, Order
from newsreader.core.feeds import FeedCounts, FeedState
from newsreader.core.health import StoreHealth
from newsreader.core.journal import Change, ChangeRecord
from newsreader.core.subscriptions import Priority, Subscriptions
from newsreader.library.folding import and_copies, with_all_copies
from newsreader.library.headlines import HeadlineList
from newsreader.library.outline import OutlineRow, all_row, feed_rows, kept_rows
from newsreader.library.states import EntryStates
from newsreader.library.views import (
    NEW,
    SMART,
    STARRED,
    TODAY,
    WHOLE,
    View,
    filter_of,
    local_midnight,
    view_of_key,
)
from newsreader.library.visits import Visits
from newsreader.store import Store
from newsreader.store.orders import Listing

if TYPE_CHECKING:
    from newsreader.core.article import Article
    from newsreader.library.reading import ArticleShelf

_LOOKED_AT_FIRST: Final = 500
_VERBS = {
    ("read", True): "read",
    ("read", False): "unread",
    ("starred", True): "starred",
    ("starred", False): "unstarred",
}


class Library:
    """All that a user can do with what is stored. Every method may raise StoreError with a sentence."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._subscriptions = Subscriptions()
        self._clock = clock
        self.visits = Visits(store, clock)
        self.states = EntryStates(store, clock)

    @cached_property
    def _shelf(self) -> "ArticleShelf":
        from newsreader.library.reading import ArticleShelf

        return ArticleShelf(self._store)

    @property
    def store(self) -> Store:
        return self._store

    def follow(self, subscriptions: Subscriptions) -> None:
        """Take `subscriptions` for the user's list: feeds that it leaves out are hidden, but for what is starred.

        A store that is read-only keeps the list that it has.
        """
        if self.read_only is None:
            self._store.feeds.sync(subscriptions.feeds)
        self._subscriptions = subscriptions

    @property
    def read_only(self) -> str | None:
        """Why nothing can be changed, as a sentence; None where all is well."""
        return self._store.read_only

    @property
    def following(self) -> Subscriptions:
        """What `follow` was given last; nothing before."""
        return self._subscriptions

    def now(self) -> int:
        """Unix seconds."""
        return self._clock.now()

    def outline(self, found: Mapping[str, int]) -> list[OutlineRow]:
        """The sidebar's rows, counts as of now; of saved searches what they have `found`, by query."""
        feeds = self._store.feeds.all()
        counts = self._store.feeds.counts()
        today = self._store.entries.count(self._filter(TODAY)._replace(read=False))
        starred = self._store.entries.count(EntryFilter(starred=True))
        new = [OutlineRow(NEW, count=self.unread_in(NEW))] if self.visits.news() else []
        smart = [
            OutlineRow(TODAY, count=today),
            *new,
            all_row(feeds, counts, self._store.feeds.urls_of("must")),
            OutlineRow(STARRED, count=starred),
            *kept_rows(self._store),
        ]
        searches = [View("search", search.query, search.title) for search in self._subscriptions.searches]
        saved = [OutlineRow(view, count=found.get(view.name, 0)) for view in searches]
        return [*smart, *saved, *feed_rows(feeds, counts)]

    def view(self, key: str) -> View | None:
        """The view that `View.key` named, with its title; None where there is no such view any more."""
        view = view_of_key(key)
        match view:
            case View("feed", url):
                feed = self._store.feeds.get(url)
                return View("feed", url, feed.title) if feed is not None and feed.subscribed else None
            case View("folder", path):
                return View("folder", path, path.rpartition("/")[2])
            case View("search", query):
                return View(
                    "search",
                    query,
                    next((one.title for one in self._subscriptions.searches if one.query == query), query),
                )
        return next((smart for smart in SMART if smart == view), None)

    def unread_in(self, view: View) -> int:
        """How many unread entries a view has; in a large store a search may take long."""
        return self._store.entries.count(self._filter(view)._replace(read=False))

    def _filter(self, view: View) -> EntryFilter:
        feed = self._store.feeds.get(view.name) if view.kind == "feed" else None
        new_after = self.visits.last.last_id if view.kind == "new" else 0
        wanted = filter_of(view, feed_id=feed.id if feed else None, now=self.now(), new_after=new_after)
        return self._store.entries.inflected(wanted)

    def headlines(
        self,
        view: View,
        *,
        unread_only: bool = False,
        order: Order = "newest",
        least: Priority | None = None,
        folded: bool = False,
    ) -> HeadlineList:
        """The list of a view as of now. "All unread" is always unread only; Starred and what is kept never are.

        `least`: only feeds that matter as much or more; None: all. It does not count for those either. `folded`: copies
        of what is in the same list are left out; not of what is kept, which is as the user made it.

        Raises:
            QueryError: The view's query is mistyped.
        """
        narrowed = self._filter(view)
        narrowed = narrowed._replace(folded=folded and narrowed.kept is None)
        if view.kind not in WHOLE:
            read = False if unread_only or view.kind == "all" else narrowed.read
            narrowed = narrowed._replace(read=read, least_priority=least)
        return HeadlineList(self._store, narrowed, order=order)

    @contextmanager
    def beside(self) -> Iterator["Library"]:
        """The same store by another connection, for another thread.

        Raises:
            StoreError: It cannot be opened.
        """
        with self._store.beside() as store:
            yield Library(store, self._clock)

    def impatient(self) -> AbstractContextManager[None]:
        """Inside, a write that has to wait for another one raises StoreBusyError: for what can be done later."""
        return self._store.impatient()

    def rest_of(self, headlines: HeadlineList) -> Listing | None:
        """The whole of a list of which only the top has come, for its `take`; call it on another thread.

        None where nobody needs it any more.
        """
        with self._store.beside() as store:
            return headlines.rest(store)

    def article(self, entry_id: int, *, full: bool | None = None) -> "Article | None":
        """An article to read, None where its entry has gone.

        `full`: whether to read its page's text or the feed's; None: the page's where it is stored and says as much.
        """
        return self._shelf.article(entry_id, full=full)

    def urls_of(self, least: Priority | None) -> frozenset[str]:
        """The feeds that matter at least so much; None: all."""
        return self._store.feeds.urls_of(least)

    def want_full_texts(self) -> int:
        """Wish for the pages of everything unread and starred that has none yet; how many are wished for now."""
        texts = self._store.full_texts
        return texts.want(EntryFilter(read=False)) + texts.want(EntryFilter(read=True, starred=True))

    def entry(self, entry_id: int) -> Entry | None:
        """An entry with its body as published, None where there is none."""
        return self._store.entries.get(entry_id)

    def summary(self, entry_id: int) -> EntrySummary | None:
        """One row, None where its entry has gone."""
        rows = self._store.entries.summaries([entry_id])
        return rows[0] if rows else None

    def next_unread_of(self, feed_id: int, entry_id: int, *, limit: int = 5) -> list[EntrySummary]:
        """The next unread entries of a feed below `entry_id` in its list, then those at the list's top."""
        entry, entries = self.summary(entry_id), self._store.entries
        unread = EntryFilter(feed_id=feed_id, read=False)
        below = entries.beyond(unread, entry, order="newest", limit=limit) if entry is not None else ()
        top = entries.ids(unread, limit=limit + 1)
        order = [one for one in dict.fromkeys((*below, *top)) if one != entry_id]
        return entries.summaries(order[:limit])

    def set_flag(self, entry: EntrySummary, flag: Flag, value: bool) -> Change | None:
        """Set one entry's flag; None where it already was so. All copies of an article are read and unread together."""
        ids = with_all_copies(self._store, entry.id) if flag == "read" else [entry.id]
        said = f"Marked {_VERBS[flag, value]}: {entry.title}"
        return self._store.statuses.set_flag(ids, flag, value, what=lambda count: f"{said}{and_copies(count - 1)}")

    def set_flags(
        self, ids: Sequence[int], flag: Flag, value: bool, where: str = "", *, alone: bool = False
    ) -> Change | None:
        """Set the flag of many entries; None where all of them already were so. `where` ends the change's sentence.

        What is folded under them is read and unread with them, unless they are meant `alone`.
        """
        ids = ids if alone or flag != "read" else self._store.copies.and_folded(ids)
        said = f"{_VERBS[flag, value]} {where}".rstrip()
        return self._store.statuses.set_flag(ids, flag, value, what=lambda count: f"Marked {count:,} {said}")

    def count_with(self, ids: Sequence[int], flag: Flag, value: bool) -> int:
        """How many of `ids`, and of what `set_flags` sets with them, have the flag so."""
        with_them = self._store.copies.and_folded(ids) if flag == "read" else ids
        return self._store.statuses.count_with(with_them, flag, value)

    def any_with(self, ids: Sequence[int], flag: Flag, value: bool) -> bool:
        """Whether any of them has the flag so."""
        first, rest = ids[:_LOOKED_AT_FIRST], ids[_LOOKED_AT_FIRST:]  # one of the first mostly tells, and is soon found
        return any(self.count_with(some, flag, value) for some in (first, rest) if some)

    def tally_of_today(self) -> tuple[int, int]:
        """How many entries were read since midnight, and how many are starred."""
        read = self._store.statuses.count_read_since(local_midnight(self.now()))
        return read, self._store.entries.count(EntryFilter(starred=True))

    def moment(self, text: str) -> int:
        """What "7d", "yesterday" or "2026-11-01" means now, in Unix seconds.

        Raises:
            QueryError: It is none of these.
        """
        from newsreader.core.query_parser import parse_moment

        now = self.now()
        return parse_moment(text.strip(), now=now, today=local_midnight(now))

    def changes(self) -> list[ChangeRecord]:
        """The changes that the journal still has, the newest first."""
        from newsreader.store.journal import MAX_CHANGES

        return self._store.journal.recent(MAX_CHANGES)

    def largest_change(self) -> int:
        """How many entries the largest change has that the journal still has."""
        return self._store.journal.largest()

    def revert(self, change_id: int) -> Change | None:
        """Take back one change; None where it has no effect any more."""
        return self._store.journal.revert(change_id)

    def undo(self) -> Change | None:
        """Take back the last change, None where there is none."""
        return self._store.journal.undo()

    def redo(self) -> Change | None:
        """Make the last change that was taken back again, None where there is none."""
        return self._store.journal.redo()

    def feeds(self) -> list[tuple[FeedState, FeedCounts]]:
        """Every subscribed feed with its counts, in the order of feeds.toml."""
        counts = self._store.feeds.counts()
        return [(feed, counts.get(feed.id, FeedCounts())) for feed in self._store.feeds.all()]

    def follows_any(self) -> bool:
        """Whether the store knows of a subscribed feed."""
        return self._store.feeds.any()

    def feed(self, feed_id: int) -> FeedState | None:
        """A feed by the store's number, subscribed or not; None where there is none."""
        return self._store.feeds.by_id(feed_id)

    def health(self) -> StoreHealth:
        """What is stored and what is wrong with it; reads the whole store."""
        upkeep = self._store.upkeep
        faults = [self.read_only] if self.read_only else []
        return StoreHealth(upkeep.census().listed, upkeep.size_bytes(), (*faults, *upkeep.check()))

    def recall(self, key: str) -> str | None:
        """What `remember` kept under `key`, None where nothing was kept."""
        return self._store.notes.get(key)

    def remember(self, key: str, value: str) -> None:
        """Keep something about the reader (its view, its place) over a restart, where the store can be written."""
        if self.read_only is not None:
            return
        self._store.notes.put(key, value)
