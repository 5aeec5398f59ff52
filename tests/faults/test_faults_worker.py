"""The worker process dies, freezes or is killed: it is said within seconds, the reader goes on, nothing is lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from faults.home import Home
from feed_documents import numbered, rss
from loopback import LoopbackServer
from terminal import Terminal

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal needs a POSIX system", allow_module_level=True)

# Python runs this module at its start: a stand-in for a document that crashes the C library which reads it.
DIES_AT_BETA = """
import signal, sys
if "newsreader.worker" in sys.orig_argv:
    import newsreader.parse.feeds as feeds
    read = feeds.parse_strict
    def die(body, **rest):
        if b"Beta" in body:
            signal.raise_signal(11)
        return read(body, **rest)
    feeds.parse_strict = die
"""


def children(pid: int) -> list[int]:
    if sys.platform == "linux":  # small systems have no ps
        return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if parent(folder) == pid]
    shown = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    return [int(line.split()[0]) for line in shown.splitlines() if int(line.split()[1]) == pid]


def parent(folder: Path) -> int | None:
    """The number of the process that started this one; None where it has ended meanwhile."""
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def test_a_document_that_crashes_the_worker_does_so_once(home: Home, server: LoopbackServer, tmp_path: Path) -> None:
    for name in ("Alpha", "Beta", "Gamma"):
        server.serve(f"/{name}", rss(name))
    home.subscribe(*(server.url(f"/{name}") for name in ("Alpha", "Beta", "Gamma")))
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(DIES_AT_BETA)
    with Terminal(home.command(), columns=160, env={"PYTHONPATH": str(tmp_path / "site")}) as terminal:
        terminal.expect("All unread")
        terminal.send("R")
        terminal.expect("The worker process has ended unexpectedly (status -11)")
        terminal.send("R")
        terminal.expect("new in")
        terminal.send("q")
        assert terminal.wait() == 0
    assert sorted(home.titles()) == ["Alpha", "Beta", "Gamma"]
    assert "ended unexpectedly (status -11)" in home.log


def test_a_killed_worker_is_said_and_replaced_while_reading_goes_on(home: Home, server: LoopbackServer) -> None:
    server.serve("/a", rss(*numbered(3, "Alpha")))
    server.serve("/b", rss("Beta"))
    home.subscribe(server.url("/a"), server.url("/b"))
    home.run("refresh", server.url("/a"))
    server.hold("/b")
    with Terminal(home.command(), columns=160) as terminal:
        terminal.expect("1 of 3")
        terminal.send("R")
        server.wait_until_held(1)
        terminal.send("s")
        terminal.expect("Starred")
        (worker,) = children(terminal.pid)
        os.kill(worker, signal.SIGKILL)
        terminal.expect("ended unexpectedly (status -9)")
        server.release()
        terminal.send("R")
        terminal.expect("1 new in 1 feed")
        terminal.send("q")
        assert terminal.wait() == 0
    assert home.titles("is:starred") == ["Alpha 1"]
    assert home.integrity() == "ok"


@pytest.mark.parametrize("key", ["q", "\x03"], ids=["quit", "ctrl-c"])
def test_quitting_during_a_refresh_takes_a_moment_and_keeps_what_has_come(
    home: Home, server: LoopbackServer, key: str
) -> None:
    server.serve("/a", rss("Alpha"))
    server.serve("/b", rss("Beta"))
    home.subscribe(server.url("/a"), server.url("/b"))
    server.hold("/b")
    with Terminal(home.command(), columns=160) as terminal:
        terminal.expect("All unread")
        terminal.send("R")
        terminal.expect("1/2")
        worker = children(terminal.pid)
        terminal.send(key + "q")
        assert terminal.wait() == 0
        assert "Traceback" not in terminal.output
        assert not set(worker) & set(children(1))
    server.release()
    assert home.titles() == ["Alpha"]
    assert home.log == ""


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 1)])
def test_a_refresh_from_the_command_line_ends_at_once_when_told_to(
    home: Home, server: LoopbackServer, number: signal.Signals, status: int
) -> None:
    server.serve("/b", rss("Beta"))
    home.subscribe(server.url("/b"))
    server.hold("/b")
    with subprocess.Popen(home.command("refresh", "--all"), stderr=subprocess.PIPE, text=True) as process:
        server.wait_until_held(1)
        process.send_signal(number)
        _, errors = process.communicate(timeout=10)
    assert process.returncode == status
    assert "stored" in errors
    assert "Traceback" not in errors
    assert home.log == ""
    server.release()
    home.run("refresh", "--all")
    assert home.titles() == ["Beta"]
