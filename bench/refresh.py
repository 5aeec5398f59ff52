"""`python -m bench.refresh`: a whole refresh as a process, cold, unchanged and changed by one entry a feed.

The feeds are served by nginx on loopback. What another reader needs for the same work is measured beside it where it is
installed (newsraft; newsboat with --newsboat, as it takes long), so that the ratio does not depend on the machine.
"""

import argparse
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from newsreader.store import Store
from newsreader.wiring import SystemClock

SHARED: Final = Path(__file__).parents[2] / "shared" / "bench"
PORT: Final = 8096
_FIRST_ENTRY: Final = re.compile(r"<(item|entry)>.*?</\1>", re.DOTALL)
_ID: Final = re.compile(r"(c\d+-|urn:c:\d+:)\w+(?=</)")


@dataclass
class Cost:
    """Of one process with its children: seconds by the clock and of the cores, and the most memory in MB."""

    wall: float
    cpu: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--entries", type=int, default=30)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--newsboat", action="store_true", help="measure newsboat too")
    arguments = parser.parse_args()
    if not SHARED.exists() or shutil.which("nginx") is None:
        print(f"Skipped: it needs nginx and the generator of feeds in {SHARED}.")
        return
    # What a refresh leaves to do goes on behind it, in the folder.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        feeds = folder / "feeds"
        base = f"http://127.0.0.1:{PORT}"
        make = [sys.executable, str(SHARED / "make_feeds.py"), str(arguments.feeds), str(arguments.entries), str(feeds)]
        subprocess.run([*make, "--base", base], check=True)
        nginx = _serve(feeds)
        try:
            _measure(folder, feeds, arguments)
        finally:
            subprocess.run(["kill", nginx], check=True)


def _serve(feeds: Path) -> str:
    """Start nginx; its process id."""
    served = subprocess.run(["sh", SHARED / "serve.sh", feeds, str(PORT)], check=True, capture_output=True, text=True)
    time.sleep(0.5)
    return served.stdout.split()[-1]


def _measure(folder: Path, feeds: Path, arguments: argparse.Namespace) -> None:
    published = sum(path.stat().st_size for path in feeds.glob("*.xml"))
    others = {"newsraft": _newsraft} if shutil.which("newsraft") else {}
    if arguments.newsboat and shutil.which("newsboat"):
        others["newsboat"] = _newsboat
    cold, indexed, homes = [], [], []
    their_cold: dict[str, list[Cost]] = {name: [] for name in others}
    for run in range(arguments.runs):
        home = folder / f"home-{run}"
        home.mkdir()
        shutil.copy(feeds / "feeds.toml", home)
        homes.append(home)
        cold.append(_cost(_refresh(home)))
        indexed.append(_until_indexed(home))
        for name, command in others.items():
            their_cold[name].append(_cost(command(feeds, folder / f"{name}-{run}")))
    _tell("cold", cold, their_cold)
    _print_middle("  until every word can be searched, after the exit", indexed, "s")
    store = (homes[-1] / "newsreader.db").stat().st_size
    print(f"  store {store / 1e6:.1f} MB, {store / published:.3f} of the feeds' {published / 1e6:.1f} MB")
    unchanged = [_cost(_refresh(homes[-1])) for _ in range(arguments.runs)]
    again = {
        name: [_cost(command(feeds, folder / f"{name}-0")) for _ in range(arguments.runs)]
        for name, command in others.items()
    }
    _tell("unchanged (304)", unchanged, again)
    changed = []
    for run in range(arguments.runs):
        _publish_one_more(feeds, run)
        changed.append(_cost(_refresh(homes[-1])))
        _until_indexed(homes[-1])
    _tell("changed by one entry in each feed", changed, {})
    print(f"  {_middle(changed) / _middle(cold):.2f} of the cold time")


def _refresh(home: Path) -> list[str]:
    folders = ["--config-dir", str(home), "--data-dir", str(home)]
    return [sys.executable, "-m", "newsreader", *folders, "refresh", "--all", "--json"]


def _newsraft(feeds: Path, home: Path) -> list[str]:
    home.mkdir(exist_ok=True)
    return ["newsraft", "-f", str(feeds / "urls"), "-d", str(home / "db"), "-c", "/dev/null", "-e", "reload-all"]


def _newsboat(feeds: Path, home: Path) -> list[str]:
    home.mkdir(exist_ok=True)
    return ["newsboat", "-u", str(feeds / "urls"), "-c", str(home / "cache"), "-C", "/dev/null", "-x", "reload"]


def _cost(command: Sequence[str]) -> Cost:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    memory = _watch_memory(process.pid)
    if process.wait() != 0:
        raise SystemExit(f"{' '.join(command)} failed.")
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, memory())


def _watch_memory(pid: int) -> Callable[[], float]:
    """Look at the process and all that it has started, twenty times a second; the answer stops it and has the most."""
    most, ended = 0.0, threading.Event()

    def look() -> None:
        nonlocal most
        while not ended.wait(0.05):
            most = max(most, sum(map(_resident, _family(pid))))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()

    def answer() -> float:
        ended.set()
        thread.join()
        return most

    return answer


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:  # it has ended, or this is no Linux
        return []
    return [pid, *(one for child in children for one in _family(int(child)))]


def _resident(pid: int) -> float:
    try:
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(found.group(1)) / 1024 if found else 0.0


def _until_indexed(home: Path) -> float:
    """Seconds until nothing waits to be indexed any more."""
    began = time.perf_counter()
    with Store.open(home / "newsreader.db", clock=SystemClock()) as store:
        while store.upkeep.unindexed(1):
            time.sleep(0.02)
    return time.perf_counter() - began


def _publish_one_more(feeds: Path, run: int) -> None:
    for path in feeds.glob("*.xml"):
        text = path.read_text(encoding="utf-8")
        first = _FIRST_ENTRY.search(text)
        assert first is not None
        another = _ID.sub(rf"\g<1>more{run}", first.group())
        path.write_text(text[: first.start()] + another + text[first.start() :], encoding="utf-8")


def _middle(costs: Sequence[Cost]) -> float:
    return statistics.median(cost.wall for cost in costs)


def _tell(what: str, ours: Sequence[Cost], theirs: dict[str, list[Cost]]) -> None:
    least = min(cost.wall for cost in ours)
    print(
        f"{what}: {_middle(ours):.2f} s (at best {least:.2f}), "
        f"{statistics.median(cost.cpu for cost in ours):.2f} s of the cores, at most "
        f"{max(cost.memory for cost in ours):.0f} MB in all processes"
    )
    for name, costs in theirs.items():
        print(f"  {name}: {_middle(costs):.2f} s; ratio {_middle(ours) / _middle(costs):.2f}")


def _print_middle(what: str, values: Sequence[float], unit: str) -> None:
    print(f"{what}: {statistics.median(values):.2f} {unit}")


if __name__ == "__main__":
    main()
