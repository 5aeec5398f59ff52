"""The search index brought up to date with what refreshes have stored: after them, never instead of them."""

import logging
import subprocess
from collections.abc import Sequence
from typing import Final

from newsreader.store import Store

log = logging.getLogger(__name__)

FEW: Final = 1_000
"""Entries that are indexed at once by whoever stored them: a tenth of a second."""


_RUNNING: Final[list[subprocess.Popen[bytes]]] = []
"""Processes that outlive this one; the list keeps them from being reaped as lost."""


def waiting(store: Store) -> int:
    """How many entries no search finds yet, counted up to a million; 0 where the index is complete or missing."""
    return store.upkeep.unindexed(1_000_000) if store.upkeep.search_state == "catching up" else 0


def complete_search_apart(store: Store, command: Sequence[str]) -> bool:
    """Index a few entries here; where there are more, leave them to the process that `command` starts.

    Nobody waits for it: searches that come earlier complete the index themselves, and so it does not matter if it
    cannot be started. Returns whether it was done here.

    Raises:
        StoreError: The store cannot be written.
    """
    if store.upkeep.unindexed(FEW) < FEW:
        store.upkeep.index_all()
        return True
    null = subprocess.DEVNULL
    try:
        _RUNNING.append(subprocess.Popen(command, stdin=null, stdout=null, stderr=null, start_new_session=True))
    except OSError as error:
        log.warning("No process can be started that indexes what a refresh has brought: %s", error)
    return False
