"""However the reader ends, it begins again at the same place."""

import json
import os
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from feed_documents import numbered, rss
from loopback import LoopbackServer

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs a POSIX system", allow_module_level=True)

from terminal import Terminal
from tui.test_real_terminal import Home

LONG = b"".join(b"&lt;p&gt;Paragraph %d of a long text.&lt;/p&gt;" % number for number in range(100))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    with LoopbackServer() as server:
        document = rss(*numbered(60, "Story"), title="Centre")
        server.serve("/feed", document.replace(b".&lt;/p&gt;", b".&lt;/p&gt;" + LONG))
        server.serve("/other", rss("Other", title="Elsewhere"))
        home.subscribe(server.url("/feed"), server.url("/other"))
        home.run("refresh", "--all")
    return home


def remembered(home: Home, key: str) -> str:
    """What is kept under a key now, "" where nothing is."""
    with closing(sqlite3.connect(home.folder / "newsreader.db")) as connection:
        row = connection.execute("SELECT value FROM note WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def place(home: Home) -> dict[str, Any]:
    """What is kept of the place now."""
    file = home.folder / "newsreader.place"
    kept: dict[str, Any] = json.loads(file.read_text() if file.exists() else "{}")
    return {**kept.get("seen", {}), **kept}


def kept(home: Home, **wanted: object) -> bool:
    """Whether the place that is kept has these values."""
    now = place(home)
    return all(now.get(key) == value for key, value in wanted.items())


def test_a_kill_leaves_the_list_where_it_was(home: Home) -> None:
    with Terminal(home.command()) as terminal:
        terminal.expect("1 of 61")
        terminal.send("/text\r")
        terminal.expect("Search: text", "1 of 61")
        terminal.send("35jkk")
        terminal.expect("34 of 61")
        at_rest = {"view": "search:text", "pane": "headlines", "left": [], "reading": [0, 0]}
        terminal.until(lambda: kept(home, **at_rest) and place(home)["above"] > 5)
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait()
    before = place(home)
    with Terminal(home.command()) as terminal:
        terminal.expect("Search: text", "34 of 61")
        terminal.send("q")
        assert terminal.wait() == 0
    assert place(home) == before


def test_a_kill_loses_no_move_that_was_seen(home: Home) -> None:
    seen = 1
    for keys in ("j", "jjj", "5j", "k", "G"):
        with Terminal(home.command()) as terminal:
            terminal.expect(f"{seen} of 61")
            terminal.send(keys)
            seen = {"j": 2, "jjj": 5, "5j": 10, "k": 9, "G": 61}[keys]
            terminal.expect(f"{seen} of 61")
            os.kill(terminal.pid, signal.SIGKILL)
            terminal.wait()


def test_a_kill_loses_nothing_that_the_store_is_to_be_told(home: Home) -> None:
    database = home.folder / "newsreader.db"
    with Terminal(home.command(), columns=160, rows=40) as terminal, closing(sqlite3.connect(database)) as other:
        terminal.expect("1 of 61")
        terminal.send("10j\r")
        terminal.expect("The text of Story")
        other.execute("BEGIN IMMEDIATE")
        terminal.send("  ")
        terminal.until(lambda: kept(home, pane="article"))
        terminal.send("\x1b")
        terminal.until(lambda: kept(home, pane="headlines"))
        terminal.send("jj")
        terminal.expect("13 of 61")
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait()
    entry = place(home)["history"][0]
    with Terminal(home.command()) as terminal:
        terminal.expect("12 of 60")  # what was read is not listed any more
        terminal.until(lambda: place(home)["history"] == place(home)["left"] == [])
        terminal.send("q")
        assert terminal.wait() == 0
    assert f"[{entry}, " in remembered(home, "positions")


@pytest.mark.parametrize("size", [(80, 24), (160, 40)])
def test_a_kill_leaves_the_article_open_where_it_was_read(home: Home, size: tuple[int, int]) -> None:
    with Terminal(home.command(), columns=size[0], rows=size[1]) as terminal:
        terminal.expect("1 of 61")
        terminal.send("10j\r")
        terminal.expect("The text of Story")
        terminal.send("  z")
        terminal.until(lambda: kept(home, pane="article", zoomed=True, opened=True) and place(home)["reading"][0] > 1)
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait()
    before = place(home)
    paragraph = f"Paragraph {before['reading'][0] - 1} of a long text."
    with Terminal(home.command(), columns=size[0], rows=size[1]) as terminal:
        terminal.expect(paragraph)
        terminal.send("z\x1b")
        terminal.expect("11 of 61")
        terminal.send("\rzq")
        assert terminal.wait() == 0
    assert place(home) == {**before, "left": [], "history": []}


def test_folds_and_what_is_listed_are_kept_at_once(home: Home) -> None:
    with Terminal(home.command()) as terminal:
        terminal.expect("1 of 61")
        terminal.send("t")
        terminal.expect("only unread")
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait()
    assert kept(home, unread_only=True)


def test_a_kill_in_the_midst_of_a_note_loses_none_of_it(home: Home) -> None:
    with Terminal(home.command()) as terminal:
        terminal.expect("1 of 61")
        terminal.send("2jC")
        terminal.expect("Ctrl+S keeps it")
        terminal.send("ask the ministry")
        terminal.until(lambda: "ask the ministry" in remembered(home, "draft"))
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait()
    with Terminal(home.command()) as terminal:
        terminal.expect("Note on", "ask the ministry")
        terminal.send(" too\x13")
        terminal.expect("Noted:")
        terminal.send("q")
        assert terminal.wait() == 0
    assert remembered(home, "draft") == ""


def test_a_kill_in_a_triage_session_leads_back_into_it(home: Home) -> None:
    with Terminal(home.command()) as terminal:
        terminal.expect("1 of 61")
        terminal.send("Z")
        terminal.expect("1/61")
        terminal.send("mm")
        terminal.expect("3/61")
        terminal.until(lambda: kept(home, triage=True))
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait()
    with Terminal(home.command()) as terminal:
        terminal.expect("3/61")
        terminal.send("\x1b")
        terminal.expect("left for another time")
        terminal.send("q")
        assert terminal.wait() == 0
    assert kept(home, triage=False)
