"""What rows of a list show beside the headline. Read for the rows on the screen alone, and kept for a while."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, TypeVar

from newsreader.core.entries import Entry, EntrySummary
from newsreader.core.search_text import html_to_words
from newsreader.core.text import clean_line
from newsreader.store import Store
from newsreader.store.sizes import BYTES_A_MINUTE, minutes_of

SNIPPET: Final = 600
"""Characters of a text's beginning."""

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

_KEPT: Final = 2_000
_LONGEST_TEASER: Final = 3 * BYTES_A_MINUTE
_LOOKED_AT: Final = 6_000


class RowFacts:
    """The facts of one store's entries. Every method may raise StoreError with a sentence."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._minutes: OrderedDict[int, int] = OrderedDict()
        self._teasers: OrderedDict[int, bool] = OrderedDict()
        self._snippets: OrderedDict[int, str] = OrderedDict()
        self._tags: OrderedDict[int, tuple[str, ...]] = OrderedDict()
        self._copies: OrderedDict[int, int] = OrderedDict()

    def minutes(self, row: EntrySummary) -> int:
        """About how many minutes it takes to read, at least 1; 0 where there is nothing to read."""
        return _kept(self._minutes, row.id, self._read_minutes)

    def teaser(self, row: EntrySummary) -> bool:
        """Whether there is but the beginning of it: the feed gave no more, and its page is not fetched."""
        return _kept(self._teasers, row.id, self._read_teaser)

    def snippet(self, row: EntrySummary) -> str:
        """The beginning of the text as one line, "" where there is none."""
        return _kept(self._snippets, row.id, self._read_snippet)

    def tags(self, row: EntrySummary) -> tuple[str, ...]:
        """The tags of the entry's feed, and then its own."""
        own = self._store.states.of([row.id])[row.id].tags
        return tuple(dict.fromkeys([*_kept(self._tags, row.feed_id, self._store.excerpts.tags), *own]))

    def also_in(self, row: EntrySummary | Entry) -> tuple[str, ...]:
        """The names of the feeds that have the same article, its own left out; () where no other is known."""
        ids = self._store.copies.of(row.id)
        names = dict.fromkeys(one.feed_title for one in self._store.entries.summaries(ids)) if ids else {}
        names.pop(row.feed_title, None)
        return tuple(names)

    def copies(self, row: EntrySummary) -> int:
        """How many copies of it there are, most of them folded under it."""
        return _kept(self._copies, row.id, lambda entry_id: len(self._store.copies.of(entry_id)))

    def forget_copies(self) -> None:
        """Count copies anew: some were found, or parted."""
        self._copies.clear()

    def forget(self) -> None:
        """Read everything anew: something may have been published anew."""
        self._minutes.clear()
        self._teasers.clear()
        self._snippets.clear()
        self._tags.clear()
        self._copies.clear()

    def _read_minutes(self, entry_id: int) -> int:
        return minutes_of(self._store.excerpts.size(entry_id))

    def _read_teaser(self, entry_id: int) -> bool:
        from newsreader.core.full_text import is_teaser

        if not 0 < self._store.excerpts.size(entry_id) <= _LONGEST_TEASER:
            return False
        html = self._store.excerpts.only_html(entry_id)
        return html is not None and is_teaser(html)

    def _read_snippet(self, entry_id: int) -> str:
        html = self._store.excerpts.html(entry_id)
        if len(html) > _LOOKED_AT:
            html = html[:_LOOKED_AT]
            html = html[: html.rfind("<")] if html.rfind("<") > html.rfind(">") else html
        return clean_line(html_to_words(html), SNIPPET)


def _kept(kept: OrderedDict[_Key, _Value], key: _Key, read: Callable[[_Key], _Value]) -> _Value:
    if key in kept:
        kept.move_to_end(key)
        return kept[key]
    value = kept[key] = read(key)
    if len(kept) > _KEPT:
        kept.popitem(last=False)
    return value
