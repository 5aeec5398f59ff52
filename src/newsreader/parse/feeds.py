"""Bytes → ParsedFeed: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1.

Pure: no network, no files, no clock. The strict reader is fast and bounded; the tolerant one may take seconds on a
hostile document, so its caller runs it in a process that can be killed.
"""

from typing import TYPE_CHECKING

from newsreader.core.feeds import ParsedFeed
from newsreader.parse.feed_build import build
from newsreader.parse.json_feed import is_json, read_json
from newsreader.parse.not_feeds import refuse_at_once, refuse_page, refuse_root

if TYPE_CHECKING:
    from newsreader.parse.xml_bytes import XmlBody


def parse_strict(body: bytes, *, url: str, content_type: str | None, now: int) -> ParsedFeed | None:
    """`body`, fetched from `url`, as a feed; None where only the tolerant reader can tell.

    Reads JSON feeds and strictly well-formed XML. `content_type` is the HTTP header, None where there was none; `now`
    is in Unix seconds.

    Raises:
        ParseError: It is certainly no feed: nothing, a web page, a message, broken JSON, other XML.
    """
    refuse_at_once(body, url)
    if is_json(body):
        return build(read_json(body, url=url), url=url, now=now)
    from newsreader.parse.xml_bytes import as_it_is, prepare

    usual = as_it_is(body, content_type)
    if usual is not None and (parsed := _parse_well_formed(usual, url, now)) is not None:
        return parsed
    prepared = prepare(body, content_type)
    if usual is None or prepared.data != usual.data:
        parsed = _parse_well_formed(prepared, url, now)
        if parsed is not None:
            return parsed
    refuse_page(prepared.data, url)
    return None


def _parse_well_formed(prepared: "XmlBody", url: str, now: int) -> ParsedFeed | None:
    from newsreader.parse.xml_clean import is_clean
    from newsreader.parse.xml_strict import read_strict
    from newsreader.parse.xml_tree import NotStrictError, parse_named

    try:
        root, names = parse_named(prepared.data)
    except NotStrictError:
        return None
    refuse_root(root.name, prepared.data, url, hollow=not root and not root.text)
    try:
        raw = read_strict(root, names, prepared.data, url)
    except NotStrictError:
        return None
    raw.notes[:0] = prepared.notes
    raw.clean = is_clean(prepared.data)
    return build(raw, url=url, now=now)


def parse_tolerant(body: bytes, *, url: str, content_type: str | None, now: int) -> ParsedFeed:
    """`body` read by feedparser, however broken it is. May be slow: call it in a process that can be killed.

    Raises:
        ParseError: It is no feed.
    """
    refuse_at_once(body, url)
    if is_json(body):
        return build(read_json(body, url=url), url=url, now=now)
    from newsreader.parse.xml_bytes import prepare
    from newsreader.parse.xml_tolerant import read_tolerant

    prepared = prepare(body, content_type)
    refuse_page(prepared.data, url)
    raw = read_tolerant(prepared.data, url)
    raw.notes[:0] = prepared.notes
    return build(raw, url=url, now=now)


def parse_feed(body: bytes, *, url: str, content_type: str | None, now: int) -> ParsedFeed:
    """`body` read by the strict reader, else by the tolerant one. Raises ParseError where it is no feed."""
    parsed = parse_strict(body, url=url, content_type=content_type, now=now)
    if parsed is not None:
        return parsed
    return parse_tolerant(body, url=url, content_type=content_type, now=now)
