"""Which document a refresh died of: named in a file while it is read, so that the next refresh knows.

A document that crashes a C library, or eats all memory, takes its whole process along. Without a name the same document
would be read in the same way, and end every refresh to come.
"""

import contextlib
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Final

_MOST: Final = 1 << 16
"""Bytes of the file that are read."""


class Suspects:
    """The documents, by URL, at which earlier processes ended. Use as a context manager, under the refresh's lock.

    Every fault of the file is passed over: it is a help, not a need.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: FileIO | None = None
        self._urls: set[bytes] = set()

    def __enter__(self) -> "Suspects":
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.touch(0o600)
                self._file = self._path.open("r+b", buffering=0)
                self._urls = set(self._file.read(_MOST).splitlines()) - {b""}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is None or self._path is None:
            return
        self._write(self._urls)
        self._file.close()
        self._file = None
        if not self._urls:
            with contextlib.suppress(OSError):
                self._path.unlink()

    def __contains__(self, url: str) -> bool:
        return _line(url) in self._urls

    def reading(self, url: str) -> None:
        """Say that the document from `url` is read now, in this process."""
        self._write(self._urls | {_line(url)})

    def add(self, url: str) -> None:
        """Another process died of the document from `url`, or of one that went with it."""
        self._urls.add(_line(url))

    def clear(self, url: str) -> None:
        """The document from `url` can be read after all."""
        self._urls.discard(_line(url))

    def _write(self, urls: set[bytes]) -> None:
        if self._file is None:
            return
        with contextlib.suppress(OSError):
            self._file.seek(0)
            self._file.write(b"\n".join(urls))
            self._file.truncate()


def _line(url: str) -> bytes:
    return b"".join(url.encode("utf-8", "replace").split())
