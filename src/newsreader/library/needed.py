"""What takes long to read is read on another thread, as long as somebody needs it."""

from collections.abc import Iterator
from contextlib import contextmanager

from newsreader.store import Store


class Needed:
    """Whether something is needed still that is read from one store after the other, each on another thread."""

    def __init__(self) -> None:
        self.given_up = False
        self._store: Store | None = None  # that is read just now

    @contextmanager
    def of(self, store: Store) -> Iterator[None]:
        """Inside, it is read from `store`."""
        self._store = store
        try:
            yield
        finally:
            self._store = None

    def give_up(self) -> None:
        """Nobody needs it any more: reading ends at once, with a StoreError there."""
        self.given_up = True
        if (store := self._store) is not None:
            store.interrupt()
