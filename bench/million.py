"""`python -m bench.million`: the reader in a real terminal, with 10,000 entries and with a million."""

import argparse
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from bench.make_store import make_store
from newsreader.library.arrangement import ORDER_NAMES, ORDERS
from terminal import Terminal

STARTS: Final = 7
KEYS: Final = 150
IN_SIGHT: Final = 30
"""So many headlines are certainly in sight at first, and not more than ROWS."""

ROWS: Final = 40
REST: Final = 1.5
"""Seconds in which the rest of the longest list comes."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--feeds", type=int, default=2_000)
    parser.add_argument("--keep", type=Path, help="make the stores in this folder, and use those that are there")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = arguments.keep or Path(name)
        small, large = folder / "10000", folder / str(arguments.entries)
        if not small.exists():
            make_store(small, feeds=20, entries=10_000)
        if not large.exists():
            make_store(large, feeds=arguments.feeds, entries=arguments.entries)
        results = [_measure(store) for store in (small, large)]
    print(f"{'milliseconds':48} {'10,000':>9} {arguments.entries:>11,}   ratio")
    for what in results[0]:
        before, after = (one[what] for one in results)
        print(f"{what:48} {before:9.1f} {after:11.1f}   {after / before:5.2f}")


def _reader(folder: Path) -> list[str]:
    return [sys.executable, "-m", "newsreader", "--config-dir", str(folder), "--data-dir", str(folder)]


def _measure(folder: Path) -> dict[str, float]:
    found: dict[str, float] = {}
    starts = sorted(_start(folder) for _ in range(STARTS))
    found["start to the first headlines, median"] = statistics.median(starts)
    with Terminal(_reader(folder)) as terminal:
        terminal.expect(" of ", "Centre")

        def timed(what: str, keys: str, *texts: str) -> None:
            found[what] = _timed(terminal, keys, *texts)

        timed("to the end right after the start", "G", " of ")
        time.sleep(REST)
        terminal.send("gg")
        terminal.expect(" 1 of ")
        timed("to the end", "G", " of ")
        timed("to the top", "gg", " 1 of ")
        presses = [_timed(terminal, "j", f" {number:,} of ") for number in range(2, KEYS + 2)]
        # Where the list moves under the cursor, the terminal gets all of it, with the next frame.
        for what, some in (("the next headline", presses[:IN_SIGHT]), ("one out of sight", presses[ROWS:])):
            found[f"key to {what}, median"] = statistics.median(some)
            found[f"key to {what}, p99"] = sorted(some)[int(len(some) * 0.99)]
        timed("all headlines, read ones too", "t", "headlines")
        time.sleep(REST)
        timed("unread ones only", "t", "headlines")
        time.sleep(REST)
        timed("a search that finds nearly all", "/microelectronics\r", "Search: micro", " of ")
        time.sleep(2 * REST)
        timed("out of the search", "\x1b", "All unread")
        time.sleep(REST)
        found["memory of the reader at most, MB"] = _memory(terminal.pid)
        _change_all(terminal, found, "marked as read", "A")
        found["the same after all was marked and undone, MB"] = _memory(terminal.pid)
        _change_all(terminal, found, "starred", "s")
        _change_all(terminal, found, "deleted", "d", meanwhile=0)  # no keys: it leaves nothing to move in
        for order in (*ORDERS[1:], ORDERS[0]):
            _to_top(terminal)
            timed(f"sorted {ORDER_NAMES[order]}", "S", ORDER_NAMES[order])
            time.sleep(2 * REST)
        terminal.send("q")
        terminal.wait()
    return found


def _change_all(terminal: Terminal, found: dict[str, float], what: str, key: str, *, meanwhile: int = 40) -> None:
    """Change all that is listed, move while that is being done, and undo it."""
    _to_top(terminal)
    if key != "A":
        terminal.send("*")
        terminal.expect("selected")
    terminal.send(key)
    terminal.expect("again does it")
    before = len(terminal.text)
    began = time.perf_counter()
    terminal.send(key)
    if meanwhile:
        found[f"key while all are being {what}, worst"] = max(_timed(terminal, "j", " of ") for _ in range(meanwhile))
    if "to undo" not in terminal.text[before:]:
        terminal.expect("to undo")
    found[f"all {what}, with {meanwhile} keys meanwhile"] = (time.perf_counter() - began) * 1000
    found[f"{what} no more"] = _timed(terminal, "u", "Undid: ")


def _to_top(terminal: Terminal) -> None:
    terminal.send("G")  # where the cursor is at the top already nothing would be painted
    terminal.expect(" of ")
    terminal.send("gg")
    terminal.expect(" 1 of ")


def _start(folder: Path) -> float:
    began = time.perf_counter()
    with Terminal(_reader(folder)) as terminal:
        terminal.expect(" of ")  # the list and its foot; the feeds beside it follow
        seconds = time.perf_counter() - began
        terminal.send("q")
        terminal.wait()
    return seconds * 1000


def _timed(terminal: Terminal, keys: str, *texts: str) -> float:
    began = time.perf_counter()
    terminal.send(keys)
    terminal.expect(*texts)
    return (time.perf_counter() - began) * 1000


def _memory(pid: int) -> float:
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found.group(1)) / 1024 if found else 0.0


if __name__ == "__main__":
    main()
