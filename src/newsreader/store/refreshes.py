"""What a refresh found, written whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from newsreader.core.changes import ChangedEntry, FeedResult, KnownEntry, NewEntry
from newsreader.core.packed import PackedEntry, PackedFeed
from newsreader.store.database import Database, Row
from newsreader.store.full_texts import WISH
from newsreader.store.listing import LISTED
from newsreader.store.retention import feeds_with_removed, note_listed
from newsreader.store.search_index import IndexedText, SearchIndex
from newsreader.store.tallies import add, recount
from newsreader.store.values import id_list, integer, json_text, pace_text, text, text_or_none

_STATE: Final = """
UPDATE feed SET own_title = coalesce(?, own_title), link = coalesce(?, link), own_language = coalesce(?, own_language),
    etag = ?, last_modified = ?, body_hash = ?, checked_at = ?, succeeded_at = ?, next_check_at = ?, last_result = ?,
    error = ?, failures = ?, failing_since = ?, paused = ?, validators_url = ?, plain = ?,
    per_week = ?, pace = ?, because = ?, host_until = ?, moved_to = ?, moves = ?, fresh_for = ?, refused_by = ?,
    last_new = ?, last_changed = ?, last_unchanged = ?, seen = coalesce(?, seen)
WHERE id = ?
"""
_KNOWN: Final = "s.id, s.uid, e.hash, e.link, e.title, e.published_at, e.revisions"
_BY_UID: Final = (
    f"SELECT {_KNOWN} FROM status s JOIN entry e ON e.id = s.id "
    "WHERE s.feed_id = ? AND s.uid IN (SELECT value FROM json_each(?))"
)
_BY_LINK_OR_TITLE: Final = (
    f"SELECT {_KNOWN} FROM status s CROSS JOIN entry e ON e.id = s.id WHERE s.feed_id = ? AND "
    "(e.link IN (SELECT value FROM json_each(?)) OR e.title IN (SELECT value FROM json_each(?)))"
)
_INSERT_STATUS: Final = "INSERT INTO status (id, feed_id, uid, listed, arrived_at, sort_at) VALUES (?, ?, ?, ?, ?, ?)"
_INSERT_ENTRY: Final = (
    "INSERT INTO entry (title, link, author, published_at, updated_at, language, hash, id) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_CONTENT: Final = "INSERT INTO content (html, base_url, categories, enclosures, id) VALUES (?, ?, ?, ?, ?)"
_UPDATE_ENTRY: Final = (
    "UPDATE entry SET title = ?, link = ?, author = ?, published_at = ?, updated_at = ?, language = ?, hash = ?, "
    "revisions = revisions + 1 WHERE id = ?"
)
_UPDATE_CONTENT: Final = "UPDATE content SET html = ?, base_url = ?, categories = ?, enclosures = ? WHERE id = ?"


@dataclass(slots=True)
class _Inserts:
    """Rows of new entries, table by table."""

    status: list[Row] = field(default_factory=list)
    entry: list[Row] = field(default_factory=list)
    content: list[Row] = field(default_factory=list)
    search: list[IndexedText] = field(default_factory=list)
    wanted: list[Row] = field(default_factory=list)


class Refreshes:
    """Reads and writes of a refresh. Every method raises StoreError where the store fails."""

    def __init__(self, database: Database, index: SearchIndex) -> None:
        self._db = database
        self._index = index

    def seen(self) -> dict[int, bytes]:
        """By id of the feed: the `seen` of its last result, where there is any."""
        return dict(self._db.rows("SELECT id, seen FROM feed WHERE subscribed = 1 AND length(seen) > 0"))

    def known(self, feed_id: int, packed: PackedFeed, *, whole: bool = True) -> list[KnownEntry]:
        """The feed's stored entries whose uid is in `packed`, or whose link or title belongs to a uid not known yet.

        `whole`: whether `packed` has all that the feed publishes.
        """
        if not self._has_entries(feed_id):
            return []
        uids = {data.uid for data in packed.entries}
        known = [KnownEntry(*row) for row in self._db.rows(_BY_UID, (feed_id, json_text(list(uids))))]
        # Only an entry under a new uid can be an old one renumbered: most refreshes need not look further.
        found = {entry.uid for entry in known}
        unknown = [data for data in packed.entries if data.uid not in found]
        if unknown:
            links = [spelt for data in unknown if data.link for spelt in _either_scheme(data.link)]
            titles = [data.title for data in unknown] if whole and not found else []
            rows = self._db.rows(_BY_LINK_OR_TITLE, (feed_id, json_text(links), json_text(titles)))
            known += [KnownEntry(*row) for row in rows if row[1] not in found]
        return known

    def apply(self, results: Sequence[FeedResult], *, search_later: bool = False) -> None:
        """Store the outcomes, all in one transaction: a crash means a second fetch, never a lost or doubled entry.

        A feed that is no longer in the store is left out. What other processes did since the plans were made counts:
        an entry stored meanwhile is taken for changed, one deleted meanwhile stays so, and statuses are not touched.

        `search_later`: new entries are found by searches only after `upkeep.index_all` has run; storing them takes
        half the time.
        """
        self._index.mending(lambda: self._apply(results, search_later))

    def _apply(self, results: Sequence[FeedResult], search_later: bool) -> None:
        with self._db.transaction():
            next_id = self._last_id() + 1
            if search_later:
                self._index.postpone(next_id - 1)
            covered = self._index.covered()
            if not self._index.available and any(r.plan and (r.plan.new or r.plan.changed) for r in results):
                self._index.give_up()
            subscribed_feeds = self._subscribed_feeds(results)
            self._db.write_many(_STATE, map(_state_row, results))
            burying = feeds_with_removed(self._db, subscribed_feeds)
            for result in results:
                subscribed = subscribed_feeds.get(result.state.id)
                if subscribed is None or result.plan is None:
                    continue
                if result.state.id in burying:
                    note_listed(self._db, result.state.id, result.plan)
                changed = list(result.plan.changed)
                if result.plan.new:
                    next_id = self._insert(
                        result.state.id, result.plan.new, bool(subscribed), next_id, covered, changed
                    )
                if changed:
                    self._update(changed, covered)

    def _last_id(self) -> int:
        """The highest id that an entry ever had, 0 before the first: ids are never used twice."""
        number: int | None = self._db.value("SELECT seq FROM sqlite_sequence WHERE name = 'status'")
        return number or 0

    def _subscribed_feeds(self, results: Sequence[FeedResult]) -> dict[int, int]:
        """By id: `subscribed` of those of the feeds that are still there."""
        ids = id_list(result.state.id for result in results)
        return dict(
            self._db.rows("SELECT id, subscribed FROM feed WHERE id IN (SELECT value FROM json_each(?))", (ids,))
        )

    def _insert(
        self,
        feed_id: int,
        new: Sequence[NewEntry],
        subscribed: bool,
        next_id: int,
        covered: int,
        changed: list[ChangedEntry],
    ) -> int:
        """Insert entries with ids from `next_id`; those that are there already go to `changed`. The next free id."""
        stored = self._stored(feed_id, new)
        now = self._db.clock.now()
        rows = _Inserts()
        returned: list[int] = []
        for entry in new:
            data = entry.data
            uid = data.uid
            entry_id, has_entry = stored.get(uid, (None, False))
            if entry_id is not None and has_entry:
                changed.append(ChangedEntry(entry_id, data))
                continue
            if entry_id is None:
                entry_id = next_id
                next_id += 1
                rows.status.append((entry_id, feed_id, uid, int(subscribed), now, entry.sort_at))
            else:
                returned.append(entry_id)
            stored[uid] = (entry_id, True)
            self._add_rows(rows, entry_id, data, covered)
            if entry.wants_full_text:
                rows.wanted.append((entry_id,))
        self._db.write_many(_INSERT_STATUS, rows.status)
        self._db.write_many(_INSERT_ENTRY, rows.entry)
        self._db.write_many(_INSERT_CONTENT, rows.content)
        self._db.write_many(WISH, rows.wanted)
        if rows.search:
            self._index.add(rows.search)
        if returned:
            # A status without an entry is of one that was dropped: it comes back as the user left it.
            self._db.write(
                f"UPDATE status SET listed = {LISTED} WHERE id IN (SELECT value FROM json_each(?))",
                (id_list(returned),),
            )
            recount(self._db, [feed_id])
        elif subscribed:
            add(self._db, {feed_id: (len(rows.status), len(rows.status), 0)})
        return next_id

    def _has_entries(self, feed_id: int) -> bool:
        """Whether the feed ever had any: at its first refresh nothing needs to be looked for."""
        return self._db.value("SELECT 1 FROM status WHERE feed_id = ? LIMIT 1", (feed_id,)) is not None

    def _stored(self, feed_id: int, new: Sequence[NewEntry]) -> dict[str, tuple[int, bool]]:
        """By uid: the id of a status that is there already, and whether it has its entry."""
        if not self._has_entries(feed_id):
            return {}
        rows = self._db.rows(
            "SELECT s.uid, s.id, EXISTS (SELECT 1 FROM entry e WHERE e.id = s.id) FROM status s "
            "WHERE s.feed_id = ? AND s.uid IN (SELECT value FROM json_each(?))",
            (feed_id, json_text([entry.data.uid for entry in new])),
        )
        return {uid: (entry_id, bool(has_entry)) for uid, entry_id, has_entry in rows}

    def _add_rows(self, rows: _Inserts, entry_id: int, data: PackedEntry, covered: int) -> None:
        rows.entry.append(_entry_row(entry_id, data))
        rows.content.append(_content_row(entry_id, data))
        if entry_id <= covered:
            rows.search.append(self._index.words_of(entry_id, data.title, data.body, None))

    def _update(self, changed: Sequence[ChangedEntry], covered: int) -> None:
        old = {
            row[0]: row
            for row in self._db.rows(
                "SELECT e.id, e.title, c.html, p.html, e.hash FROM entry e LEFT JOIN content c ON c.id = e.id "
                "LEFT JOIN full_text p ON p.id = e.id WHERE e.id IN (SELECT value FROM json_each(?))",
                (id_list(entry.id for entry in changed),),
            )
        }
        for entry in changed:
            if entry.id not in old:
                continue
            data = entry.data
            # A uid that another status of the feed has already cannot be taken over.
            self._db.write("UPDATE OR IGNORE status SET uid = ? WHERE id = ?", (data.uid, entry.id))
            _, title, html, full_html, digest = old.pop(entry.id)
            if digest == data.hash:
                continue
            if entry.id <= covered:
                before = self._index.words_of(entry.id, title, html, full_html)
                after = self._index.words_of(entry.id, data.title, data.body, full_html)
                if before != after:
                    self._index.remove([before])
                    self._index.add([after])
            self._db.write(_UPDATE_ENTRY, _entry_row(entry.id, data))
            self._db.write(_UPDATE_CONTENT, _content_row(entry.id, data))


def _either_scheme(link: str) -> tuple[str, ...]:
    scheme, separator, rest = link.partition("://")
    if scheme not in ("http", "https"):
        return (link,)
    return f"http{separator}{rest}", f"https{separator}{rest}"


def _state_row(result: FeedResult) -> Row:
    state = result.state
    feed = result.plan.feed if result.plan else None
    return (
        text(feed.title if feed else state.own_title) or None,
        text_or_none(feed.link if feed else state.link),
        text_or_none(feed.language) if feed else None,
        text_or_none(state.validators.etag),
        text_or_none(state.validators.last_modified),
        state.body_hash,
        integer(state.checked_at),
        integer(state.succeeded_at),
        integer(state.next_check_at),
        text_or_none(state.last_result),
        text_or_none(state.error),
        state.failures,
        integer(state.failing_since),
        int(state.paused),
        text_or_none(state.validators.url),
        int(state.plain),
        state.per_week,
        pace_text(state.pace),
        state.because,
        integer(state.host_until),
        text_or_none(state.moved_to),
        state.moves,
        integer(state.fresh_for),
        text_or_none(state.refused_by),
        *state.brought,
        result.seen,
        state.id,
    )


def _entry_row(entry_id: int, data: PackedEntry) -> Row:
    return (*data[1:8], entry_id)  # from the title to the hash


def _content_row(entry_id: int, data: PackedEntry) -> Row:
    return (*data[8:12], entry_id)  # from the body to the enclosures
