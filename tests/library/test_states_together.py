"""Everything that can become of entries, in any order, by two connections: flags, states, copies, prunings, feeds that
are left, come back and move. Lists, counts and searches agree with what is stored, and all undone leaves nothing.
"""

import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.core.changes import FeedResult, plan_refresh
from newsreader.core.entries import EntryFilter
from newsreader.core.errors import ChangedSinceError
from newsreader.core.feeds import EntryData, FeedData, ParsedFeed
from newsreader.core.query import Words
from newsreader.core.retention import DAY, Keep
from newsreader.core.subscriptions import Subscription, Subscriptions
from newsreader.library.images import ImageStore
from newsreader.library.library import Library
from newsreader.library.pruning import Pruner
from newsreader.store import Store
from packed import packed

URLS = [f"https://{name}.example/" for name in "abcd"]
KEEP = Keep(20 * DAY, 3)
STEPS = 120
LOOK_EVERY = 10


class Storm:
    """What happens next is chosen at random; `moves`: feeds may move to addresses that were left before."""

    def __init__(self, seed: int, folder: Path, *, moves: bool) -> None:
        self.random = random.Random(seed)
        self.folder = folder
        self.clock = FakeClock()
        self.stores = [Store.open(folder / "newsreader.db", clock=self.clock) for _ in range(2)]
        self.subscribed = set(URLS)
        self.published = dict.fromkeys(URLS, 0)
        self.follow()
        self.happenings: list[Callable[[], object]] = [
            *[self.refresh] * 4,
            *[self.mark] * 6,
            *[self.put_aside] * 6,
            self.find_copies,
            self.part,
            self.prune,
            self.leave_or_come_back,
            self.time_passes,
            *[self.travel] * 4,
        ]
        if moves:
            self.happenings.append(self.move)

    @property
    def store(self) -> Store:
        return self.random.choice(self.stores)

    @property
    def library(self) -> Library:
        return Library(self.store, self.clock)

    def some(self) -> list[int]:
        ids = self.stores[0]._db.ids("SELECT id FROM entry").tolist()
        return self.random.sample(ids, min(len(ids), self.random.randrange(1, 6)))

    def follow(self) -> None:
        self.subscriptions = Subscriptions(tuple(Subscription(url, keep=KEEP) for url in sorted(self.subscribed)))
        self.stores[0].feeds.sync(self.subscriptions.feeds)

    def refresh(self) -> None:
        store, url = self.store, self.random.choice(sorted(self.subscribed))
        state = store.feeds.get(url)
        assert state is not None
        self.published[url] += self.random.randrange(4)
        numbers = range(max(0, self.published[url] - 6), self.published[url])
        now = self.clock.now()
        feed = packed(ParsedFeed("rss", FeedData("Feed"), tuple(self.entry(number, now) for number in numbers)))
        removed = store.retention.buried(state.id, [data.uid for data in feed.entries])
        known = store.refreshes.known(state.id, feed)
        plan = plan_refresh(feed, known, last_success=state.succeeded_at, now=now, removed=removed)
        later = self.random.random() < 0.3
        store.refreshes.apply([FeedResult(state._replace(succeeded_at=now), plan)], search_later=later)

    def entry(self, number: int, now: int) -> EntryData:
        body = f"<p>word{number % 5}{' new' * self.random.randrange(3)}</p>"
        return EntryData(f"{number}", f"Title {number}", published_at=now - number * 5 * DAY, content_html=body)

    def mark(self) -> None:
        self.library.set_flags(self.some(), self.random.choice(("read", "starred")), self.random.random() < 0.6)

    def put_aside(self) -> None:
        states, ids, value = self.library.states, self.some(), self.random.random() < 0.6
        if not ids:
            return
        match self.random.randrange(6):
            case 0:
                states.snooze(ids, self.clock.now() + DAY) if value else states.unsnooze(ids)
            case 1:
                states.set_later(ids, value)
            case 2:
                states.move_later(ids[0], 1)
            case 3:
                states.delete(ids, value)
            case 4:
                states.tag(ids, "chips", value)
            case _:
                states.put_note(ids[0], "a note" if value else "")

    def find_copies(self) -> None:
        if len(ids := self.some()) > 1:
            self.store.copies.add([(ids[0], ids[1])])

    def part(self) -> None:
        store = self.store
        if ids := self.some():
            store.states.part(store.copies.to_part(ids[0]), what=str)

    def prune(self) -> None:
        library = self.library
        library.store.upkeep.index_all()
        pruner = Pruner(library, self.subscriptions, ImageStore(self.folder / "images", self.clock))
        for outdated in list(pruner.outdated()):
            pruner.remove(outdated)

    def leave_or_come_back(self) -> None:
        self.subscribed = self.subscribed ^ {self.random.choice(URLS)} or set(URLS)
        self.follow()

    def move(self) -> None:
        left = [url for url in URLS if url not in self.subscribed and self.stores[0].feeds.get(url)]
        state = self.stores[0].feeds.get(self.random.choice(sorted(self.subscribed)))
        if left and state is not None:
            stars = self.stars()
            self.stores[0].feeds.will_move(state.id, left[0])
            self.subscribed ^= {state.url, left[0]}
            self.follow()
            assert self.stars() == stars

    def stars(self) -> set[str]:
        """What is starred, by title: what two rows of a feed have is one then."""
        found = self.stores[0]._db.rows("SELECT e.title FROM status s JOIN entry e ON e.id = s.id WHERE s.starred = 1")
        return {title for (title,) in found}

    def time_passes(self) -> None:
        self.clock.advance(self.random.choice((60, DAY, 2 * DAY)))
        self.store.states.wake_due()

    def travel(self) -> None:
        journal = self.store.journal
        with suppress(ChangedSinceError):
            match self.random.randrange(3):
                case 0:
                    journal.undo()
                case 1:
                    journal.redo()
                case _:
                    if changes := journal.recent(50):
                        journal.revert(self.random.choice(changes).id)

    def look(self) -> None:
        store = self.store
        rows = store._db.rows(
            "SELECT s.id, s.sort_at, s.read, s.starred, f.subscribed, "
            "s.id IN (SELECT id FROM snooze UNION SELECT id FROM deleted) "
            "FROM status s NOT INDEXED JOIN entry e ON e.id = s.id JOIN feed f ON f.id = s.feed_id"
        )
        shown = [row for row in rows if (row[3] or row[4]) and not row[5]]
        shown.sort(key=lambda row: (row[1], row[0]), reverse=True)
        assert list(store.entries.ids(EntryFilter())) == [row[0] for row in shown]
        assert set(store.entries.ids(EntryFilter(read=False))) == {row[0] for row in shown if not row[2]}
        assert set(store.entries.ids(EntryFilter(starred=True))) == {row[0] for row in shown if row[3]}
        assert store.upkeep.check() == []

    def search(self) -> None:
        store = self.store
        store.upkeep.index_all()
        listed = set(store.entries.ids(EntryFilter()))
        texts = {one: entry.content_html for one in listed if (entry := store.entries.get(one)) is not None}
        for word in ("new", *(f"word{number}" for number in range(5))):
            found = set(store.entries.ids(EntryFilter(query=Words(word))))
            assert found == {one for one, text in texts.items() if word in text}


@pytest.mark.parametrize("moves", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_lists_counts_searches_and_the_journal_agree(tmp_path: Path, seed: int, moves: bool) -> None:
    storm = Storm(seed, tmp_path, moves=moves)
    for step in range(STEPS):
        storm.random.choice(storm.happenings)()
        if step % LOOK_EVERY == 0:
            storm.look()
    storm.search()
    while storm.store.journal.undo() is not None:
        pass
    storm.look()
    storm.search()
    if not moves:  # what was made of an entry under its former address is no change of the one that is left
        tables = ("later", "entry_tag", "entry_note", "deleted", "snooze", "copy WHERE parted = 1")
        left = [storm.store._db.value(f"SELECT count(*) FROM {table}") for table in tables]
        assert not any(left)
        assert storm.store._db.value("SELECT count(*) FROM status WHERE starred = 1 OR read = 1") == 0
    for store in storm.stores:
        store.close()
