"""What a refresh leaves to be indexed, and who does it."""

import subprocess
import sys
from pathlib import Path

from clock import FakeClock
from newsreader.library.indexing import FEW, complete_search_apart, waiting
from stocked import library_of


def test_it_does_not_matter_that_no_other_process_can_be_started() -> None:
    library = library_of({"long": [f"n{number}" for number in range(FEW)]}, FakeClock())
    library.store._db.write("UPDATE note SET value = 'to:0' WHERE key = 'store.search'")
    assert not complete_search_apart(library.store, ["/nonexistent/python"])
    assert waiting(library.store) == FEW


def test_a_process_that_indexes_and_cannot_says_why_in_the_log(tmp_path: Path) -> None:
    (tmp_path / "newsreader.db").write_bytes(b"no store" * 100)
    folders = ["--config-dir", str(tmp_path), "--data-dir", str(tmp_path)]
    ended = subprocess.run([sys.executable, "-m", "newsreader.worker", *folders, "--index"], capture_output=True)
    assert ended.returncode == 1
    assert ended.stderr == b""
    assert "is not a store of newsreader" in (tmp_path / "newsreader.log").read_text()
