"""Python's cyclic collector, told to look seldom while very many small values are made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

YOUNG_OBJECTS: Final = 200_000
"""So many values are made before the collector looks. Entries and trees of feeds hold no cycles: by its usual numbers
it takes a tenth of a large refresh and finds nothing."""


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let the collector look seldom in this process while the block runs."""
    usual = gc.get_threshold()
    gc.set_threshold(YOUNG_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
