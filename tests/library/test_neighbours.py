"""From feed to feed within a list."""

import pytest

from clock import FakeClock
from newsreader.core.entries import Order
from newsreader.library.library import Library
from newsreader.library.neighbours import unread_beside
from newsreader.library.views import ALL
from stocked import library_of


@pytest.fixture
def library() -> Library:
    return library_of({"alpha": ["a1", "a2", "a3"], "beta": ["b1"], "gamma": ["g1", "g2"]}, FakeClock())


@pytest.mark.parametrize("order", ["newest", "feed", "round robin"])
@pytest.mark.parametrize("read", [set(), {"b1"}, {"a1", "g2"}])
@pytest.mark.parametrize("step", [1, -1])
def test_it_is_the_next_unread_entry_of_another_feed(library: Library, order: Order, read: set[str], step: int) -> None:
    headlines = library.headlines(ALL, order=order)
    rows = [row for row in map(headlines.row, range(len(headlines))) if row is not None]
    library.set_flags([row.id for row in rows if row.title in read], "read", True)
    headlines.reread()
    down = step > 0
    for start in range(-1, len(rows) + 1):
        for feed in {row.feed_id for row in rows}:
            ahead = range(start + 1, len(rows)) if down else range(min(start, len(rows)) - 1, -1, -1)
            wanted = [at for at in ahead if rows[at].title not in read and rows[at].feed_id != feed]
            assert unread_beside(headlines, feed, start, 1 if down else -1) == next(iter(wanted), None)
