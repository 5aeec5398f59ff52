"""Content codings undone piece by piece, with an eye on the size and on the end (RFC 9110, 8.4).

A few kilobytes of gzip or Brotli can hold gigabytes, so output is drawn in small steps and counted. A body that was
cut off inside its coding is noticed because the decoder has not reached its end.
"""

import zlib
from collections.abc import Iterator
from typing import Final, Protocol

import brotli  # type: ignore[import-untyped]

from newsreader.core.errors import NewsreaderError
from newsreader.core.text import clean_line

ACCEPT_ENCODING: Final = "gzip, deflate, br"
STEP: Final = 2**17
"""The most bytes that a decoder gives at once."""

MAX_CODINGS: Final = 2

_PIECES: Final = 4096
"""So many are joined to one: a piece of two bytes takes forty, and a server can send millions of them."""

# Besides "identity", words that servers put there by mistake, always with a plain body (seen in the wild).
_PLAIN: Final = frozenset({"", "identity", "none", "utf-8", "utf8", "8bit", "7bit", "binary"})
_ENDED_EARLY: Final = "The answer ended early."


class BodyError(NewsreaderError):
    """The body cannot be had: too large, cut off, or broken. The message is a sentence."""


class _Coding(Protocol):
    def decode(self, data: bytes) -> Iterator[bytes]: ...

    def is_complete(self) -> bool: ...


class _Gzip:
    """gzip, or zlib under its name; several members (RFC 1952, 2.2); padding after the last one is ignored.

    A body that is plain text in spite of the header is passed on: some servers label what they did not compress.
    """

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(wbits=47)
        self._plain: bool | None = None

    def decode(self, data: bytes) -> Iterator[bytes]:
        if self._plain is None:
            self._plain = data[0] in b"<{[ \t\r\n\xef"
        if self._plain:
            yield data
            return
        while data:
            if self._inflater.eof:
                if data[0] != 0x1F:
                    return
                self._inflater = zlib.decompressobj(wbits=47)
            yield from _inflated(self._inflater, data)
            data = self._inflater.unused_data

    def is_complete(self) -> bool:
        return self._plain is not False or self._inflater.eof


class _Deflate:
    """zlib as the standard has it (RFC 9110, 8.4.1.2), or raw deflate as many servers do."""

    def __init__(self) -> None:
        self._inflater: zlib._Decompress | None = None
        self._head = b""

    def decode(self, data: bytes) -> Iterator[bytes]:
        if self._inflater is None:
            self._head += data
            if len(self._head) < 2:
                return
            data = self._head
            is_zlib = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0  # RFC 1950, 2.2
            self._inflater = zlib.decompressobj(wbits=15 if is_zlib else -15)
        if not self._inflater.eof:
            yield from _inflated(self._inflater, data)

    def is_complete(self) -> bool:
        return self._inflater.eof if self._inflater else not self._head


class _Brotli:
    def __init__(self) -> None:
        self._decompressor = brotli.Decompressor()
        self._is_empty = True

    def decode(self, data: bytes) -> Iterator[bytes]:
        self._is_empty = False
        if self._decompressor.is_finished():
            return
        yield self._decompressor.process(data, output_buffer_limit=STEP)
        while not self._decompressor.can_accept_more_data() and not self._decompressor.is_finished():
            yield self._decompressor.process(b"", output_buffer_limit=STEP)

    def is_complete(self) -> bool:
        return self._is_empty or self._decompressor.is_finished()


def _inflated(inflater: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    piece = inflater.decompress(data, STEP)
    yield piece
    while not inflater.eof and (inflater.unconsumed_tail or len(piece) == STEP):
        piece = inflater.decompress(inflater.unconsumed_tail, STEP)
        yield piece


_CODINGS: Final[dict[str, type[_Gzip | _Deflate | _Brotli]]] = {
    "gzip": _Gzip,
    "x-gzip": _Gzip,
    "deflate": _Deflate,
    "br": _Brotli,
}


class Body:
    """Gathers one body: `feed` it the pieces as they come, then `finish`.

    `content_encoding` is the header's value or None; `limit` bounds the decoded bytes.
    """

    def __init__(self, content_encoding: str | None, *, limit: int) -> None:
        self._codings = _codings(content_encoding or "")
        self._limit = limit
        self._size = 0
        self._pieces: list[bytes] = []
        self._blocks: list[bytes] = []

    def feed(self, data: bytes) -> None:
        """Takes the next piece. Raises BodyError where the body is broken or becomes too large."""
        if not data:
            return
        try:
            for piece in self._decoded(data, 0) if self._codings else (data,):
                self._size += len(piece)
                if self._size > self._limit:
                    raise too_large(self._limit)
                self._pieces.append(piece)
                if len(self._pieces) == _PIECES:
                    self._blocks.append(b"".join(self._pieces))
                    self._pieces.clear()
        except (zlib.error, brotli.error) as error:
            raise BodyError("The answer is broken: it is not compressed in the way that it says.") from error

    def finish(self) -> bytes:
        """The whole body. Raises BodyError where it was cut off."""
        if not all(coding.is_complete() for coding in self._codings):
            raise BodyError(_ENDED_EARLY)
        return self.so_far()

    def so_far(self) -> bytes:
        """What is decoded up to now."""
        pieces = [*self._blocks, *self._pieces]
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _decoded(self, data: bytes, stage: int) -> Iterator[bytes]:
        if stage == len(self._codings):
            yield data
            return
        for piece in self._codings[stage].decode(data):
            if piece:
                yield from self._decoded(piece, stage + 1)


def too_large(limit: int) -> BodyError:
    size = f"{limit / 2**20:.0f} MB" if limit >= 2**20 else f"{limit} bytes"
    return BodyError(f"The answer is too large: it has more than {size}, which no feed should need.")


def ended_early() -> BodyError:
    return BodyError(_ENDED_EARLY)


def _codings(header: str) -> list[_Coding]:
    """The decoders in the order of use: the last coding named was applied last."""
    names = [name for part in header.split(",") if (name := part.strip().lower()) not in _PLAIN]
    unknown = next((name for name in names if name not in _CODINGS), None)
    if unknown is not None:
        raise BodyError(f"The answer is compressed in a way that is not known here: “{clean_line(unknown, 40)}”.")
    if len(names) > MAX_CODINGS:
        raise BodyError(f"The answer is compressed {len(names)} times over, which is not sensible.")
    return [_CODINGS[name]() for name in reversed(names)]
