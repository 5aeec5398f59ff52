"""The search index brought up to date with what refreshes have stored: after them, never instead of them."""

import subprocess
import time
from collections.abc import Sequence
from typing import Final

from newsreader.store import Store

YIELD_SECONDS: Final = 0.003
"""The pause after each step, in which another program's write gets its turn."""

FEW: Final = 1_000
"""Entries that are indexed at once by whoever stored them: a tenth of a second."""


def complete_search(store: Store) -> None:
    """Index what is not indexed yet; also what other processes store meanwhile.

    Raises:
        StoreError: The store cannot be written.
    """
    while store.upkeep.index_some():
        time.sleep(YIELD_SECONDS)


def complete_search_apart(store: Store, command: Sequence[str]) -> None:
    """Index a few entries here; where there are more, leave them to the process that `command` starts.

    Nobody waits for it: searches that come earlier complete the index themselves.

    Raises:
        StoreError: The store cannot be written.
    """
    if store.upkeep.unindexed(FEW) < FEW:
        complete_search(store)
        return
    null = subprocess.DEVNULL
    subprocess.Popen(command, stdin=null, stdout=null, stderr=null, start_new_session=True)
