"""The same article by several feeds: the others are copies."""

from collections.abc import Mapping, Sequence

import pytest

from clock import FakeClock
from newsreader.core.changes import FeedResult, plan_refresh
from newsreader.core.entries import EntryFilter
from newsreader.core.errors import StoreBusyError
from newsreader.core.feeds import EntryData, FeedData, ParsedFeed
from newsreader.core.journal import Change
from newsreader.core.subscriptions import Priority, Subscription
from newsreader.library.copies import find_copies
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


def follow(*showing: str, **priorities: Priority) -> list[Subscription]:
    """The three feeds; copies are marked in all but those of `showing`."""
    return [
        Subscription(
            url(name),
            duplicates="show" if name in showing else "read",
            priority=priorities.get(name, "should"),
        )
        for name in NAMES
    ]


def publish(
    library: Library,
    name: str,
    uid: str,
    title: str,
    link: str | None = None,
    *,
    age: int = 0,
    text: str = "<p>text</p>",
) -> None:
    """A refresh brings an entry of `name`, published `age` hours ago."""
    state = library.store.feeds.get(url(name))
    assert state is not None
    data = EntryData(uid, title, link, published_at=library.now() - age * HOUR, content_html=text)
    parsed = packed(ParsedFeed("rss", FeedData(title=""), (data,)))
    known = library.store.refreshes.known(state.id, parsed)
    plan = plan_refresh(parsed, known, last_success=None, now=library.now())
    library.store.refreshes.apply([FeedResult(state, plan)])


def unread(library: Library) -> str:
    entries = library.store.entries
    rows = entries.summaries(entries.ids(EntryFilter(read=False)))
    return " ".join(sorted(row.feed_title for row in rows))


def mark(library: Library, subscriptions: Sequence[Subscription] | None = None) -> Change | None:
    return find_copies(library, follow() if subscriptions is None else subscriptions)


def copies(library: Library) -> list[tuple[int, list[int]]]:
    """What is kept, with its copies."""
    ids = range(1, library.store.entries.last_id() + 1)
    return [(one, found) for one in ids if (found := sorted(library.store.copies.of(one)))]


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
    mark(library)
    publish(library, "two", "1", TITLE)
    mark(library, follow(two="must"))
    assert unread(library) == "one"


def test_a_starred_copy_stays_and_is_never_marked(library: Library) -> None:
    publish(library, "one", "1", TITLE)
    publish(library, "two", "1", TITLE)
    library.set_flags([2], "starred", True)
    mark(library)
    assert unread(library) == "two"


def test_a_feed_that_shows_its_copies_has_none_marked(library: Library) -> None:
    for name in NAMES:
        publish(library, name, "1", TITLE)
    mark(library, follow("two"))
    assert unread(library) == "one two"
    assert mark(library, follow(*NAMES)) is None


def test_a_copy_of_what_was_read_is_read(library: Library) -> None:
    publish(library, "one", "1", TITLE)
    mark(library)
    library.set_flags([1], "read", True)
    publish(library, "two", "1", TITLE)
    mark(library)
    assert unread(library) == ""


def test_what_was_brought_back_stays_unread(library: Library) -> None:
    publish(library, "one", "1", TITLE)
    publish(library, "two", "1", TITLE)
    mark(library)
    library.undo()
    assert mark(library) is None
    assert unread(library) == "one two"


def test_what_could_not_be_marked_as_the_store_was_busy_is_marked_the_next_time(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> Change | None:
        raise StoreBusyError("The store is busy.")

    publish(library, "one", "1", TITLE, "https://news.example/1")
    publish(library, "two", "2", TITLE, "https://news.example/1")
    with monkeypatch.context() as patch:
        patch.setattr(library, "set_flags", busy)
        with pytest.raises(StoreBusyError):
            mark(library)
    assert unread(library) == "one two"
    mark(library)
    assert unread(library) == "one"
    assert copies(library) == [(1, [2])]


def test_what_came_while_nobody_looked_is_looked_at_the_next_time(library: Library) -> None:
    mark(library)
    publish(library, "one", "1", TITLE)
    publish(library, "two", "1", TITLE)
    mark(library)
    assert unread(library) == "one"


def test_what_stays_unread_tells_where_else_it_is(library: Library) -> None:
    for name in NAMES:
        publish(library, name, "1", TITLE)
    facts = RowFacts(library.store)
    rows = {row.feed_title: row for row in library.store.entries.summaries([1, 2, 3])}
    assert facts.also_in(rows["one"]) == ()
    mark(library)
    facts.forget()
    assert facts.also_in(rows["one"]) == ("three", "two")
    assert (facts.copies(rows["one"]), facts.copies(rows["two"])) == (2, 0)
    assert facts.also_in(rows["two"]) == ()


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


BODY = (
    "<p>Delegations of forty countries met in Geneva on Monday to open talks on rules for trade in digital goods.</p>"
)


OTHER = "<p>In this week's programme our presenter asks listeners by telephone which of the songs they like best.</p>"


@pytest.mark.parametrize(
    ("title", "link", "text", "found"),
    [
        pytest.param("UPDATE 1-" + TITLE, None, BODY, True, id="numbered as an update"),
        pytest.param("Members open new talks on digital trade", None, BODY, True, id="one word more"),
        pytest.param(TITLE + " - World Trade News", None, BODY, True, id="signed by its publisher"),
        pytest.param(TITLE, None, OTHER, False, id="another text"),
        pytest.param("Members open new talks on digital trade", None, "", False, id="nearly, and no text"),
        pytest.param("Members close old talks on digital trade", None, BODY, False, id="two other words"),
        pytest.param("Anything", "https://one.example/a?utm_medium=rss", BODY, True, id="one address"),
        pytest.param("Anything", "https://one.example/a#b", BODY, True, id="a part of one page"),
        pytest.param("Anything", "https://one.example/a", OTHER, False, id="one page, other text"),
    ],
)
def test_headlines_that_are_nearly_the_same_are_of_one_article_if_the_texts_are(
    library: Library, title: str, link: str | None, text: str, found: bool
) -> None:
    publish(library, "one", "1", TITLE, "https://one.example/a", text=BODY)
    publish(library, "two", "1", title, link, text=text)
    mark(library)
    assert copies(library) == ([(1, [2])] if found else [])


@pytest.mark.parametrize("fragments", [("a", "b"), ("b", "a")])
def test_posts_that_have_a_page_in_common_are_not_the_same(library: Library, fragments: tuple[str, str]) -> None:
    for name, fragment in zip(NAMES, fragments, strict=False):
        publish(library, name, "1", fragment, f"https://one.example/now#{fragment}")
    mark(library)
    assert copies(library) == []


def test_a_copy_of_a_copy_is_one_of_what_is_kept(library: Library) -> None:
    for name in NAMES:
        publish(library, name, "1", TITLE)
        mark(library)
    assert copies(library) == [(1, [2, 3])]


def test_what_is_folded_is_not_marked(library: Library) -> None:
    for name in NAMES:
        publish(library, name, "1", TITLE)
    assert mark(library, [Subscription(url(name)) for name in NAMES]) is None
    assert copies(library) == [(1, [2, 3])]
    assert unread(library) == "one three two"


def test_what_is_too_much_for_now_is_left_to_the_next_time(library: Library) -> None:
    publish(library, "one", "1", TITLE)
    publish(library, "two", "1", TITLE)
    find_copies(library, follow(), at_most=1)
    assert copies(library) == []
    find_copies(library, follow(), at_most=2)
    assert copies(library) == [(1, [2])]


def test_of_all_that_comes_at_first_the_newest_is_compared(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.library.copies.AT_FIRST", 2)
    for name in NAMES[:2]:
        publish(library, name, "old", TITLE, age=60)
        publish(library, name, "new", "Another " + TITLE)
    find_copies(library, follow())
    assert copies(library) == [(2, [4])]


def test_of_very_many_texts_that_would_have_to_be_read_some_are_not(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.library.copies._TEXTS", 2)
    for name in NAMES:
        publish(library, name, "1", TITLE, text=BODY)
    mark(library)
    assert copies(library) == [(1, [2])]
