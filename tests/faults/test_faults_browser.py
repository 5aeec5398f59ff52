"""A browser that draws on the terminal, and one that fails: the reader steps aside and comes back."""

import sys
from pathlib import Path

import pytest

from faults.home import Home
from feed_documents import rss
from loopback import LoopbackServer
from terminal import Terminal

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs a POSIX system", allow_module_level=True)


def script(path: Path, body: str) -> Path:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("body", "said"),
    [('printf "IN TEXT MODE %s" "$1"; tty', "IN TEXT MODE https://news.example/alpha"), ("exit 3", "No browser")],
    ids=["works", "fails"],
)
def test_a_text_browser_has_the_terminal_and_gives_it_back(
    home: Home, server: LoopbackServer, tmp_path: Path, body: str, said: str
) -> None:
    server.serve("/feed", rss("Alpha"))
    home.subscribe(server.url("/feed"))
    home.run("refresh", "--all")
    lynx = script(tmp_path / "lynx", body)
    with Terminal(home.command(), columns=160, env={"BROWSER": str(lynx), "PATH": "/nonexistent"}) as terminal:
        terminal.expect("1 of 1")
        terminal.send("o")
        terminal.expect(said)
        terminal.send("\r")
        terminal.expect("The text of Alpha.")
        terminal.send("q")
        assert terminal.wait() == 0
        assert "not a tty" not in terminal.output


@pytest.mark.parametrize("body", ["exit 1", "echo NOISE; echo NOISE >&2; exit 1"])
def test_a_command_that_fails_is_a_sentence_and_leaves_the_article_unread(
    home: Home, server: LoopbackServer, tmp_path: Path, body: str
) -> None:
    home.configure(f'browser = "{script(tmp_path / "browser", body)}"')
    server.serve("/feed", rss("Alpha"))
    home.subscribe(server.url("/feed"))
    home.run("refresh", "--all")
    with Terminal(home.command(), columns=200) as terminal:
        terminal.expect("1 of 1")
        terminal.send("o")
        terminal.expect("failed (exit status 1)")
        terminal.send("q")
        assert terminal.wait() == 0
        assert "NOISE" not in terminal.output
    assert home.titles() == ["Alpha"]
