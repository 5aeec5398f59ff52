"""What the bodies of a store have in common: the dictionary that they are packed with."""

from typing import Final

from newsreader.core.errors import StoreError
from newsreader.store.database import Database
from newsreader.store.packer import number_of, train

_SAMPLE: Final = 400
"""Bodies that a dictionary is made of, and that a store must have before it gets one."""

_MOST_PACKED: Final = 1 << 15
_MOST_CHARACTERS: Final = 10_000
"""Of one body: training takes 40 ms for each million, and ten times the memory of what it is given."""


class Dictionaries:
    """The dictionaries of one store. Those that packed anything stay for ever. Raises StoreError where it fails."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def current(self) -> bytes | None:
        """What new bodies are packed with; None where that is nothing yet."""
        found: bytes | None = self._db.value("SELECT body FROM dictionary ORDER BY made_at DESC, id LIMIT 1")
        return found

    def of(self, number: int) -> bytes:
        """The dictionary that frames name by `number`."""
        found: bytes | None = self._db.value("SELECT body FROM dictionary WHERE id = ?", (number,))
        if found is None:
            raise StoreError("The store has lost what its articles were packed with; restore it from a backup.")
        return found

    def make(self) -> bytes | None:
        """The current dictionary, made of the newest bodies where there is none; None where they are too few."""
        found = self.current()
        if found is not None:
            return found
        packed = self._db.rows(
            "SELECT html FROM content WHERE length(html) BETWEEN 1 AND ? ORDER BY id DESC LIMIT ?",
            (_MOST_PACKED, _SAMPLE),
        )
        if len(packed) < _SAMPLE:
            return None
        dictionary = train([self._db.packer.unpack(html)[:_MOST_CHARACTERS] for (html,) in packed])
        if dictionary is None:
            return None
        with self._db.transaction():
            self._db.write(
                "INSERT OR IGNORE INTO dictionary (id, body, made_at) VALUES (?, ?, ?)",
                (number_of(dictionary), dictionary, self._db.clock.now()),
            )
        self._db.packer.use(dictionary)
        return dictionary
