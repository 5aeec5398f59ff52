"""`--plain` from standard input."""

import io
from pathlib import Path

import pytest

from command_line import CommandLine
from feed_documents import rss
from loopback import LoopbackServer
from newsreader import wiring
from newsreader.config.paths import Paths
from newsreader.library.place import recall_place


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


def test_a_whole_session_with_a_feed_that_fails(
    cli: CommandLine, server: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.serve("/news.xml", rss("Chips", "Trade", title="News"))
    feeds = f'[[feed]]\nurl = "{server.url("/news.xml")}"\nfull_text = "never"\n'
    missing = f'[[feed]]\nurl = "{server.url("/missing.xml")}"\ntitle = "Gone Gazette"\n'
    (cli.config_dir / "feeds.toml").write_text(feeds + missing)
    lines = ["refresh", "show new", "go news", "rename feed Silicon", "column date", "report", "quit", "foo"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    assert cli.run("--plain") == 0
    assert "\nGone Gazette failed: 127.0.0.1 has nothing at this address (404)" in cli.out
    assert "\nRefresh ended. 2 new in 1 feed, 1 failed; “report” says more.\n" in cli.out
    assert "\nNews: 2 headlines.\n" in cli.out
    assert "\nRenamed News to Silicon; “undo” takes it back.\n" in cli.out
    assert "\nThe last refresh, just now: 2 new in 1 feed, 1 failed.\n" in cli.out
    assert "\nGone Gazette has failed, first just now: 127.0.0.1 has nothing at this address (404)" in cli.out
    assert "Its last check failed; it is tried again in" in cli.out
    assert "\nSilicon brought 2 new.\n" in cli.out
    paused = '[[feed]]\nurl = "https://resting.invalid/"\ntitle = "Resting"\npaused = true\n'
    (cli.config_dir / "feeds.toml").write_text((cli.config_dir / "feeds.toml").read_text() + paused)
    assert cli.run("refresh", "--all") == 3
    monkeypatch.setattr("sys.stdin", io.StringIO("report\nquit\n"))
    assert cli.run("--plain") == 0
    assert "\nThe last refresh, just now: Nothing new, 1 failed.\n" in cli.out
    assert "\nResting was skipped. It is paused in feeds.toml.\n" in cli.out
    assert "\n1 feed had nothing new: Silicon.\n" in cli.out
    assert "such command" not in cli.out
    assert "title = 'Silicon'" in (cli.config_dir / "feeds.toml").read_text().replace('"', "'")
    assert "columns" in (cli.config_dir / "config.toml").read_text()


def test_the_place_is_kept_after_each_line(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.subscribe()
    kept: list[str] = []

    class Typing:
        def __init__(self) -> None:
            self.lines = ["go starred\n", "go today\n", ""]

        def isatty(self) -> bool:
            return False

        def readline(self) -> str:
            with wiring.open_store(Paths(cli.config_dir, cli.data_dir)) as library:
                kept.append(recall_place(library).view)
            return self.lines.pop(0)

    monkeypatch.setattr("sys.stdin", Typing())
    assert cli.run("--plain") == 0
    assert kept == ["", "starred:", "today:"]
