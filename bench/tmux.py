"""A program in a tmux of its own: keys in, the screen out. Every wait ends."""

import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PATIENCE: Final = 15.0
"""Seconds after which what was waited for will not come."""

CALM: Final = 0.3
"""Seconds without a change after which a screen is taken for complete."""


class Tmux:
    """`keys` are those pressed, `seen` everything on the screen so far that `notice` matches."""

    def __init__(self, command: Sequence[str], folder: Path, *, columns: int, rows: int, notice: str) -> None:
        self._tmux = ["tmux", "-S", str(folder / "tmux"), "-f", "/dev/null"]
        self._notice = re.compile(notice)
        self._lines: list[str] = []
        self.keys: list[str] = []
        self.seen: set[str] = set()
        size = ["-x", str(columns), "-y", str(rows)]
        subprocess.run([*self._tmux, "new-session", "-d", *size, *command], check=True, timeout=PATIENCE)

    def _capture(self) -> list[str]:
        command = [*self._tmux, "capture-pane", "-p"]
        shown = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE)
        if shown.returncode:
            raise RuntimeError(f"The program has ended after {' '.join(self.keys)}.")
        return shown.stdout.splitlines()

    def expect(self, text: str) -> None:
        """Wait until `text` is seen and the screen is calm."""
        deadline = time.monotonic() + PATIENCE
        lines, since = self._capture(), time.monotonic()
        while time.monotonic() - since < CALM or not any(text in line for line in lines):
            if time.monotonic() > deadline:
                raise TimeoutError("\n".join([f"“{text}” was not seen after {' '.join(self.keys)}:", *lines]))
            time.sleep(0.05)
            now = self._capture()
            if now != lines:
                lines, since = now, time.monotonic()
        self._lines = lines
        self.seen.update(self._notice.findall("\n".join(lines)))

    def press(self, *keys: str, then: str = "") -> None:
        """Press keys of tmux's names, one after the other, and wait for `then` to be seen."""
        for key in keys:
            self.keys.append(key)
            literal = ["-l"] if len(key) == 1 else []
            subprocess.run([*self._tmux, "send-keys", *literal, key.replace(";", "\\;")], check=True, timeout=PATIENCE)
        self.expect(then)

    def line(self, text: str) -> str | None:
        """The line in which `text` is furthest to the left, where lists are; None where it is in none."""
        found = [line for line in self._lines if text in line]
        return min(found, key=lambda line: line.index(text), default=None)

    def end(self) -> None:
        """End the program, if it has not ended."""
        subprocess.run([*self._tmux, "kill-server"], check=False, capture_output=True, timeout=PATIENCE)


@contextmanager
def in_tmux(command: Sequence[str], folder: Path, *, columns: int, rows: int, notice: str) -> Iterator[Tmux]:
    """Run `command` in tmux; what is left of it ends with the block. `folder` gets tmux's socket."""
    tmux = Tmux(command, folder, columns=columns, rows=rows, notice=notice)
    try:
        yield tmux
    finally:
        tmux.end()
