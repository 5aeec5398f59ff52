"""Fill a store through its own writing path, with made-up entries that are always the same."""

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from newsreader.core.changes import FeedResult, plan_refresh
from newsreader.core.feeds import EntryData, FeedData, ParsedFeed
from newsreader.core.subscriptions import Subscription
from newsreader.store import Store
from newsreader.store.packer import Packer
from newsreader.store.packing import pack_feed
from newsreader.wiring import SystemClock

WORDS = (
    *("cooperation", "centre", "agreement", "forum", "microelectronics", "standards", "digital", "policy", "trade"),
    *("investment", "health", "climate", "energy", "summit", "delegation", "partners", "regional", "framework"),
    *("сотрудничество", "центр", "соглашение", "форум", "микроэлектроника", "стандарты"),
    *("合作", "中心", "协议", "论坛", "微电子", "标准"),
)

PARAGRAPHS = 1_000
"""So many different ones; to make up each anew takes longer than to store it."""


def make_store(folder: Path, *, feeds: int, entries: int) -> None:
    """Make `folder` a data folder and a config folder with `entries` entries in `feeds` feeds, none of them due."""
    folder.mkdir(parents=True, exist_ok=True)
    urls = [f"http://127.0.0.1:9/{number}.xml" for number in range(feeds)]
    subscriptions = [Subscription(url, title=f"Centre {n}", folder=f"Folder {n % 7}") for n, url in enumerate(urls)]
    toml = "".join(
        f'[[feed]]\nurl = "{one.url}"\ntitle = "{one.title}"\nfolder = "{one.folder}"\n' for one in subscriptions
    )
    (folder / "feeds.toml").write_text(toml)
    (folder / "config.toml").write_text('refresh_on_start = false\nrefresh_every = "never"\n')
    clock = SystemClock()
    with Store.open(folder / "newsreader.db", clock=clock) as store:
        store.feeds.sync(subscriptions)
        for results in _batches(store, entries // feeds, clock.now()):
            store.refreshes.apply(results)


def _batches(store: Store, per_feed: int, now: int) -> Iterator[list[FeedResult]]:
    rng, packer = random.Random(7), Packer()
    paragraphs = [f"<p>{' '.join(rng.choices(WORDS, k=70))}.</p>" for _ in range(PARAGRAPHS)]
    states = store.feeds.all()
    for start in range(0, len(states), 16):
        batch = []
        for state in states[start : start + 16]:
            parsed = ParsedFeed("rss", FeedData(title=state.title), tuple(_entries(rng, paragraphs, per_feed, now)))
            plan = plan_refresh(pack_feed(parsed, packer), (), last_success=None, now=now)
            checked = state._replace(checked_at=now, succeeded_at=now, next_check_at=now + 86_400)
            batch.append(FeedResult(checked, plan))
        yield batch


def _entries(rng: random.Random, paragraphs: Sequence[str], count: int, now: int) -> Iterator[EntryData]:
    for number in range(count):
        title = " ".join(rng.choices(WORDS, k=rng.randint(5, 12))).capitalize()
        marker = f"<p>Marker-{rng.randrange(10**9)}.</p>"
        body = marker + "".join(rng.choices(paragraphs, k=rng.randint(2, 6)))
        yield EntryData(
            uid=str(number),
            title=title,
            link=f"https://news.example/{number}",
            published_at=now - rng.randrange(400 * 86_400),
            content_html=body,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--entries", type=int, default=30_000)
    arguments = parser.parse_args()
    make_store(arguments.folder, feeds=arguments.feeds, entries=arguments.entries)


if __name__ == "__main__":
    main()
