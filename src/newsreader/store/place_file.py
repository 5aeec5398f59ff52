"""A short text beside the store that is rewritten with every move, so that it waits for no lock and no disk."""

import os
from pathlib import Path
from typing import Final

from newsreader.core.errors import StoreError

USUAL_BYTES: Final = 1024
"""The file is filled up to so much: nothing of it has to be allocated or cut off when it is rewritten."""


class PlaceFile:
    """What is written here is there for the next start, however the process ends.

    It is rewritten in place, up to a page of it by one call to the system, which a kill does not cut in two; it is not
    synced: a power cut may leave the text of half a minute ago, or none.
    """

    def __init__(self, path: Path | None) -> None:
        """`path` None: in memory."""
        self._path = path
        self._text = ""

    def read(self) -> str:
        """What was written last, "" where there is nothing or it cannot be read."""
        if self._path is None:
            return self._text
        try:
            return self._path.read_text("utf-8", "replace").rstrip()
        except OSError:
            return ""

    @property
    def written_at(self) -> float | None:
        """When it was written last, in Unix seconds; None where it never was, or in memory."""
        try:
            return None if self._path is None else self._path.stat().st_mtime
        except OSError:
            return None

    def write(self, text: str) -> None:
        """Keep `text` in place of what was there. Raises StoreError where the file cannot be written."""
        self._text = text
        if self._path is None:
            return
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
            try:
                os.write(handle, text.encode().ljust(max(USUAL_BYTES, os.fstat(handle).st_size)))
            finally:
                os.close(handle)
        except OSError as error:
            raise StoreError(
                f"Where you are cannot be kept in {self._path} ({error.strerror}): check the file and its folder."
            ) from error
