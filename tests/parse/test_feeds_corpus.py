"""Real feed documents, with facts on which independent readers agree."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from clock import FakeClock
from newsreader.core.errors import ParseError
from newsreader.core.feeds import EntryData, ParsedFeed
from newsreader.core.text import clean_line
from newsreader.parse.feed_texts import plain
from newsreader.parse.feeds import parse_feed, parse_strict, parse_tolerant
from newsreader.parse.raw import RawText

_CORPUS = Path(__file__).parents[2].parent / "shared" / "corpora" / "feeds"
_URL = "https://feeds.example.org/dir/feed.xml"
_NOW = FakeClock().now()

pytestmark = pytest.mark.skipif(not _CORPUS.exists(), reason="the shared corpus of feeds is not here")


def _documents() -> list[dict[str, Any]]:
    documents: list[dict[str, Any]] = json.loads((_CORPUS / "manifest.json").read_text(encoding="utf-8"))
    return documents


def _body(document: dict[str, Any]) -> bytes:
    return (_CORPUS / "docs" / str(document["file"])).read_bytes()


def _entry_mismatches(fact: dict[str, Any], entry: EntryData) -> list[str]:
    published = entry.published_at
    got = {
        "title": entry.title,
        "link": entry.link,
        # where a feed gives one id to all entries the uid says more than the id
        "id": entry.uid.partition("\n")[0],
        "published_at": None if published is None else datetime.fromtimestamp(published, UTC).isoformat(),
    }
    # expected titles may hold characters that never reach a terminal
    return [
        f"{key}: {want!r} != {got[key]!r}"
        for key, want in fact.items()
        if (clean_line(want) if key == "title" else want) != got[key]
    ]


def _mismatches(document: dict[str, Any]) -> list[str]:
    try:
        feed = parse_feed(_body(document), url=_URL, content_type=None, now=_NOW)
    except ParseError as error:
        return [] if not document["read_by"] else [f"refused: {error}"]
    if not document["read_by"]:
        return ["not refused"]
    facts = document["facts"]
    wrong = []
    if "title" in facts and clean_line(facts["title"]) != feed.feed.title:
        wrong.append(f"title: {facts['title']!r} != {feed.feed.title!r}")
    if "entries" in facts and not facts.get("distinct", 0) <= len(feed.entries) <= facts["entries"]:
        wrong.append(f"entries: {facts['entries']} != {len(feed.entries)}")
    if len(feed.entries) == facts.get("entries"):
        for fact, entry in zip(facts.get("first", ()), feed.entries, strict=False):
            wrong += _entry_mismatches(fact, entry)
    return wrong


def test_at_least_96_in_100_real_feeds_are_read_right_in_every_fact() -> None:
    documents = _documents()
    failures = {document["file"]: wrong for document in documents if (wrong := _mismatches(document))}
    assert len(failures) <= 0.04 * len(documents), failures


def test_every_document_that_no_reader_takes_for_a_feed_is_refused_with_a_sentence() -> None:
    for document in _documents():
        if not document["read_by"]:
            with pytest.raises(ParseError) as caught:
                parse_feed(_body(document), url=_URL, content_type=None, now=_NOW)
            assert str(caught.value).endswith(".")


def _words(html: str) -> set[str]:
    return {word for word in clean_line(plain(RawText(html), 10**6), 10**6).split() if word.isalnum()}


def _losses(strict: ParsedFeed, tolerant: ParsedFeed) -> list[str]:
    if len(strict.entries) < len(tolerant.entries):
        return [f"{len(strict.entries)} entries instead of {len(tolerant.entries)}"]
    losses = []
    for ours, theirs in zip(strict.entries, tolerant.entries, strict=False):
        if theirs.title and not ours.title:
            losses.append(f"title {theirs.title!r}")
        if theirs.link and not ours.link:
            losses.append(f"link {theirs.link!r}")
        wanted = _words(theirs.content_html)
        if len(wanted - _words(ours.content_html)) > len(wanted) // 20:
            losses.append(f"text of {theirs.title!r}")
    return losses


def test_the_strict_reader_never_loses_a_title_a_link_or_text_that_the_tolerant_one_has() -> None:
    losses = {}
    compared = 0
    for document in _documents():
        body = _body(document)
        if not document["read_by"] or body[:1] == b"{" or b"<media:description" in body:
            continue  # feedparser takes the caption of a picture for the entry's summary
        strict = parse_strict(body, url=_URL, content_type=None, now=_NOW)
        if strict is not None:
            compared += 1
            if lost := _losses(strict, parse_tolerant(body, url=_URL, content_type=None, now=_NOW)):
                losses[document["file"]] = lost
    assert not losses
    assert compared > 100
