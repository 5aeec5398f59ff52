"""Bounds on the work that something takes, for what once grew with the square of its input.

Seconds of the processor as an ordinary machine counts them: where this one is slower, or its caches are shared with
busy neighbours, a task of known size beside the measured one takes longer, too, and the bound moves with it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_ORDINARY: Final = 0.02
"""Seconds that `_known_task` takes where the bounds were set."""


def _known_task() -> float:
    """What a task of known size takes here and now, in seconds of the processor."""
    began = time.process_time()
    words = {str(number): number for number in range(60_000)}
    sum(words[str(number)] for number in range(60_000))
    return time.process_time() - began


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fails where what is done within takes more work than this."""
    before = _known_task()
    began = time.process_time()
    yield
    taken = time.process_time() - began
    slowness = max(1.0, before / _ORDINARY, _known_task() / _ORDINARY)
    assert taken < seconds * slowness, f"{taken:.2f} s where {seconds:g} are allowed, on a machine {slowness:.1f}× slow"
