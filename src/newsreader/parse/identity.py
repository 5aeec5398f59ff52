"""Who an entry is within its feed: the feed's own id, else its link, else a hash of what it says."""

import re
from collections.abc import Sequence
from dataclasses import replace
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

    The first of several entries with one uid stays (RFC 4287, 4.1.1: they are one entry). But where a feed gives few
    ids to many entries the ids say nothing: there the uid is made of the id and the link, or the title where the links
    are the same too. Whether a feed is such a one is judged from the whole document, so that an entry keeps its uid
    when others come and go.
    """
    first: dict[str, EntryData] = {}
    for entry in entries:
        first.setdefault(entry.uid, entry)
    if len(first) == len(entries):
        return tuple(entries), None
    if len(entries) >= _MANY and len(first) * 2 <= len(entries):
        links = {entry.link for entry in entries}
        by_link = len(links) * 2 > len(entries)
        told_apart: dict[str, EntryData] = {}
        for entry in entries:
            uid = own_id(f"{entry.uid}\n{(entry.link or '') if by_link else entry.title}")
            told_apart.setdefault(uid, replace(entry, uid=uid))
        if len(told_apart) > len(first):
            return tuple(told_apart.values()), "The entries shared their ids; they were told apart by link or title."
    return tuple(first.values()), "Some entries had the same id; the first of each was taken."
