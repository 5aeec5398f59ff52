"""`python -m bench`: start of the reader and reaction to keys in a real terminal, small store against large."""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench.make_store import make_store
from terminal import Terminal

RUNS = 7
KEYS = 200


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small", Path(folder) / "large"
        make_store(small, feeds=30, entries=300)
        make_store(large, feeds=1000, entries=30_000)
        starts = {store: [_start_seconds(store) for _ in range(RUNS)] for store in (small, large)}
        _print("first headlines, seconds from the process start", starts[small], starts[large])
        keys = {store: _key_seconds(store) for store in (small, large)}
        _print("key to the next headline painted, seconds", keys[small], keys[large])


def _reader(folder: Path) -> list[str]:
    return [sys.executable, "-m", "newsreader", "--config-dir", str(folder), "--data-dir", str(folder)]


def _start_seconds(folder: Path) -> float:
    began = time.perf_counter()
    with Terminal(_reader(folder)) as terminal:
        terminal.expect(" of ", "Centre")
        seconds = time.perf_counter() - began
        terminal.send("q")
        terminal.wait()
    return seconds


def _key_seconds(folder: Path) -> list[float]:
    """From `j` written to the pty until the list's foot shows the next number."""
    seconds = []
    with Terminal(_reader(folder)) as terminal:
        terminal.expect(" of ", "Centre")
        terminal.send("G")  # the reader opens where it was left
        terminal.send("g")
        terminal.expect(" 1 of ")
        for number in range(2, KEYS + 2):
            began = time.perf_counter()
            terminal.send("j")
            terminal.expect(f" {number:,} of ")
            seconds.append(time.perf_counter() - began)
        terminal.send("q")
        terminal.wait()
    return seconds


def _print(what: str, small: list[float], large: list[float]) -> None:
    print(what)
    for name, values in (("300 entries", small), ("30,000 entries", large)):
        worst = sorted(values)[int(len(values) * 0.99)]
        print(f"  {name:15} median {statistics.median(values):.3f}  p99 {worst:.3f}  least {min(values):.3f}")
    print(f"  ratio of the medians: {statistics.median(large) / statistics.median(small):.2f}")


if __name__ == "__main__":
    main()
