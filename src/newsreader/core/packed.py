"""A feed made ready to be stored: between what was published and what the store holds."""

from typing import NamedTuple

from newsreader.core.feeds import FeedData, FeedKind


class PackedEntry(NamedTuple):
    """An entry as the store will hold it; a plain tuple, as tens of thousands go from process to process.

    Attributes:
        uid: As in EntryData, and so all down to `language`, but with every value fit for the store.
        hash: entry_hash of what was published.
        body: The HTML, compressed; b"" where there is none.
        base_url: What relative links in the body are resolved against; "" where that is the link.
        categories: A JSON array of labels.
        enclosures: A JSON array of [url, media type or null, bytes or null].
        teaser: Whether the body is but a beginning; False too where nobody asked.
    """

    uid: str
    title: str
    link: str | None
    author: str | None
    published_at: int | None
    updated_at: int | None
    language: str | None
    hash: bytes
    body: bytes
    base_url: str
    categories: str
    enclosures: str
    teaser: bool = False


class PackedFeed(NamedTuple):
    """A ParsedFeed with its entries packed."""

    kind: FeedKind
    feed: FeedData
    entries: tuple[PackedEntry, ...]
    notes: tuple[str, ...] = ()
