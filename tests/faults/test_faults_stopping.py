"""A refresh from the command line that is stopped, or to which nobody listens: what it has fetched is stored."""

import contextlib
import fcntl
import os
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.home import Home
from feed_documents import numbered, rss
from loopback import LoopbackServer, Reply
from newsreader.store import Store
from newsreader.wiring import SystemClock
from server_thread import PATIENCE
from terminal import Terminal

if sys.platform == "win32":
    pytest.skip("signals and devices are those of a POSIX system", allow_module_level=True)

COUNT = 150
AT_ONCE = 20
"""So many requests may be without their answer when it ends."""


@pytest.fixture
def stalled(home: Home) -> LoopbackServer:
    """Serves COUNT feeds that `home` follows, and one that never ends, each on a host of its own."""
    server = LoopbackServer(host="0.0.0.0")
    for number in range(COUNT):
        server.serve(f"/{number}", rss(*numbered(3, f"{number}-")))
    server.script("/never", Reply(body=rss("Never"), stall=True))
    paths = ["/never", *(f"/{number}" for number in range(COUNT))]
    home.subscribe(*(server.url(path, host=f"127.0.0.{number + 1}") for number, path in enumerate(paths)))
    return server


@pytest.fixture(autouse=True)
def _hears_of_hangups() -> Iterator[None]:
    """Also where these tests run in the background of a terminal (nohup): children inherit what is ignored."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


def stored(home: Home) -> int:
    return sum(feed["last_result"] == "updated" for feed in home.objects("feeds"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_all_processes_stops_in_good_order(
    home: Home, stalled: LoopbackServer, number: signal.Signals
) -> None:
    with (
        stalled,
        subprocess.Popen(
            home.command("refresh", "--all"), stderr=subprocess.PIPE, text=True, start_new_session=True
        ) as process,
    ):
        stalled.wait_for_hits(COUNT + 1)
        os.killpg(process.pid, number)
        os.killpg(process.pid, number)
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == (130 if number == signal.SIGINT else 1)
    assert errors.count("\n") == 1
    assert "stored" in errors
    assert COUNT - AT_ONCE <= stored(home) <= COUNT
    with Store.open(home.store, clock=SystemClock()) as store:
        assert store.upkeep.unindexed(1) == 0
    assert home.log == ""


@pytest.mark.parametrize("form", [["--json"], ["--verbose"]])
def test_where_the_reader_of_a_pipe_goes_what_has_come_is_stored(
    home: Home, stalled: LoopbackServer, form: list[str]
) -> None:
    with (
        stalled,
        subprocess.Popen(
            home.command("refresh", "--all", *form), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process,
    ):
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
    answered = len(stalled.hits) - len(stalled.hits_of("/never"))
    assert answered - AT_ONCE <= stored(home) <= answered


def passing(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Some moments, until a process has ended."""
    for _ in range(500):
        yield
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.02)
            return


@pytest.mark.skipif(sys.platform != "linux", reason="the size of a pipe is set as Linux does it")
def test_a_pipe_that_nobody_empties_holds_up_no_interruption(home: Home, stalled: LoopbackServer) -> None:
    with (
        stalled,
        subprocess.Popen(
            home.command("refresh", "--all", "--json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process,
    ):
        assert process.stdout is not None
        size = fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, 4_096)
        for _ in passing(process):
            if struct.unpack("i", fcntl.ioctl(process.stdout, termios.FIONREAD, bytes(4)))[0] > size - 300:
                break
        for _ in passing(process):
            process.send_signal(signal.SIGINT)
        assert process.poll() is not None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_where_nothing_can_be_written_what_has_come_is_stored(home: Home, stalled: LoopbackServer) -> None:
    with stalled, Path("/dev/full").open("w") as full:
        command = home.command("refresh", "--all", "--json")
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (1, "The output cannot be written: no space left on device.\n")
    answered = len(stalled.hits) - len(stalled.hits_of("/never"))
    assert answered - AT_ONCE <= stored(home) <= answered


def test_a_terminal_that_goes_stops_a_refresh_in_good_order(home: Home, stalled: LoopbackServer) -> None:
    with stalled, Terminal(home.command("refresh", "--all", "--verbose")) as terminal:
        terminal.expect("updated")
        stalled.wait_for_hits(COUNT + 1)
        assert terminal.hang_up() == 1
    assert COUNT - AT_ONCE <= stored(home) <= COUNT
    assert home.log == ""


@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_standard_streams_may_be_closed(home: Home, server: LoopbackServer, closed: str) -> None:
    server.serve("/a", rss("Chips"))
    server.serve("/b", rss("Trade").replace(b"Trade", b"Trade &nbsp;"))
    home.subscribe(server.url("/a"), server.url("/b"), server.url("/missing"))
    done = subprocess.run(["sh", "-c", f'"$@" {closed}', "sh", *home.command("refresh", "--all")], check=False)
    assert done.returncode == 3
    assert sorted(home.titles()) == ["Chips", "Trade"]
    assert home.log == ""
    assert home.integrity() == "ok"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_messages_that_cannot_be_written_hinder_nothing(home: Home, server: LoopbackServer) -> None:
    server.serve("/a", rss("Chips"))
    home.subscribe(server.url("/a"), server.url("/missing"))
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            home.command("refresh", "--all"), stdout=subprocess.PIPE, stderr=full, text=True, check=False
        )
    assert done.returncode == 3
    assert done.stdout.startswith("2 feeds: 1 new")


def test_a_name_service_that_is_slow_holds_up_no_end(home: Home, server: LoopbackServer, tmp_path: Path) -> None:
    server.serve("/a", rss("Chips"))
    home.subscribe(server.url("/a"), "http://slow.example/feed")
    patch = tmp_path / "patch"
    patch.mkdir()
    (patch / "sitecustomize.py").write_text(
        "import socket, sys, time\n"
        "def slow(host, *_, **__):\n    print('asked', file=sys.stderr, flush=True)\n    time.sleep(600)\n"
        "socket.getaddrinfo = slow\n"
    )
    with subprocess.Popen(
        home.command("refresh", "--all"),
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(patch)},
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "asked\n"
        server.wait_for_hits(1)
        process.terminate()
        assert process.wait(PATIENCE) == 1


def test_an_interruption_of_the_start_is_no_fault() -> None:
    code = (
        "import sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'newsreader.cli':\n            raise KeyboardInterrupt\n"
        "from newsreader.__main__ import main\nsys.meta_path.insert(0, Interrupting())\nsys.exit(main())\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
