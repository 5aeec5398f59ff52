"""Threads for name look-ups, for which nobody has to wait at the end."""

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import SimpleQueue
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class LookupThreads(Executor):
    """As a ThreadPoolExecutor of `most` threads, but the program ends without those that are still at work.

    A slow name service lets a look-up block for half a minute, and nothing can stop it; a program that was told to
    stop would stay for so long. What is called may raise OSError and ValueError.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._count = 0

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """As Executor.submit; from one thread alone."""
        future: Future[T] = Future()

        def call() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = function(*args, **kwargs)
            except (OSError, ValueError) as fault:
                future.set_exception(fault)
            else:
                future.set_result(result)

        self._calls.put(call)
        if not self._idle.acquire(blocking=False) and self._count < self._most:
            self._start_another()
        return future

    def _start_another(self) -> None:
        try:
            threading.Thread(target=self._work, name=f"lookup_{self._count + 1}", daemon=True).start()
        except RuntimeError:  # the system lets this user have no more: those that there are come to it in time
            if self._count == 0:
                raise
            self._most = self._count
        else:
            self._count += 1

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            call()
            self._idle.release()

    def shutdown(self, wait: bool = False, *, cancel_futures: bool = False) -> None:  # noqa: ARG002  nobody waits
        """Let the threads end, each when it has nothing more to do."""
        for _ in range(self._count):
            self._calls.put(None)
