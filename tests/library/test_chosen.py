"""The queue of what was chosen to be read."""

from collections.abc import Callable

import pytest

from clock import FakeClock
from newsreader.library import chosen as module
from newsreader.library.chosen import Chosen, recall_chosen
from newsreader.library.library import Library
from stocked import library_of


@pytest.fixture
def library() -> Library:
    return library_of({}, FakeClock())


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


def test_it_is_taken_up_again_where_it_was_left(library: Library) -> None:
    queue = chosen(7, 3, 5)
    assert queue.untold
    queue.step(1, all_but())
    queue.step(1, all_but())
    queue.keep(library, "all")
    assert not queue.untold
    again = recall_chosen(library, "all", None)
    assert again.progress == "2 of 3 chosen"
    assert not again.untold
    assert recall_chosen(library, "all", 5).progress == "3 of 3 chosen", "the cursor's place is known better"
    assert recall_chosen(library, "all", 99).progress == "2 of 3 chosen"
    assert not recall_chosen(library, "starred", 3)


def test_what_has_ended_is_not_taken_up(library: Library) -> None:
    queue = chosen(7, 3)
    queue.keep(library, "all")
    queue.end()
    queue.keep(library, "all")
    assert not recall_chosen(library, "all", 7)


def test_of_very_many_those_at_hand_next_are_kept(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    queue = chosen(7, 3, 5, 9)
    queue.step(1, all_but())
    queue.step(1, all_but())
    queue.keep(library, "all")
    queue.step(1, all_but())
    queue.keep(library, "all")
    assert queue.progress == "3 of 4 chosen"
    again = recall_chosen(library, "all", None)
    assert again.progress == "2 of 2 chosen"
    assert again.step(-1, all_but()) == 3


@pytest.mark.parametrize("note", ["{", "[]", "null", '{"view": "all"}', '{"view": "all", "ids": ["x"]}'])
def test_a_damaged_note_is_no_queue(library: Library, note: str) -> None:
    library.remember("chosen", note)
    assert not recall_chosen(library, "all", 1)
