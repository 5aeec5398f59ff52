"""One process that digests bodies, fed and listened to by a thread each."""

import asyncio
import collections
import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from newsreader.library.courtesy import let_run_when_idle
from newsreader.library.digest import Digest, DigestJob
from newsreader.library.signals import deaf

_JOBS: Final = 8
_BYTES: Final = 1 << 20
"""A batch ends with the job that reaches one of these: what goes over a pipe at once."""

_AHEAD: Final = 2
"""Batches with a lane at most: while it works at one the next is there already."""

_DEATHS: Final = 5
"""So often a lane is started anew without an answer in between: a program that cannot run here never gives one."""

_PIPE_BYTES: Final = 1 << 20

# What may come of bytes that another version of this program has written (https://docs.python.org/3/library/pickle.html)
_UNREADABLE: Final = (
    *(EOFError, OSError, ValueError, TypeError, LookupError, AttributeError, ImportError, MemoryError),
    pickle.UnpicklingError,
)


class LaneLostError(Exception):
    """The lane ended before it had answered; the job, or one that went with it, may be why."""


class Task(NamedTuple):
    """A job, and who waits for what comes of it."""

    job: DigestJob
    answer: asyncio.Future[Digest]


class Lane:
    """One process, started anew when it ends before its time: a thread fills its input, another empties its output."""

    def __init__(
        self,
        tasks: queue.SimpleQueue[Task | None],
        loop: asyncio.AbstractEventLoop,
        command: Sequence[str],
        gone: Callable[["Lane"], None],
    ) -> None:
        self._tasks = tasks
        self._loop = loop
        self._command = command
        self._gone = gone
        self._sent: collections.deque[list[Task]] = collections.deque()
        self._since = 0.0
        self._deaths = 0
        self._ended = False
        self._gave_way: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._free = threading.Semaphore(_AHEAD)
        self._process = self._start()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._feed, self._listen)]
        for thread in self._threads:
            thread.start()

    def give_way(self) -> None:
        """Run on cores that nothing else wants from now on."""
        if self._gave_way is not self._process:
            self._gave_way = self._process
            let_run_when_idle(self._process.pid)

    def _start(self) -> subprocess.Popen[bytes]:
        with deaf():
            process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        _widen(process)
        return process

    def _feed(self) -> None:
        while True:
            self._free.acquire()
            batch = None if self._ended else self._next_batch()
            if batch is None:
                return
            with self._lock:
                if self._ended:
                    self._call(give_up, batch)
                    return
                process = self._process
                if not self._sent:
                    self._since = time.monotonic()
                self._sent.append(batch)
            assert process.stdin is not None
            with contextlib.suppress(OSError, ValueError):  # it ended: `_listen` sees that too
                pickle.dump([task.job for task in batch], process.stdin, pickle.HIGHEST_PROTOCOL)
                process.stdin.flush()

    def _next_batch(self) -> list[Task] | None:
        """The jobs that wait, as many as go at once, or the first that comes; None at the end."""
        task = self._tasks.get()
        if task is None:
            self._tasks.put(None)  # for the others
            return None
        batch, size = [task], len(task.job.body)
        while len(batch) < _JOBS and size < _BYTES:
            try:
                task = self._tasks.get_nowait()
            except queue.Empty:
                break
            if task is None:
                self._tasks.put(None)
                break
            batch.append(task)
            size += len(task.job.body)
        return batch

    def _listen(self) -> None:
        while True:
            output = self._process.stdout
            assert output is not None
            try:
                answers: Sequence[Digest] = pickle.load(output)
            except _UNREADABLE:
                if self._replace():
                    continue
                return
            with self._lock:
                batch = self._sent.popleft()
                self._since = time.monotonic()
                self._deaths = 0
            self._free.release()
            self._call(_give, batch, answers)

    def _replace(self) -> bool:
        """Give up what was sent to the process that ended, and start another; False at the end."""
        with self._lock:
            lost = list(self._sent)
            self._sent.clear()
            self._reap()
            self._deaths += 1
            if not self._ended:
                try:
                    if self._deaths >= _DEATHS:
                        raise OSError("it ends at once")
                    self._process = self._start()
                except OSError:
                    self._ended = True
                    self._call(self._gone, self)
        for batch in lost:
            self._free.release()
            self._call(give_up, batch)
        return not self._ended

    def _reap(self) -> None:
        _kill(self._process)  # first: closing its input waits for what is being written there
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with contextlib.suppress(OSError):
                pipe.close()
        self._process.wait()

    def _call(self, function: Any, *arguments: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has closed: nobody waits any more
            self._loop.call_soon_threadsafe(function, *arguments)

    def busy_seconds(self) -> float:
        """How long it has been at the batch at hand."""
        with self._lock:
            return time.monotonic() - self._since if self._sent else 0.0

    def kill(self) -> None:
        with self._lock:
            _kill(self._process)

    def end(self) -> None:
        """End the process and do not start another."""
        with self._lock:
            self._ended = True
            _kill(self._process)

    def join(self) -> None:
        """Wait for the threads. After `end`, and after the queue has got its None."""
        self._free.release()
        for thread in self._threads:
            thread.join()


def _give(batch: Sequence[Task], answers: Sequence[Digest]) -> None:
    for task, answer in zip(batch, answers, strict=True):
        if not task.answer.done():
            task.answer.set_result(answer)


def give_up(batch: Sequence[Task]) -> None:
    for task in batch:
        if not task.answer.done():
            task.answer.set_exception(LaneLostError())


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process and what it has started; not where it was waited for, as its number may be another's by then."""
    if process.returncode is not None:
        return
    if sys.platform == "win32":
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _widen(process: subprocess.Popen[bytes]) -> None:
    """Give the pipes room for a batch where the system allows it: fewer waits for each other."""
    if sys.platform != "linux":
        return
    import fcntl

    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
