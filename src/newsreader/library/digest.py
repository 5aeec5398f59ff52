"""One body → a feed ready to be stored: all the work on it that needs neither the network nor the store."""

import hashlib
from typing import NamedTuple, Protocol

from newsreader.core.changes import uid_digest
from newsreader.core.errors import ParseError
from newsreader.core.feeds import ParsedFeed
from newsreader.core.packed import PackedFeed
from newsreader.core.subscriptions import PageRules
from newsreader.parse.known_entries import cut_known, remember
from newsreader.store.packer import packer_with
from newsreader.store.packing import pack_feed


class Reader(Protocol):
    """Reads a body as a feed, or as a news list page, or raises ParseError."""

    def read(self, body: bytes, *, url: str, content_type: str | None, now: int) -> ParsedFeed: ...

    def read_strict(self, body: bytes, *, url: str, content_type: str | None, now: int) -> ParsedFeed | None: ...

    def read_page(
        self, body: bytes, *, url: str, content_type: str | None, rules: PageRules, language: str | None, now: int
    ) -> ParsedFeed: ...


class DigestJob(NamedTuple):
    """A body and how it is to be read.

    Attributes:
        url: Where it came from in the end.
        body: Decoded and complete.
        content_type: The header's whole value, None where there was none.
        known_hash: The `body_hash` of the last body that was digested, None where this one is to be read in any case.
        seen: What `parse.known_entries.remember` gave for the body before, b"" where there was none.
        page: Set where the body is a news list page and not a feed.
        language: The page's, BCP 47, where the user says so.
        dictionary: What bodies are packed with, None: nothing.
        teasers: Whether entries are looked at for being mere beginnings.
        now: Unix seconds.
    """

    url: str
    body: bytes
    content_type: str | None
    known_hash: bytes | None
    seen: bytes
    page: PageRules | None
    language: str | None
    teasers: bool
    dictionary: bytes | None
    now: int


class Digest(NamedTuple):
    """What came of a body: `feed`, or `error`, a sentence; neither where it is the one known.

    `kept` is uid_digest of the entries that came again as before and are not in `feed`; `seen` is for the next job.
    """

    body_hash: bytes
    feed: PackedFeed | None = None
    error: str | None = None
    kept: frozenset[bytes] = frozenset()
    seen: bytes = b""


def digest(job: DigestJob, reader: Reader) -> Digest:
    """Read the body of `job` and pack what it publishes."""
    body_hash = hashlib.sha256(job.body, usedforsecurity=False).digest()[:16]
    if body_hash == job.known_hash:
        return Digest(body_hash)
    if (digested := _digest_new(job, body_hash, reader)) is not None:
        return digested
    try:
        parsed = _read(job, reader)
    except ParseError as error:
        return Digest(body_hash, error=str(error))
    seen = b"" if job.page else remember(job.body, parsed, url=job.url, content_type=job.content_type)
    return Digest(body_hash, _pack(job, parsed), seen=seen)


def _digest_new(job: DigestJob, body_hash: bytes, reader: Reader) -> Digest | None:
    """The digest of what is new in the body; None where it must be read whole."""
    cut = None if job.page else cut_known(job.body, job.seen)
    if cut is None:
        return None
    try:
        parsed = reader.read_strict(cut.rest, url=job.url, content_type=job.content_type, now=job.now)
    except ParseError:
        return None
    kept = cut.uids
    if parsed is None or parsed.shared_ids or any(uid_digest(entry.uid) in kept for entry in parsed.entries):
        return None  # an id twice in one feed: only all of it tells which entry is which
    seen = cut.remember(parsed, url=job.url, content_type=job.content_type)
    if seen is None:
        return None
    return Digest(body_hash, _pack(job, parsed), kept=kept, seen=seen)


def _pack(job: DigestJob, parsed: ParsedFeed) -> PackedFeed:
    return pack_feed(parsed, packer_with(job.dictionary), teasers=job.teasers)


def _read(job: DigestJob, reader: Reader) -> ParsedFeed:
    if job.page is None:
        return reader.read(job.body, url=job.url, content_type=job.content_type, now=job.now)
    return reader.read_page(
        job.body, url=job.url, content_type=job.content_type, rules=job.page, language=job.language, now=job.now
    )
