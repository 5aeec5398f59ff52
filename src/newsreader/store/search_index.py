"""The index of words: FTS5 without a copy of the texts, which are compressed in `content`.

It can be missing (a Python whose SQLite has no FTS5), behind or damaged without harm to anything else: everything in it
is made again from the stored entries. How far it can be trusted is one note in the store: "complete"; "to:ID", while it
is catching up, complete for ids up to that one; else its content means nothing.
"""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Final, Literal, TypeVar

from newsreader.core.errors import StoreError
from newsreader.store.database import Database
from newsreader.store.failures import index_fault
from newsreader.store.values import id_list

_KEY: Final = "store.search"
_COMPLETE: Final = "complete-1"
"""The number counts the versions of what is indexed: an index with another one is rebuilt."""

BATCH_BESIDE_READER: Final = 100
"""Entries indexed in one transaction: another program's write waits for some 30 ms."""

BATCH: Final = 400
"""Likewise while nobody reads: the index is complete a sixth sooner."""

_MERGED: Final = {
    # Eight segments at a time, not four: half of the writing of a large refresh is merging.
    "automerge": 8,
    # At that many segments FTS5 stops merging in small steps and merges all of a level at once. With its own 16, small
    # batches get there, and another program's write waits a sixth of a second.
    "crisismerge": 64,
}
"""How FTS5 merges its segments, as it keeps it in the store (https://sqlite.org/fts5.html, 6.1 and 6.3)."""

_ALL: Final = 2**63 - 1
COLUMNS: Final = "title, text, content = '', tokenize = 'unicode61 remove_diacritics 2'"
"""What an index is made of, in SQL."""

_CREATE: Final = f"CREATE VIRTUAL TABLE search USING fts5({COLUMNS})"
_DROP: Final = "DROP TABLE IF EXISTS search"
_INSERT: Final = "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)"
# An FTS5 table without content forgets a row only when told what it held (https://sqlite.org/fts5.html, 4.4.3).
_DELETE: Final = "INSERT INTO search (search, rowid, title, text) VALUES ('delete', ?, ?, ?)"

IndexedText = tuple[int, str, str]
"""An entry's id, and its title and text as the index sees them."""

Bodies = tuple[int, str, str, str]
"""An entry's id, its title, its body and its full text, both as HTML."""

Result = TypeVar("Result")
State = Literal["complete", "catching up", "behind", "missing"]


def words(entry_id: int, title: str, html: str, full_html: str = "") -> IndexedText:
    """What is indexed of an entry. The same for the same title and bodies, which removing it relies on."""
    from newsreader.core.search_text import html_to_words, segment  # with much behind it, and most runs need none

    text = html_to_words(html)
    if full_html:
        text = f"{text} {html_to_words(full_html)}"
    return entry_id, segment(title), segment(text).replace("\0", " ")


class SearchIndex:
    """The search index of one store. Called inside a transaction, but for `begin` and `check`."""

    def __init__(self, database: Database, *, wanted: bool = True) -> None:
        """`wanted` False: as where SQLite has no FTS5."""
        self._db = database
        self._available = wanted and bool(database.value("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'"))
        if self._available and self._note() is None and not database.value("SELECT 1 FROM entry LIMIT 1"):
            with database.transaction():
                if self._note() is None:
                    self._start_anew(_COMPLETE)

    @property
    def state(self) -> State:
        """Whether searches find everything, all but what came last, or nothing.

        They are off while it is "behind", until `catch_up` has run, and "missing", where SQLite has no FTS5.
        """
        if not self._available:
            return "missing"
        covered = self.covered()
        return "complete" if covered == _ALL else "catching up" if covered >= 0 else "behind"

    def require(self) -> None:
        """Raise StoreError with a sentence where searching is not possible."""
        match self.state:
            case "missing":
                raise StoreError(
                    "Searching is off: the SQLite of this Python was built without FTS5. Lists and reading work; "
                    "to search, use another build of Python."
                )
            case "behind":
                raise StoreError(
                    "Searching is off until the search index has been rebuilt, which follows the next refresh. "
                    "Lists and reading work."
                )

    def covered(self) -> int:
        """Entries with ids up to this one are in the index; who changes entries must keep them so."""
        note = self._note() if self._available else None
        if note == _COMPLETE:
            return _ALL
        return int(note[3:]) if note and note.startswith("to:") and note[3:].isdecimal() else -1

    @property
    def available(self) -> bool:
        """Whether SQLite has FTS5."""
        return self._available

    def words_of(self, entry_id: int, title: str, html: bytes | None, full_html: bytes | None) -> IndexedText:
        """What is indexed of an entry whose body and full text are stored so (None: not).

        Raises DamagedTextError where that can no longer be told.
        """
        unpack = self._db.packer.unpack
        return words(entry_id, title, unpack(html or b""), unpack(full_html or b""))

    def texts_of(self, ids: Sequence[int]) -> list[IndexedText]:
        """What is indexed of those of these entries that are in the index."""
        rows = self._db.rows(
            "SELECT e.id, e.title, c.html, p.html FROM json_each(?) asked CROSS JOIN entry e ON e.id = asked.value "
            "LEFT JOIN content c ON c.id = e.id LEFT JOIN full_text p ON p.id = e.id WHERE e.id <= ?",
            (id_list(ids), self.covered()),
        )
        return [words(number, title, *self._readable(html, full)) for number, title, html, full in rows]

    def add(self, rows: Sequence[IndexedText]) -> None:
        self._db.write_many(_INSERT, rows)

    def remove(self, rows: Sequence[IndexedText]) -> None:
        self._db.write_many(_DELETE, rows)

    def give_up(self) -> None:
        """Entries have changed without the index: it means nothing until it is rebuilt."""
        if self._note() != "behind":
            self._set_note("behind")

    def mending(self, change: Callable[[], Result]) -> Result:
        """Make a change that is a transaction; where a fault of the index stops it, give the index up and make it then.

        Raises StoreError where the store fails otherwise.
        """
        try:
            return change()
        except StoreError as error:
            if not self._available or not index_fault(error):
                raise
        with self._db.transaction():
            self.give_up()
        return change()

    def check(self) -> list[str]:
        """What is wrong with the index, in sentences. One that is wrong is given up, to be rebuilt by `catch_up`."""
        advice = "Searching is off until it has been rebuilt, which follows the next refresh."
        match self.state:
            case "missing":
                return ["The SQLite of this Python was built without FTS5: searching is off, everything else works."]
            case "behind":
                return [f"The search index is out of date. {advice}"]
            case "catching up":
                return []
        fault = self._fault()
        if fault is None:
            return []
        with self._db.transaction():
            self.give_up()
        return [f"{fault} {advice}"]

    def _fault(self) -> str | None:
        try:
            self._db.write("INSERT INTO search (search) VALUES ('integrity-check')")
        except StoreError as error:
            if not index_fault(error):
                raise
            return "The search index is damaged."
        missing = self._db.value("SELECT count(*) FROM entry WHERE id NOT IN (SELECT id FROM search_docsize)")
        extra = self._db.value("SELECT count(*) FROM search_docsize WHERE id NOT IN (SELECT id FROM entry)")
        if missing or extra:
            return f"The search index lacks {missing} entries and has {extra} too many."
        return None

    def postpone(self, last_id: int) -> None:
        """Entries after `last_id` are about to be stored and will be indexed by `catch_up`."""
        if self.covered() == _ALL:
            self._set_note(f"to:{last_id}")

    def waiting(self, most: int) -> int:
        """How many entries are not in the index, counted up to `most`; 0 where there can be no index."""
        covered = self.covered()
        if covered == _ALL or not self._available:
            return 0
        number: int = self._db.value("SELECT count(*) FROM (SELECT 1 FROM entry WHERE id > ? LIMIT ?)", (covered, most))
        return number

    @property
    def complete(self) -> bool:
        """Whether nothing waits to be indexed, or nothing can be."""
        return not self._available or self.covered() == _ALL

    def begin(self) -> None:
        """Begin anew with an index that is behind; one that was made with another way of merging gets this one."""
        if self.complete:
            return
        with self._db.transaction():
            if self.covered() < 0:
                self._start_anew("to:0")
            elif self._merged() != _MERGED:
                self._set_merging()

    def waiting_bodies(self, after: int, most: int) -> list[Bodies]:
        """The next entries after the id `after`, at most so many."""
        rows = self._db.rows(
            "SELECT e.id, e.title, c.html, p.html FROM entry e LEFT JOIN content c ON c.id = e.id "
            "LEFT JOIN full_text p ON p.id = e.id WHERE e.id > ? ORDER BY e.id LIMIT ?",
            (after, most),
        )
        return [(number, title, *self._readable(html, full)) for number, title, html, full in rows]

    def _readable(self, html: bytes | None, full_html: bytes | None) -> tuple[str, str]:
        readable = self._db.packer.readable
        return readable(html or b"") or "", readable(full_html or b"") or ""

    def extend(self, texts: Sequence[IndexedText], *, upto: int | None) -> None:
        """The index now covers the entries up to the id `upto`; None: all."""
        if texts:
            rows = ", ".join(["(?, ?, ?)"] * len(texts))  # one statement: each would take the interpreter's lock anew
            self._db.write(f"INSERT INTO search (rowid, title, text) VALUES {rows}", list(chain.from_iterable(texts)))
        self._set_note(_COMPLETE if upto is None else f"to:{upto}")

    def _start_anew(self, note: str) -> None:
        try:
            self._db.write(_DROP)
        except StoreError as error:
            if not index_fault(error):
                raise
            # Where the record of the index's structure is damaged, SQLite cannot even drop it; this one is of an empty
            # index. Not before: in its defensive mode SQLite lets nobody write into the tables behind an index.
            self._db.write("UPDATE search_data SET block = zeroblob(7) WHERE id = 10")
            self._db.write(_DROP)
        self._db.write(_CREATE)
        self._set_merging()
        self._set_note(note)

    def _set_merging(self) -> None:
        self._db.write_many("INSERT INTO search (search, rank) VALUES (?, ?)", list(_MERGED.items()))

    def _merged(self) -> dict[str, int]:
        return dict(self._db.rows("SELECT k, v FROM search_config WHERE k IN ('automerge', 'crisismerge')"))

    def _note(self) -> str | None:
        """None where the index was never made, or its table is missing."""
        note: str | None = self._db.value(
            "SELECT value FROM note WHERE key = ? AND EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'search')",
            (_KEY,),
        )
        return note

    def _set_note(self, note: str) -> None:
        self._db.write("INSERT OR REPLACE INTO note (key, value) VALUES (?, ?)", (_KEY, note))
