"""Entries that a list has left out come back to their places, few of them or very many."""

from array import array
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clock import FakeClock
from newsreader.core.entries import EntryFilter, Order
from newsreader.library import headlines as module
from newsreader.library.headlines import HeadlineList
from newsreader.library.left_out import LeftOut, with_back
from newsreader.library.library import Library
from newsreader.store.runs import Marks
from stocked import library_of

COUNT = 40
PLACES = st.lists(st.integers(0, COUNT - 1), unique=True).map(sorted)


@given(places=PLACES, few=st.booleans())
def test_what_comes_back_stands_where_it_stood(places: list[int], few: bool) -> None:
    before = array("q", range(100, 100 + COUNT))
    gone, left = array("q", (before[place] for place in places)), LeftOut()
    kept = array("q", (one for one in before if one not in gone))
    if few:
        left.add(dict(zip(gone, places, strict=True)))
    else:
        left.add_many(gone, array("q", places))
    where, back = left.take_many(Marks(before, left.top + COUNT + 200))
    assert with_back(kept, where, back) == before
    assert left.take(before) == []


@given(places=PLACES, first=st.sets(st.integers(100, 99 + COUNT)))
def test_of_very_many_some_come_back_before_the_others(places: list[int], first: set[int]) -> None:
    gone, left = array("q", (100 + place for place in places)), LeftOut()
    left.add_many(gone, array("q", places))
    pairs = list(zip(places, gone, strict=True))
    where, back = left.take_many(Marks(first, 200))
    assert list(zip(where, back, strict=True)) == [pair for pair in pairs if pair[1] in first]
    assert left.take(gone) == [pair for pair in pairs if pair[1] not in first]


def _listed(headlines: HeadlineList) -> tuple[list[int], list[tuple[int, int]]]:
    rows = [headlines.row(index) for index in range(len(headlines))]
    assert [row.id if row is not None else 0 for row in rows] == headlines.ids.tolist()
    return headlines.ids.tolist(), list(headlines.breaks)


@pytest.fixture
def library() -> Library:
    return library_of({"alpha": [f"a{number}" for number in range(COUNT)], "beta": ["b0", "b1", "b2"]}, FakeClock())


@pytest.mark.parametrize("order", ["newest", "feed"])
@pytest.mark.parametrize("places", [range(COUNT + 3), range(0, 43, 2), range(3, 20), range(40, 43), range(5, 43)])
def test_very_many_go_and_come_back_as_few_do(
    library: Library, places: Sequence[int], order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = (HeadlineList(library.store, EntryFilter(), order=order) for _ in range(2))
    before = _listed(few)
    first = [before[0][place] for place in places[::3]]
    then = [before[0][place] for place in places if before[0][place] not in first]

    def follow(changed: list[int]) -> None:
        few.follow_hidden(changed)
        with monkeypatch.context() as patch:
            patch.setattr(module, "VERY_MANY", 1)
            many.follow_hidden(changed)
        assert _listed(many) == _listed(few)

    for changed in (first, then):
        library.states.delete(changed)
        follow(changed)
    assert not set(many.ids) & {*first, *then}
    for changed in (then, first):
        library.undo()
        follow(changed)
    assert _listed(many) == before


def test_very_many_that_are_snoozed_go_as_few_do(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    headlines = HeadlineList(library.store, EntryFilter())
    before = headlines.ids.tolist()
    monkeypatch.setattr(module, "VERY_MANY", 1)
    library.states.snooze(before[5:], "tomorrow")
    headlines.follow_hidden(before[5:])
    assert headlines.ids.tolist() == before[:5]
    library.undo()
    headlines.follow_hidden(before[5:])
    assert headlines.ids.tolist() == before


def test_one_of_very_many_that_were_deleted_comes_back_alone(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    headlines = HeadlineList(library.store, EntryFilter())
    before = headlines.ids.tolist()
    library.states.delete(before)
    with monkeypatch.context() as patch:
        patch.setattr(module, "VERY_MANY", 1)
        headlines.follow_hidden(before)
    assert headlines.ids.tolist() == []
    library.states.delete(before[7:9], False)
    headlines.follow_hidden(before[7:9])
    assert headlines.ids.tolist() == before[7:9]


def test_the_highest_of_all_that_is_left_out_is_known() -> None:
    left = LeftOut()
    assert left.top == 0
    left.add({7: 0, 3: 1})
    assert left.top == 7
    left.add_many(array("q", (5, 9, 8)), array("q", (0, 1, 2)))
    assert left.top == 9
