"""What is snoozed or deleted leaves the list at once, and comes back to its place."""

from array import array

import pytest

from clock import FakeClock
from newsreader.core.entries import EntryFilter
from newsreader.library.headlines import HeadlineList
from newsreader.library.library import Library
from newsreader.store.entries import HEAD
from stocked import library_of

MANY = 60


@pytest.fixture
def library() -> Library:
    return library_of({"alpha": [f"a{number}" for number in range(MANY)], "beta": ["b0", "b1"]}, FakeClock())


def listed(headlines: HeadlineList) -> list[int]:
    rows = [headlines.row(index) for index in range(len(headlines))]
    assert [row.id if row is not None else 0 for row in rows] == headlines.ids.tolist()
    return headlines.ids.tolist()


@pytest.mark.parametrize("places", [[0], [61], [3, 4, 5], [5, 61, 0, 17], list(range(0, 60, 2)), list(range(62))])
def test_what_is_deleted_goes_and_comes_back_to_its_place(library: Library, places: list[int]) -> None:
    headlines = HeadlineList(library.store, EntryFilter())
    before = listed(headlines)
    gone = [before[place] for place in places]
    library.states.delete(gone)
    headlines.follow_hidden(gone)
    assert listed(headlines) == [one for one in before if one not in gone]
    library.undo()
    headlines.follow_hidden(gone)
    assert listed(headlines) == before


def test_what_was_read_meanwhile_stays_where_it_is(library: Library) -> None:
    headlines = HeadlineList(library.store, EntryFilter(read=False))
    before = listed(headlines)
    library.set_flags(before[:3], "read", True)
    library.states.delete(before[4:5])
    headlines.follow_hidden(before[4:5])
    assert listed(headlines) == before[:4] + before[5:]


def test_the_parts_of_a_list_move_with_it(library: Library) -> None:
    headlines = HeadlineList(library.store, EntryFilter(), order="feed")
    before, breaks = listed(headlines), list(headlines.breaks)
    assert [start for start, _ in breaks] == [0, MANY]
    library.states.delete(before[1:4])
    headlines.follow_hidden(before[1:4])
    assert [start for start, _ in headlines.breaks] == [0, MANY - 3]
    library.undo()
    headlines.follow_hidden(before[1:4])
    assert list(headlines.breaks) == breaks


def test_an_entry_far_down_a_long_list_that_has_not_come_yet_goes_too() -> None:
    library = library_of({"alpha": [f"a{number}" for number in range(HEAD + 50)]}, FakeClock())
    headlines = HeadlineList(library.store, EntryFilter())
    assert not headlines.whole
    last = library.store.entries.ids(EntryFilter())[-1]
    library.states.delete([last])
    headlines.follow_hidden([last])
    assert len(headlines) == HEAD + 49
    assert last not in listed(headlines)


def test_the_list_of_the_snoozed_loses_what_is_back_and_dates_the_others_by_when_they_are(library: Library) -> None:
    now = library.now()
    library.states.snooze([1], now + 7200)
    library.states.snooze([2], now + 3600)
    headlines = HeadlineList(library.store, EntryFilter(kept="snoozed"))
    assert listed(headlines) == [2, 1]
    assert [row.sort_at - now for index in (0, 1) if (row := headlines.row(index)) is not None] == [3600, 7200]
    library.states.unsnooze([2])
    headlines.follow_hidden([2])
    assert headlines.ids == array("q", [1])


def test_the_next_unread_of_a_kept_list_is_the_next_in_its_own_order(library: Library) -> None:
    library.states.set_later([30, 10, 20, 40], True)
    library.set_flags([10], "read", True)
    headlines = HeadlineList(library.store, EntryFilter(kept="later"))
    assert listed(headlines) == [30, 10, 20, 40]
    assert headlines.unread(0, 1) == 2
    assert headlines.unread(2, -1) == 0
    assert list(headlines.unread_indexes()) == [0, 2, 3]
    assert headlines.arrivals() == 0
