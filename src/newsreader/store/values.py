"""Values made fit for SQLite, and bodies and id lists made small."""

import json
import re
from array import array
from collections.abc import Iterable, Sequence
from typing import Final

import zstandard

_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_INT_LIMIT: Final = 2**63
_LEVEL: Final = 1
_MAX_UNPACKED: Final = 2**31 - 1


def text(value: str) -> str:
    """`value` without NUL, where SQLite's own functions stop, and without lone surrogates, which are no UTF-8."""
    if "\0" in value:
        value = value.replace("\0", "")
    if value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", value)
    return value


def text_or_none(value: str | None) -> str | None:
    return None if value is None else text(value)


def integer(value: int | None) -> int | None:
    """`value`, None where it is beyond SQLite's 64 bits (a date in the year 300 billion)."""
    return value if value is not None and -_INT_LIMIT <= value < _INT_LIMIT else None


def bounded(value: int) -> int:
    """`value`, or the nearest number that SQLite can compare."""
    return max(-_INT_LIMIT, min(value, _INT_LIMIT - 1))


def json_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def id_list(ids: Iterable[int]) -> str:
    """Ids as the argument of `json_each(?)`: one value for any number of them."""
    return json.dumps([number for number in ids if -_INT_LIMIT <= number < _INT_LIMIT])


class Packer:
    """Compresses with one zstd context for all: making a context costs more than a body."""

    def __init__(self) -> None:
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL)
        self._decompressor = zstandard.ZstdDecompressor()

    def pack(self, body: bytes) -> bytes:
        return self._compressor.compress(body) if body else b""

    def unpack(self, packed: bytes) -> str:
        return self._decompressor.decompress(packed, max_output_size=_MAX_UNPACKED).decode() if packed else ""

    def pack_ids(self, ids: Sequence[int]) -> bytes:
        return self._compressor.compress(array("q", ids).tobytes())

    def unpack_ids(self, packed: bytes) -> "array[int]":
        ids = array("q")
        ids.frombytes(self._decompressor.decompress(packed, max_output_size=_MAX_UNPACKED))
        return ids
