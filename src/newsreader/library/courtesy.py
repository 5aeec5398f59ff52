"""Work that nobody waits for gives way to whoever reads."""

import os
import sys
from typing import Final

NICE: Final = 10
"""A reader that wants a core beside it gets nine tenths of it; on an idle machine nothing is slower.

Not more: the process may hold the store's lock, and on a machine that is busy with something else it would keep it
the longer, the less it gets.
"""

WHEN_IDLE: Final = "--when-idle"
"""The argument that has a process begin with `run_when_idle`."""


def give_way() -> None:
    """Let this process and those that it starts run after others, where the system has such an order."""
    if sys.platform != "win32":
        os.nice(NICE)
    if sys.platform == "linux":  # it wakes for every answer of a server, and must not interrupt the reader each time
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def run_when_idle() -> None:
    """Let this process run on cores that nothing else wants: SCHED_IDLE of Linux's sched(7), elsewhere nothing changes.

    Only for a process that never holds a lock of the store: on a busy machine it may stand still.
    """
    if sys.platform == "linux":
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
