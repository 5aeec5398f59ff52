"""Entries as rows and whole."""

from array import array
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Final

from newsreader.core.entries import Entry, EntrySummary, FullText
from newsreader.core.feeds import Enclosure
from newsreader.store.database import Database, Row
from newsreader.store.failures import DamagedTextError
from newsreader.store.values import bounded, id_list, moment, read_list, some_moment

_TITLE: Final = "coalesce(nullif(e.title, ''), e.link, 'Untitled')"
_SUMMARIES: Final = f"""
SELECT s.id, s.feed_id, f.title, {_TITLE}, e.link, e.author, e.published_at, e.updated_at, s.sort_at,
    s.read, s.starred, s.id IN (SELECT id FROM later)
FROM json_each(?) asked
CROSS JOIN status s ON s.id = asked.value
JOIN entry e ON e.id = s.id
JOIN feed f ON f.id = s.feed_id
"""
_ENTRY: Final = f"""
SELECT s.id, s.feed_id, f.url, f.title, s.uid, {_TITLE}, e.link, e.author, e.published_at, e.updated_at, s.arrived_at,
    s.read, s.starred, f.tags, coalesce(f.language, e.language, f.own_language), c.html, c.base_url, c.categories,
    c.enclosures, p.id, p.html, p.base_url, p.lead_image, p.error, coalesce(n.text, ''),
    (SELECT json_group_array(tag) FROM (SELECT tag FROM entry_tag WHERE id = s.id ORDER BY tag))
FROM status s JOIN entry e ON e.id = s.id JOIN feed f ON f.id = s.feed_id JOIN content c ON c.id = s.id
LEFT JOIN full_text p ON p.id = s.id LEFT JOIN entry_note n ON n.id = s.id WHERE s.id = ?
"""


class EntryRows:
    """Entries by their ids. Every method raises StoreError where the store fails."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def summaries(self, ids: Sequence[int]) -> list[EntrySummary]:
        """The rows of a list in the order of `ids`; unknown ids are left out."""
        rows = self._db.rows(_SUMMARIES, (id_list(ids),)) if ids else []
        return [_summary(row) for row in rows]

    def get(self, entry_id: int) -> Entry | None:
        """The whole entry, listed or not; None where there is none."""
        row = self._db.row(_ENTRY, (bounded(entry_id),))
        return self._entry(row) if row else None

    def place_of(self, entry_id: int) -> int | None:
        """The `sort_at` of an entry, None where there is none."""
        place: int | None = self._db.value("SELECT sort_at FROM status WHERE id = ?", (bounded(entry_id),))
        return place

    def unread_among(self, ids: Sequence[int]) -> "array[int]":
        """Those of `ids` that are unread, in their order."""
        return self._db.ids(
            "SELECT s.id FROM json_each(?) asked CROSS JOIN status s ON s.id = asked.value WHERE s.read = 0 "
            "ORDER BY asked.key",
            (id_list(ids),),
        )

    def older_among(self, ids: Sequence[int], at: int) -> "array[int]":
        """Those of `ids` whose `sort_at` is before `at`, in their order."""
        return self._db.ids(
            "SELECT s.id FROM json_each(?) asked CROSS JOIN status s ON s.id = asked.value WHERE s.sort_at < ? "
            "ORDER BY asked.key",
            (id_list(ids), at),
        )

    def last_id(self) -> int:
        """The highest id of a stored entry, 0 where there is none."""
        number: int | None = self._db.value("SELECT max(id) FROM entry")
        return number or 0

    def _entry(self, row: Row) -> Entry:
        return Entry(
            id=row[0],
            feed_id=row[1],
            feed_url=row[2],
            feed_title=row[3],
            uid=row[4],
            title=row[5],
            link=row[6],
            author=row[7],
            published_at=moment(row[8]),
            updated_at=moment(row[9]),
            arrived_at=some_moment(row[10]),
            read=bool(row[11]),
            starred=bool(row[12]),
            tags=tuple(dict.fromkeys([*read_list(row[13]), *read_list(row[25])])),
            language=row[14],
            content_html=_or_why_not(self._db.packer.readable(row[15])),
            base_url=row[16] or row[6] or "",
            categories=tuple(read_list(row[17])),
            enclosures=tuple(_enclosures(row[18])),
            full_text=self._full_text(row[20:24]) if row[19] is not None else None,
            note=row[24],
        )

    def _full_text(self, row: Row) -> FullText:
        html, base_url, lead_image, error = row
        text = None if html is None else _or_why_not(self._db.packer.readable(html))
        return FullText(text, base_url, lead_image, error)


def _or_why_not(html: str | None) -> str:
    return f"<p>{DamagedTextError()}</p>" if html is None else html


def _enclosures(written: str) -> Iterator[Enclosure]:
    for one in read_list(written):
        with suppress(TypeError):  # damaged
            yield Enclosure(*one)


def _summary(row: Row) -> EntrySummary:
    return EntrySummary(
        id=row[0],
        feed_id=row[1],
        feed_title=row[2],
        title=row[3],
        link=row[4],
        author=row[5],
        published_at=moment(row[6]),
        updated_at=moment(row[7]),
        sort_at=some_moment(row[8]),
        read=bool(row[9]),
        starred=bool(row[10]),
        later=bool(row[11]),
    )
