"""A feed as written (RawFeed) → a feed that can be stored (ParsedFeed): the same steps for every format."""

import re
from typing import Final

from newsreader.core.feeds import Enclosure, EntryData, FeedData, ParsedFeed
from newsreader.core.text import clean_line
from newsreader.parse.dates import read_date
from newsreader.parse.feed_links import absolute
from newsreader.parse.feed_texts import best_body, labels, language_tag, names_line, plain, title_line
from newsreader.parse.identity import distinct, entry_uid
from newsreader.parse.pace import read_pace
from newsreader.parse.raw import RawEntry, RawFeed

_FUTURE: Final = 86_400  # seconds ahead that count as the publisher's clock or zone being off
_MAX_ENCLOSURES: Final = 20
_MAX_DESCRIPTION: Final = 1000
_SIZE_RE: Final = re.compile(r"\d{1,15}")


def build(raw: RawFeed, *, url: str, now: int) -> ParsedFeed:
    """`raw`, fetched from `url`, as a ParsedFeed; `now` in Unix seconds, only to tell dates in the future."""
    link = absolute(raw.link, raw.link_base or raw.base or url)
    base = raw.base or link or url
    language = language_tag(raw.language)
    entries = [_entry(entry, base, language, raw.clean) for entry in raw.entries if not entry.blank]
    kept, repeats = distinct(entries)
    notes = [*raw.notes]
    if repeats:
        notes.append(repeats)
    if blank := len(raw.entries) - len(entries):
        notes.append("1 empty entry was left out." if blank == 1 else f"{blank} empty entries were left out.")
    _note_dates(notes, raw, kept, now)
    feed = FeedData(
        title=clean_line(plain(raw.title)) if raw.title else "",
        link=link,
        language=language,
        author=names_line(raw.authors),
        description=clean_line(plain(raw.description), _MAX_DESCRIPTION) if raw.description else "",
        pace=read_pace(raw.pace),
    )
    return ParsedFeed(raw.kind, feed, kept, tuple(notes), shared_ids=repeats is not None)


def _note_dates(notes: list[str], raw: RawFeed, entries: tuple[EntryData, ...], now: int) -> None:
    undated = sum(entry.published_at is None for entry in entries)
    if undated:
        notes.append("1 entry has no date." if undated == 1 else f"{undated} entries have no date.")
        written = [entry.published or entry.updated for entry in raw.entries]
        if unread := sum(bool(date) and read_date(date) is None for date in written):
            notes.append("1 date could not be read." if unread == 1 else f"{unread} dates could not be read.")
    ahead = sum(entry.published_at is not None and entry.published_at > now + _FUTURE for entry in entries)
    if ahead:
        notes.append("1 entry is dated in the future." if ahead == 1 else f"{ahead} entries are dated in the future.")


def _entry(raw: RawEntry, feed_base: str, feed_language: str | None, clean: bool) -> EntryData:
    base = raw.base or feed_base
    link = absolute(raw.link, raw.link_base or base) if raw.link else None
    content, content_base = best_body(raw.bodies, clean)
    title = title_line(raw.title, content, link, clean)
    published = read_date(raw.published)
    updated = published if raw.updated == raw.published else read_date(raw.updated)
    if published is None:
        published = updated
    return EntryData(
        uid=entry_uid(raw.id, link, title, published, content),
        title=title,
        link=link,
        author=names_line(raw.authors) if raw.authors else None,
        published_at=published,
        updated_at=updated,
        content_html=content,
        base_url=content_base or raw.base or link or feed_base,
        categories=labels(raw.categories) if raw.categories else (),
        enclosures=_enclosures(raw, base) if raw.enclosures else (),
        language=(language_tag(raw.language) if raw.language else None) or feed_language,
    )


def _enclosures(raw: RawEntry, base: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for written, media_type, length in raw.enclosures:
        url = absolute(written, base)
        if url is None or url in found or len(found) >= _MAX_ENCLOSURES:
            continue
        size = str(length).strip() if length is not None else ""
        found[url] = Enclosure(
            url,
            clean_line(media_type, 100) or None if media_type else None,
            int(size) if _SIZE_RE.fullmatch(size) and int(size) > 0 else None,
        )
    return tuple(found.values())
