"""A thousand random changes of everything that can be changed, undone in any order that the journal allows.

Meanwhile feeds are refreshed, the reader is started again, and another one changes things, too.
"""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.config.subscriptions import load_subscriptions
from newsreader.core.entries import EntryFilter, Flag
from newsreader.core.errors import ChangedSinceError
from newsreader.core.journal import Change
from newsreader.core.subscriptions import Subscription
from newsreader.library.library import Library
from newsreader.library.subscribing import FeedsList
from newsreader.library.views import ALL, STARRED, TODAY, View
from newsreader.store import Store
from newsreader.store.tallies import wrong
from stocked import stock
from store.undo_model import Model, Value

CHANGES = 1_000
LOOK_EVERY = 25
MOST_ENTRIES = 60
TAGS = ("chips", "AI", "Straße")
FLAGS: tuple[Flag, ...] = ("read", "starred")
URLS = [f"https://{name}.example/" for name in ("alpha", "beta", "gamma", "delta")]
FILE = f"""# Mine
[[feed]]
url = "{URLS[0]}"
title = "Alpha"  # of all
folder = "World"

# About the second
[[feed]]
url = "{URLS[1]}"
folder = "World"

[[feed]]
url = "{URLS[2]}"
title = "Gamma"
paused = true

[[feed]]
url = "{URLS[3]}"
"""

Told = dict[str, tuple[str | None, str, bool]]
"""What feeds.toml says: by address the title, the folder and whether it is paused."""


class Person:
    """Does one thing after the other, and knows what should have come of it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.file = folder / "feeds.toml"
        self.file.write_text(FILE)
        self.store_file = folder / "newsreader.db"
        self.clock = FakeClock()
        self.model = Model()
        self.feed_of: dict[int, str] = {}
        self.published: dict[str, list[str]] = {url: [f"{number} {url}" for number in range(6)] for url in URLS}
        self.turned: dict[int, tuple[Told, Told]] = {}
        self.open()
        for url in URLS:
            self.publish(url)
        self.library.states.set_later([3, 9, 15, 2], True)
        self.library.set_flags([1, 8, 9], "starred", True)
        self.library.states.put_note(9, "kept")
        self.library.states.delete([5])
        self.library.store._db.write("DELETE FROM journal")  # that was long ago
        self.model.happen("later", dict.fromkeys((3, 9, 15, 2), 1))
        self.model.happen("starred", dict.fromkeys((1, 8, 9), 1))
        self.model.happen("note", {9: "kept"})
        self.model.happen("deleted", {5: self.clock.now()})
        self.at_first = dict(self.model.now)
        self.told_at_first, self.later_at_first = self.told, self.later_list()

    def open(self) -> None:
        self.library = Library(Store.open(self.store_file, clock=self.clock), self.clock)
        self.feeds = FeedsList(self.file, self.file.with_name("copy.toml"), self.library.store.journal)
        self.follow()

    def follow(self) -> None:
        loaded = load_subscriptions(self.file)
        assert loaded.problems == ()
        self.library.follow(loaded.subscriptions)
        self.told: Told = {one.url: (one.title, one.folder, one.paused) for one in loaded.subscriptions.feeds}

    def later_list(self) -> list[int]:
        return self.library.store.entries.kept(EntryFilter(), "later").tolist()

    # What happens by itself

    def publish(self, url: str) -> None:
        """The feed's entries are dated anew each time, so that those that are known come as changed ones."""
        stock(self.library.store, self.clock, url, self.published[url])
        for one in range(len(self.feed_of) + 1, self.library.store.entries.last_id() + 1):
            self.feed_of[one] = url

    def refresh(self) -> None:
        url = self.random.choice(list(self.told))
        if len(self.feed_of) < MOST_ENTRIES and self.random.random() < 0.4:
            self.published[url].insert(0, f"{len(self.published[url])} {url}")
        self.publish(url)

    def start_again(self) -> None:
        self.library.store.close()
        self.open()

    def time_passes(self) -> None:
        self.clock.advance(self.random.choice((60, 3_600)))
        now = self.clock.now()
        due = {one for one in self.model.having("snooze") if int(self.model.of("snooze", one) or 0) <= now}
        self.model.happen("snooze", dict.fromkeys(due))
        self.model.happen("read", dict.fromkeys(due & self.model.having("read")))
        assert set(self.library.states.wake_due()) == due

    # Changes of entries

    def some(self) -> list[int]:
        entries = list(self.feed_of)
        return self.random.sample(entries, self.random.choice((1, 1, 1, 2, 5)))

    def change(self, slot: str, ids: Sequence[int], value: Value, make: Callable[[], Change | None]) -> None:
        made = self.model.differing(slot, dict.fromkeys(ids, value), range(1, len(self.feed_of) + 1))
        self.model.keep(make(), slot, made)

    def set_flag(self, library: Library | None = None) -> None:
        ids, flag, value = self.some(), self.random.choice(FLAGS), self.random.random() < 0.7
        where = library or self.library
        self.change(flag, ids, 1 if value else None, lambda: where.set_flags(ids, flag, value))

    def another_reader_changes(self) -> None:
        with Store.open(self.store_file, clock=self.clock) as store:
            self.set_flag(Library(store, self.clock))

    def mark_view(self) -> None:
        """All of a view, or what is above or below one of its entries."""
        feeds = [View("feed", url, url) for url in self.told]
        view = self.random.choice([ALL, TODAY, STARRED, View("folder", "World", "World"), *feeds])
        ids = self.library.headlines(view).ids
        at = self.random.randrange(len(ids) + 1)
        ids = self.random.choice((ids, ids[:at], ids[at:]))
        value = self.random.random() < 0.7
        self.change("read", ids, 1 if value else None, lambda: self.library.set_flags(ids, "read", value))

    def snooze(self) -> None:
        ids, until = self.some(), self.clock.now() + self.random.choice((1, 2, 50)) * 3_600
        if self.random.random() < 0.7:
            self.change("snooze", ids, until, lambda: self.library.states.snooze(ids, until))
        else:
            self.change("snooze", ids, None, lambda: self.library.states.unsnooze(ids))

    def set_later(self) -> None:
        ids, value = self.some(), self.random.random() < 0.6
        self.change("later", ids, 1 if value else None, lambda: self.library.states.set_later(ids, value))

    def move_later(self) -> None:
        places = self.later_list()
        if places:
            change = self.library.states.move_later(self.random.choice(places), self.random.choice((-1, 1)))
            if change is not None:
                self.model.keep_as(change.id, "order", {})

    def delete(self) -> None:
        ids, value = self.some(), self.random.random() < 0.5
        at = self.clock.now() if value else None
        self.change("deleted", ids, at, lambda: self.library.states.delete(ids, value))

    def tag(self) -> None:
        ids, tag, value = self.some(), self.random.choice(TAGS), self.random.random() < 0.6
        self.change(tag, ids, 1 if value else None, lambda: self.library.states.tag(ids, tag, value))

    def note(self) -> None:
        one, text = self.some()[0], self.random.choice(("", "why", "so\nthat"))
        self.change("note", [one], text or None, lambda: self.library.states.put_note(one, text))

    # Changes of the list of feeds

    def change_feeds(self) -> None:
        url = self.random.choice(list(self.told))
        gone = [one for one in URLS if one not in self.told]
        what = self.random.choice(("rename", "rename", "move", "move", "pause", "leave", "follow"))
        before = self.told
        if what == "rename":
            self.feeds.rename(url, self.random.choice(("Old", "New", "")))
        elif what == "move":
            self.feeds.move(url, self.random.choice(("World", "Far/East", "")))
        elif what == "pause":
            self.feeds.pause(url, not before[url][2])
        elif what == "leave" and len(before) > 2:
            self.feeds.remove(url)
        elif what == "follow" and gone:
            self.feeds.add(Subscription(gone[0]))
        self.follow()
        if self.told != before:
            made = self.library.changes()[0]
            self.turned[made.id] = before, self.told
            self.model.keep_as(made.id, "feeds", {})

    def check_feeds(self, change: Change | None, before: Told, *, undo: bool) -> None:
        """After undoing something: feeds.toml differs in what the change was about, and in nothing else."""
        self.follow()
        if change is None or change.id not in self.turned:
            assert self.told == before
            return
        old, new = self.turned[change.id] if undo else self.turned[change.id][::-1]
        expected = dict(before)
        for url in old.keys() | new.keys():
            if url not in old:
                del expected[url]
            elif url not in new:
                expected[url] = old[url]
            elif old[url] != new[url]:
                now, was = list(before[url]), old[url]
                (place,) = (number for number in range(3) if old[url][number] != new[url][number])
                now[place] = was[place]
                expected[url] = tuple(now)  # type: ignore[assignment]
        assert self.told == expected

    # Undoing

    def travel(self, *, undo: bool) -> bool:
        """Undo or redo; False where there is nothing left."""
        before, done = self.told, None
        try:
            done = self.library.undo() if undo else self.library.redo()
        except ChangedSinceError:
            self.model.failed(undo=undo)
            left = True
        else:
            left = self.model.travelled(done, undo=undo) is not None
        self.check_feeds(done, before, undo=undo)
        return left

    def revert(self) -> None:
        if not self.model.journal:
            return
        step = self.random.choice(self.model.journal[-self.random.choice((5, 1_000)) :])
        assert step.id is not None
        before, done = self.told, None
        try:
            done = self.library.revert(step.id)
        except ChangedSinceError:
            assert step.slot == "feeds"
        else:
            self.model.reverted(step, done)
        self.check_feeds(done, before, undo=True)

    # Looking

    def look(self) -> None:
        model, store = self.model, self.library.store
        assert self.library.states.among(list(self.feed_of)) == model.states(self.feed_of, TAGS)
        shown = self.feed_of.keys() - model.having("snooze") - model.having("deleted")
        starred = model.having("starred")
        listed = {one for one in shown if self.feed_of[one] in self.told or one in starred}
        assert set(store.entries.ids(EntryFilter())) == listed
        assert set(store.entries.ids(EntryFilter(read=True))) == listed & model.having("read")
        assert set(store.entries.ids(EntryFilter(starred=True))) == listed & starred
        assert wrong(store._db) == []
        kept = [(one.id, one.undone) for one in reversed(self.library.changes())]
        assert kept == [(step.id, step.undone > 0) for step in model.journal]
        assert {feed.url: (feed.folder, feed.subscribed) for feed, _ in self.library.feeds() if feed.subscribed} == {
            url: (folder, True) for url, (_, folder, _) in self.told.items()
        }


CHANGING = {
    Person.set_flag: 20,
    Person.another_reader_changes: 5,
    Person.mark_view: 10,
    Person.snooze: 10,
    Person.set_later: 8,
    Person.move_later: 8,
    Person.delete: 8,
    Person.tag: 10,
    Person.note: 8,
    Person.change_feeds: 13,
}
BESIDES = {
    Person.refresh: 10,
    Person.start_again: 3,
    Person.time_passes: 8,
    lambda person: person.travel(undo=True): 12,
    lambda person: person.travel(undo=False): 8,
    Person.revert: 15,
}


@pytest.mark.parametrize("seed", range(3))
def test_a_thousand_changes_undone_in_any_order_give_what_the_journal_says(tmp_path: Path, seed: int) -> None:
    person = Person(tmp_path, seed)
    chosen = person.random.choices
    for number in range(CHANGES):
        chosen(list(CHANGING), list(CHANGING.values()))[0](person)
        if person.random.random() < 0.6:
            chosen(list(BESIDES), list(BESIDES.values()))[0](person)
        if number % LOOK_EVERY == 0:
            person.look()
    for _ in range(200):
        person.revert()
    person.look()
    for _ in range(3 * CHANGES):
        if not person.travel(undo=True):
            break
    person.look()
    assert all(one.undone for one in person.library.changes())
    assert person.told == person.told_at_first
    assert person.later_list() == person.later_at_first
    # What was snoozed has come back meanwhile, unread.
    for slot in ("later", "starred", "deleted", "note", *TAGS):
        assert {one: person.model.of(slot, one) for one in person.feed_of} == {
            one: person.at_first.get((slot, one)) for one in person.feed_of
        }
    person.library.store.close()
