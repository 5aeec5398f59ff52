from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.store.runs import Marks, lengthen, shorten


@pytest.mark.parametrize(
    ("ids", "runs"),
    [
        ([], []),
        ([1], [(1, 1)]),
        ([3, 2, 1], [(1, 3)]),
        ([1, 2, 5, 9, 8], [(1, 2), (5, 5), (8, 9)]),
        ([0, -4, 2**70, 10, 11], [(10, 10)]),
    ],
)
def test_ids_are_runs(ids: list[int], runs: list[tuple[int, int]]) -> None:
    assert Marks(ids, 10).runs() == runs


@given(st.sets(st.integers(1, 60)))
def test_what_was_shortened_is_lengthened_again(ids: set[int]) -> None:
    runs = Marks(ids, 60).runs()
    assert set(lengthen(shorten(sorted(ids), runs))) == ids
    assert len(shorten(sorted(ids), runs)) <= len(ids)


@given(st.lists(st.integers(1, 60), unique=True))
def test_few_ids_keep_their_order(ids: list[int]) -> None:
    assert list(lengthen(shorten(ids, [(one, one) for one in ids]))) == ids


def test_a_million_in_a_row_are_two_numbers() -> None:
    assert shorten(range(1, 1_000_001), [(1, 1_000_000)]) == array("q", [1, -1_000_000])
