"""Textual's driver of a POSIX terminal, made to outlast the terminal.

Seen in the wild: a window is closed, and its reader stays for ever, at rest or with a core of its own.
"""

import contextlib
import os
import signal
import termios
from collections.abc import Callable
from typing import IO

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from newsreader.tui.background import TELL_CHANGES, TELL_NO_CHANGES, can_be_asked


class LastingFile:
    """Writes to `file` as long as it can be written; then tells `gone` each time, and drops what should be written.

    Textual's thread that writes would end with the first error, and the next writes wait for it for ever.
    """

    def __init__(self, file: IO[str], gone: Callable[[], None]) -> None:
        self._file = file
        self._gone = gone

    def write(self, text: str) -> int:
        try:
            return self._file.write(text)
        except OSError:
            self._gone()
            return len(text)

    def flush(self) -> None:
        try:
            self._file.flush()
        except OSError:
            self._gone()

    def fileno(self) -> int:
        return self._file.fileno()


class LastingDriver(LinuxDriver):
    """Ends the reader with its terminal, which tells the reader when it becomes light or dark."""

    def __init__(
        self,
        app: App[None],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        assert self._file is not None  # there is a terminal
        self._file = LastingFile(self._file, self._end)  # type: ignore[assignment]

    def start_application_mode(self) -> None:
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if can_be_asked(os.environ):
            self.write(TELL_CHANGES)

    def stop_application_mode(self) -> None:
        if can_be_asked(os.environ):
            self.write(TELL_NO_CHANGES)
        super().stop_application_mode()

    @property
    def gone(self) -> bool:
        """Whether there is no terminal any more; False, too, where there never was one."""
        if not self.input_tty:
            return False
        try:
            termios.tcgetattr(self.fileno)
        except termios.error:
            return True
        return False

    def _end(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has closed: the reader is ending
            self._loop.call_soon_threadsafe(self._app.exit)

    def _sigtstp_application(self, *_: object) -> None:
        """Stop as a terminal stops programs that leave Ctrl+Z to it.

        That is with who started the reader without a shell between, such as make, and not where no shell would let it
        go on: the kernel passes SIGTSTP over then, but not Textual's SIGSTOP.
        """
        if not self._auto_restart:  # another program has the terminal, and was stopped
            super()._sigtstp_application()
            return
        self.suspend_application_mode()
        self._must_signal_resume = True
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        os.killpg(os.getpgrp(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        signal.raise_signal(signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, self._sigtstp_application)
        if self._must_signal_resume:  # it was not stopped
            self._sigcont_application()

    def _sigcont_application(self, *_: object) -> None:
        """Take the terminal anew.

        SIGCONT comes to processes that were never stopped, too: the kernel sends it after SIGHUP. Textual would start
        its threads a second time then, and could not end the first ones.
        """
        if self._must_signal_resume:
            super()._sigcont_application()
            self._loop.call_soon_threadsafe(self._app.refresh)  # Textual paints a part
        else:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._take_anew)

    def _take_anew(self) -> None:
        if not self.gone and self._app.is_running:
            self.suspend_application_mode()
            self.resume_application_mode()
            self._app.refresh()
