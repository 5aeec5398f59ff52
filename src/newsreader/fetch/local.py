"""Bodies that need no network: `file://` and the feeds built into the program."""

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from email.utils import formatdate
from typing import Final
from urllib.parse import unquote, urlsplit

from newsreader.core.errors import FetchError
from newsreader.core.feeds import Validators
from newsreader.core.fetching import Fetched, FetchFailed, FetchRequest, NotModified
from newsreader.core.urls import display_url
from newsreader.fetch.decoding import BodyError, too_large

BuiltIn = Callable[[str], bytes | None]
"""A URL of the program's own scheme → its body, None where there is none."""

_OS_SENTENCES: Final = {
    errno.ENOENT: "There is no file {path}.",
    errno.ENOTDIR: "There is no file {path}.",
    errno.EISDIR: "{path} is a folder, not a file.",
    errno.EACCES: "The file {path} may not be read: permission denied.",
    errno.EPERM: "The file {path} may not be read: permission denied.",
    errno.ELOOP: "The file {path} is a link that leads round in a circle.",
    errno.ENAMETOOLONG: "There is no file with so long a name.",
}


def read_built_in(request: FetchRequest, built_in: BuiltIn | None) -> Fetched | NotModified | FetchFailed:
    """The body that the program itself has for the URL; its hash is the entity tag."""
    body = built_in(request.url) if built_in else None
    if body is None:
        return FetchFailed(request.url, f"There is no built-in feed {display_url(request.url)}.")
    validators = Validators(etag=f'"{hashlib.sha256(body).hexdigest()}"')
    if request.validators.etag == validators.etag:
        return NotModified(request.url, validators)
    return Fetched(request.url, body, request.url, validators=validators)


def read_file(request: FetchRequest, *, limit: int) -> Fetched | NotModified | FetchFailed:
    """The content of the file that a `file://` URL names (RFC 8089). Blocks; meant for a thread.

    Its time stamp is the Last-Modified validator; time in nanoseconds and size are the entity tag, since a file may
    change twice within a second.
    """
    try:
        path = _path_of(request.url)
        return _read(request, path, limit)
    except (BodyError, FetchError) as error:
        return FetchFailed(request.url, str(error))


def _path_of(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        raise FetchError(f"{display_url(url)} is not a valid address.", url=url) from None
    if parts.netloc.lower() not in ("", "localhost"):
        raise FetchError(f"{display_url(url)} names a file on another computer; only files here can be read.", url=url)
    path = unquote(parts.path, errors="surrogateescape")
    if not path.startswith("/") or "\0" in path:
        raise FetchError(f"{display_url(url)} is not a valid address: write file:///folder/file.", url=url)
    return path


def _read(request: FetchRequest, path: str, limit: int) -> Fetched | NotModified:
    try:
        # Without O_NONBLOCK, opening a named pipe waits for a writer for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                kind = "a folder" if stat.S_ISDIR(facts.st_mode) else "a device or pipe"
                raise FetchError(f"{_shown(path)} is {kind}, not a file.", url=request.url)
            validators = Validators(
                etag=f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"',
                last_modified=formatdate(max(int(facts.st_mtime), 0), usegmt=True),
            )
            if _matches(request.validators, validators):
                return NotModified(request.url, validators)
            body = file.read(limit + 1)
    except OSError as error:
        sentence = _OS_SENTENCES.get(error.errno or 0, "The file {path} cannot be read: {error}.")
        message = sentence.format(path=_shown(path), error=os.strerror(error.errno or errno.EIO))
        raise FetchError(message, url=request.url) from error
    if len(body) > limit:
        raise too_large(limit)
    return Fetched(request.url, body, request.url, validators=validators)


def _matches(sent: Validators, current: Validators) -> bool:
    if sent.etag is not None:  # RFC 9110, 13.2.2: the entity tag wins
        return sent.etag == current.etag
    return sent.last_modified is not None and sent.last_modified == current.last_modified


def _shown(path: str) -> str:
    return display_url(path)
