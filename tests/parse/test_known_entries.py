"""Entries that come again are not read again, and nothing comes out differently for that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.core.changes import KnownEntry, RefreshPlan, plan_refresh
from newsreader.core.packed import PackedEntry
from newsreader.library.digest import Digest, DigestJob, digest
from newsreader.library.parse_lane import FeedReader
from newsreader.parse.feeds import parse_strict
from newsreader.parse.known_entries import cut_known, remember

_URL = "https://centre.example/feed"
_NOW = 1_795_000_000
_READER = FeedReader()


def item(uid: str, title: str = "", body: str = "") -> str:
    link = f"https://centre.example/{uid}"
    text = f"<title>{title or uid}</title><description>{body}</description>"
    return f"<item><guid>{uid}</guid><link>{link}</link>{text}</item>"


def document(*items: str, root: str = "<rss version='2.0'>", head: str = "<title>Centre</title>") -> bytes:
    return f"{root}<channel>{head}{''.join(items)}</channel></rss>".encode()


def seen(body: bytes) -> bytes:
    parsed = parse_strict(body, url=_URL, content_type=None, now=_NOW)
    assert parsed is not None
    return remember(body, parsed)


def job(body: bytes, remembered: bytes = b"") -> DigestJob:
    return DigestJob(_URL, body, None, None, remembered, None, None, True, None, _NOW)


def titles(came: Digest) -> list[str]:
    assert came.feed is not None
    return [entry.title for entry in came.feed.entries]


def test_only_what_is_new_is_read() -> None:
    before = document(item("a"), item("b"))
    came = digest(job(document(item("c"), item("a"), item("b"), head="<title>Renamed</title>"), seen(before)), _READER)
    assert titles(came) == ["c"]
    assert len(came.kept) == 2
    assert came.feed is not None
    assert came.feed.feed.title == "Renamed"
    assert sorted(came.seen) == sorted(seen(document(item("a"), item("b"), item("c"))))


@pytest.mark.parametrize(
    ("changed", "read"),
    [
        (document(item("a"), item("b", "B")), ["B"]),
        (document(item("b"), item("a")), []),
        (document(item("a")), []),
        (document(), []),
        (document(item("a"), item("b"), root="<rss version='2.0' xml:base='https://other.example/'>"), ["a", "b"]),
        (document(item("a"), item("b"), item("b", "again")), ["a", "b"]),
        (document(item("a"), item("b"), "<item><guid>c</guid><title>AT&amp;T</title></item>"), ["AT&T"]),
    ],
    ids=["a correction", "another order", "one left out", "none left", "another base", "an id twice", "a new one"],
)
def test_what_is_read_of_a_changed_document(changed: bytes, read: list[str]) -> None:
    assert titles(digest(job(changed, seen(document(item("a"), item("b")))), _READER)) == read


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"items": [{"id": "<rss><item></item>"}]}',
        document(item("a"), "<!-- <item></item> -->"),
        document(item("a"), item("a")),
        document(item("a")).decode().encode("utf-16"),
        b"<html><item></item></html>",
    ],
    ids=["nothing", "JSON", "an entry in a comment", "an id twice", "UTF-16", "a page"],
)
def test_what_cannot_be_told_apart_is_not_remembered(body: bytes) -> None:
    came = digest(job(body), _READER)
    assert came.seen == b""
    assert cut_known(body, came.seen) is None


def test_an_end_tag_inside_a_text_does_not_hide_a_change() -> None:
    def tricky(rest: str) -> bytes:
        return document(f"<item><guid>a</guid><description><![CDATA[ </item> {rest}]]></description></item>", item("b"))

    came = digest(job(tricky("after"), seen(tricky("before"))), _READER)
    assert came.feed is not None
    assert "a" in [entry.uid for entry in came.feed.entries]


class Store:
    """What a refresh makes of digests, by uid; `remembers` whether entries that come again are cut."""

    def __init__(self, *, remembers: bool) -> None:
        self._remembers = remembers
        self._seen = b""
        self._ids: dict[str, int] = {}
        self.entries: dict[int, PackedEntry] = {}

    def refresh(self, body: bytes) -> RefreshPlan:
        came = digest(job(body, self._seen if self._remembers else b""), _READER)
        assert came.feed is not None
        self._seen = came.seen
        plan = plan_refresh(came.feed, self._known(), last_success=None, now=_NOW, kept=came.kept)
        for new in plan.new:
            self.entries[len(self.entries)] = new.data
        for changed in plan.changed:
            self.entries[changed.id] = changed.data
        return plan

    def _known(self) -> list[KnownEntry]:
        return [
            KnownEntry(number, entry.uid, entry.hash, entry.link, entry.title, entry.published_at)
            for number, entry in self.entries.items()
        ]


_ITEMS = st.builds(item, st.sampled_from("abcdef"), st.sampled_from("xyz"), st.sampled_from(["", "&lt;p&gt;t", "é"]))


@given(st.lists(st.lists(_ITEMS, max_size=6, unique=True), max_size=6))
def test_a_store_that_remembers_holds_what_one_that_does_not_holds(versions: list[list[str]]) -> None:
    remembering, forgetful = Store(remembers=True), Store(remembers=False)
    for items in versions:
        ours, theirs = remembering.refresh(document(*items)), forgetful.refresh(document(*items))
        assert (len(ours.new), len(ours.changed), ours.unchanged) == (
            len(theirs.new),
            len(theirs.changed),
            theirs.unchanged,
        )
        assert remembering.entries == forgetful.entries
