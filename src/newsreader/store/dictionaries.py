"""What the bodies of a store have in common: the dictionary that they are packed with."""

from typing import Final

from newsreader.store.database import Database
from newsreader.store.failures import DamagedTextError
from newsreader.store.packer import is_sound, number_of, train

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
        """What new bodies are packed with; None where that is nothing yet. A damaged one packs nothing any more."""
        for number, body in self._db.rows("SELECT id, body FROM dictionary ORDER BY made_at DESC, id"):
            if is_sound(body, number):
                found: bytes = body
                return found
        return None

    def of(self, number: int) -> bytes:
        """The dictionary that frames name by `number`."""
        found: bytes | None = self._db.value("SELECT body FROM dictionary WHERE id = ?", (number,))
        if found is None:
            raise DamagedTextError
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
        bodies = [body[:_MOST_CHARACTERS] for (html,) in packed if (body := self._db.packer.readable(html))]
        dictionary = train(bodies)
        if dictionary is None:
            return None
        with self._db.transaction():
            self._db.write(
                "INSERT OR REPLACE INTO dictionary (id, body, made_at) VALUES (?, ?, ?)",
                (number_of(dictionary), dictionary, self._db.clock.now()),
            )
        self._db.packer.use(dictionary)
        return dictionary
