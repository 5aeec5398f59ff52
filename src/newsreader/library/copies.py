"""Finding copies: the same article by another feed, or published anew by its own.

What a refresh has brought is compared once with what came within three days before it and with the rest of it; what
is found is remembered in the store, and lists fold it or, where the user wants that, it is marked read.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from newsreader.core.entries import EntryFilter, EntrySummary
from newsreader.core.journal import Change
from newsreader.core.likeness import (
    PLAIN,
    Beginning,
    beginning,
    ends,
    headline_letters,
    headline_words,
    nearly_same,
    other_text,
    same_text,
)
from newsreader.core.search_text import html_to_words
from newsreader.core.subscriptions import PRIORITIES, Subscription
from newsreader.library.library import Library
from newsreader.parse.html_links import without_trackers
from newsreader.store import Store

WINDOW: Final = 72 * 3_600
"""Seconds that two copies may be apart: “Weekly review” of another week is another article."""

MOST: Final = 20_000
"""So many new entries, the newest, are compared."""

AT_FIRST: Final = 750
"""The same where nothing was compared before, as after the first refresh of all."""

BESIDE: Final = 3_000
"""So many entries that came before, the newest, they are compared with."""

_ALIKE: Final = 20
"""Entries with something in common that one is compared with: all entries of some feeds begin alike."""

_TITLES: Final = 6
"""With more headlines than so many an address is no article's: feeds of links have one at most."""

_TEXTS: Final = 300
"""So many texts are read at one time, or a fifth as many as are new: what only they would tell is told by none then."""

_BODY: Final = 3_000
"""Characters of an article's HTML in which its beginning is."""

_KEY: Final = "copies"
_SAME_SITE: Final = ("www.", "m.", "amp.", "mobile.")

Pair = tuple[int, int]
"""The ids of what is kept and of its copy."""


@dataclass(frozen=True, slots=True)
class Traits:
    """By what an entry is known again: where it is, its headline's letters ("" where they do not tell) and words."""

    link: str
    part: str
    """The fragment of the address: pages of short posts have one for each."""

    letters: str
    words: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """What it has in common with each copy: at least one of these."""
        sure = (f"link {self.link}" if self.link else "", f"title {self.letters}" if self.letters else "")
        return (*filter(None, sure), *ends(self.words))


def find_copies(
    library: Library, subscriptions: Sequence[Subscription], *, at_most: int | None = None
) -> Change | None:
    """Look for copies among what has come since the last time, and mark read those that are to be; None: none were.

    Of what came at the same time a starred entry is kept, else one of the feed that matters most, else the first; of
    what came earlier, that. Starred entries are never marked.

    Args:
        library: What is stored.
        subscriptions: All of them; those whose copies are to be shown bring none.
        at_most: Where more has come, leave it to the next time; None: look at it.

    Raises:
        StoreError: The store cannot be read or written.
    """
    store = library.store
    kept = library.recall(_KEY) or ""
    looked_at = int(kept) if kept.isdecimal() else 0
    last = store.entries.last_id()
    if last == looked_at or (at_most is not None and last - looked_at > at_most):
        return None
    wanted = {one.url: one.duplicates for one in subscriptions if one.duplicates != "show"}
    feeds = {feed.id: wanted[feed.url] for feed in store.feeds.all() if feed.url in wanted}
    new = _rows(store, EntryFilter(after_id=looked_at or None), MOST if looked_at else AT_FIRST) if feeds else []
    found = list(_copies(store, new, looked_at, subscriptions, feeds.keys())) if new else []
    rows = {row.id: row for row in new}
    read = [
        copy for _, copy in found if feeds[rows[copy].feed_id] == "read" and not (rows[copy].read or rows[copy].starred)
    ]
    why = "by itself: the same had come already"
    change = library.set_flags(read, "read", True, why, alone=True) if read else None
    if found:  # last, as what is known for a copy is looked at no more
        store.copies.add(found)
    library.remember(_KEY, str(last))
    return change


def _rows(store: Store, wanted: EntryFilter, most: int) -> list[EntrySummary]:
    return store.entries.summaries(store.entries.ids(wanted, limit=most))


def _copies(
    store: Store,
    new: Sequence[EntrySummary],
    looked_at: int,
    subscriptions: Sequence[Subscription],
    feeds: Collection[int],
) -> Iterator[Pair]:
    priorities = {one.url: PRIORITIES.index(one.priority) for one in subscriptions}
    ranks = {feed.id: priorities.get(feed.url, len(PRIORITIES)) for feed in store.feeds.all()}

    def rank(row: EntrySummary) -> tuple[bool, bool, int, int]:
        return row.id > looked_at, not row.starred, ranks.get(row.feed_id, len(PRIORITIES)), row.id

    left = iter(range(max(_TEXTS, len(new) // 5)))

    def begins(entry_id: int) -> Beginning | None:
        if next(left, None) is None:
            return None
        return beginning(html_to_words(store.excerpts.html(entry_id)[:_BODY]))

    since = min(row.sort_at for row in new) - WINDOW
    before = _rows(store, EntryFilter(since=since, upto_id=looked_at), BESIDE) if looked_at else []
    candidates = {row.id for row in new if row.feed_id in feeds} - store.copies.known([row.id for row in new])
    return copies_among(sorted([*before, *new], key=rank), candidates, cache(begins))


def copies_among(
    rows: Sequence[EntrySummary], candidates: Collection[int], begins: Callable[[int], Beginning | None]
) -> Iterator[Pair]:
    """The pairs among `rows`, of which what stands first is kept; a copy is nobody's original.

    Args:
        rows: Entries, those to be kept before others.
        candidates: The ids of those that may be copies.
        begins: Gives the beginning of an entry's text by its id, asked only where headlines do not decide; None where
            it is not to be had: what hangs on it is no copy then.
    """
    traits = _traits(rows)
    by_key: dict[str, deque[EntrySummary]] = defaultdict(lambda: deque(maxlen=_ALIKE))
    for row in rows:
        own = traits[row.id]
        if row.id in candidates:
            alike = {other.id: other for key in own.keys for other in by_key[key]}
            kept = next((one for one in alike.values() if _is_copy(row, one, own, traits[one.id], begins)), None)
            if kept is not None:
                yield kept.id, row.id
                continue
        for key in own.keys:
            by_key[key].append(row)


def _is_copy(
    row: EntrySummary, other: EntrySummary, own: Traits, its: Traits, begins: Callable[[int], Beginning | None]
) -> bool:
    if abs(row.sort_at - other.sort_at) > WINDOW:
        return False
    same_link = own.link != "" and own.link == its.link and (own.part == its.part or "" in (own.part, its.part))
    same_letters = own.letters != "" and own.letters == its.letters
    if row.feed_id == other.feed_id:
        return same_link and same_letters
    if same_link and (same_letters or own.words == its.words):
        return True
    unless_other = same_link or (same_letters and len(own.words) >= PLAIN)
    if not (unless_other or same_letters or nearly_same(own.words, its.words)):
        return False
    first, second = begins(row.id), begins(other.id)
    if first is None or second is None:
        return False
    return not other_text(first, second) if unless_other else same_text(first, second)


def _traits(rows: Sequence[EntrySummary]) -> dict[int, Traits]:
    """An address that several articles of one feed have, or very many of all, says nothing of any of them."""
    traits = {
        row.id: Traits(*address(row.link or ""), headline_letters(row.title), headline_words(row.title)) for row in rows
    }
    titles: dict[str, dict[int, str]] = defaultdict(dict)
    vague: set[str] = set()
    for row in rows:
        link = traits[row.id].link
        if link and titles[link].setdefault(row.feed_id, row.title) != row.title:
            vague.add(link)
    vague.update(link for link, of_feeds in titles.items() if len(set(of_feeds.values())) > _TITLES)
    return (
        {one: replace(own, link="") if own.link in vague else own for one, own in traits.items()} if vague else traits
    )


def address(link: str) -> tuple[str, str]:
    """Where a link leads, without scheme, port and trackers, and its fragment; "" for a site's front page."""
    rest = without_trackers(link).partition("://")[2]
    rest, _, fragment = rest.partition("#")
    rest, _, query = rest.partition("?")
    authority, _, path = rest.partition("/")
    host = authority.rpartition("@")[2].partition(":")[0].casefold()
    for prefix in _SAME_SITE:
        host = host.removeprefix(prefix)
    path = path.rstrip("/")
    return (f"{host}/{path}?{query}", fragment) if host.strip("[") and (path or query) else ("", "")
