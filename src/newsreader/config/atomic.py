"""Writing a file so that after a crash or on a full disk it is the old one or the new one, never a half."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def write_atomically(path: Path, data: bytes) -> None:
    """Replace `path` by `data`, as `replacing`."""
    with replacing(path) as file:
        file.write(data)


@contextmanager
def replacing(path: Path, *, private: bool = True) -> Iterator[BinaryIO]:
    """Gives a file that takes the place of `path` when all is written; an old one keeps its mode.

    A symbolic link stays a link: the file that it names is replaced. `private`: a new file is 0600, else what the umask
    leaves of 0666.

    Raises:
        OSError: Nothing was changed, as where anything else is raised meanwhile. A file without any write permission
            counts as read-only even where the folder would let it be replaced.
    """
    target = Path(os.path.realpath(path))
    mode: int | None = None
    with contextlib.suppress(FileNotFoundError):
        mode = stat.S_IMODE(target.stat().st_mode)
        if not mode & 0o222 or not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, "it is read-only", str(target))
    # Not tempfile: importing it costs more than all the rest that reading the configuration needs.
    draft = target.with_name(f".{target.name}.{os.urandom(6).hex()}.tmp")
    first_mode = 0o666 if mode is None and not private else 0o600
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, first_mode)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            if mode is not None:
                os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        with contextlib.suppress(OSError):  # there is none any more where all went well
            draft.unlink()
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut; file systems that cannot do this have already done their best."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
