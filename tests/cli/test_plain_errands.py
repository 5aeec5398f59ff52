"""What plain mode has done by its worker, and how it ends."""

import sys

import pytest

from clock import FakeClock
from newsreader.cli.plain_errands import WorkerErrands
from stocked import library_of

STOPS = (
    "import json, sys; number = json.loads(sys.stdin.readline())['id'];"
    "print(json.dumps({'id': number, 'event': 'stopped', 'reason': 'The disk is full.'}), flush=True); sys.stdin.read()"
)


@pytest.mark.parametrize("entry_id", [1, None])
def test_pages_that_cannot_be_stored_end_the_errand_with_the_reason(entry_id: int | None) -> None:
    told: list[str] = []
    library = library_of({"alpha": ["a1"]}, FakeClock())
    WorkerErrands(library, [sys.executable, "-c", STOPS], told.append).full_texts(entry_id)
    assert told.count("The disk is full.") == 1
