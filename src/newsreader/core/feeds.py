"""What a URL publishes: a feed, its entries as published, and what the store knows of it."""

from typing import Final, Literal, NamedTuple

from newsreader.core.pace import NO_PACE, Because, Pace

FeedKind = Literal["rss", "atom", "rdf", "json", "page"]


class Enclosure(NamedTuple):
    """A file that belongs to an entry (RSS 2.0 enclosure, Atom link rel=enclosure, JSON Feed attachment).

    `url` is absolute http(s); `length` in bytes, None where unknown.
    """

    url: str
    media_type: str | None = None
    length: int | None = None


class EntryData(NamedTuple):
    """One entry as published.

    Attributes:
        uid: The identity within the feed: the feed's own id exactly as written, else the canonical link, else a hash.
        title: One clean line of plain text; "" where the feed gives none and the body has no words either.
        link: Absolute http(s) URL, None where there is none.
        author: One clean line, several names joined by ", "; None where unknown.
        published_at: Unix seconds, UTC; None where the feed gives no date that can be read.
        updated_at: Likewise.
        content_html: The best of content and summary as HTML (plain text is escaped); "" where there is none.
        base_url: What relative links in `content_html` are resolved against (xml:base, else the entry's or feed's link,
            else the feed's URL).
        categories: Labels, in order, without repeats.
        language: BCP 47 tag, None where unknown.
    """

    uid: str
    title: str
    link: str | None = None
    author: str | None = None
    published_at: int | None = None
    updated_at: int | None = None
    content_html: str = ""
    base_url: str = ""
    categories: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    language: str | None = None


class FeedData(NamedTuple):
    """What a feed says of itself. `title` "" where it has none; `link` is the site's absolute URL or None.

    `pace` is how it asks to be read.
    """

    title: str
    link: str | None = None
    language: str | None = None
    author: str | None = None
    description: str = ""
    pace: Pace = NO_PACE


class ParsedFeed(NamedTuple):
    """A body read as a feed. `entries` are in document order with distinct uids.

    `notes` are sentences about what was odd and how it was taken ("3 entries had no date"). `shared_ids`: several
    entries had one id, so that a uid depends on what else is in the document.
    """

    kind: FeedKind
    feed: FeedData
    entries: tuple[EntryData, ...]
    notes: tuple[str, ...] = ()
    shared_ids: bool = False


class Validators(NamedTuple):
    """What makes the next GET conditional (RFC 9110, 8.8), exactly as the server sent it; None where it sent none.

    `url` is where they came from, and the only place they are sent to; None: the feed's own URL.
    """

    etag: str | None = None
    last_modified: str | None = None
    url: str | None = None


NO_VALIDATORS: Final = Validators()


class Brought(NamedTuple):
    """How many entries a check found that were new, changed and as before; nothing was looked at where all are 0."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


NOTHING: Final = Brought()


class FeedState(NamedTuple):
    """What the store knows of one feed. Times are Unix seconds UTC, None where it has not happened.

    `id` is the store's; `own_title` is the feed's own title, `title` what is shown (the subscription's, else the
    feed's own, else the URL). `failures` counts failed checks in a row; `error` is the sentence of the last failure,
    None after a success. `succeeded_at` is the last full answer (a 304 confirms one, it is not one). `body_hash` is
    of the last body parsed, None before. `paused`: answered 410 Gone. `plain`: it refuses the usual request, but
    answers the plain one (see core.fetching.FetchRequest).

    `per_week`: how many entries it publishes a week of late, None where that is not known; `pace`: how it asks to be
    read; `because`: why `next_check_at` is when it is, None after a failure. `fresh_for`: for how many seconds its
    server called its last answer fresh, None where it has not said. `host_until`: until when its server asked to be
    left alone as a whole, None where it did not; `refused_by`: the host that did, None where it is the address's own.
    `moved_to`: where its permanent redirects lead, None where there are none, and `moves`: how many answers in a row
    came from there. `brought` is of the last check.
    """

    id: int
    url: str
    title: str
    own_title: str = ""
    link: str | None = None
    folder: str = ""
    tags: tuple[str, ...] = ()
    subscribed: bool = True
    validators: Validators = NO_VALIDATORS
    body_hash: bytes | None = None
    checked_at: int | None = None
    succeeded_at: int | None = None
    next_check_at: int | None = None
    last_result: str | None = None
    error: str | None = None
    failures: int = 0
    failing_since: int | None = None
    paused: bool = False
    plain: bool = False
    per_week: float | None = None
    pace: Pace = NO_PACE
    because: Because | None = None
    host_until: int | None = None
    moved_to: str | None = None
    moves: int = 0
    fresh_for: int | None = None
    refused_by: str | None = None
    brought: Brought = NOTHING


class FeedCounts(NamedTuple):
    """How many entries of a feed are listed, unread, starred."""

    entries: int = 0
    unread: int = 0
    starred: int = 0
