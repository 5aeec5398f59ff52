"""The same article by several feeds: one copy stays unread."""

from collections.abc import Mapping, Sequence

import pytest

from clock import FakeClock
from newsreader.core.changes import FeedResult, plan_refresh
from newsreader.core.entries import EntryFilter
from newsreader.core.feeds import EntryData, FeedData, ParsedFeed
from newsreader.core.journal import Change
from newsreader.core.subscriptions import Priority, Subscription
from newsreader.library.also_in import MOST, copies_by_kept, remember_copies
from newsreader.library.copies import mark_copies
from newsreader.library.library import Library
from newsreader.library.row_facts import RowFacts
from packed import packed
from stocked import library_of

HOUR = 3_600
NAMES = ("one", "two", "three")
TITLE = "Members open talks on digital trade"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def library(clock: FakeClock) -> Library:
    return library_of({name: [] for name in NAMES}, clock)


def url(name: str) -> str:
    return f"https://{name}.example/"


def follow(*keeping: str, **priorities: Priority) -> list[Subscription]:
    """The three feeds; copies are marked in all but those of `keeping`."""
    return [
        Subscription(
            url(name),
            duplicates="keep" if name in keeping else "read",
            priority=priorities.get(name, "should"),
        )
        for name in NAMES
    ]


def publish(library: Library, name: str, uid: str, title: str, link: str | None = None, *, age: int = 0) -> None:
    """A refresh brings an entry of `name`, published `age` hours ago."""
    state = library.store.feeds.get(url(name))
    assert state is not None
    data = EntryData(uid, title, link, published_at=library.now() - age * HOUR, content_html="<p>text</p>")
    parsed = packed(ParsedFeed("rss", FeedData(title=""), (data,)))
    known = library.store.refreshes.known(state.id, parsed)
    plan = plan_refresh(parsed, known, last_success=None, now=library.now())
    library.store.refreshes.apply([FeedResult(state, plan)])


def unread(library: Library) -> str:
    entries = library.store.entries
    rows = entries.summaries(entries.ids(EntryFilter(read=False)))
    return " ".join(sorted(row.feed_title for row in rows))


def mark(library: Library, subscriptions: Sequence[Subscription] | None = None, *, after: int = 0) -> Change | None:
    return mark_copies(library, follow() if subscriptions is None else subscriptions, after_id=after)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param((TITLE, None), (TITLE.upper() + " ", None), id="headlines that differ in case"),
        pytest.param(("俄中讨论微电子合作", None), ("俄中讨论微电子合作！", None), id="Chinese headlines"),
        pytest.param(
            ("A", "https://www.news.example/a/?utm_source=rss"), ("B", "http://news.example/a#top"), id="one address"
        ),
        pytest.param(
            ("A", "https://m.news.example/?p=7"), ("B", "https://news.example/?p=7"), id="an address by query"
        ),
    ],
)
def test_what_another_feed_has_brought_is_marked_read(
    library: Library, first: tuple[str, str | None], second: tuple[str, str | None]
) -> None:
    publish(library, "one", "1", *first, age=5)
    publish(library, "two", "x", *second)
    change = mark(library)
    assert unread(library) == "one"
    assert change is not None
    assert change.what == "Marked 1 read by itself: the same had come already"


@pytest.mark.parametrize(
    ("first", "second", "age"),
    [
        pytest.param((TITLE, None), (TITLE, None), 80, id="more than three days apart"),
        pytest.param(("News in brief", None), ("News in brief", None), 1, id="a headline that says nothing"),
        pytest.param((TITLE, "https://a.example/1"), (TITLE + " today", "https://a.example/2"), 1, id="other articles"),
        pytest.param(("A", "https://a.example/"), ("B", "https://a.example"), 1, id="front pages"),
        pytest.param(("A", "http://[::1"), ("B", "http://[::1"), 1, id="no addresses"),
    ],
)
def test_what_is_not_the_same_stays_unread(
    library: Library, first: tuple[str, str | None], second: tuple[str, str | None], age: int
) -> None:
    publish(library, "one", "1", *first, age=age)
    publish(library, "two", "x", *second)
    assert mark(library) is None
    assert unread(library) == "one two"


@pytest.mark.parametrize(
    ("link", "left"),
    [("https://one.example/a", "one"), ("https://one.example/b", "one one"), (None, "one one")],
)
def test_within_one_feed_address_and_headline_must_both_be_the_same(
    library: Library, link: str | None, left: str
) -> None:
    publish(library, "one", "1", TITLE, "https://one.example/a")
    publish(library, "one", "2", TITLE, link)
    mark(library)
    assert unread(library) == left


@pytest.mark.parametrize(
    ("priorities", "left"),
    [({}, "one"), ({"three": "must"}, "three"), ({"one": "may"}, "two")],
)
def test_of_what_comes_together_that_of_the_feed_that_matters_most_stays(
    library: Library, priorities: Mapping[str, Priority], left: str
) -> None:
    for name in NAMES:
        publish(library, name, "1", TITLE)
    mark(library, follow(**priorities))
    assert unread(library) == left


def test_what_came_earlier_stays_whatever_matters_more(library: Library) -> None:
    publish(library, "one", "1", TITLE)
    before = library.store.entries.last_id()
    publish(library, "two", "1", TITLE)
    mark(library, follow(two="must"), after=before)
    assert unread(library) == "one"


def test_a_starred_copy_stays_and_is_never_marked(library: Library) -> None:
    publish(library, "one", "1", TITLE)
    publish(library, "two", "1", TITLE)
    library.set_flags([2], "starred", True)
    mark(library)
    assert unread(library) == "two"


def test_a_feed_that_keeps_its_copies_has_none_marked(library: Library) -> None:
    for name in NAMES:
        publish(library, name, "1", TITLE)
    mark(library, follow("two"))
    assert unread(library) == "one two"
    assert mark(library, follow(*NAMES)) is None


def test_a_copy_of_what_was_read_is_read(library: Library) -> None:
    publish(library, "one", "1", TITLE)
    library.set_flags([1], "read", True)
    publish(library, "two", "1", TITLE)
    mark(library, after=1)
    assert unread(library) == ""


def test_what_was_brought_back_stays_unread(library: Library) -> None:
    publish(library, "one", "1", TITLE)
    publish(library, "two", "1", TITLE)
    mark(library)
    library.undo()
    assert mark(library) is None
    assert unread(library) == "one two"


def test_what_came_while_nobody_looked_is_looked_at_the_next_time(library: Library) -> None:
    mark(library)
    publish(library, "one", "1", TITLE)
    publish(library, "two", "1", TITLE)
    mark(library, after=library.store.entries.last_id())
    assert unread(library) == "one"


def test_what_stays_unread_tells_where_else_it_is(library: Library) -> None:
    for name in NAMES:
        publish(library, name, "1", TITLE)
    facts = RowFacts(library.store)
    rows = {row.feed_title: row for row in library.store.entries.summaries([1, 2, 3])}
    assert facts.also_in(rows["one"]) == ()
    mark(library)
    facts.forget()
    assert facts.also_in(rows["one"]) == ("two", "three")
    assert facts.also_in(rows["two"]) == ()


@pytest.mark.parametrize("kept", ["{", "3", '[["x", 1]]', "[1]"])
def test_a_note_of_copies_that_makes_no_sense_is_as_none(library: Library, kept: str) -> None:
    library.remember("also_in", kept)
    assert copies_by_kept(library.store) == {}


def test_the_copies_found_last_are_remembered(library: Library) -> None:
    remember_copies(library, [(1, copy) for copy in range(2, MOST + 2)])
    remember_copies(library, [(7, 8)])
    assert copies_by_kept(library.store)[7] == (8,)
    assert copies_by_kept(library.store)[1][0] == 3


def test_many_entries_that_lead_to_one_page_are_no_copies_of_one_another(library: Library) -> None:
    state = library.store.feeds.get(url("one"))
    assert state is not None
    entries = tuple(
        EntryData(f"{number}", f"Change number {number} of the very same page", "https://one.example/changes")
        for number in range(3_000)
    )
    parsed = packed(ParsedFeed("rss", FeedData(title=""), entries))
    library.store.refreshes.apply([FeedResult(state, plan_refresh(parsed, (), last_success=None, now=library.now()))])
    assert mark(library) is None
