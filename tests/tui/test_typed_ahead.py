"""Keys that are typed before the reader shows anything."""

import json
import sys
from pathlib import Path

import pytest

from feed_documents import numbered, rss
from loopback import LoopbackServer

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs a POSIX system", allow_module_level=True)

from terminal import Terminal
from tui.test_real_terminal import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """The built-in guide alone, eight articles."""
    home = Home(tmp_path)
    home.subscribe("newsreader:welcome")
    return home


def test_keys_typed_ahead_count_once_there_is_a_list(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with LoopbackServer() as server:
        server.serve("/feed", rss(*numbered(60, "Story"), title="Centre"))
        home.subscribe(server.url("/feed"))
        home.run("refresh", "--all")
    with Terminal(home.command()) as terminal:
        terminal.send("jjj5j")
        terminal.expect("9 of 60")
        terminal.send("q")
        assert terminal.wait() == 0


def test_what_is_erased_in_a_burst_of_keys_is_what_was_mistyped(home: Home) -> None:
    with Terminal(home.command()) as terminal:
        terminal.expect("1 of 8")
        terminal.send("/welx\x7fcome!\x1b[D\x1b[3~\r")
        terminal.expect("Search: welcome ")
        terminal.send("\x1b")
        terminal.expect("of 8")
        terminal.send("Tquartz\r")
        terminal.expect("Tagged “quartz”")
        terminal.send("jTqu")
        terminal.expect("artz")
        terminal.send("\x1b[C\r")
        terminal.expect("Tagged “quartz”")
        terminal.send("q")
        assert terminal.wait() == 0


def test_all_of_a_note_is_kept_that_comes_in_a_burst_of_keys(home: Home) -> None:
    with Terminal(home.command()) as terminal:
        terminal.expect("1 of 8")
        terminal.send("CSuits chapterx\x7f two\x13")
        terminal.expect("Noted")
        terminal.send("jCNot kept\x1b")
        terminal.expect("Esc once more")
    (noted,) = home.run("list", "is:noted", "--json").splitlines()
    assert json.loads(noted)["note"] == "Suits chapter two"


def test_an_answer_may_be_given_twice_in_a_burst_of_keys(home: Home) -> None:
    with Terminal(home.command()) as terminal:
        terminal.expect("1 of 8")
        terminal.send("wd")
        terminal.expect("tonight, tomorrow, friday")
        terminal.send("3d\r\r\r")
        terminal.expect("Snoozed until", "of 7")
        terminal.send("CGood\x13\x13")
        terminal.expect("Noted")
        terminal.send("q")
        assert terminal.wait() == 0


def test_a_window_takes_the_keys_of_the_burst_that_opened_it(home: Home) -> None:
    with Terminal(home.command()) as terminal:
        terminal.expect("1 of 8")
        terminal.send("wd2099-12-24\r")
        terminal.expect("24 Dec 2099", "of 7")
        terminal.send("wjj\r")
        terminal.expect("Snoozed until Mon")
        terminal.send("wdq\r")
        terminal.expect("“q” is no")
        terminal.send("\x1b")
        terminal.expect("Space read on")
        terminal.send("ww")
        terminal.expect("Snoozed until")
        terminal.send("?zoom\rq")
        assert terminal.wait() == 0
