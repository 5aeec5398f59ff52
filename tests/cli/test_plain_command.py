"""`--plain` from standard input."""

import io
from pathlib import Path

import pytest

from command_line import CommandLine


def test_plain_mode_reads_a_pipe_and_ends_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    line = CommandLine(tmp_path, capsys)
    line.subscribe()
    monkeypatch.setattr("sys.stdin", io.StringIO("feeds\nhelp star\nfoo"))
    assert line.run("--plain") == 0
    assert "All unread" in line.out
    assert "star, or s: " in line.out
    assert line.out.endswith("“help” lists them.\n")
    assert "\x1b" not in line.out


def test_a_width_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert CommandLine(tmp_path, capsys).run("--plain", "--wrap", "3") == 2
