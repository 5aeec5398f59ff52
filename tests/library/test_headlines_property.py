"""A list of which only the top is there is the same list before and after its rest has come, whatever is done to it."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clock import FakeClock
from newsreader.core.entries import EntryFilter, Order
from newsreader.library import listed_rows
from newsreader.library.folding import unfold
from newsreader.library.headlines import HeadlineList
from newsreader.library.library import Library
from newsreader.library.views import ALL
from newsreader.store import entries
from stocked import close_stores, library_of

COUNT = 40
PLACES = st.integers(0, COUNT - 1)
STEPS = st.lists(
    st.tuples(st.sampled_from(["look", "read", "unread", "delete", "keep", "unfold"]), PLACES, st.booleans()),
    max_size=8,
)


@pytest.fixture(scope="module", autouse=True)
def little_at_once() -> Iterator[None]:
    """Ten entries are the top of a list, four a page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entries, "HEAD", 10)
        patch.setattr(listed_rows, "PAGE", 4)
        yield


@given(steps=STEPS, copies=st.lists(st.tuples(PLACES, PLACES), max_size=3), order=st.sampled_from(["newest", "oldest"]))
def test_a_list_is_the_same_before_and_after_its_rest_has_come(
    steps: list[tuple[str, int, bool]], copies: list[tuple[int, int]], order: Order
) -> None:
    library = library_of({"a": [f"a{number}" for number in range(COUNT)], "b": ["b0", "b1"]}, FakeClock())
    ids = library.store.entries.ids(EntryFilter())
    library.store.copies.add([(ids[kept], ids[copy]) for kept, copy in copies if kept != copy])
    headlines = library.headlines(ALL, order=order, folded=True)
    for what, place, one in steps:
        _do(library, headlines, what, place, every=not one)
    before = [row and row.id for row in map(headlines.row, range(len(headlines)))]
    assert [headlines.index_of(entry_id) for entry_id in before if entry_id is not None] == list(range(len(before)))
    headlines.whole_list()
    assert headlines.ids.tolist() == before
    assert [row and row.id for row in map(headlines.row, range(len(headlines)))] == before
    close_stores()


def _do(library: Library, headlines: HeadlineList, what: str, place: int, *, every: bool) -> None:
    """Do something at a place of the list; `every`: all rows are forgotten, not only the one that has changed."""
    row = headlines.row(place)
    if what == "keep":
        headlines.keep(place + 1)
    elif what == "unfold" and place < len(headlines.come) and headlines.come[place] not in headlines.unfolded:
        unfold(headlines, library.store, headlines.come[place])
    elif what == "delete" and row is not None and (change := library.states.delete([row.id])) is not None:
        headlines.follow_hidden(change.ids)
    elif what in ("read", "unread") and row is not None:
        library.set_flag(row, "read", what == "read")
        headlines.reread(None if every else [row.id])
