"""Python's cyclic collector, told to look seldom while very many small values are made."""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

YOUNG_OBJECTS: Final = 200_000
"""So many values are made before the collector looks. Modules, entries and trees of feeds hold no cycles: by its usual
numbers it takes a tenth of a start and of a large refresh, and finds nothing."""


def collect_seldom() -> None:
    """Let the collector look seldom in this process, and not at its end, when all goes anyway."""
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let the collector look seldom in this process while the block runs."""
    usual = gc.get_threshold()
    gc.set_threshold(YOUNG_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
