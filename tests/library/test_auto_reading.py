import pytest

from clock import FakeClock
from newsreader.core.entries import EntryFilter
from newsreader.core.subscriptions import Subscription
from newsreader.library.auto_reading import mark_surplus
from newsreader.library.library import Library
from stocked import library_of, stock

DAY = 86_400
LOUD = "https://loud.example/"
QUIET = "https://quiet.example/"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def library(clock: FakeClock) -> Library:
    return library_of({"loud": ["a", "b", "c", "d"], "quiet": ["x"]}, clock)


def unread(library: Library) -> str:
    entries = library.store.entries
    return "".join(sorted(row.title for row in entries.summaries(entries.ids(EntryFilter(read=False)))))


def test_of_too_many_unread_entries_the_older_ones_are_marked_read(library: Library) -> None:
    change = mark_surplus(library, [Subscription(LOUD, max_unread=2), Subscription(QUIET)])
    assert unread(library) == "abx"
    assert change is not None
    assert change.what == "Marked 2 read by itself: more or older than is kept unread of loud"


def test_starred_entries_are_neither_marked_nor_counted(library: Library) -> None:
    ids = library.store.entries.ids(EntryFilter(feed_id=1))
    library.set_flags([ids[0], ids[3]], "starred", True)
    mark_surplus(library, [Subscription(LOUD, max_unread=1)])
    assert unread(library) == "abdx"


def test_what_has_been_unread_for_too_long_is_marked_read(library: Library, clock: FakeClock) -> None:
    clock.advance(3 * DAY)
    stock(library.store, clock, LOUD, ["new"])
    assert mark_surplus(library, [Subscription(LOUD, auto_read_after=4 * DAY)]) is None
    clock.advance(2 * DAY)
    mark_surplus(library, [Subscription(LOUD, auto_read_after=4 * DAY)])
    assert unread(library) == "newx"


def test_what_was_brought_back_stays_unread(library: Library, clock: FakeClock) -> None:
    limited = [Subscription(LOUD, max_unread=2)]
    mark_surplus(library, limited)
    library.undo()
    assert unread(library) == "abcdx"
    assert mark_surplus(library, limited) is None
    clock.advance(60)
    stock(library.store, clock, LOUD, ["new"])
    mark_surplus(library, limited)
    assert unread(library) == "acdnewx"


def test_without_limits_nothing_is_marked(library: Library) -> None:
    assert (
        mark_surplus(library, [Subscription(LOUD), Subscription(QUIET), Subscription("https://none.example/")]) is None
    )


def test_many_feeds_are_one_change(library: Library, clock: FakeClock) -> None:
    clock.advance(2 * DAY)
    change = mark_surplus(library, [Subscription(url, auto_read_after=DAY) for url in (LOUD, QUIET)])
    assert change is not None
    assert change.what.endswith("of 2 feeds")
    assert unread(library) == ""


@pytest.mark.parametrize("kept", ["{", '["x"]', "3"])
def test_a_note_that_makes_no_sense_is_as_none(library: Library, kept: str) -> None:
    library.remember("auto_read", kept)
    assert mark_surplus(library, [Subscription(LOUD, max_unread=3)]) is not None
