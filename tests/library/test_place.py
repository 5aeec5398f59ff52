"""Where the reader was left, and whether somebody is there."""

import os
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.library.library import Library
from newsreader.library.place import READING_SECONDS, Place, keep_place, recall_place, somebody_reads
from newsreader.store import Store


@pytest.mark.parametrize(
    ("ago", "reads"), [(0, True), (READING_SECONDS - 1, True), (READING_SECONDS + 1, False), (-READING_SECONDS, False)]
)
def test_who_has_moved_lately_is_reading(tmp_path: Path, ago: int, reads: bool) -> None:
    clock = FakeClock()
    with Store.open(tmp_path / "newsreader.db", clock=clock) as store:
        library = Library(store, clock)
        assert not somebody_reads(library)
        keep_place(library, Place())
        os.utime(tmp_path / "newsreader.place", (clock.now() - ago, clock.now() - ago))
        assert somebody_reads(library) == reads


def test_nobody_is_known_to_read_what_is_in_memory() -> None:
    clock = FakeClock()
    with Store.open(None, clock=clock) as store:
        library = Library(store, clock)
        keep_place(library, Place("starred:", 3, True, ((7, (1, 2)), (8, None)), (9,)))
        assert recall_place(library) == Place("starred:", 3, True, ((7, (1, 2)), (8, None)), (9,))
        assert not somebody_reads(library)
