"""The queue of what was chosen to be read."""

from collections.abc import Callable

from newsreader.library.chosen import Chosen


def chosen(*ids: int) -> Chosen:
    one = Chosen()
    one.begin(ids)
    return one


def all_but(*gone: int) -> Callable[[int], bool]:
    return lambda entry_id: entry_id not in gone


def test_it_goes_on_and_back_and_stays_at_its_ends() -> None:
    queue = chosen(7, 3, 5)
    assert [queue.step(step, all_but()) for step in (1, 1, 1, 1)] == [7, 3, 5, None]
    assert queue.progress == "3 of 3 chosen"
    assert [queue.step(step, all_but()) for step in (-1, -1, -1, 1)] == [3, 7, None, 3]


def test_what_is_listed_no_more_is_passed_over() -> None:
    queue = chosen(7, 3, 5, 9)
    assert [queue.step(1, all_but(7, 5)) for _ in range(3)] == [3, 9, None]
    assert queue.step(-1, all_but(3, 5)) == 7


def test_its_end_gives_back_what_was_not_come_to() -> None:
    queue = chosen(7, 3, 5)
    queue.step(1, all_but())
    assert list(queue.end()) == [3, 5]
    assert not queue
    assert queue.progress == ""
    assert list(queue.end()) == []


def test_nothing_of_what_was_not_begun_is_lost() -> None:
    assert list(chosen(7, 3).end()) == [7, 3]
