"""What a refresh changes: a feed against what the store knows. Pure, so its tests read as tables."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple

from newsreader.core.feeds import EntryData, FeedData, FeedState
from newsreader.core.packed import PackedEntry, PackedFeed

DAY: Final = 86_400
MAX_REVISIONS: Final = 24
"""How often the body of one entry is replaced; some feeds change it at every fetch (rotating images, counters)."""

MIN_RENUMBERED: Final = 2
"""Entries that must be found again by title and date alone, or none is: one may be another under the same heading."""

UID_DIGEST: Final = 8
"""The length of what uid_digest gives, in bytes."""

LATE_AFTER: Final = 2 * DAY
"""An entry dated this long before the last successful check should have been seen then: it was added late."""


class KnownEntry(NamedTuple):
    """What the store knows of an entry that a feed may publish again. `hash` is entry_hash of what was stored."""

    id: int
    uid: str
    hash: bytes
    link: str | None
    title: str
    published_at: int | None
    revisions: int = 0


class NewEntry(NamedTuple):
    """An entry to insert. `sort_at` (Unix seconds) is its place in lists, decided once.

    `wants_full_text`: its page is to be fetched.
    """

    data: PackedEntry
    sort_at: int
    wants_full_text: bool = False


class ChangedEntry(NamedTuple):
    """The stored entry `id` gets the content of `data` (and its uid, where the feed renumbered); its status stays."""

    id: int
    data: PackedEntry


class RefreshPlan(NamedTuple):
    """What one feed's answer changes. `new` is in the order of insertion: oldest first, so that ids grow with time.

    `removed` are the uids of entries that are published still but were removed from the store for good; `kept` has
    uid_digest of those that came again as before and were not read again. `partial`: the answer had new entries alone,
    so that it says nothing of what is published no more.
    """

    feed: FeedData
    new: tuple[NewEntry, ...] = ()
    changed: tuple[ChangedEntry, ...] = ()
    unchanged: int = 0
    notes: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: frozenset[bytes] = frozenset()
    partial: bool = False


class FeedResult(NamedTuple):
    """One feed's outcome to store: its new state and, where a body was parsed, what it changes.

    `seen` is what the next body is compared with, so that entries that come again are not read again; None: as before.
    """

    state: FeedState
    plan: RefreshPlan | None = None
    seen: bytes | None = None


def uid_digest(uid: str) -> bytes:
    """UID_DIGEST bytes that stand for a uid."""
    return hashlib.blake2b(uid.encode("utf-8", "replace"), digest_size=UID_DIGEST).digest()


def entry_hash(data: EntryData, html: bytes | None = None) -> bytes:
    """A digest of all of an entry that is shown; equal digests mean nothing to store.

    `html` is `content_html` in UTF-8 where the caller has it.
    """
    small = (
        data.title,
        data.link,
        data.author,
        data.published_at,
        data.updated_at,
        data.base_url,
        data.categories,
        data.language,
        [(e.url, e.media_type, e.length) for e in data.enclosures],
    )
    digest = hashlib.blake2b(repr(small).encode("utf-8", "replace"), digest_size=12)
    # Not by repr, which is slow for what is not ASCII; last, so that nothing can move from one part to the next.
    digest.update(data.content_html.encode("utf-8", "replace") if html is None else html)
    return digest.digest()


def sort_time(data: PackedEntry, *, now: int, last_success: int | None) -> int:
    """Where an entry stands in lists: its date; its arrival where the date is missing, in the future or late.

    `last_success` is the feed's last successful check, None at its first: a new feed sorts wholly by its dates.
    """
    date = data.published_at if data.published_at is not None else data.updated_at
    if date is None:
        return now
    if last_success is not None and date < last_success - LATE_AFTER:
        return now
    return min(date, now)


def plan_refresh(
    packed: PackedFeed,
    known: Iterable[KnownEntry],
    *,
    last_success: int | None,
    now: int,
    removed: Sequence[str] = (),
    kept: Collection[bytes] = (),
    partial: bool = False,
) -> RefreshPlan:
    """Decide what is new, changed and unchanged.

    Args:
        packed: The feed as published now.
        known: The feed's stored entries whose uid, link (whatever its scheme) or title occurs in `packed` (more do no
            harm).
        last_success: Unix seconds of the feed's last successful check, None at its first.
        now: Unix seconds.
        removed: Those of the published uids that were removed from the store: they do not come back.
        kept: uid_digest of the entries that are published as before, and are not in `packed` for that.
        partial: Whether `packed` has new entries alone (RFC 3229): none of them is an old one under another uid.
    """
    published = {data.uid for data in packed.entries}
    by_uid = {entry.uid: entry for entry in known if not partial or entry.uid in published}
    unclaimed = (entry for entry in by_uid.values() if entry.uid not in published and uid_digest(entry.uid) not in kept)
    twins = _Twins(unclaimed, renumbered=not kept and published.isdisjoint(by_uid))
    new: list[NewEntry] = []
    changed: list[ChangedEntry] = []
    unchanged = len(kept)
    gone = frozenset(removed)
    for data in packed.entries:
        if data.uid in gone:
            unchanged += 1
            continue
        stored = by_uid.get(data.uid) or twins.take(data)
        if stored is None:
            new.append(NewEntry(data, sort_time(data, now=now, last_success=last_success)))
        elif stored.uid == data.uid and (_same(packed, stored, data) or stored.revisions >= MAX_REVISIONS):
            unchanged += 1
        else:
            changed.append(ChangedEntry(stored.id, data))
    # Feeds list the newest first: the reversed, stably sorted order keeps document order among equal dates.
    new.reverse()
    new.sort(key=lambda entry: entry.sort_at)
    plan = RefreshPlan(packed.feed, tuple(new), tuple(changed), unchanged, packed.notes)
    return plan._replace(removed=tuple(removed), kept=frozenset(kept), partial=partial)


class _Twins:
    """Stored entries that the feed no longer lists under their uid: it may have renumbered its entries."""

    def __init__(self, candidates: Iterable[KnownEntry], *, renumbered: bool) -> None:
        """`renumbered`: nothing that is published is known by its uid, so that weaker signs count too."""
        self._by_link: dict[str, list[KnownEntry]] = {}
        self._by_title: dict[tuple[str, int], list[KnownEntry]] = {}
        for entry in candidates:
            if entry.link:
                self._by_link.setdefault(_without_scheme(entry.link), []).append(entry)
            if renumbered and entry.title and entry.published_at is not None:
                self._by_title.setdefault((entry.title, entry.published_at), []).append(entry)
        if len(self._by_title) < MIN_RENUMBERED:
            self._by_title.clear()
        self._taken: set[int] = set()

    def take(self, data: PackedEntry) -> KnownEntry | None:
        """The stored entry that `data` is under a new uid: with its link and its title or date, or with both these."""
        for entry in self._by_link.get(_without_scheme(data.link or ""), ()):
            same_date = entry.published_at is not None and entry.published_at == data.published_at
            if entry.id not in self._taken and (entry.title == data.title or same_date):
                return self._take(entry)
        if data.published_at is not None:
            for entry in self._by_title.get((data.title, data.published_at), ()):
                if entry.id not in self._taken:
                    return self._take(entry)
        return None

    def _take(self, entry: KnownEntry) -> KnownEntry:
        self._taken.add(entry.id)
        return entry


def _without_scheme(link: str) -> str:
    """A site that turns from http to https keeps its articles."""
    return link.partition("://")[2] or link


def _same(packed: PackedFeed, stored: KnownEntry, data: PackedEntry) -> bool:
    """Whether nothing of an entry is to be stored again. A news list's dates ("2 days ago") and teasers come and go."""
    return stored.title == data.title if packed.kind == "page" else stored.hash == data.hash
