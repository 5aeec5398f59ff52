"""A program in a real pseudo-terminal: keys in, what it writes out."""

import codecs
import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Self

PATIENCE_SECONDS = 15.0
"""How long an expectation waits before it fails; a passing test never waits so long."""

_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[PX^_\]].*?(?:\x1b\\|\x07)|\x1b[ -/]*[0-~]", re.DOTALL)


class Terminal:
    """Runs `command` with a terminal of its own as its controlling one.

    `output` is everything written so far; `text` the same without escape sequences.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        env: Mapping[str, str] | None = None,
        cell: tuple[int, int] = (0, 0),
    ) -> None:
        self._cell = cell
        self._master, slave = pty.openpty()
        self.resize(columns, rows)
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        environment.pop("COLUMNS", None)
        environment.pop("LINES", None)
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, preexec_fn=lambda: os.login_tty(slave)
        )
        os.close(slave)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._before = [""]
        self._since = ""

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def output(self) -> str:
        return "".join(self._before) + self._since

    @property
    def text(self) -> str:
        return _ESCAPES.sub("", self.output)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the program gets SIGWINCH."""
        fcntl.ioctl(
            self._master,
            termios.TIOCSWINSZ,
            struct.pack("HHHH", rows, columns, columns * self._cell[0], rows * self._cell[1]),
        )

    def send(self, keys: str) -> None:
        """Type `keys`; the next expectation looks only at what is written from now on."""
        self._drain(0)
        self._before.append(self._since)
        self._since = ""
        os.write(self._master, keys.encode())

    def expect(self, *texts: str) -> str:
        """Wait until all of `texts` have been written since the last `send`; returns what was written since."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            since = _ESCAPES.sub("", self._since)
            missing = [text for text in texts if text not in since]
            if not missing:
                return since
            left = deadline - time.monotonic()
            if left <= 0 or not self._drain(left):
                raise AssertionError(f"{missing} never appeared; the end of the output: {since[-2000:]!r}")

    def expect_escape(self, pattern: re.Pattern[str]) -> None:
        """Wait until something like `pattern`, escape sequences included, has been written since the last `send`."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not pattern.search(self._since):
            left = deadline - time.monotonic()
            if left <= 0 or not self._drain(left):
                raise AssertionError(f"{pattern.pattern!r} never appeared; the end: {self._since[-500:]!r}")

    def until(self, condition: Callable[[], bool]) -> None:
        """Read what is written until `condition` holds."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError("What was waited for never came about.")
            self._drain(0.02)

    def _drain(self, seconds: float) -> bool:
        """Read what is there, waiting up to `seconds` for it; False where nothing came or will come."""
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65_536)
        except OSError:  # the program has ended and closed its side
            return False
        self._since += self._decoder.decode(data)
        return bool(data)

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def wait(self) -> int:
        """Read until the program has ended; returns its exit status (negative: the signal that ended it)."""
        while self._drain(PATIENCE_SECONDS):
            pass
        return self._process.wait(PATIENCE_SECONDS)

    def hang_up(self) -> int:
        """Close the terminal, as its window does; returns the program's exit status as `wait` does."""
        os.close(self._master)
        return self._process.wait(PATIENCE_SECONDS)

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):
            os.close(self._master)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()
