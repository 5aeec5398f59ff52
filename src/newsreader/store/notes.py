"""Small things that the interface remembers: where the reader was, how wide the panes are."""

from newsreader.store.database import Database
from newsreader.store.values import text


class Notes:
    """Texts by key. Keys that begin with "store." are the store's own."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, key: str) -> str | None:
        """What was put last, None where nothing was. Raises StoreError where the store fails."""
        value: str | None = self._db.value("SELECT value FROM note WHERE key = ?", (text(key),))
        return value

    def put(self, key: str, value: str) -> None:
        """Keep `value` under `key`, in place of what was there. Raises StoreError where the store fails."""
        with self._db.transaction():
            self._db.write(
                "INSERT INTO note (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (text(key), text(value)),
            )
