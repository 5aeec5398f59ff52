"""Work that nobody waits for gives way to whoever reads."""

import os
import sys
from contextlib import suppress
from typing import Final

NICE: Final = 10
"""A reader that wants a core beside it gets nine tenths of it; on an idle machine nothing is slower.

Not more: the process may hold the store's lock, and on a machine that is busy with something else it would keep it
the longer, the less it gets.
"""


def give_way() -> None:
    """Let this process and those that it starts run after others, where the system has such an order and allows it."""
    # Whoever was put behind all others already (chrt --idle, a service manager) may not leave that place.
    with suppress(OSError):
        if sys.platform != "win32":
            os.nice(NICE)
        if sys.platform == "linux":
            # It wakes for every answer of a server, and must not interrupt the reader each time.
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def let_run_when_idle(pid: int) -> None:
    """Let a process run on cores that nothing else wants: SCHED_IDLE of Linux's sched(7), elsewhere nothing changes.

    Only for one that never holds a lock of the store: on a busy machine it may stand still. One that has ended is
    passed over, and one that may not be moved.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0))
