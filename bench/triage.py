"""Count the keys of the same triage in this reader and in newsboat, both in tmux, and in eilmeldung by its manual.

docs/triage.md tells what the job is and what is counted; what came of it is looked up in both stores.

    python -m bench.triage [SEED...]        tmux and newsboat must be installed
"""

import json
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Final, Literal

from bench.make_store import WORDS
from bench.tmux import Tmux, in_tmux
from loopback import LoopbackServer

FEEDS: Final = 20
ENTRIES: Final = 200
READ: Final = 20
STARRED: Final = 5
LATER: Final = 5
PARAGRAPHS: Final = 9
WORDS_OF_ONE: Final = 50
"""Long ones: 4,100 characters, as many as 680 words of news have; about a screen and a half of 120 × 40."""

COLUMNS, ROWS = 120, 40
END: Final = "Finis"
Wish = Literal["read", "star", "later"]
"""What is to be done with an entry; "star" is read, too."""


def plan(seed: int) -> dict[int, Wish]:
    """What is wished for which entry, down the list. A person follows some feeds more closely than others."""
    rng = random.Random(seed)
    liked = [rng.choice((1, 2, 4)) for _ in range(FEEDS)]
    drawn: list[int] = []
    while len(drawn) < READ + LATER:
        number = rng.choices(range(ENTRIES), [liked[one % FEEDS] for one in range(ENTRIES)])[0]
        if number not in drawn:
            drawn.append(number)
    counts: Mapping[Wish, int] = {"star": STARRED, "read": READ - STARRED, "later": LATER}
    wishes = [wish for wish, count in counts.items() for _ in range(count)]
    return dict(sorted(zip(drawn, wishes, strict=True)))


def name(number: int) -> str:
    """What an entry's headline begins with, and no other's."""
    return f"No. {number:03}:"


def document(feed: int) -> bytes:
    """The feed's ten entries; the entries of all feeds are numbered by date, the newest is 0."""
    items = []
    for number in range(feed, ENTRIES, FEEDS):
        rng = random.Random(number)
        title = f"{name(number)} {' '.join(rng.choices(WORDS[:18], k=4))}"
        words = [" ".join(rng.choices(WORDS[:18], k=WORDS_OF_ONE)) for _ in range(PARAGRAPHS)]
        text = "".join(f"<p>{one}.</p>" for one in [*words, END])
        date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(1_795_600_000 - number * 300))
        items.append(
            f"<item><title>{title}</title><guid>{number}</guid><pubDate>{date}</pubDate>"
            f"<description><![CDATA[{text}]]></description></item>"
        )
    head = f"<title>Feed {feed}</title><link>https://feed{feed}.example/</link><description>News</description>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode()


def run(command: Sequence[str], folder: Path) -> AbstractContextManager[Tmux]:
    """`command` in tmux, which notices the headlines."""
    return in_tmux(command, folder, columns=COLUMNS, rows=ROWS, notice=r"No\. \d{3}:")


def read_to_the_end(tmux: Tmux, number: int) -> None:
    """An article was opened: go on by pages until its end is on the screen."""
    tmux.expect(name(number))
    while tmux.line(END) is None:
        if len(tmux.keys) > 2_000:
            raise RuntimeError(f"The end of {name(number)} never comes.")
        tmux.press("Space")


# This reader


def ours(folder: Path, urls: Sequence[str], wishes: Mapping[int, Wish]) -> list[str]:
    """Letters choose what to look at, page by page; a triage session goes through it; then the rest is dismissed."""
    config = folder / "ours"
    config.mkdir()
    (config / "config.toml").write_text('refresh_on_start = false\nrefresh_every = "never"\n')
    (config / "feeds.toml").write_text("".join(f'[[feed]]\nurl = "{url}"\n' for url in urls))
    command = [sys.executable, "-m", "newsreader", "--config-dir", str(config), "--data-dir", str(config)]
    subprocess.run([*command, "refresh", "--all"], check=True, capture_output=True, timeout=60)
    with run(command, folder) as tmux:
        tmux.expect(name(0))
        tmux.press(",")
        chosen: set[int] = set()
        while True:
            for number in sorted(wishes.keys() - chosen):
                if (line := tmux.line(name(number))) is not None:
                    tmux.press(line[: line.index(name(number))].rstrip()[-1])
                    chosen.add(number)
            if len(tmux.seen) == ENTRIES:
                break
            tmux.press("PageDown")
        tmux.press("Z")
        for number, wish in wishes.items():
            if wish == "later":
                tmux.press("b")
            else:
                read_to_the_end(tmux, number)
                tmux.press("s" if wish == "star" else "Space")
        tmux.expect("Done.")
        tmux.press("A", then="to undo")
        keys = list(tmux.keys)
    for query, wanted in wanted_states(wishes).items():
        listing = [*command, "list", query, "--limit", "500", "--json"]
        listed = subprocess.run(listing, check=True, capture_output=True, text=True, timeout=60).stdout
        found = {one["title"][: len(name(0))] for one in map(json.loads, listed.splitlines())}
        if found != wanted:
            raise RuntimeError(f"{query} lists {found}, not {wanted}.")
    return keys


def wanted_states(wishes: Mapping[int, Wish]) -> dict[str, set[str]]:
    """What the beginnings of the titles shall be in the end, by what is asked for."""
    starred = {name(number) for number, wish in wishes.items() if wish == "star"}
    later = {name(number) for number, wish in wishes.items() if wish == "later"}
    return {"is:unread": set(), "is:starred": starred, "is:later": later}


# newsboat


def newsboat(folder: Path, urls: Sequence[str], wishes: Mapping[int, Wish], *, by_feed: bool) -> list[str]:
    """Feed by feed, or in one list of all that is unread (a query in its file of feeds)."""
    home = folder / f"newsboat-{by_feed}"
    home.mkdir()
    query = "" if by_feed else '"query:Unread:unread = \\"yes\\""\n'
    (home / "urls").write_text(query + "".join(f"{url}\n" for url in urls))
    (home / "config").write_text("")
    command = ["newsboat", "-u", f"{home}/urls", "-c", f"{home}/cache.db", "-C", f"{home}/config"]
    subprocess.run([*command, "-x", "reload"], check=True, capture_output=True, timeout=60)
    with run(command, folder) as tmux:
        tmux.expect("Your feeds")
        tmux.press("Enter", then=name(0))
        if by_feed:
            for feed in range(FEEDS):
                if feed > 0:
                    tmux.press("C-n", then=name(feed))
                triage_list(tmux, range(feed, ENTRIES, FEEDS), wishes)
            tmux.press("q", then="Your feeds")
            tmux.press("C", then="y")
            tmux.press("y")
        else:
            triage_list(tmux, range(ENTRIES), wishes)
            tmux.press("A", then="(0 unread")
        keys = list(tmux.keys)
        if len(tmux.seen) != ENTRIES:
            raise RuntimeError("Not every headline was on the screen.")
    with closing(sqlite3.connect(home / "cache.db")) as store:
        rows = store.execute("SELECT substr(title, 1, ?), unread, coalesce(flags, '') FROM rss_item", (len(name(0)),))
        states = {title: (unread, flags) for title, unread, flags in rows}
    found = {
        "is:unread": {title for title, (unread, _) in states.items() if unread},
        "is:starred": {title for title, (_, flags) in states.items() if flags == "s"},
        "is:later": {title for title, (_, flags) in states.items() if flags == "l"},
    }
    if found != wanted_states(wishes) or len(states) != ENTRIES:
        raise RuntimeError(f"newsboat has {found}, not {wanted_states(wishes)}.")
    return keys


def triage_list(tmux: Tmux, listed: Sequence[int], wishes: Mapping[int, Wish]) -> None:
    """Newsboat's list of articles, the cursor on its first: each article by the fewest keys."""
    at, reading = 0, False
    for place, number in enumerate(listed):
        if number not in wishes:
            continue
        if reading and name(number) not in tmux.seen:
            tmux.press("q")
            reading = False
        while name(number) not in tmux.seen:
            tmux.press("PageDown")
            at = -ENTRIES  # only a number is sure to lead on from here
        steps, typed = ["Down"] * (place - at), [*str(place + 1), "Enter"]
        from_the_end = ["End", *["Up"] * (len(listed) - 1 - place)]
        going = min(steps if at >= 0 else typed, typed, from_the_end, key=len)
        opening = [] if wishes[number] == "later" else ["Enter"]
        if reading and place - at < len(["q", *going, *opening]):
            tmux.press(*["n"] * (place - at), then=name(number))
        else:
            tmux.press(*(["q"] if reading else []), *going, *opening, then=name(number))
            reading = bool(opening)
        at = place
        if wishes[number] != "later":
            read_to_the_end(tmux, number)
        if wishes[number] != "read":
            tmux.press("C-e", wishes[number][0], "Enter", then="Flags updated.")
    if reading:
        tmux.press("q")
    while not tmux.seen.issuperset(map(name, listed)):
        tmux.press("PageDown")


# eilmeldung


def eilmeldung(wishes: Mapping[int, Wish], *, by_feed: bool) -> int:
    """The keys of its manual (docs/keybindings.md), counted in its favour: pages as large as ours, the cursor on the
    first headline of a feed, a tag "l" for what is for later."""
    keys = FEEDS - 1 if by_feed else (ENTRIES - 1) // ROWS  # C-j: the next feed; C-f: the next page
    lists = [range(feed, ENTRIES, FEEDS) for feed in range(FEEDS)] if by_feed else [range(ENTRIES)]
    for listed in lists:
        at = 0
        for place, number in enumerate(listed):
            if number in wishes:
                keys += min(place - at, len("/word") + 1)  # j, or / and the beginning of a word, and Enter
                at = place
                keys += {"read": 3, "star": 4, "later": 3}[wishes[number]]  # l C-f h · and m · t l Enter
    return keys + (len("gfgg") if by_feed else 0) + 2  # to all feeds; R, and the answer


def main() -> None:
    for program in ("tmux", "newsboat"):
        if shutil.which(program) is None:
            sys.exit(f"{program} is not installed.")
    ratios = []
    for seed in map(int, sys.argv[1:] or ["1"]):
        wishes = plan(seed)
        with tempfile.TemporaryDirectory() as folder, LoopbackServer() as server:
            for feed in range(FEEDS):
                server.serve(f"/{feed}", document(feed))
            urls = [server.url(f"/{feed}") for feed in range(FEEDS)]
            counted = {
                "newsreader": ours(Path(folder), urls, wishes),
                "newsboat, all in one list": newsboat(Path(folder), urls, wishes, by_feed=False),
                "newsboat, feed by feed": newsboat(Path(folder), urls, wishes, by_feed=True),
            }
        print(f"Seed {seed}")
        for way, keys in counted.items():
            print(f"  {way:26} {len(keys):4} keys: {' '.join(keys)}")
        on_paper = {by_feed: eilmeldung(wishes, by_feed=by_feed) for by_feed in (False, True)}
        print(f"  {'eilmeldung, by its manual':26} {min(on_paper.values()):4} keys")
        mine, *others = map(len, counted.values())
        ratios.append(mine / min(*others, *on_paper.values()))
        print(f"  {ratios[-1]:.2f} of the better of the others")
    if len(ratios) > 1:
        print(f"Median {statistics.median(ratios):.2f}, most {max(ratios):.2f}")


if __name__ == "__main__":
    main()
