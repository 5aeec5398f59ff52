import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.tui.widgets.row_lines import RowLines


@given(
    rows=st.integers(0, 60),
    height=st.integers(1, 4),
    starts=st.sets(st.integers(0, 59), max_size=8).map(sorted),
)
def test_lines_and_rows_fit_a_list_that_is_written_out(rows: int, height: int, starts: list[int]) -> None:
    starts = [start for start in starts if start < rows]
    written: list[tuple[int, int]] = []
    for row in range(rows):
        if row in starts:
            written.append((starts.index(row), -1))
        written += [(row, line) for line in range(height)]
    lines = RowLines(height, starts)
    assert lines.count(rows) == len(written)
    assert [lines.at(line) for line in range(len(written))] == written
    for row in range(rows):
        assert written[lines.first_line(row)] == (row, 0)
        assert lines.top_line(row) == lines.first_line(row) - (row in starts)


@pytest.mark.parametrize("row", [0, 7, 999_999])
def test_rows_of_one_line_without_headings_are_their_lines(row: int) -> None:
    lines = RowLines()
    assert (lines.first_line(row), lines.top_line(row), lines.at(row)) == (row, row, (row, 0))
