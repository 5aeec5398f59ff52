"""Where articles were left, over a restart."""

import pytest

from clock import FakeClock
from newsreader.library.library import Library
from newsreader.library.positions import MOST, Positions
from stocked import library_of


@pytest.fixture
def library() -> Library:
    return library_of({"alpha": ["a1"]}, FakeClock())


def test_a_half_read_article_keeps_its_place_over_a_restart(library: Library) -> None:
    positions = Positions(library)
    positions.put(7, (3, 120), 0.5)
    assert positions.get(7) == (3, 120)
    assert Positions(library).get(7) is None
    positions.keep()
    assert Positions(library).get(7) == (3, 120)


@pytest.mark.parametrize("position", [0.0, 0.05, 0.95, 1.0])
def test_at_the_top_or_the_end_nothing_is_kept(library: Library, position: float) -> None:
    positions = Positions(library)
    positions.put(7, (3, 120), 0.5)
    positions.keep()
    positions.put(7, (9, 0), position)
    assert positions.get(7) is None
    positions.keep()
    assert Positions(library).get(7) is None


def test_the_places_left_last_are_kept(library: Library) -> None:
    positions = Positions(library)
    for entry in range(MOST + 10):
        positions.put(entry, (1, entry), 0.5)
        positions.put(0, (1, 0), 0.5)
    positions.keep()
    again = Positions(library)
    assert [again.get(entry) is not None for entry in (0, 1, 10, 11, MOST + 9)] == [True, False, False, True, True]


@pytest.mark.parametrize(
    "kept", ["", "x", "{}", "[1]", '[["a", 1, 2]]', "[[1, 2]]", "null", '{"7": [1, 2]}', "[[[1], 2, 3]]"]
)
def test_a_note_that_cannot_be_read_is_nothing_kept(library: Library, kept: str) -> None:
    library.remember("positions", kept)
    assert Positions(library).get(7) is None
