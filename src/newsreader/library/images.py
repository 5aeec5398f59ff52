"""The pictures of articles on disk: small safe files with a budget, and what could not be had.

`images/NAME` is a picture, `images/NAME.failed` the sentence why there is none; NAME is made of the URL (core.images).
`images/kept/NAME` is a picture of a starred entry, and `images/kept/ID.names` the names of entry ID's pictures.
"""

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from newsreader.config.atomic import write_atomically
from newsreader.core.clock import Clock
from newsreader.core.images import PictureSize, file_name

BUDGET_BYTES: Final = 200 * 10**6
FAILED_SECONDS: Final = 24 * 3600
"""How long a picture that could not be had is not asked for again."""

TRIED_SECONDS: Final = 7 * 24 * 3600
"""How long the pictures of a starred entry are tried again where some could not be had."""

_HEAD: Final = b"newsreader-image 1"
_FAILED: Final = ".failed"
_NAMES: Final = ".names"


class KeptPicture(NamedTuple):
    """A picture on disk, read without decoding it: `data` is a PNG or a JPEG of `size`."""

    size: PictureSize
    data: bytes


class ImageStore:
    """The pictures in `folder`, which is made with the first one.

    Several processes may use it: each file comes and goes as a whole.

    Args:
        folder: Where the pictures are.
        clock: Tells when a picture was used last.
        budget_bytes: What pictures of entries without a star may take; those used last stay.
    """

    def __init__(self, folder: Path, clock: Clock, *, budget_bytes: int = BUDGET_BYTES) -> None:
        self._folder = folder
        self._kept = folder / "kept"
        self._clock = clock
        self._budget = budget_bytes

    def get(self, url: str) -> Path | None:
        """The file of the picture at `url`, None where it is not kept; it counts as used now."""
        name = file_name(url)
        for path in (self._kept / name, self._folder / name):
            if path.is_file():
                self._touch(path)
                return path
        return None

    def size(self, url: str) -> PictureSize | None:
        """The size of the picture at `url` in pixels, None where it is not kept. It costs one short read."""
        path = self.get(url)
        try:
            if path is not None:
                with path.open("rb") as file:
                    return _size_in(file.readline(100))
        except OSError:
            pass  # another process has put it elsewhere or away
        return None

    def read(self, url: str) -> KeptPicture | None:
        """The picture at `url`, None where it is not kept."""
        path = self.get(url)
        if path is None:
            return None
        try:
            head, _, data = path.read_bytes().partition(b"\n")
        except OSError:
            return None
        size = _size_in(head)
        return KeptPicture(size, data) if size is not None else None

    def failure(self, url: str) -> str | None:
        """Why the picture at `url` could not be had, None where it may be asked for (again)."""
        path = self._failed(url)
        try:
            if abs(self._clock.now() - path.stat().st_mtime) < FAILED_SECONDS:
                return path.read_text("utf-8") or None
        except (OSError, UnicodeDecodeError):
            pass
        return None

    def put(self, url: str, size: PictureSize, data: bytes) -> None:
        """Keep a picture.

        Raises:
            OSError: It cannot be written; nothing was changed.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.get(url) or self._folder / file_name(url)
        write_atomically(path, b"%s %d %d\n%s" % (_HEAD, size.width, size.height, data))
        self._touch(path)
        self._failed(url).unlink(missing_ok=True)

    def fail(self, url: str, reason: str) -> None:
        """Note why a picture could not be had, for FAILED_SECONDS.

        Raises:
            OSError: It cannot be written.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._failed(url)
        write_atomically(path, reason.encode("utf-8", "replace"))
        self._touch(path)

    # Starred entries

    def keep_for(self, entry_id: int, urls: Iterable[str]) -> None:
        """Keep the pictures at `urls`, as far as they are here, out of the budget as long as the entry is starred.

        Raises:
            OSError: It cannot be written.
        """
        self._kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        names = [file_name(url) for url in urls]
        if not self._tried_since(entry_id) or self._names(entry_id) != names:
            path = self._kept / f"{entry_id}{_NAMES}"
            write_atomically(path, "\n".join(names).encode())
            self._touch(path)
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                (self._folder / name).replace(self._kept / name)

    def is_kept_for(self, entry_id: int) -> bool:
        """Whether the pictures of a starred entry are here; what could not be had is missed for TRIED_SECONDS."""
        since = self._tried_since(entry_id)
        if not since:
            return False
        missing = [name for name in self._names(entry_id) if not (self._kept / name).is_file()]
        return not missing or self._clock.now() - since > TRIED_SECONDS or all(map(self._has_failed, missing))

    def look_again(self, entry_id: int) -> None:
        """Another text of an entry has come, which may have other pictures: `is_kept_for` is False until `keep_for`."""
        with contextlib.suppress(OSError):
            os.utime(self._kept / f"{entry_id}{_NAMES}", (0, 0))

    def kept_bytes(self) -> int:
        """What the pictures of starred entries take."""
        total = 0
        for path in _files(self._kept, None):
            with contextlib.suppress(OSError):
                total += path.stat().st_size
        return total

    def _tried_since(self, entry_id: int) -> float:
        """When the pictures of a starred entry were first tried, in Unix seconds; 0 where they never were."""
        try:
            return (self._kept / f"{entry_id}{_NAMES}").stat().st_mtime
        except OSError:
            return 0

    def _names(self, entry_id: int) -> list[str]:
        try:
            return (self._kept / f"{entry_id}{_NAMES}").read_text("utf-8").split()
        except (OSError, UnicodeDecodeError):
            return []

    def _has_failed(self, name: str) -> bool:
        """Whether a picture could not be had less than FAILED_SECONDS ago."""
        try:
            return abs(self._clock.now() - (self._folder / f"{name}{_FAILED}").stat().st_mtime) < FAILED_SECONDS
        except OSError:
            return False

    def release(self, is_starred: Callable[[int], bool]) -> None:
        """Put the pictures of entries that are no longer starred back among those that the budget is for."""
        wanted: set[str] = set()
        for path in list(_files(self._kept, _NAMES)):
            with contextlib.suppress(OSError, ValueError):
                if is_starred(int(path.stem)):
                    wanted.update(path.read_text("utf-8").split())
                else:
                    path.unlink()
        for path in list(_files(self._kept, "")):
            if path.name not in wanted:
                with contextlib.suppress(OSError):
                    path.replace(self._folder / path.name)

    def any(self) -> bool:
        """Whether any picture is kept, but for those of starred entries, or a failure is noted."""
        return next(_files(self._folder, None), None) is not None

    def forget(self, urls: Iterable[str]) -> None:
        """Remove the pictures at `urls` and the failures to get them; what starred entries have stays."""
        for url in urls:
            with contextlib.suppress(OSError):
                (self._folder / file_name(url)).unlink(missing_ok=True)
                self._failed(url).unlink(missing_ok=True)

    def size_bytes(self) -> int:
        """What all pictures take on disk."""
        total = 0
        for path in (*_files(self._folder, None), *_files(self._kept, None)):
            with contextlib.suppress(OSError):
                total += path.stat().st_size
        return total

    # The budget

    def prune(self) -> int:
        """Remove what was used longest ago until the rest is within the budget; how many files went."""
        found: list[tuple[float, int, Path]] = []
        removed = 0
        for path in _files(self._folder, None):
            with contextlib.suppress(OSError):
                state = path.stat()
                found.append((state.st_mtime, state.st_size, path))
        left = sum(size for _, size, _ in found)
        old = self._clock.now() - FAILED_SECONDS
        for used, size, path in sorted(found):
            if left > self._budget or (path.suffix == _FAILED and used < old):
                with contextlib.suppress(OSError):
                    path.unlink()
                    removed += 1
                    left -= size
        return removed

    def _failed(self, url: str) -> Path:
        return self._folder / f"{file_name(url)}{_FAILED}"

    def _touch(self, path: Path) -> None:
        now = self._clock.now()
        with contextlib.suppress(OSError):  # it is only read here, or another process has just moved it
            os.utime(path, (now, now))


def _files(folder: Path, suffix: str | None) -> Iterator[Path]:
    """The files in `folder` whose names end in `suffix`, None for all; none where there is no such folder.

    A draft that a crash has left (".NAME.tmp") is among them.
    """
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_file(follow_symlinks=False) and (suffix is None or Path(entry.name).suffix == suffix):
            yield Path(entry.path)


def _size_in(head: bytes) -> PictureSize | None:
    words = head.rsplit(maxsplit=2)
    if len(words) != 3 or words[0] != _HEAD or not (words[1].isdigit() and words[2].isdigit()):
        return None
    return PictureSize(int(words[1]), int(words[2]))
