"""Python's collector of garbage, kept away from the keys.

A full collection stops the reader for 50 to 100 ms, and painting makes enough short-lived objects to start one every
few pages. Reference counting frees nearly all of them by itself; what is left is collected while nobody types.
"""

import gc
from typing import Final

MANY: Final = 50_000
"""Objects more than there were after which a rest is used to collect."""

TOO_MANY: Final = 2_000_000
"""Objects more than there were after which there is no waiting for a rest: some 200 MB."""


def begin() -> None:
    """Call once everything that stays has been made: it is not looked at again.

    Nor is it now, for what is garbage among it: that is less than a megabyte, and the first key would wait for it.
    """
    gc.freeze()
    gc.disable()


def rest() -> None:
    """Call while nobody waits for the reader."""
    if gc.get_count()[0] > MANY:
        gc.collect()


def press_on() -> None:
    """Call now and then, keys or no keys."""
    if gc.get_count()[0] > TOO_MANY:
        gc.collect()


def end() -> None:
    """Give the collector back to Python."""
    gc.enable()
    gc.unfreeze()
