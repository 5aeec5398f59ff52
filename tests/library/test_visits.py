from clock import FakeClock
from newsreader.core.retention import DAY
from newsreader.library.library import Library
from newsreader.library.views import NEW
from stocked import library_of, stock


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
    assert NEW not in [row.view for row in library.outline()]
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
    assert [row.count for row in library.outline() if row.view == NEW] == [1]
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
