"""Files that are written whole beside the place where they are to be, and then put there."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_SUFFIX: Final = ".part"
_LEFT_AFTER: Final = 86_400
"""Seconds: nothing is being written for so long. A process that was killed leaves its file behind, as large as a store.
"""


@contextmanager
def part_of(target: Path) -> Iterator[Path]:
    """An empty file beside `target`, mode 0600; gone after the block, unless it was put in place of something.

    Raises:
        OSError: It cannot be made.
    """
    handle, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=_SUFFIX, dir=target.parent)
    os.close(handle)
    part = Path(name)
    try:
        _remove_left(part, target)
        yield part
    finally:
        part.unlink(missing_ok=True)


def _remove_left(part: Path, target: Path) -> None:
    """Those that were written to last a day before `part` was made."""
    now = part.stat().st_mtime
    for other in target.parent.iterdir():
        if other.name.startswith(f"{target.name}.") and other.suffix == _SUFFIX:
            with suppress(OSError):
                if other.stat().st_mtime < now - _LEFT_AFTER:
                    other.unlink()
