"""Signals that stop a command in good order."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Any, Final, Self

_NAMES: Final = ("SIGINT", "SIGTERM", "SIGHUP")
_ENOUGH: Final = 2


class Stopping:
    """While it is entered, a signal cancels the task that is watched. From its third time on it has its usual effect.

    The handlers are Python's, not the loop's: where the output is a pipe that nobody empties, the loop stands still.

    Attributes:
        interrupted: Whether it was Ctrl-C.
    """

    def __init__(self) -> None:
        self.interrupted = False
        self._came: Counter[int] = Counter()
        self._before: dict[int, Any] = {}
        self._cancel: Callable[[], None] = lambda: None

    def __enter__(self) -> Self:
        for name in _NAMES:
            number = getattr(signal, name, None)  # not every system has each
            if number is not None and signal.getsignal(number) != signal.SIG_IGN:  # as nohup sets it
                self._before[number] = signal.signal(number, self._hear)
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def watch(self) -> None:
        """Cancel the task at hand at a signal, be it one that has come already."""
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        assert task is not None

        def cancel() -> None:
            with suppress(RuntimeError):  # the loop has closed: all is done
                loop.call_soon_threadsafe(task.cancel)

        self._cancel = cancel
        if self._came:
            task.cancel()

    def _hear(self, number: int, _: FrameType | None) -> None:
        self.interrupted = self.interrupted or number == signal.SIGINT
        self._came[number] += 1
        if self._came[number] <= _ENOUGH:
            self._cancel()
        elif number == signal.SIGINT:
            raise KeyboardInterrupt
        else:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
