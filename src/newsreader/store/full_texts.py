"""The pages behind entries: wishes, texts, failures."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from newsreader.core.entries import EntryFilter
from newsreader.core.pages import ExtractedPage
from newsreader.store.database import Database
from newsreader.store.filters import select
from newsreader.store.search_index import SearchIndex
from newsreader.store.values import bounded, id_list, integer, json_text, text, text_or_none

MAX_TRIES: Final = 3
"""How often a page is fetched by itself before its failure stands; the user can always ask again."""

WISH: Final = "INSERT OR IGNORE INTO full_text (id) VALUES (?)"
_WANTED: Final = """
SELECT e.id, e.link, f.url, f.title FROM full_text p
JOIN entry e ON e.id = p.id JOIN status s ON s.id = p.id JOIN feed f ON f.id = s.feed_id
WHERE p.wanted = 1 AND e.link IS NOT NULL AND s.listed = 1 AND (? IS NULL OR f.url IN (SELECT value FROM json_each(?)))
    AND (? IS NULL OR p.id < ?)
ORDER BY p.id DESC LIMIT ?
"""
_KEEP: Final = """
INSERT INTO full_text (id, wanted, html, base_url, lead_image, fetched_at) VALUES (?, 0, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET wanted = 0, html = excluded.html, base_url = excluded.base_url,
    lead_image = excluded.lead_image, fetched_at = excluded.fetched_at, error = NULL
"""
_FAIL: Final = """
INSERT INTO full_text (id, wanted, tries, error) VALUES (?, ?, 1, ?)
ON CONFLICT (id) DO UPDATE SET tries = tries + 1, error = excluded.error,
    wanted = excluded.wanted AND tries + 1 < ?
"""

_BODIES: Final = """
SELECT e.title, c.html, p.html, e.published_at FROM entry e LEFT JOIN content c ON c.id = e.id
LEFT JOIN full_text p ON p.id = e.id WHERE e.id = ?
"""


class WantedPage(NamedTuple):
    """A page to fetch for the entry `entry_id` of the feed `feed_url`."""

    entry_id: int
    link: str
    feed_url: str
    feed_title: str


class FullTexts:
    """The full texts of one store. Every method raises StoreError where the store fails."""

    def __init__(self, database: Database, index: SearchIndex) -> None:
        self._db = database
        self._index = index

    def wanted(
        self, limit: int, feeds: Sequence[str] | None = None, *, after: WantedPage | None = None
    ) -> list[WantedPage]:
        """Pages that wait to be fetched, those of the newest entries first; at most `limit`.

        `feeds`: the URLs of the feeds that count, None for all. `after`: only those that follow this one.
        """
        urls = None if feeds is None else json_text(list(feeds))
        last = after.entry_id if after is not None else None
        return [WantedPage(*row) for row in self._db.rows(_WANTED, (urls, urls, last, last, bounded(limit)))]

    def page_of(self, entry_id: int) -> WantedPage | None:
        """The page of one entry, wanted or not; None where the entry is gone or has no link."""
        row = self._db.row(
            "SELECT e.id, e.link, f.url, f.title FROM entry e JOIN status s ON s.id = e.id "
            "JOIN feed f ON f.id = s.feed_id WHERE e.id = ? AND e.link IS NOT NULL",
            (bounded(entry_id),),
        )
        return WantedPage(*row) if row else None

    def want(self, entries: EntryFilter) -> int:
        """Wish for the pages of all listed entries that fit and have none yet; how many are wished for now."""
        selection = select(self._db, entries, self._index)
        with self._db.transaction():
            ids = id_list(
                self._db.ids(
                    f"SELECT s.id FROM {selection.source} WHERE {selection.where.text}", selection.where.values
                )
            )
            self._db.write(
                "INSERT INTO full_text (id) SELECT e.id FROM json_each(?) one JOIN entry e ON e.id = one.value "
                "WHERE e.link IS NOT NULL ON CONFLICT (id) DO UPDATE SET wanted = 1, tries = 0 WHERE html IS NULL",
                (ids,),
            )
            number: int = self._db.value(
                "SELECT count(*) FROM full_text WHERE wanted = 1 AND id IN (SELECT value FROM json_each(?))", (ids,)
            )
        return number

    def keep(self, entry_id: int, page: ExtractedPage) -> None:
        """Store the text of an entry's page; an author and a date that the feed did not give are taken from it."""
        self._index.mending(lambda: self._keep(entry_id, page))

    def _keep(self, entry_id: int, page: ExtractedPage) -> None:
        html = self._db.packer.pack(text(page.html).encode())
        with self._db.transaction():
            row = self._db.row(_BODIES, (bounded(entry_id),))
            if row is None:
                return
            title, body, full, published_at = row
            self._db.write(
                _KEEP, (entry_id, html, text(page.base_url), text_or_none(page.lead_image), self._db.clock.now())
            )
            if not self._index.available:
                self._index.give_up()
            elif entry_id <= self._index.covered():
                self._index.remove([self._index.words_of(entry_id, title, body, full)])
                self._index.add([self._index.words_of(entry_id, title, body, html)])
            self._db.write(
                "UPDATE entry SET author = coalesce(author, ?) WHERE id = ?", (text_or_none(page.author), entry_id)
            )
            at = integer(page.published_at)
            if published_at is None and at is not None and at <= self._db.clock.now():
                self._db.write("UPDATE entry SET published_at = ? WHERE id = ?", (at, entry_id))
                self._db.write("UPDATE status SET sort_at = ? WHERE id = ?", (at, entry_id))

    def fail(self, entry_id: int, reason: str, *, again: bool) -> None:
        """Note why a page could not be had; `again`: it is worth another try, of which there are MAX_TRIES."""
        with self._db.transaction():
            if self._db.value("SELECT 1 FROM entry WHERE id = ?", (bounded(entry_id),)):
                self._db.write(_FAIL, (entry_id, int(again), text(reason), MAX_TRIES))
