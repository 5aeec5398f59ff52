"""How a full-text expression is asked: of the whole index, of some entries one by one, or of the texts of a few.

FTS5 looks from where it is asked to begin for the next entry that matches, and stops nowhere before it. Asked about one
entry it reads on to the next match: at a phrase of frequent words that stand beside each other nowhere, to the end of
the index. What a prefix stands for it merges as a whole, whatever it is asked about. In a large store both take longer
than a key press may; there the words of the newest entries are looked at instead.
"""

import time
from array import array
from collections.abc import Sequence
from itertools import chain
from typing import Final, Literal

from newsreader.store.database import Database
from newsreader.store.search_index import COLUMNS, SearchIndex
from newsreader.store.sql import Sql
from newsreader.store.values import id_list

PREFIX: Final = " *"
"""After a phrase: its last word is the beginning of one."""

FEW: Final = 2_500
"""Up to this many hits of a search are looked up and sorted; of more, the list is read in order until it is full."""

PROBED: Final = 16_000
"""Of so many of the entries stored last the hits are counted first, then of four times as many, and so on."""

PROBE_SECONDS: Final = 0.015
"""No more are counted once that would take longer than this, as far as can be foretold."""

Found = Literal["few", "many", "unknown"]

_NEWEST: Final = f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.newest_words USING fts5({COLUMNS})"


class Matching:
    """The expressions of one query. `hurried`: what would take long to know is left "unknown".

    What is found out about an expression is kept: FTS5 is not asked for the same twice.
    """

    def __init__(self, database: Database, index: SearchIndex, *, hurried: bool = False) -> None:
        self._db = database
        self._index = index
        self._hurried = hurried
        self._hits: dict[str, array[int]] = {}
        self._found: dict[str, Found] = {}
        self._reading = False
        self.unknown = False
        """Whether `each` was asked for an expression of which it is unknown how much it finds."""

    def whole(self, expression: str, noted: Sql) -> Sql:
        """In the index, or in a note: there are few, and they are not in the index."""
        self._index.require()
        hits = self._hits.get(expression)
        if hits is not None:
            return _among("SELECT value FROM json_each(?)", id_list(hits), noted)
        return _among("SELECT rowid FROM search WHERE search MATCH ?", expression, noted)

    def each(self, expression: str, noted: Sql) -> Sql:
        """The same of a few entries, each by itself; after `read` only of those that were read."""
        if self._reading:
            self._index.require()
            return _among("SELECT rowid FROM newest_words WHERE newest_words MATCH ?", expression, noted)
        found = self.found(expression)
        self.unknown = self.unknown or found == "unknown"
        if found != "many" or PREFIX in expression:
            return self.whole(expression, noted)
        # Not one EXISTS of both: SQLite 3.51.1 looks at the second of them alone.
        return Sql(
            "(EXISTS (SELECT 1 FROM search WHERE search MATCH ? AND rowid = s.id) "
            f"OR EXISTS (SELECT 1 FROM entry_note n WHERE {noted.text} AND n.id = s.id))",
            (expression, *noted.values),
        )

    def finds_few(self, expression: str, most: int = FEW) -> bool:
        """Whether it finds at most so many, which are then known."""
        if expression not in self._hits:
            found = self._asked(expression, after=0, most=most)
            if len(found) > most:
                return False
            self._hits[expression] = found
        return len(self._hits[expression]) <= most

    def keep_latest(self, expression: str, most: int) -> bool:
        """From now on only the hits stored last count, at most so many; False where these are not soon known."""
        if PREFIX in expression or self.found(expression) != "many":
            return False
        sql = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
        self._hits[expression] = self._db.ids(sql, (expression, most))
        return True

    def found(self, expression: str) -> Found:
        """How much an expression finds."""
        if expression not in self._found:
            self._found[expression] = self._look(expression)
        return self._found[expression]

    def _look(self, expression: str) -> Found:
        if not self._hurried:
            return "few" if self.finds_few(expression) else "many"
        if PREFIX in expression:
            return "unknown"
        last: int = self._db.value("SELECT coalesce(max(id), 0) FROM entry")
        number, began = PROBED, time.perf_counter()
        while True:
            asked = time.perf_counter()
            hits = self._asked(expression, after=max(last - number, 0), most=FEW)
            if len(hits) > FEW:
                return "many"
            if number >= last:
                self._hits[expression] = hits
                return "few"
            now = time.perf_counter()
            if now - began + 4 * (now - asked) > PROBE_SECONDS:
                return "unknown"
            number *= 4

    def _asked(self, expression: str, *, after: int, most: int) -> "array[int]":
        self._index.require()
        return self._db.ids(
            "SELECT rowid FROM search WHERE search MATCH ? AND rowid > ? LIMIT ?", (expression, after, most + 1)
        )

    def read(self, ids: Sequence[int]) -> None:
        """From now on `each` is about these entries only, whose words are looked at, not what the index has of them."""
        self._reading = True
        # In SQLite's own temporary database, which needs no lock: whoever writes does not hold this up.
        self._db.write(_NEWEST)
        self._db.write("INSERT INTO newest_words (newest_words) VALUES ('delete-all')")
        texts = self._index.texts_of(ids)
        if texts:
            rows = ", ".join(["(?, ?, ?)"] * len(texts))
            values = list(chain.from_iterable(texts))
            self._db.write(f"INSERT INTO newest_words (rowid, title, text) VALUES {rows}", values)


def _among(ids: str, value: str, noted: Sql) -> Sql:
    return Sql(f"(s.id IN ({ids} UNION ALL SELECT n.id FROM entry_note n WHERE {noted.text}))", (value, *noted.values))
