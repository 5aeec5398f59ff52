"""What a row of a list may show beside its headline: how long the text is, how it begins, how it is tagged."""

from newsreader.store.database import Database
from newsreader.store.sizes import SIZE, SIZED
from newsreader.store.values import bounded, read_list


class Excerpts:
    """The texts of one store, a little of each. Every method raises StoreError where the store fails."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def size(self, entry_id: int) -> int:
        """Bytes of an entry's text as it is stored, its page's where that is longer; 0 where there is none."""
        size: int | None = self._db.value(f"SELECT {SIZE} FROM (SELECT ? AS value) asked {SIZED}", (bounded(entry_id),))
        return size or 0

    def html(self, entry_id: int) -> str:
        """An entry's text as its feed gave it, else its page's; "" where there is none."""
        row = self._db.row(
            "SELECT c.html, p.html FROM content c LEFT JOIN full_text p ON p.id = c.id WHERE c.id = ?",
            (bounded(entry_id),),
        )
        own = self._db.packer.readable(row[0]) or "" if row else ""
        return self._db.packer.readable(row[1]) or "" if row and not own and row[1] is not None else own

    def only_html(self, entry_id: int) -> str | None:
        """An entry's text as its feed gave it, None where the page's is stored too: then nothing is missing."""
        row = self._db.row(
            "SELECT c.html FROM content c LEFT JOIN full_text p ON p.id = c.id WHERE c.id = ? AND p.html IS NULL",
            (bounded(entry_id),),
        )
        return self._db.packer.readable(row[0]) or "" if row else None

    def tags(self, feed_id: int) -> tuple[str, ...]:
        """The tags of a feed."""
        tags: str | None = self._db.value("SELECT tags FROM feed WHERE id = ?", (bounded(feed_id),))
        return tuple(read_list(tags or "[]"))
