"""Signals that a terminal or a service manager sends to all processes: they are for the parent, which ends in order."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_FOR_THE_PARENT: Final = frozenset(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


@contextmanager
def deaf() -> Iterator[None]:
    """A child that is started meanwhile hears of no signal before it calls `stay_deaf`, however early one comes."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _FOR_THE_PARENT)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def stay_deaf() -> None:
    """Ignore in this process what `deaf` has kept from it."""
    for number in _FOR_THE_PARENT:
        signal.signal(number, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _FOR_THE_PARENT)
