"""`python -m bench`: start of the reader and reaction to keys in a real terminal, small store against large."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.make_store import make_store
from feed_documents import numbered, rss
from newsreader.core.entries import EntryFilter
from newsreader.store import Store
from newsreader.wiring import SystemClock
from terminal import Terminal

RUNS = 7
PORT = 8098
KEYS = 200
ARTICLES = 500
FEEDS = 1000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small", Path(folder) / "large"
        make_store(small, feeds=30, entries=300)
        make_store(large, feeds=1000, entries=30_000)
        starts = {store: [_start_seconds(store) for _ in range(RUNS)] for store in (small, large)}
        _print("first headlines, seconds from the process start", starts[small], starts[large])
        keys = {store: _key_seconds(store) for store in (small, large)}
        _print("key to the next headline painted, seconds", keys[small], keys[large])
        articles = {store: _article_seconds(store) for store in (small, large)}
        _print("key to the next article painted, seconds", articles[small], articles[large])
        busy = _article_seconds_while_refreshing(large, Path(folder) / "feeds")
        _print("the same, idle against a refresh of 1,000 feeds beside it", articles[large], busy, ("idle", "busy"))


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
        terminal.send("gg")
        terminal.expect(" 1 of ")
        for number in range(2, KEYS + 2):
            began = time.perf_counter()
            terminal.send("j")
            terminal.expect(f" {number:,} of ")
            seconds.append(time.perf_counter() - began)
        terminal.send("q")
        terminal.wait()
    return seconds


def _article_seconds(folder: Path) -> list[float]:
    """From `n` written to the pty, in the article pane, until the next article's first paragraph is painted."""
    markers = _markers(folder)
    seconds = []
    with Terminal(_reader(folder)) as terminal:
        terminal.expect(" of ", "Centre")
        terminal.send("G")
        terminal.send("gg")
        terminal.expect(" 1 of ", markers[0])
        terminal.send("\r")
        terminal.expect("Esc back")
        for marker in markers[1:]:
            began = time.perf_counter()
            terminal.send("n")
            terminal.expect(marker)
            seconds.append(time.perf_counter() - began)
        terminal.send("q")
        terminal.wait()
    return seconds


def _markers(folder: Path) -> list[str]:
    """What is at the top of the first unread articles, in the order of the list."""
    with Store.open(folder / "newsreader.db", clock=SystemClock()) as store:
        ids = store.entries.ids(EntryFilter(read=False), limit=ARTICLES)
        entries = [store.entries.get(entry_id) for entry_id in ids]
    return [entry.content_html[3:].partition("<")[0] for entry in entries if entry is not None]


def _article_seconds_while_refreshing(folder: Path, feeds: Path) -> list[float]:
    """`_article_seconds` while another process refreshes FEEDS feeds of 30 entries into the same store."""
    feeds.mkdir()
    for number in range(FEEDS):
        # What is new must not come among the articles that are gone through, however early it comes.
        document = rss(*numbered(30, f"Centre {number} reports at length")).replace(b" 2026 ", b" 2016 ")
        (feeds / f"{number}.xml").write_bytes(document)
    # The publishers' machines are other ones: their part must not take the reader's core.
    server = ["nice", "-n", "19", sys.executable, "-m", "http.server", "--bind", "127.0.0.1"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen([*server, "--directory", str(feeds), str(PORT)], stdout=quiet, stderr=quiet) as serving:
        urls = [f"http://127.0.0.1:{PORT}/{number}.xml" for number in range(FEEDS)]
        with (folder / "feeds.toml").open("a") as toml:
            toml.writelines(f'[[feed]]\nurl = "{url}"\n' for url in urls)
        try:
            with subprocess.Popen([*_reader(folder), "refresh", *urls], stdout=quiet, stderr=quiet) as refreshing:
                seconds = _article_seconds(folder)
                refreshing.wait()
        finally:
            serving.terminate()
    return seconds


def _print(
    what: str, small: list[float], large: list[float], names: tuple[str, str] = ("300 entries", "30,000 entries")
) -> None:
    print(what)
    for name, values in zip(names, (small, large), strict=True):
        worst = sorted(values)[int(len(values) * 0.99)]
        print(f"  {name:15} median {statistics.median(values):.3f}  p99 {worst:.3f}  least {min(values):.3f}")
    print(f"  ratio of the medians: {statistics.median(large) / statistics.median(small):.2f}")


if __name__ == "__main__":
    main()
