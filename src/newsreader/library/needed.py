"""What takes long to read is read on another thread, as long as somebody needs it."""

from collections.abc import Iterator
from contextlib import contextmanager

from newsreader.store import Store


class Needed:
    """Something that is read from a store on another thread, and from which one it is needed: nobody needs it twice."""

    def __init__(self) -> None:
        self._store: Store | None = None
        self._given_up = False

    @contextmanager
    def of(self, store: Store) -> Iterator[None]:
        """Inside, it is read from `store`. Where it was being read from another one, that ends as by `give_up`."""
        before, self._store = self._store, store
        if before is not None and before is not store:
            before.interrupt()
        try:
            yield
        finally:
            if self._store is store:
                self._store = None

    def is_of(self, store: Store) -> bool:
        """Whether it is needed still that it is read from this one."""
        return self._store is store and not self._given_up

    def give_up(self) -> None:
        """Nobody needs it any more: reading ends at once, with a StoreError there."""
        self._given_up = True
        if (store := self._store) is not None:
            store.interrupt()
