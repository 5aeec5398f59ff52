"""One answer as libcurl hands it over, piece by piece."""

import re
from collections.abc import Callable, Sequence
from typing import Final, Literal, NamedTuple

import pycurl  # type: ignore[import-untyped]
from multidict import CIMultiDict

from newsreader.fetch.decoding import Body, BodyError, too_large

PIECE_BYTES: Final = 2**17
"""Most that comes at once."""

_UNREAD_BYTES: Final = 2**16
"""So much of a body that nobody wants is read over, so that its connection can be used again."""

_STOP: Final = -1
_FIRST_FINAL: Final = 200
_SWITCHED: Final = 101  # nothing comes after it, though it is no final one
_STATUS_RE: Final = re.compile(r"HTTP/\S+\s+(\d{3})", re.IGNORECASE)  # as lenient as libcurl


class Take(NamedTuple):
    """How much of a body is wanted, decoded. `whole`: more bytes than `limit` are a fault, not enough."""

    limit: int
    whole: bool = True


Appetite = Callable[[int, CIMultiDict[str]], Take | None]
"""Status and header fields → what is wanted of the body; None: nothing."""


class Answer(NamedTuple):
    """What came of a request. `body` is what was wanted of it, decoded; `fault` is set where that cannot be had."""

    status: int
    fields: CIMultiDict[str]
    body: bytes = b""
    fault: BodyError | None = None


Progress = Literal["nothing", "status", "head"]
"""How far an answer came."""


class Receiver:
    """Takes in one answer as it comes. libcurl calls it, so nothing is raised here; `_STOP` ends the transfer.

    Attributes:
        lines: The head's, each as it came. Read when the body begins, at a look or at the end: a call for each would
            cost as much as all the rest.
    """

    def __init__(self, appetite: Appetite) -> None:
        self.lines: list[bytes] = []
        self._appetite = appetite
        self._status = 0
        self._fields: CIMultiDict[str] = CIMultiDict()
        self._take: Take | None = None
        self._body: Body | None = None
        self._came = 0
        self._came_before: int | None = None
        self._fault: BodyError | None = None
        self._begun = False

    @property
    def progress(self) -> Progress:
        return "head" if self._status else "status" if self.lines else "nothing"

    def _begin(self) -> bool:
        """The head is read. Whether the body may come."""
        self._begun = True
        self._status, self._fields = _head(self.lines)
        self._take = self._appetite(self._status, self._fields) if self._status else None
        if self._take is None:
            return True
        try:
            limit = self._take.limit if self._take.whole else self._take.limit + PIECE_BYTES
            self._body = Body(",".join(self._fields.getall("Content-Encoding", ())), limit=limit)
        except BodyError as fault:
            self._fault = fault
        return self._fault is None

    def write(self, data: bytes) -> int | None:
        if not self._begun and not self._begin():
            return _STOP
        self._came += len(data)
        if self._body is None:
            return _STOP if self._came > _UNREAD_BYTES else None
        try:
            self._body.feed(data)
        except BodyError as fault:
            self._fault = fault
            return _STOP
        return None

    def suffices(self) -> bool:
        """Whether the answer is one without the rest of its body. Asked now and then.

        A body that nobody wants is given the time between two looks; one that is not wanted whole until nothing more
        has come between two.
        """
        if not self._begun and _head(self.lines)[0]:
            self._begin()
        if not self._begun or (self._take is not None and self._take.whole):
            return False
        before, self._came_before = self._came_before, self._came
        return before is not None and (self._take is None or before == self._came)

    def end(self, code: int, message: str) -> tuple[int, str]:
        """What libcurl's code and words mean here.

        Servers that end a TLS connection without saying so (RFC 8446, 6.1) are seen in the wild; to a body without a
        length that is its end, as it is without TLS.
        """
        if code != pycurl.E_RECV_ERROR or "unexpected eof" not in message:  # OpenSSL's words alone tell it
            return code, message
        if not self._begun:
            self._begin()
        if not self._status:
            return pycurl.E_GOT_NOTHING, message
        has_length = "Content-Length" in self._fields or "Transfer-Encoding" in self._fields
        return pycurl.E_PARTIAL_FILE if has_length else pycurl.E_OK, message

    def answer(self, code: int) -> Answer | None:
        """What came, `code` being libcurl's of how it ended; None where that is no answer."""
        if not self._begun:
            self._begin()
        if not self._status:
            return None
        if self._take is None or not self._take.whole:
            return Answer(self._status, self._fields, self._body.so_far() if self._body else b"")
        if code == pycurl.E_FILESIZE_EXCEEDED:
            self._fault = too_large(self._take.limit)
        if self._fault is not None:
            return Answer(self._status, self._fields, fault=self._fault)
        if code != pycurl.E_OK:
            return None
        assert self._body is not None
        try:
            return Answer(self._status, self._fields, self._body.finish())
        except BodyError as fault:
            return Answer(self._status, self._fields, fault=fault)


def _head(lines: Sequence[bytes]) -> tuple[int, CIMultiDict[str]]:
    """Status and fields of the first answer that is final; 0 where its head is not whole. Trailers are left out."""
    status = 0
    fields: CIMultiDict[str] = CIMultiDict()
    for line in b"".join(lines).decode("utf-8", "surrogateescape").removesuffix("\n").split("\n"):
        name, colon, value = line.partition(":")
        if not status:  # only here: a field, too, may be called “HTTP/…”
            found = _STATUS_RE.match(line)
            status = int(found[1]) if found else 0
        elif colon:
            fields.add(name.strip(), value.strip())
        elif not line.strip():
            if status >= _FIRST_FINAL or status == _SWITCHED:
                return status, fields
            status, fields = 0, CIMultiDict()
    return 0, fields
