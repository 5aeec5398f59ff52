"""Places and outputs that are not what they usually are: encodings, full disks, closed pipes, odd folders."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from faults.home import Home
from feed_documents import rss
from loopback import LoopbackServer
from terminal import Terminal

if sys.platform == "win32":
    pytest.skip("devices and locales are those of a POSIX system", allow_module_level=True)

PLAIN = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.fixture
def stocked(home: Home, server: LoopbackServer) -> Home:
    server.serve("/feed", rss("俄中讨论", "Talks"))
    home.subscribe(server.url("/feed"))
    home.run("refresh", "--all")
    return home


def test_without_utf_8_people_read_question_marks_and_programs_utf_8(stocked: Home) -> None:
    shown = stocked.run("list", env=PLAIN)
    assert (stocked.status, stocked.errors) == (0, "")
    assert "????" in shown
    assert "Talks" in shown
    raw = subprocess.run(
        stocked.command("list", "--json"), capture_output=True, check=True, env={**os.environ, **PLAIN}
    )
    assert [json.loads(line)["title"] for line in raw.stdout.decode("utf-8").splitlines()] == ["俄中讨论", "Talks"]


@pytest.mark.parametrize("environment", [PLAIN, {"TERM": "dumb"}, {"TERM": ""}, {"TERM": "xterm-kitty"}])
def test_the_reader_starts_on_any_terminal(stocked: Home, environment: dict[str, str]) -> None:
    with Terminal(stocked.command(), env=environment) as terminal:
        terminal.expect("Talks", "1 of 2")
        terminal.send("q")
        assert terminal.wait() == 0


@pytest.mark.parametrize(("term", "wiped"), [("xterm-256color", True), ("dumb", False)])
def test_progress_is_shown_where_a_line_can_be_wiped(stocked: Home, term: str, wiped: bool) -> None:
    with Terminal(stocked.command("refresh"), env={"TERM": term}) as terminal:
        terminal.expect("1 feed: 0 new")
        assert terminal.wait() == 0
        assert ("\x1b[K" in terminal.output) is wiped


def test_doctor_says_how_to_read_on_a_terminal_that_cannot_show_the_reader(stocked: Home) -> None:
    with Terminal(stocked.command("doctor"), env={"TERM": "dumb"}, columns=200) as terminal:
        terminal.expect("TERM=dumb names no terminal", "“newsreader --plain”")
        assert terminal.wait() == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("command", [["list"], ["list", "--json"], ["feeds"], ["show", "1"]])
def test_output_that_cannot_be_written_is_a_sentence(stocked: Home, command: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(stocked.command(*command), stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "The output cannot be written: no space left on device.\n")


def test_a_pipe_closed_early_is_no_fault(stocked: Home) -> None:
    with subprocess.Popen(stocked.command("list"), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_folders_may_have_any_name(tmp_path: Path, server: LoopbackServer) -> None:
    folder = tmp_path / "a b%20 ü 新闻?#\n'"
    folder.mkdir()
    home = Home(folder)
    server.serve("/feed", rss("Talks"))
    home.subscribe(server.url("/feed"))
    with Terminal(home.command()) as terminal:
        terminal.expect("All unread")
        terminal.send("R")
        terminal.expect("1 new in 1 feed")
        terminal.send("q")
        assert terminal.wait() == 0
    assert home.titles() == ["Talks"]
    assert (folder / "newsreader.db").exists()


@pytest.mark.parametrize(
    ("feeds", "place"),
    [
        (b"[[feed]\nurl=", "feeds.toml:1"),
        (b'[[feed]]\nurl = "https://a/"\nurl = "https://b/"\n', "feeds.toml:3"),
        (b'[[feed]]\nurl = "https://a/"\ntitle = "caf\xe9"\n', "feeds.toml:3"),
        (b"", "names no feed"),
        (b"a=" + b"[" * 5_000, "nested too deeply"),
        (b"\0" * 100, "feeds.toml:1"),
        (None, "does not exist"),
    ],
    ids=["syntax", "twice", "latin-1", "empty", "deep", "zeros", "missing"],
)
def test_a_list_that_cannot_be_used_unsubscribes_from_nothing(stocked: Home, feeds: bytes | None, place: str) -> None:
    file = stocked.folder / "feeds.toml"
    if feeds is None:
        file.unlink()
    else:
        file.write_bytes(feeds)
    assert stocked.titles() == ["俄中讨论", "Talks"]
    assert stocked.status == 2
    assert place in stocked.errors
    with Terminal(stocked.command(), columns=250) as terminal:
        terminal.expect("1 of 2", place)
        terminal.send("q")
        assert terminal.wait() == 0
    assert file.exists() == (feeds is not None)
    assert feeds is None or file.read_bytes() == feeds
