"""One refresh at a time over all processes; the lock dies with its holder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from newsreader.core.errors import RefreshRunningError, StoreError


@contextmanager
def refresh_lock(path: Path, *, then: str = "its news will appear here too") -> Iterator[None]:
    """Hold the lock while the block runs.

    `then` ends the sentence where another process holds it.

    Raises:
        RefreshRunningError: Another process holds it.
        StoreError: The lock file cannot be made.
    """
    lock = FileLock(path, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise RefreshRunningError(f"Another newsreader is refreshing this store at the moment; {then}.") from None
    except OSError as error:
        raise StoreError(f"The lock file {path} cannot be made ({error.strerror}): check the folder.") from error
    try:
        yield
    finally:
        lock.release()
