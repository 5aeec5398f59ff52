"""Bodies and id lists made small with zstd (RFC 8878).

Bodies are short and alike, so they are packed with a dictionary of what they have in common: a fifth smaller, and in
less time. A frame names its dictionary; a frame without one stands for itself.
"""

from array import array
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

import zstandard

from newsreader.store.failures import DamagedTextError

_LEVEL: Final = 1
_LEVEL_WITH_DICTIONARY: Final = 3
_MAX_UNPACKED: Final = 2**31 - 1
_DICTIONARY_BYTES: Final = 16 * 1024
_MAGIC_AND_ID: Final = 4, 8  # where a dictionary holds its number, little-endian (RFC 8878, 6)


def _none(_: int) -> None:
    return None


class Packer:
    """Packs and unpacks with one context for all: making a context costs more than a body.

    Args:
        newest: The dictionary to pack with, None: none; asked for at the first body that is packed.
        find: The dictionary of a number, None where there is none.
    """

    def __init__(
        self,
        newest: Callable[[], bytes | None] | None = None,
        find: Callable[[int], bytes | None] = _none,
    ) -> None:
        self._plain = zstandard.ZstdCompressor(level=_LEVEL)
        self._compressor: zstandard.ZstdCompressor | None = None if newest else self._plain
        self._decompressors = {0: zstandard.ZstdDecompressor()}
        self._newest = newest
        self._find = find

    def use(self, dictionary: bytes | None) -> None:
        """Pack with `dictionary` from now on; None: with none."""
        if dictionary is None:
            self._compressor = self._plain
        else:
            shared = zstandard.ZstdCompressionDict(dictionary)
            self._compressor = zstandard.ZstdCompressor(level=_LEVEL_WITH_DICTIONARY, dict_data=shared)

    def pack(self, body: bytes) -> bytes:
        if not body:
            return b""
        if self._compressor is None:
            assert self._newest is not None
            self.use(self._newest())
        assert self._compressor is not None
        return self._compressor.compress(body)

    def unpack(self, packed: bytes) -> str:
        """Raises DamagedTextError where it is not what `pack` made, or packed with a dictionary that is missing."""
        if not packed:
            return ""
        try:
            number = zstandard.get_frame_parameters(packed).dict_id
            return self._decompressor(number).decompress(packed, max_output_size=_MAX_UNPACKED).decode()
        except (zstandard.ZstdError, UnicodeDecodeError, MemoryError) as error:  # a damaged frame may ask for anything
            raise DamagedTextError from error

    def readable(self, packed: bytes) -> str | None:
        """As `unpack`; None where the text is damaged."""
        try:
            return self.unpack(packed)
        except DamagedTextError:
            return None

    def _decompressor(self, number: int) -> zstandard.ZstdDecompressor:
        if number not in self._decompressors:
            dictionary = self._find(number)
            if dictionary is None:
                raise DamagedTextError
            shared = zstandard.ZstdCompressionDict(dictionary)
            self._decompressors[number] = zstandard.ZstdDecompressor(dict_data=shared)
        return self._decompressors[number]

    def pack_ids(self, ids: Sequence[int]) -> bytes:
        return self._plain.compress(array("q", ids).tobytes())

    def unpack_ids(self, packed: bytes) -> "array[int]":
        """Raises ValueError where they are not what `pack_ids` made."""
        ids = array("q")
        try:
            ids.frombytes(self._decompressors[0].decompress(packed, max_output_size=_MAX_UNPACKED))
        except (zstandard.ZstdError, MemoryError) as error:
            raise ValueError("damaged ids") from error
        return ids


@lru_cache(maxsize=2)
def packer_with(dictionary: bytes | None) -> Packer:
    """The packer of a process that has no store."""
    return Packer(lambda: dictionary)


def train(bodies: Sequence[str]) -> bytes | None:
    """A dictionary of what `bodies` have in common; None where they are too few or too different for one."""
    try:
        return zstandard.train_dictionary(_DICTIONARY_BYTES, [body.encode() for body in bodies]).as_bytes()
    except zstandard.ZstdError:
        return None


def is_sound(dictionary: bytes, number: int) -> bool:
    """Whether it is the dictionary that frames name by `number`, and can be packed with."""
    try:
        shared = zstandard.ZstdCompressionDict(dictionary, dict_type=zstandard.DICT_TYPE_FULLDICT)
        zstandard.ZstdCompressor(level=_LEVEL_WITH_DICTIONARY, dict_data=shared).compress(b"")
    except (zstandard.ZstdError, MemoryError):
        return False
    return number_of(dictionary) == number


def number_of(dictionary: bytes) -> int:
    """The number that frames name `dictionary` by."""
    start, end = _MAGIC_AND_ID
    return int.from_bytes(dictionary[start:end], "little")
