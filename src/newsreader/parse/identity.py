"""Who an entry is within its feed: the feed's own id, else its link, else a hash of what it says."""

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from newsreader.core.feeds import EntryData

MAX_UID: Final = 2000
"""Longer ids, in characters, are hashed: some feeds put the whole article there."""

_MANY: Final = 3
_CONTROL_RE: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
_SURROGATE_RE: Final = re.compile("[\ud800-\udfff]")


def own_id(written: str) -> str:
    """The feed's own id exactly as written, without the white space around it; "" counts as missing, "0" does not.

    Only what no store or terminal can hold is changed: lone surrogates and control characters.
    """
    uid = written.strip()
    if not uid.isprintable():
        uid = _CONTROL_RE.sub("", _SURROGATE_RE.sub("\ufffd", uid))
    return uid if len(uid) <= MAX_UID else _hashed(uid)


def entry_uid(written: str, link: str | None, title: str, published_at: int | None, text: str) -> str:
    """The uid of an entry: its own id, else its absolute link, else a hash of title, date and text."""
    uid = own_id(written)
    if uid:
        return uid
    if link:
        return link if len(link) <= MAX_UID else _hashed(link)
    return _hashed(title, str(published_at), text)


def _hashed(*parts: str) -> str:
    return "sha256:" + sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def distinct(entries: Sequence[EntryData]) -> tuple[tuple[EntryData, ...], str | None]:
    """`entries` with distinct uids, and a note where something had to be done for it.

    The first of several entries with one uid stays (RFC 4287, 4.1.1: they are one entry), unless they are plainly
    different articles: those differ in title and link, or stand in a feed that gives few ids to many entries, so that
    its ids say nothing. Each of them gets a uid made of the shared id and its link, or its title where the links are
    the same too. It says nothing of order or number, so that an entry keeps its uid when others come and go.
    """
    shared: dict[str, list[EntryData]] = {}
    for entry in entries:
        shared.setdefault(entry.uid, []).append(entry)
    if len(shared) == len(entries):
        return tuple(entries), None
    few = len(entries) >= _MANY and len(shared) * 2 <= len(entries)
    by_link = len({entry.link for entry in entries}) * 2 > len(entries)
    kept: dict[str, EntryData] = {}
    for entry in entries:
        group = shared[entry.uid]
        if len(group) > 1 and (few or _are_different(group)):
            uid = own_id(f"{entry.uid} {(entry.link or '') if by_link or not few else entry.title}")
            kept.setdefault(uid, entry._replace(uid=uid))
        else:
            kept.setdefault(entry.uid, entry)
    if few and len(kept) == len(shared):  # everything is there twice: the ids are as good as any
        kept = {uid: group[0] for uid, group in shared.items()}
    if len(kept) > len(shared):
        return tuple(kept.values()), "Some entries shared an id; they were told apart by link or title."
    return tuple(kept.values()), "Some entries had the same id; the first of each was taken."


def _are_different(group: Sequence[EntryData]) -> bool:
    """Whether no two of `group` have the same link or title, and none lacks either."""
    links = {entry.link for entry in group if entry.link}
    titles = {entry.title for entry in group if entry.title}
    return len(links) == len(titles) == len(group)
