"""Entries that come again are not read again, and nothing comes out differently for that."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.core.changes import KnownEntry, RefreshPlan, plan_refresh
from newsreader.core.packed import PackedEntry
from newsreader.core.subscriptions import PageRules
from newsreader.library.digest import Digest, DigestJob, digest
from newsreader.library.parse_lane import FeedReader
from newsreader.parse.known_entries import cut_known

_URL = "https://centre.example/feed"
_NOW = 1_795_000_000
_READER = FeedReader()


@pytest.fixture(scope="module", autouse=True)
def _ended_reader() -> Iterator[None]:
    """The process that reads broken documents is not left behind: Python would wait for its end."""
    yield
    _READER.wall.end()


def item(uid: str, title: str = "", body: str = "") -> str:
    link = f"https://centre.example/{uid}"
    text = f"<title>{title or uid}</title><description>{body}</description>"
    return f"<item><guid>{uid}</guid><link>{link}</link>{text}</item>"


def document(*items: str, root: str = "<rss version='2.0'>", head: str = "<title>Centre</title>") -> bytes:
    return f"{root}<channel>{head}{''.join(items)}</channel></rss>".encode()


def seen(body: bytes) -> bytes:
    return digest(job(body), _READER).seen


def job(body: bytes, remembered: bytes = b"", *, url: str = _URL, content_type: str | None = None) -> DigestJob:
    return DigestJob(url, body, content_type, None, remembered, None, None, True, None, _NOW)


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


_PICTURE = "<item><guid>a</guid><title>Аа</title><link>/a</link><description>&lt;img src=p.png></description></item>"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<link>https://old.example/</link>", "<link>https://new.example/</link>"),
        ("<language>ru</language>", "<language>uk</language>"),
        ("<title>Centre</title>", "<title>Centre</title><language>ru</language>"),
    ],
    ids=["the site moves", "the language is corrected", "a language is given"],
)
def test_entries_are_read_anew_where_what_the_feed_says_of_itself_gives_them_another_meaning(
    before: str, after: str
) -> None:
    came = digest(job(document(_PICTURE, item("b"), head=after), seen(document(_PICTURE, head=before))), _READER)
    assert came.feed == digest(job(document(_PICTURE, item("b"), head=after)), _READER).feed
    assert not came.kept


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<channel>", b"<channel xml:base='https://new.example/'>"),
        (b"<rss version='2.0'>", b"<?xml version='1.0' encoding='koi8-r'?><rss version='2.0'>"),
        (b"<channel>", b"<channel xmlns='http://www.w3.org/2005/Atom'>"),
    ],
    ids=["a base", "an encoding", "a namespace"],
)
def test_entries_are_read_anew_where_what_encloses_them_gives_them_another_meaning(before: bytes, after: bytes) -> None:
    old = document(_PICTURE)
    new = document(_PICTURE, item("b")).replace(before, after)
    came, whole = digest(job(new, seen(old)), _READER), digest(job(new), _READER)
    assert (came.feed, came.error) == (whole.feed, whole.error)


def test_entries_are_read_anew_where_the_feed_comes_from_another_address_or_in_another_encoding() -> None:
    old, new = document(_PICTURE), document(_PICTURE, item("b"))
    moved = job(new, seen(old), url="https://new.example/feed")
    assert digest(moved, _READER).feed == digest(moved._replace(seen=b""), _READER).feed
    old, new = (body.decode().encode("cp1251") for body in (old, new))
    labelled = job(new, seen(old), content_type="text/xml; charset=windows-1251")
    assert titles(digest(labelled, _READER)) == ["Аа", "b"]


def test_a_quoted_entry_stays_in_the_text_of_the_one_that_quotes_it() -> None:
    quoting = f"<item><guid>q</guid><description><![CDATA[{item('a')}]]></description></item>"
    came = digest(job(document(quoting, item("a")), seen(document(item("a")))), _READER)
    assert came.feed is not None
    whole = digest(job(document(quoting, item("a"))), _READER).feed
    assert whole is not None
    assert came.feed.entries[0] == whole.entries[0]


def test_a_page_is_never_cut() -> None:
    body = document(item("a"))
    page = job(body, seen(body))._replace(page=PageRules())
    assert not digest(page, _READER).kept


@pytest.mark.parametrize("remembered", [b"x", b"x" * 16, b"x" * 24, b"x" * 100])
def test_what_an_older_program_or_a_damaged_store_remembers_does_no_harm(remembered: bytes) -> None:
    assert titles(digest(job(document(item("a")), remembered), _READER)) == ["a"]


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
