"""JSON Feed as it is written, and as it should not be."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clock import FakeClock
from newsreader.core.errors import ParseError
from newsreader.core.feeds import EntryData, ParsedFeed
from newsreader.parse.feeds import parse_feed, parse_strict

URL = "https://example.org/dir/feed.json"


def _read(body: bytes) -> ParsedFeed:
    parsed = parse_strict(body, url=URL, content_type=None, now=FakeClock().now())
    assert parsed is not None
    return parsed


def _one(item: dict[str, Any]) -> EntryData:
    (entry,) = _read(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]}).encode()).entries
    return entry


def test_every_fact_of_an_item_is_read() -> None:
    feed = _read(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "News",
                "home_page_url": "https://example.org/",
                "language": "ru",
                "items": [
                    {
                        "id": "a",
                        "url": "/a",
                        "title": "Первая",
                        "content_html": "<p>x</p>",
                        "authors": [{"name": "A"}, {"name": "B"}],
                        "date_published": "2020-01-10T12:30:15+02:00",
                        "tags": ["one", "two", "one"],
                        "attachments": [{"url": "https://e.org/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 7}],
                    }
                ],
            }
        ).encode()
    )
    (entry,) = feed.entries
    assert (feed.kind, feed.feed.title, feed.feed.link) == ("json", "News", "https://example.org/")
    assert (entry.uid, entry.link, entry.title) == ("a", "https://example.org/a", "Первая")
    assert (entry.author, entry.categories, entry.language) == ("A, B", ("one", "two"), "ru")
    assert entry.published_at == 1578652215
    assert entry.content_html == "<p>x</p>"
    assert (entry.enclosures[0].media_type, entry.enclosures[0].length) == ("audio/mpeg", 7)


@pytest.mark.parametrize(
    ("item", "uid"),
    [
        ({"id": 12, "title": "t"}, "12"),
        ({"id": "A\ud800", "title": "t"}, "A\ufffd"),
        ({"id": " x ", "title": "t"}, "x"),
    ],
)
def test_an_id_becomes_text(item: dict[str, Any], uid: str) -> None:
    assert _one(item).uid == uid


def test_an_id_that_is_not_a_number_counts_as_missing() -> None:
    (entry,) = _read(b'{"items":[{"id":NaN,"url":"https://e.org/1"}]}').entries
    assert entry.uid == "https://e.org/1"


@pytest.mark.parametrize(
    ("item", "author"),
    [
        ({"id": "1", "authors": {"name": "me"}}, "me"),
        ({"id": "1", "author": {"name": "me"}}, "me"),
        ({"id": "1", "authors": "me"}, "me"),
        ({"id": "1", "authors": [None, 3, {"name": "me"}]}, "3, me"),
        ({"id": "1", "authors": [{}]}, None),
    ],
)
def test_authors_of_any_shape_are_read(item: dict[str, Any], author: str | None) -> None:
    assert _one(item).author == author


def test_wrong_items_are_left_out_and_counted_and_good_ones_kept() -> None:
    feed = _read(b'{"title":["t"],"items":[1,"x",null,{"id":"ok","title":"T","tags":"x"},{}]}')
    assert [entry.uid for entry in feed.entries] == ["ok"]
    assert feed.entries[0].categories == ("x",)
    assert "3 items could not be read." in feed.notes


def test_plain_text_is_shown_as_text_not_as_markup() -> None:
    assert (
        _one({"id": "1", "content_text": "a <b> & c\n\nnext"}).content_html == "<p>a &lt;b&gt; &amp; c</p><p>next</p>"
    )


def test_links_are_resolved_trimmed_and_taken_from_external_url() -> None:
    assert _one({"id": "1", "url": " /x "}).link == "https://example.org/x"
    assert _one({"id": "1", "external_url": "https://e.org/y"}).link == "https://e.org/y"
    assert _one({"id": "1", "url": "javascript:alert(1)"}).link is None


def test_an_item_without_a_title_is_named_after_its_text() -> None:
    assert _one({"id": "1", "content_html": "<p>Seven words</p> here"}).title == "Seven words here"


@pytest.mark.parametrize("body", [b'{"items":null}', b'\xef\xbb\xbf{"items":[]}', '{"items":[]}'.encode("utf-16")])
def test_a_feed_without_items_is_an_empty_feed(body: bytes) -> None:
    feed = _read(body)
    assert feed.entries == ()
    assert "No articles in this feed." in feed.notes


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b'{"items":[', "This feed's JSON is broken at line 1, column 11."),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"items":[' + b"9" * 5000 + b"]}", "too long"),
        (b"null", "JSON that is not a feed"),
        (b"[1,2]", "JSON that is not a feed"),
        (b'{"error":"rate limited\\u001b[31m"}', "The server sent a message instead of a feed: rate limited"),
        (b'{"errors":[{"message":"no such list"}]}', "no such list"),
    ],
)
def test_json_that_is_no_feed_is_refused_with_a_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError) as caught:
        _read(body)
    assert sentence in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_rss_written_in_json_is_read() -> None:
    item = {"title": "T", "link": "https://e.org/1", "guid": {"#value": "g", "isPermaLink": False}, "category": "c"}
    feed = _read(json.dumps({"rss": {"version": "2.0", "channel": {"title": "S", "item": [item]}}}).encode())
    assert (feed.kind, feed.feed.title) == ("rss", "S")
    assert (feed.entries[0].uid, feed.entries[0].title, feed.entries[0].categories) == ("g", "T", ("c",))


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
_TEXT_KEYS = st.sampled_from(["id", "url", "external_url", "title", "content_html", "content_text", "summary"])
_OTHER_KEYS = st.sampled_from(["date_published", "authors", "author", "tags", "language", "attachments"])
_KEYS = _TEXT_KEYS | _OTHER_KEYS


@given(st.dictionaries(_KEYS, _VALUES), st.dictionaries(st.sampled_from(["title", "version", "authors"]), _VALUES))
def test_values_of_any_type_give_a_feed_or_a_sentence(item: dict[str, Any], top: dict[str, Any]) -> None:
    body = json.dumps({**top, "items": [item]}).encode()
    try:
        feed = parse_feed(body, url=URL, content_type=None, now=0)
    except ParseError as error:
        assert str(error).endswith(".")
    else:
        for entry in feed.entries:
            assert entry.uid.encode()
            assert entry.title.encode() is not None
