"""Lists of which only the top is there at once."""

from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.core.entries import EntryFilter
from newsreader.core.errors import StoreError
from newsreader.core.query_parser import parse_query
from newsreader.core.subscriptions import Subscription
from newsreader.library.folding import unfold
from newsreader.library.headlines import HeadlineList
from newsreader.library.library import Library
from newsreader.library.session import ReadingSession
from newsreader.library.views import ALL, View
from newsreader.store import Store, entries
from newsreader.store.entries import HEAD
from newsreader.store.first_hits import ASKED as SEARCH_HEAD
from newsreader.store.orders import Listing
from stocked import library_of, stock

COUNT = HEAD + 300
HITS = 2_600
"""Of a search that finds so much only the top is there at once."""
NAMES = [f"n{number:04}" for number in range(COUNT)]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def library(clock: FakeClock) -> Library:
    return library_of({"long": NAMES}, clock)


@pytest.fixture
def headlines(library: Library) -> HeadlineList:
    found = library.headlines(ALL)
    assert not found.whole
    return found


def length(rest: Listing | None) -> int | None:
    return len(rest.ids) if rest is not None else None


def title(headlines: HeadlineList, index: int) -> str:
    row = headlines.row(index)
    assert row is not None
    return row.title


def test_a_long_list_has_its_length_and_every_row_before_it_is_whole(headlines: HeadlineList) -> None:
    assert len(headlines) == COUNT
    rows = [title(headlines, index) for index in (0, HEAD - 1, HEAD, HEAD + 64, COUNT - 1)]
    assert rows == [NAMES[0], NAMES[HEAD - 1], NAMES[HEAD], NAMES[HEAD + 64], NAMES[-1]]
    assert headlines.row(COUNT) is None
    assert not headlines.whole


def test_the_rest_comes_from_another_connection(clock: FakeClock, tmp_path: Path) -> None:
    with Store.open(tmp_path / "newsreader.db", clock=clock) as store:
        library = library_of({"long": NAMES}, clock, store=store)
        headlines = library.headlines(ALL)
        headlines.take(library.rest_of(headlines))
        assert headlines.whole
        assert [title(headlines, index) for index in (0, COUNT - 1)] == [NAMES[0], NAMES[-1]]


def test_a_list_that_is_given_up_is_read_no_further(clock: FakeClock, tmp_path: Path) -> None:
    with Store.open(tmp_path / "newsreader.db", clock=clock) as store:
        library = library_of({"long": NAMES}, clock, store=store)
        headlines, needed = library.headlines(ALL), library.headlines(ALL)
        with store.beside() as other:
            other._db.connection.set_progress_handler(headlines.give_up, 100)
            assert headlines.rest(other) is None
            other._db.connection.set_progress_handler(other.interrupt, 100)
            with pytest.raises(StoreError):
                needed.rest(other)
        late = library.headlines(ALL)
        late.give_up()
        assert late.rest(store) is None
        assert length(needed.rest(store)) == COUNT


def test_a_list_that_is_read_anew_is_read_no_further_from_where_it_was_begun(clock: FakeClock, tmp_path: Path) -> None:
    with Store.open(tmp_path / "newsreader.db", clock=clock) as store:
        headlines = library_of({"long": NAMES}, clock, store=store).headlines(ALL)
        with store.beside() as first, store.beside() as second:
            anew: list[Listing | None] = []

            def again() -> None:
                first._db.connection.set_progress_handler(None, 0)
                anew.append(headlines.rest(second))

            first._db.connection.set_progress_handler(again, 100)
            begun = headlines.rest(first)
            headlines.take(begun)
        assert not headlines.whole
        assert list(map(length, anew)) == [COUNT]


def test_what_is_read_before_the_rest_comes_stays_in_an_unread_list(library: Library, headlines: HeadlineList) -> None:
    row = headlines.row(1)
    assert row is not None
    library.set_flag(row, "read", True)
    assert len(headlines.ids) == COUNT
    assert headlines.whole
    assert title(headlines, 1) == NAMES[1]
    assert headlines.index_of(row.id) == 1


def test_rows_below_the_top_are_right_once_the_rest_has_come(clock: FakeClock) -> None:
    names = [f"n{number:04}" for number in range(2 * HEAD + 300)]
    library = library_of({"long": names}, clock)
    headlines = library.headlines(ALL)
    row = headlines.row(1)
    assert row is not None
    library.set_flag(row, "read", True)
    headlines.row(HEAD + 64)
    headlines.whole_list()
    assert title(headlines, HEAD + 64) == names[HEAD + 64]


def test_rows_unfolded_at_the_end_of_the_top_stand_where_they_are(library: Library, headlines: HeadlineList) -> None:
    store = library.store
    kept, copy = headlines.come[HEAD - 1], store.entries.ids(EntryFilter(), limit=1, offset=HEAD + 200)[0]
    store.copies.add([(kept, copy)])
    library.store.feeds.sync([Subscription("https://long.example/", title="long", duplicates="fold")])
    folded = library.headlines(ALL, folded=True)
    assert unfold(folded, store, kept) == 1
    near = [title(folded, index) for index in range(HEAD - 2, HEAD + 2)]
    assert near == [NAMES[HEAD - 2], NAMES[HEAD - 1], NAMES[HEAD + 200], NAMES[HEAD]]


def test_what_arrives_before_the_rest_comes_is_counted_and_left_out(
    library: Library, headlines: HeadlineList, clock: FakeClock
) -> None:
    clock.advance(3_600)
    stock(library.store, clock, "https://long.example/", ["arrived"])
    assert headlines.arrivals() == 1
    assert title(headlines, COUNT - 1) == NAMES[-1]
    assert len(headlines.ids) == COUNT


def test_an_entry_is_found_where_it_will_stand(library: Library, headlines: HeadlineList) -> None:
    last = headlines.row(COUNT - 1)
    assert last is not None
    assert headlines.index_of(last.id) == COUNT - 1
    assert headlines.index_of(10**9) is None
    assert not headlines.whole


@pytest.mark.parametrize("steps", [(), (10,), (10, 200), (10, 2 * COUNT)])
@pytest.mark.parametrize("index", [HEAD, HEAD + 150, COUNT - 1])
def test_where_an_entry_stands_is_counted_from_either_end(
    library: Library, index: int, steps: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "COUNTED_OFF", steps)
    newest, oldest = (HeadlineList(library.store, EntryFilter(), order=order) for order in ("newest", "oldest"))
    row = newest.row(index)
    assert row is not None
    assert newest.index_of(row.id) == index
    assert oldest.index_of(row.id) == COUNT - 1 - index
    assert not newest.whole


def test_what_stands_at_the_far_end_is_found_without_a_look_at_all_that_stands_between(clock: FakeClock) -> None:
    library = library_of({"long": [f"n{number:05}" for number in range(3 * HEAD)]}, clock)
    headlines, newest = library.headlines(ALL, order="oldest"), library.headlines(ALL).ids[0]
    instructions = 0

    def count() -> int:
        nonlocal instructions
        instructions += 1_000
        return 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entries, "COUNTED_OFF", (10, 100))
        library.store._db.connection.set_progress_handler(count, 1_000)
        assert headlines.index_of(newest) == 3 * HEAD - 1
    assert instructions < 3 * HEAD


def test_the_next_unread_entry_may_be_far(library: Library) -> None:
    headlines = HeadlineList(library.store, EntryFilter())
    library.set_flags(headlines.ids[: COUNT - 1], "read", True)
    again = HeadlineList(library.store, EntryFilter())
    assert again.unread(0, 1) == COUNT - 1
    assert again.unread(COUNT - 1, -1) is None
    library.set_flags(again.ids[:1], "read", False)
    again.reread()
    assert again.unread(COUNT - 1, -1) == 0
    assert list(again.unread_indexes()) == [0, COUNT - 1]


def test_a_list_can_be_cut_at_a_time(library: Library, headlines: HeadlineList, clock: FakeClock) -> None:
    assert list(headlines.older_than(clock.now() - 60 * (COUNT - 1))) == list(headlines.ids[-1:])
    assert len(headlines.older_than(clock.now())) == COUNT
    assert len(headlines.older_than(0)) == 0


def test_a_search_that_finds_much_shows_its_first_hits_and_grows(clock: FakeClock) -> None:
    library = library_of({"long": [f"word n{number}" for number in range(HITS)]}, clock)
    wanted = EntryFilter(query=parse_query("word", now=0, today=0))
    headlines = HeadlineList(library.store, wanted)
    assert (headlines.whole, len(headlines)) == (False, SEARCH_HEAD)
    assert title(headlines, 0) == "word n0"
    assert len(headlines.ids) == len(headlines) == HITS
    assert title(headlines, SEARCH_HEAD) == f"word n{SEARCH_HEAD}"


@pytest.mark.parametrize(
    ("wanted", "total"),
    [
        (EntryFilter(), 3),
        (EntryFilter(read=False), 2),
        (EntryFilter(read=True), 1),
        (EntryFilter(starred=True), 1),
        (EntryFilter(starred=False), 2),
        (EntryFilter(folder="A"), 3),
        (EntryFilter(folder="B"), 0),
        (EntryFilter(feed_id=1, read=False), 2),
        (EntryFilter(feed_id=7), 0),
        (EntryFilter(since=5), None),
        (EntryFilter(read=True, starred=True), None),
        (EntryFilter(after_id=1), None),
    ],
)
def test_totals_are_known_without_counting(clock: FakeClock, wanted: EntryFilter, total: int | None) -> None:
    library = library_of({"one": ["a", "b", "c"]}, clock, folders={"one": "A"})
    library.set_flags(library.headlines(ALL).ids[:1], "read", True)
    library.set_flags(library.headlines(ALL).ids[:1], "starred", True)
    assert library.store.entries.total(wanted) == total
    if total is not None:
        assert library.store.entries.count(wanted) == total


def test_in_a_large_store_a_search_does_not_wait_until_all_has_been_looked_at(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    oldest = View("search", f"url:{NAMES[-1]}", "")
    assert library.headlines(oldest).whole
    monkeypatch.setattr(entries, "LARGE", HEAD)
    headlines = library.headlines(oldest)
    assert (len(headlines), headlines.counted) == (0, False)
    headlines.take(library.rest_of(headlines))
    assert title(headlines, 0) == NAMES[-1]


@pytest.fixture
def search(clock: FakeClock) -> ReadingSession:
    """A long search of whose hits only the first have come."""
    session = ReadingSession(library_of({"long": [f"word n{number}" for number in range(HITS)]}, clock))
    session.open_view(View("search", "word", "word"))
    assert not session.headlines.counted
    return session


@pytest.mark.parametrize(
    ("moves", "index"),
    [
        pytest.param([HITS], HITS - 1, id="to the end"),
        pytest.param([SEARCH_HEAD - 1, 1, 1], SEARCH_HEAD + 1, id="down row by row"),
        pytest.param([SEARCH_HEAD + 5, -2], SEARCH_HEAD + 3, id="down and a little up"),
        pytest.param([SEARCH_HEAD + 5, -SEARCH_HEAD], 5, id="down and far up"),
        pytest.param([SEARCH_HEAD - 1], SEARCH_HEAD - 1, id="not below"),
    ],
)
def test_moves_below_what_has_come_go_on_when_the_rest_comes(
    search: ReadingSession, moves: list[int], index: int
) -> None:
    for rows in moves:
        search.move(rows)
        assert search.cursor < SEARCH_HEAD
    search.headlines.take(search.library.rest_of(search.headlines))
    search.rest_came()
    assert (search.cursor, search.headlines.counted) == (index, True)


def test_who_moves_elsewhere_meanwhile_stays_there(search: ReadingSession) -> None:
    search.move(HITS)
    search.cursor = 3
    search.headlines.whole_list()
    search.rest_came()
    assert search.cursor == 3


def test_the_cursor_finds_its_entry_when_all_that_a_search_finds_has_come(search: ReadingSession) -> None:
    last = search.library.headlines(ALL).ids[HITS - 1]
    search.open_view(search.view, entry_id=last)
    asked: list[str] = []
    search.library.store._db.connection.set_trace_callback(asked.append)
    assert search.headlines.index_of(last) is None
    assert not asked, "all that stands above would be looked for, in a large store for seconds"
    search.headlines.take(search.library.rest_of(search.headlines))
    search.rest_came()
    assert search.row is not None
    assert (search.cursor, search.row.id) == (HITS - 1, last)


def test_what_is_read_below_the_top_before_the_rest_comes_stays_under_the_cursor(clock: FakeClock) -> None:
    names = [f"n{number:04}" for number in range(2 * HEAD + 300)]
    session = ReadingSession(library_of({"long": names}, clock))
    headlines = session.headlines
    for index in (HEAD + 5, HEAD + 200, len(names) - 1):
        session.cursor = index
        row = session.row
        assert row is not None and row.title == names[index]
        session.library.set_flag(row, "read", True)
        headlines.reread([row.id])
        assert title(headlines, index) == names[index]
        assert headlines.index_of(row.id) == index
    headlines.take(session.library.rest_of(headlines))
    session.rest_came()
    assert len(headlines) == len(names)
    assert session.row is not None and session.row.title == names[-1]
    assert [title(headlines, index) for index in (HEAD + 5, HEAD + 6, HEAD + 200)] == [
        names[index] for index in (HEAD + 5, HEAD + 6, HEAD + 200)
    ]
