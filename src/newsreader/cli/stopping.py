"""Signals that stop a command in good order."""

import asyncio
import signal
import sys
from collections import Counter
from typing import Final

_NAMES: Final = ("SIGINT", "SIGTERM", "SIGHUP")
_ENOUGH: Final = 2


class Stopping:
    """Cancels a task at a signal. One that comes again and again has its usual effect in the end.

    Attributes:
        interrupted: Whether it was Ctrl-C.
    """

    def __init__(self) -> None:
        self.interrupted = False
        self._came: Counter[int] = Counter()

    def watch(self) -> None:
        """Listen from now on for the task at hand, while its loop runs."""
        task = asyncio.current_task()
        assert task is not None
        if sys.platform == "win32":  # its loops hear of none; Python itself makes an interruption of Ctrl-C
            return
        loop = asyncio.get_running_loop()

        def stop(number: int) -> None:
            self.interrupted = self.interrupted or number == signal.SIGINT
            self._came[number] += 1
            if self._came[number] == _ENOUGH:
                loop.remove_signal_handler(number)
            task.cancel()

        for name in _NAMES:
            number = signal.Signals[name]
            if signal.getsignal(number) != signal.SIG_IGN:  # as nohup sets it, and shells for what is in the background
                loop.add_signal_handler(number, stop, number)
