"""What was published made ready to be stored. Needs no store: it is the work of the processes beside it."""

from newsreader.core.changes import entry_hash
from newsreader.core.feeds import EntryData, ParsedFeed
from newsreader.core.full_text import is_teaser
from newsreader.core.packed import PackedEntry, PackedFeed
from newsreader.store.packer import Packer
from newsreader.store.values import json_text, moment, text, text_or_none


def pack_feed(parsed: ParsedFeed, packer: Packer, *, teasers: bool = False) -> PackedFeed:
    """`parsed` with its entries packed. `teasers`: whether they are looked at for being mere beginnings."""
    entries = tuple([pack_entry(data, packer, teasers=teasers) for data in parsed.entries])
    return PackedFeed(parsed.kind, parsed.feed, entries, parsed.notes)


def pack_entry(data: EntryData, packer: Packer, *, teasers: bool = False) -> PackedEntry:
    """`data` as the store will hold it."""
    html = data.content_html
    try:
        body = html.encode()
    except UnicodeEncodeError:
        body = b"\0"
    as_it_is = b"\0" not in body
    if not as_it_is:
        html = text(html)
        body = html.encode()
    enclosures = [(text(e.url), text_or_none(e.media_type), e.length) for e in data.enclosures]
    return PackedEntry(
        text(data.uid),
        text(data.title),
        text_or_none(data.link),
        text_or_none(data.author),
        moment(data.published_at),
        moment(data.updated_at),
        text_or_none(data.language),
        entry_hash(data, body if as_it_is else None),
        packer.pack(body),
        "" if data.base_url == data.link else text(data.base_url),
        json_text([text(label) for label in data.categories]) if data.categories else "[]",
        json_text(enclosures) if enclosures else "[]",
        teasers and is_teaser(html),
    )
