import pytest

from clock import FakeClock
from newsreader.core.entries import Order
from newsreader.core.retention import DAY
from newsreader.library.library import Library
from newsreader.library.views import ALL, NEW
from newsreader.library.visits import Divider
from stocked import library_of, stock
from store.world import World, entry


def new_titles(library: Library) -> list[str]:
    headlines = library.headlines(NEW)
    rows = [headlines.row(index) for index in range(len(headlines))]
    return [row.title for row in rows if row is not None]


def visit_again(library: Library, clock: FakeClock) -> Library:
    """The next visit, a day later."""
    library.visits.end()
    clock.advance(DAY)
    return Library(library.store, clock)


def test_at_the_first_visit_nothing_is_new_before_something_arrives() -> None:
    clock = FakeClock()
    library = library_of({"one": ["A"]}, clock)
    assert new_titles(library) == []
    assert NEW not in [row.view for row in library.outline({})]
    stock(library.store, clock, "https://one.example/", ["A", "B"])
    assert new_titles(library) == ["B"]


def test_what_came_between_two_visits_is_new_through_the_second() -> None:
    clock = FakeClock()
    library = library_of({"one": ["A"]}, clock)
    library = visit_again(library, clock)
    ended = clock.now() - DAY
    assert library.visits.last.at == ended
    stock(library.store, clock, "https://one.example/", ["A", "B"])
    assert new_titles(library) == ["B"]
    assert [row.count for row in library.outline({}) if row.view == NEW] == [1]
    library.set_flags(list(library.headlines(NEW).ids), "read", True)
    assert new_titles(library) == ["B"]
    assert new_titles(visit_again(library, clock)) == []


def test_a_note_that_cannot_be_read_counts_as_none() -> None:
    clock = FakeClock()
    library = library_of({"one": ["A"]}, clock)
    library.store.notes.put("visit", "[]")
    assert new_titles(library) == []


def test_the_view_is_found_by_its_name_after_a_restart() -> None:
    library = library_of({}, FakeClock())
    assert library.view(NEW.key) == NEW


def dated(library: Library, clock: FakeClock, **entries: int) -> None:
    """Entries that came out so many days ago."""
    World(library.store, clock).publish(*(entry(name, at=clock.now() - DAY * age) for name, age in entries.items()))


@pytest.mark.parametrize(("order", "expected"), [("newest", Divider(2, 2, True)), ("oldest", Divider(3, 2, False))])
def test_a_line_parts_what_came_since_the_last_visit_from_the_rest(order: Order, expected: Divider) -> None:
    clock = FakeClock()
    library = library_of({}, clock)
    dated(library, clock, a=9, b=8, c=7)
    library = visit_again(library, clock)
    assert library.visits.divider(library.headlines(ALL, order=order)) is None
    dated(library, clock, a=9, b=8, c=7, d=1, e=0)
    assert library.visits.divider(library.headlines(ALL, order=order)) == expected
    assert library.visits.divider(library.headlines(NEW, order=order)) is None


def test_one_old_headline_of_a_future_date_and_one_late_one_do_not_move_the_line() -> None:
    clock = FakeClock()
    library = library_of({}, clock)
    dated(library, clock, future=-30, a=9, b=8, c=7)
    library = visit_again(library, clock)
    dated(library, clock, future=-30, a=9, b=8, c=7, d=2, e=1, f=0, late=20)
    assert library.visits.divider(library.headlines(ALL)) == Divider(4, 3, True)


def test_there_is_no_line_at_the_first_visit_nor_in_another_order() -> None:
    clock = FakeClock()
    library = library_of({}, clock)
    dated(library, clock, a=9)
    assert library.visits.divider(library.headlines(ALL)) is None
    library = visit_again(library, clock)
    dated(library, clock, a=9, b=0)
    assert library.visits.divider(library.headlines(ALL)) is not None
    assert library.visits.divider(library.headlines(ALL, order="length")) is None
