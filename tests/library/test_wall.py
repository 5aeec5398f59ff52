"""The child behind the wall hears of no signal that is for its parent, and can be cut off."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from newsreader.library.wall import CutOffError, Wall, WallError
from server_thread import PATIENCE

if sys.platform == "win32":
    pytest.skip("signals to all processes of a terminal are those of a POSIX system", allow_module_level=True)

NUMBERS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_signal_to_all_processes_costs_no_document(number: signal.Signals) -> None:
    wall = Wall(seconds=PATIENCE)
    try:
        child = wall.call(os.getpid)
        os.kill(child, number)
        assert wall.call(os.getpid) == child
    finally:
        wall.end()


@pytest.mark.parametrize("number", NUMBERS)
def test_nor_does_one_in_the_child_s_first_moments(number: signal.Signals) -> None:
    wall = Wall(seconds=PATIENCE)
    try:
        wall.start()
        assert wall.process is not None
        child = wall.process.pid
        assert child is not None
        os.kill(child, number)
        assert wall.call(os.getpid) == child
    finally:
        wall.end()


def test_nor_does_one_in_those_of_the_first_child() -> None:
    """What multiprocessing starts with the first one lets signals through."""
    code = (
        "import os, signal\nfrom newsreader.library.wall import Wall\nif __name__ == '__main__':\n"
        "    wall = Wall(seconds=20)\n    wall.start()\n    os.kill(wall.process.pid, signal.SIGINT)\n"
        "    print(wall.process.pid == wall.call(os.getpid))\n    wall.end()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_what_starts_a_child_hears_of_signals_itself() -> None:
    wall = Wall(seconds=PATIENCE)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    wall.start()
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before
    wall.end()


def test_a_call_has_its_time_of_a_core_not_of_the_clock() -> None:
    """Where other programs have the cores, documents must not be left out for it."""
    wall = Wall(seconds=1)
    try:
        child = wall.call(os.getpid)
        wall.call(time.sleep, 1.5)
        assert wall.call(os.getpid) == child
        with pytest.raises(WallError, match="within 1 seconds"):
            wall.call(sum, range(10**12))
        assert wall.call(os.getpid) != child
    finally:
        wall.end()


def test_nor_is_waited_for_ever_for_what_takes_no_time() -> None:
    wall = Wall(seconds=0.1)
    try:
        with pytest.raises(WallError, match=r"within 0\.1 seconds"):
            wall.call(time.sleep, 10 * PATIENCE)
    finally:
        wall.end()


@pytest.mark.parametrize("for_good", [False, True])
def test_a_call_that_is_cut_off_ends_at_once(*, for_good: bool) -> None:
    wall = Wall(seconds=PATIENCE)
    faults: list[BaseException] = []

    def call() -> None:
        try:
            wall.call(time.sleep, 10 * PATIENCE)
        except CutOffError as fault:
            faults.append(fault)

    wall.start()
    thread = threading.Thread(target=call)
    thread.start()
    wall.cut_off(for_good=for_good)
    thread.join(PATIENCE / 2)
    assert len(faults) == 1
    assert wall.process is None
    with pytest.raises(CutOffError) if for_good else contextlib.nullcontext():
        wall.call(os.getpid)
    wall.end()
