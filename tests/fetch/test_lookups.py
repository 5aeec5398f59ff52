"""Threads for look-ups: as many as are needed, and no hindrance at the end."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from newsreader.fetch.lookups import LookupThreads
from server_thread import PATIENCE


@pytest.fixture
def threads() -> Iterator[LookupThreads]:
    one = LookupThreads(3)
    yield one
    one.shutdown()


def test_no_more_threads_look_up_than_may_and_all_calls_are_answered(threads: LookupThreads) -> None:
    together = threading.Barrier(3)
    seen: set[str] = set()

    def call(number: int) -> int:
        together.wait(PATIENCE)
        seen.add(threading.current_thread().name)
        return number

    futures = [threads.submit(call, number) for number in range(30)]
    assert [future.result(PATIENCE) for future in futures] == list(range(30))
    assert len(seen) == 3


def test_a_thread_that_has_nothing_to_do_is_used_again(threads: LookupThreads) -> None:
    names = {threads.submit(lambda: threading.current_thread().name).result(PATIENCE) for _ in range(2)}
    before = threading.active_count()
    for _ in range(20):
        threads.submit(str).result(PATIENCE)
    assert threading.active_count() <= before + 3 - len(names)


@pytest.mark.parametrize("fault", [OSError("no such host"), UnicodeError("no host name")])
def test_what_goes_wrong_is_told_and_the_next_call_is_answered(threads: LookupThreads, fault: Exception) -> None:
    def call() -> None:
        raise fault

    with pytest.raises(type(fault), match=str(fault)):
        threads.submit(call).result(PATIENCE)
    assert threads.submit(int).result(PATIENCE) == 0


def test_what_is_cancelled_before_its_turn_is_not_called(threads: LookupThreads) -> None:
    gate, called = threading.Event(), threading.Event()
    busy = [threads.submit(gate.wait, PATIENCE) for _ in range(3)]
    waiting = threads.submit(called.set)
    assert waiting.cancel()
    gate.set()
    assert all(future.result(PATIENCE) for future in busy)
    threads.submit(int).result(PATIENCE)
    assert not called.is_set()


def test_where_no_more_threads_can_be_had_those_that_there_are_do_all(
    threads: LookupThreads, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    gate = threading.Event()
    busy = threads.submit(gate.wait, PATIENCE)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", start)
        waiting = [threads.submit(int) for _ in range(5)]
    gate.set()
    assert busy.result(PATIENCE)
    assert [one.result(PATIENCE) for one in waiting] == [0] * 5


def test_a_program_ends_without_what_is_still_looked_up() -> None:
    code = (
        "import time\nfrom newsreader.fetch.lookups import LookupThreads\n"
        "threads = LookupThreads(2)\nthreads.submit(time.sleep, 600)\nthreads.shutdown()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=PATIENCE)
    assert done.stderr == ""
