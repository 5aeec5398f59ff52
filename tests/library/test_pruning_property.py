"""What prunings remove from random stores, against the plainest model of what is kept."""

import random
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.core.changes import FeedResult, plan_refresh
from newsreader.core.entries import EntryFilter
from newsreader.core.feeds import EntryData, FeedData, ParsedFeed
from newsreader.core.retention import DAY, DEFAULT_KEEP, FOREVER, YEAR, Keep
from newsreader.core.subscriptions import SavedSearch, Subscription, Subscriptions
from newsreader.library.images import ImageStore
from newsreader.library.library import Library
from newsreader.library.pruning import Pruner
from newsreader.store import Store
from newsreader.store.journal import MAX_AGE
from packed import packed

KEEPS = (Keep(0, 4), Keep(30 * DAY), Keep(30 * DAY, 6), DEFAULT_KEEP, FOREVER, Keep(DAY))
WORDS = ("chips", "trade", "health", "climate", "energy")
SAVED = ("chips", "energy")
"""The words that are searched for."""


@dataclass
class Post:
    """An entry as the model has it."""

    url: str
    uid: str
    word: str
    place: int
    read: bool = False
    marks: set[str] = field(default_factory=set)
    deleted_at: int | None = None

    @property
    def worth_keeping(self) -> bool:
        return bool(self.marks & {"star", "later", "tag", "note", "snooze"})


class Scene:
    """A random store, and what a person would say should be left of it."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.rng = random.Random(seed)
        self.clock = FakeClock()
        self.store = Store.open(None, clock=self.clock)
        self.library = Library(self.store, self.clock)
        self.images = ImageStore(folder, self.clock)
        self.posts: dict[int, Post] = {}
        self.removed: set[tuple[str, str]] = set()
        self.published: dict[str, list[EntryData]] = {}
        self.keeps = {f"https://{n}.example/": keep for n, keep in enumerate(KEEPS)}
        self.searches = tuple(SavedSearch(word, f"{word} is:unread") for word in SAVED)
        self.subscribed = set(self.keeps)
        self.follow()

    def follow(self) -> None:
        feeds = tuple(Subscription(url, keep=self.keeps[url]) for url in sorted(self.subscribed))
        self.subscriptions = Subscriptions(feeds, self.searches)
        self.store.feeds.sync(feeds)

    def publish(self) -> None:
        for url in sorted(self.subscribed):
            now = self.clock.now()
            known = self.published.setdefault(url, [])
            for _ in range(self.rng.randrange(8)):
                word = self.rng.choice(WORDS)
                age = self.rng.choice([0, 5, 20, 40, 300, 500]) * DAY + self.rng.randrange(1000)
                uid = f"{url}{len(known)}"
                known.append(EntryData(uid, f"{word} {uid}", published_at=now - age, content_html=f"<p>{word}</p>"))
            self.refresh(url, known[-12:])

    def refresh(self, url: str, entries: list[EntryData]) -> None:
        state = self.store.feeds.get(url)
        assert state is not None
        feed = packed(ParsedFeed("rss", FeedData("Feed"), tuple(entries)))
        removed = self.store.retention.buried(state.id, [data.uid for data in entries])
        assert {(url, uid) for uid in removed} == self.removed & {(url, data.uid) for data in entries}
        known = self.store.refreshes.known(state.id, feed)
        now = self.clock.now()
        plan = plan_refresh(feed, known, last_success=state.succeeded_at, now=now, removed=removed)
        later = self.rng.random() < 0.5
        self.store.refreshes.apply([FeedResult(state._replace(succeeded_at=now), plan)], search_later=later)
        for row in self.store._db.rows("SELECT id, uid, sort_at FROM status WHERE feed_id = ?", (state.id,)):
            if row[0] not in self.posts:
                word = next(data.title.split()[0] for data in entries if data.uid == row[1])
                self.posts[row[0]] = Post(url, row[1], word, row[2])

    def use(self) -> None:
        """What people do: the model is told of each."""
        states, rng = self.store.states, self.rng
        for one, post in sorted(self.posts.items()):
            if rng.random() < 0.5 and self.store.statuses.set_flag([one], "read", not post.read, what="Read"):
                post.read = not post.read
            if rng.random() < 0.15 and self.store.statuses.set_flag([one], "starred", True, what="Starred"):
                post.marks.add("star")
            for name in ("later", "tag", "note", "snooze"):
                if rng.random() < 0.04:
                    match name:
                        case "later":
                            states.set_later([one], True, what=str)
                        case "tag":
                            states.tag([one], "mine", True, what=str)
                        case "note":
                            states.put_note(one, "a note", what=str)
                        case _:
                            states.snooze([one], self.clock.now() + 10 * YEAR, what=str)
                    post.marks.add(name)
            if rng.random() < 0.05 and states.delete([one], True, what=str):
                post.deleted_at = self.clock.now()

    def leave_and_come_back(self) -> None:
        for url in self.keeps:
            if self.rng.random() < 0.2:
                self.subscribed ^= {url}
        self.subscribed.add("https://0.example/")
        self.follow()

    def is_listed(self, post: Post) -> bool:
        hidden = post.deleted_at is not None or "snooze" in post.marks
        return not hidden and (post.url in self.subscribed or "star" in post.marks)

    def should_go(self) -> set[int]:
        now, going = self.clock.now(), set[int]()
        for url in self.keeps:
            there = url in self.subscribed
            keep = self.keeps[url] if there else DEFAULT_KEEP
            of_feed = {one: post for one, post in self.posts.items() if post.url == url}
            # What is out of the lists of a feed that is read (snoozed, deleted) takes no place of what is in them.
            listed = [one for one, post in of_feed.items() if self.is_listed(post) is there]
            listed.sort(key=lambda one: (of_feed[one].place, one), reverse=True)
            for rank, one in enumerate(listed):
                post = of_feed[one]
                held = there and not post.read and post.word in SAVED
                if keep.seconds is None or post.worth_keeping or held:
                    continue
                if post.place < now - keep.seconds and rank >= keep.entries:
                    going.add(one)
            going |= {
                one
                for one, post in of_feed.items()
                if post.deleted_at is not None and post.deleted_at < now - 90 * DAY and not post.worth_keeping
            }
        return going

    def prune(self) -> None:
        expected = self.should_go()
        self.store.upkeep.index_all()
        pruner = Pruner(self.library, self.subscriptions, self.images)
        found = {one for outdated in pruner.outdated() for one in outdated.ids}
        assert found == expected
        for outdated in list(pruner.outdated()):
            pruner.remove(outdated)
        for one in expected:
            post = self.posts.pop(one)
            self.removed.add((post.url, post.uid))

    def check(self) -> None:
        rows = self.store._db.rows("SELECT s.id, s.read, s.starred FROM status s JOIN entry e ON e.id = s.id")
        assert {one: (bool(read), bool(starred)) for one, read, starred in rows} == {
            one: (post.read, "star" in post.marks) for one, post in self.posts.items()
        }
        self.store.upkeep.index_all()
        assert self.store.upkeep.check() == []


@pytest.mark.parametrize("seed", range(12))
def test_just_what_is_beyond_what_is_kept_goes_and_nothing_comes_back(seed: int, tmp_path: Path) -> None:
    scene = Scene(seed, tmp_path)
    began = scene.clock.now()
    for _ in range(4):
        scene.publish()
        scene.use()
        scene.prune()
        scene.check()
        scene.leave_and_come_back()
        scene.prune()
        scene.check()
        scene.clock.advance(scene.rng.choice([3600, 2 * DAY, 40 * DAY, 100 * DAY]))
    while scene.store.journal.undo() is not None:
        pass
    if scene.clock.now() - began < MAX_AGE:  # else the journal has forgotten some
        assert scene.store.entries.count(EntryFilter(read=True)) == 0
        assert scene.store.entries.count(EntryFilter(starred=True)) == 0
    assert scene.store.upkeep.check() == []
    scene.store.close()
