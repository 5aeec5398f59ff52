"""The reader in a real terminal: what arrives there, and what is left behind."""

import os
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from feed_documents import numbered, rss
from loopback import LoopbackServer
from terminal import Terminal

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs a POSIX system", allow_module_level=True)

LEAVE_SCREEN = "\x1b[?1049l"
MOUSE_OFF = "\x1b[?1000l"
SHOW_CURSOR = "\x1b[?25h"


class Home:
    """A user's folders and the command that opens the reader on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "config.toml").write_text('refresh_on_start = false\nrefresh_every = "never"\n')

    def subscribe(self, *urls: str) -> None:
        (self.folder / "feeds.toml").write_text("".join(f'[[feed]]\nurl = "{url}"\n' for url in urls))

    def command(self, *arguments: str) -> list[str]:
        folder = str(self.folder)
        return [sys.executable, "-m", "newsreader", "--config-dir", folder, "--data-dir", folder, *arguments]

    def run(self, *arguments: str) -> str:
        return subprocess.run(self.command(*arguments), capture_output=True, text=True, check=True).stdout

    def integrity(self) -> str:
        with sqlite3.connect(self.folder / "newsreader.db") as connection:
            answer = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
        connection.close()
        return answer


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as one:
        yield one


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40), (200, 50)])
def test_the_journey_with_keys_alone(home: Home, server: LoopbackServer, columns: int, rows: int) -> None:
    server.serve("/feed", rss("Quartz forum", "Trade talks", title="Centre"))
    home.subscribe("newsreader:welcome", server.url("/feed"))
    with Terminal(home.command(), columns=columns, rows=rows) as terminal:
        terminal.expect("Welcome: how to move around", "1 of 8")
        terminal.send("R")
        terminal.expect("2 new in 1 feed", "2 new")
        terminal.send(".")
        terminal.expect("1 of 10")
        terminal.send("/quartz\r")
        terminal.expect("Search: quartz", "Quartz forum")
        terminal.send("\r")
        terminal.expect("The text of Quartz forum.")
        terminal.send("s")
        terminal.expect("Starred: it is kept")
        terminal.send("q")
        assert terminal.wait() == 0
        assert LEAVE_SCREEN in terminal.output
    server.stop()
    assert "\tread starred\t" in home.run("list", "title:quartz")
    with Terminal(home.command(), columns=columns, rows=rows) as terminal:
        terminal.expect("Search: quartz", "Quartz forum")
        terminal.send("\r")
        terminal.expect("The text of Quartz forum.")
        terminal.send("q")
        assert terminal.wait() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_as_it_was(home: Home, number: signal.Signals) -> None:
    home.subscribe("newsreader:welcome")
    with Terminal(home.command()) as terminal:
        terminal.expect("1 of 8")
        terminal.signal(number)
        terminal.wait()
        tail = terminal.output[terminal.output.rindex("1 of 8") :]
        assert LEAVE_SCREEN in tail
        assert MOUSE_OFF in tail
        assert SHOW_CURSOR in tail


@pytest.mark.parametrize("also", [None, signal.SIGCONT])
def test_the_reader_ends_with_its_terminal(home: Home, also: signal.Signals | None) -> None:
    home.subscribe("newsreader:welcome")
    with Terminal(home.command()) as terminal:
        terminal.expect("1 of 8")
        if also is not None:
            terminal.signal(also)
            terminal.send("j")
            terminal.expect("2 of 8")
        assert terminal.hang_up() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells the threads of a process in /proc")
def test_who_goes_on_without_having_been_stopped_goes_on_as_before(home: Home) -> None:
    home.subscribe("newsreader:welcome")
    with Terminal(home.command()) as terminal:
        terminal.expect("1 of 8")
        threads = Path(f"/proc/{terminal.pid}/task")
        terminal.send("jjk")
        terminal.expect("2 of 8")
        before = len(list(threads.iterdir()))
        for number in range(3, 9):
            terminal.signal(signal.SIGCONT)
            terminal.expect_escape(re.compile(r"\x1b\[\?1049h"))  # what is typed before is dropped with the old input
            terminal.send("j")
            terminal.expect(f"{number} of 8")
        # Others may have begun meanwhile, but not two with each signal.
        terminal.until(lambda: len(list(threads.iterdir())) < before + 6)
        terminal.send("q")
        assert terminal.wait() == 0


def test_ctrl_z_leads_back_to_the_shell_and_fg_to_the_whole_screen(home: Home) -> None:
    home.subscribe("newsreader:welcome")
    stopped = "printf 'back in the %s\\n' shell; read line; fg"
    with Terminal(["sh", "-c", f"set -m; {shlex.join(home.command())}; {stopped}; {stopped}"]) as terminal:
        terminal.expect("1 of 8")
        for _ in range(2):
            terminal.send("j\x1a")
            terminal.expect("back in the shell")
            assert LEAVE_SCREEN in terminal.output
            terminal.send("\n")
            terminal.expect("Welcome: how to move around", " of 8", "? keys")
        terminal.send("j")
        terminal.expect("4 of 8")
        terminal.send("q")
        assert terminal.wait() == 0


def test_where_no_shell_waits_ctrl_z_stops_nothing(home: Home) -> None:
    home.subscribe("newsreader:welcome")
    with Terminal(home.command()) as terminal:
        terminal.expect("1 of 8")
        terminal.send("\x1a")
        terminal.expect("Welcome: how to move around", "1 of 8", "? keys")
        terminal.send("j")
        terminal.expect("2 of 8")
        terminal.send("q")
        assert terminal.wait() == 0


def test_hostile_text_never_arrives_as_a_control_sequence_and_the_reader_lives(
    home: Home, server: LoopbackServer
) -> None:
    evil = "&#27;]52;c;aGk=&#7;&#27;[2J\u009b31m\u202e[/b] [@click=app.quit]x[/] [link=http://e]"
    document = rss("Word", title="Feed").decode().replace("Word", f"Word {evil}").replace("Feed", f"Feed {evil}")
    server.serve("/evil", document.encode())
    home.subscribe(server.url("/evil"))
    home.run("refresh", "--all")
    with Terminal(home.command()) as terminal:
        terminal.expect("Word", "1 of 1")
        terminal.send("\r")
        terminal.expect("The text of Word")
        terminal.send("msu?")
        terminal.expect("Keys")
        terminal.send("\x1b")
        terminal.expect("read on")
        terminal.send("q")
        assert terminal.wait() == 0
        for sequence in ("\x1b]52", "\x1b[2J\u009b", "\u009b", "\u202e"):
            assert sequence not in terminal.output
        assert "[@click=app.quit]x[/]" in terminal.text


def test_a_kill_during_a_refresh_loses_nothing_that_was_read_or_starred(home: Home, server: LoopbackServer) -> None:
    paths = [f"/{number}" for number in range(30)]
    for path in paths:
        server.serve(path, rss(*numbered(5, f"Feed{path[1:]}")))
    home.subscribe(*(server.url(path) for path in paths))
    home.run("refresh", server.url("/0"))
    with Terminal(home.command()) as terminal:
        terminal.expect("1 of 5")
        terminal.send("s")
        terminal.expect("Starred: it is kept")
        server.hold("/29")
        terminal.send("R")
        terminal.expect("29/30")
        terminal.send("jm")
        terminal.expect("2 of 5", " 144 ")  # unread: one less than 29 times five
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait()
    assert home.integrity() == "ok"
    assert len(home.run("list", "is:starred").splitlines()) == 1
    assert len(home.run("list", "is:read").splitlines()) == 1
    assert len(home.run("list", "--limit", "0").splitlines()) == 29 * 5
    server.release()
    home.run("refresh", "--all")
    assert len(home.run("list", "--limit", "0").splitlines()) == 30 * 5


def test_the_worker_ends_when_its_reader_is_killed(home: Home, server: LoopbackServer) -> None:
    server.serve("/feed", rss("Chips"))
    server.hold()
    home.subscribe("newsreader:welcome", server.url("/feed"))
    with Terminal(home.command()) as terminal:
        terminal.expect("1 of 8")
        terminal.send("R")
        server.wait_until_held(1)
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait()
    server.release()
    # The lock of the refresh dies with the worker: as soon as it can be had, the worker is gone.
    for _ in range(100):
        done = subprocess.run(home.command("refresh", "--all"), capture_output=True, text=True, check=False)
        if done.returncode == 0:
            break
    assert done.returncode == 0, done.stderr


def test_no_color_sends_no_colour(home: Home) -> None:
    home.subscribe("newsreader:welcome")
    with Terminal(home.command(), env={"NO_COLOR": "1"}) as terminal:
        terminal.expect("1 of 8")
        terminal.send("q")
        terminal.wait()
        assert re.search(r"\x1b\[[0-9;]*[34]8;[25];", terminal.output) is None


def test_commands_are_safe_while_the_reader_is_open(home: Home) -> None:
    home.subscribe("newsreader:welcome")
    with Terminal(home.command()) as terminal:
        terminal.expect("1 of 8")
        assert home.run("mark", "star", "--query", "title:welcome").strip() == "1 changed"
        assert len(home.run("list").splitlines()) == 8
        home.run("refresh", "--all")
        terminal.send("A")
        terminal.expect("Marked 8 read")
        terminal.send("q")
        assert terminal.wait() == 0
    assert len(home.run("list", "is:read").splitlines()) == 8


def test_keys_typed_in_one_go_are_done_in_order(home: Home) -> None:
    home.subscribe("newsreader:welcome")
    with Terminal(home.command()) as terminal:
        terminal.expect("1 of 8")
        terminal.send("/title:welcome\rsq")
        assert terminal.wait() == 0
    assert len(home.run("list", "is:starred").splitlines()) == 1


def test_a_small_and_a_changing_window_are_survived(home: Home) -> None:
    home.subscribe("newsreader:welcome")
    with Terminal(home.command(), columns=10, rows=3) as terminal:
        for columns, rows in [(1, 1), (300, 90), (40, 10), (120, 40)]:
            terminal.resize(columns, rows)
        terminal.expect("Reading, with one key")
        terminal.send("q")
        assert terminal.wait() == 0
