"""What tests publish, made ready to be stored."""

from typing import Final

from newsreader.core.feeds import EntryData, ParsedFeed
from newsreader.core.packed import PackedEntry, PackedFeed
from newsreader.store.packer import Packer
from newsreader.store.packing import pack_entry, pack_feed

_PACKER: Final = Packer()


def packed(parsed: ParsedFeed) -> PackedFeed:
    """`parsed` with its entries packed, teasers recognised."""
    return pack_feed(parsed, _PACKER, teasers=True)


def packed_entry(data: EntryData) -> PackedEntry:
    """`data` packed, recognised where it is a teaser."""
    return pack_entry(data, _PACKER, teasers=True)
