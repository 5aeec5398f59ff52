"""Any sequence of changes, undone in any order, with restarts and refreshes in between, against a plain model."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from clock import FakeClock
from newsreader.core.entries import EntryFilter, Flag
from newsreader.core.subscriptions import Subscription
from newsreader.store import Store
from newsreader.store.flags import MANY
from newsreader.store.tallies import wrong
from store.undo_model import Model, Value
from store.world import OTHER_URL, URL, World, entry

FIRST, MOST = 5, 8
FLAGS: tuple[Flag, ...] = ("read", "starred")
TAGS = ("chips", "AI")
IDS = st.lists(st.integers(1, MOST + 1), max_size=4, unique=True)


class Undoing(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "newsreader.db"
        self.clock = FakeClock()
        self.model = Model()
        self.store = Store.open(self.path, clock=self.clock)
        self.followed = True
        self.entries = range(1, 1)
        self.publish(FIRST)

    def publish(self, upto: int) -> None:
        World(self.store, self.clock).publish(*(entry(str(number), at=number) for number in range(upto)), url=URL)
        self.entries = range(1, upto + 1)

    def keep(self, slot: str, ids: list[int], value: Value) -> dict[int, Value]:
        return self.model.differing(slot, dict.fromkeys(ids, value), self.entries)

    def listed(self) -> set[int]:
        shown = set(self.entries) - self.model.having("snooze") - self.model.having("deleted")
        return shown if self.followed else shown & self.model.having("starred")

    @rule()
    def refresh(self) -> None:
        if self.followed:
            self.publish(min(len(self.entries) + 1, MOST))

    @rule()
    def follow_or_not(self) -> None:
        self.followed = not self.followed
        urls = [URL, OTHER_URL] if self.followed else [OTHER_URL]
        self.store.feeds.sync([Subscription(url) for url in urls])

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = Store.open(self.path, clock=self.clock)

    @rule(hours=st.integers(0, 3))
    def time_passes(self, hours: int) -> None:
        self.clock.advance(hours * 3600)
        due = {one for one in self.model.having("snooze") if int(self.model.of("snooze", one) or 0) <= self.clock.now()}
        self.model.happen("snooze", dict.fromkeys(due))
        self.model.happen("read", dict.fromkeys(due & self.model.having("read")))
        assert set(self.store.states.wake_due()) == due

    @rule(ids=IDS, flag=st.sampled_from(FLAGS), value=st.booleans(), many=st.booleans())
    def set_flag(self, ids: list[int], flag: Flag, value: bool, many: bool) -> None:
        """`many`: asked for so often that the store takes the way of a million."""
        made = self.keep(flag, ids, 1 if value else None)
        asked = [*ids, *ids[-1:] * MANY] if many else ids
        self.model.keep(self.store.statuses.set_flag(asked, flag, value, what=str), flag, made)

    @rule(flag=st.sampled_from(FLAGS), value=st.booleans(), unread=st.booleans())
    def set_flag_of_all(self, flag: Flag, value: bool, unread: bool) -> None:
        listed = self.listed() - (self.model.having("read") if unread else set())
        made = self.keep(flag, list(listed), 1 if value else None)
        wanted = EntryFilter(read=False) if unread else EntryFilter()
        self.model.keep(self.store.statuses.set_flag(wanted, flag, value, what=str), flag, made)

    @rule(flag=st.sampled_from(FLAGS), value=st.booleans(), one=st.integers(1, MOST))
    def another_process_changes(self, flag: Flag, value: bool, one: int) -> None:
        made = self.keep(flag, [one], 1 if value else None)
        with Store.open(self.path, clock=self.clock) as other:
            self.model.keep(other.statuses.set_flag([one], flag, value, what=str), flag, made)

    @rule(ids=IDS, hours=st.sampled_from((None, 1, 2)))
    def snooze(self, ids: list[int], hours: int | None) -> None:
        until = None if hours is None else self.clock.now() + hours * 3600
        made = self.keep("snooze", ids, until)
        self.model.keep(self.store.states.snooze(ids, until, what=str), "snooze", made)

    @rule(ids=IDS, value=st.booleans())
    def later(self, ids: list[int], value: bool) -> None:
        made = self.keep("later", ids, 1 if value else None)
        self.model.keep(self.store.states.set_later(ids, value, what=str), "later", made)

    @rule(one=st.integers(1, MOST), by=st.sampled_from((-1, 1)))
    def move(self, one: int, by: int) -> None:
        change = self.store.states.move_later(one, by, what=str)
        if change is not None:
            self.model.keep_as(change.id, "order", {})

    @rule(ids=IDS, value=st.booleans())
    def delete(self, ids: list[int], value: bool) -> None:
        made = self.keep("deleted", ids, self.clock.now() if value else None)
        self.model.keep(self.store.states.delete(ids, value, what=str), "deleted", made)

    @rule(ids=IDS, tag=st.sampled_from(TAGS), value=st.booleans())
    def tag(self, ids: list[int], tag: str, value: bool) -> None:
        made = self.keep(tag, ids, 1 if value else None)
        self.model.keep(self.store.states.tag(ids, tag, value, what=str), tag, made)

    @rule(one=st.integers(1, MOST), text=st.sampled_from(("", "why", "so")))
    def note(self, one: int, text: str) -> None:
        made = self.keep("note", [one], text or None)
        self.model.keep(self.store.states.put_note(one, text, what=str), "note", made)

    @rule()
    def undo(self) -> None:
        self.model.travelled(self.store.journal.undo(), undo=True)

    @rule()
    def redo(self) -> None:
        self.model.travelled(self.store.journal.redo(), undo=False)

    @rule(at=st.integers(0, 30))
    def revert_any(self, at: int) -> None:
        if self.model.journal:
            step = self.model.journal[at % len(self.model.journal)]
            assert step.id is not None
            self.model.reverted(step, self.store.journal.revert(step.id))

    @invariant()
    def entries_are_in_the_states_of_the_model(self) -> None:
        assert self.store.states.of(list(self.entries)) == self.model.states(self.entries, TAGS)

    @invariant()
    def lists_and_counts_are_those_of_the_model(self) -> None:
        entries, model, listed = self.store.entries, self.model, self.listed()
        assert set(entries.ids(EntryFilter())) == listed
        assert set(entries.ids(EntryFilter(read=False))) == listed - model.having("read")
        assert set(entries.ids(EntryFilter(starred=True))) == listed & model.having("starred")
        assert entries.kept(EntryFilter(), "snoozed").tolist() == sorted(
            model.having("snooze") - model.having("deleted"), key=lambda one: (model.of("snooze", one), one)
        )
        assert set(entries.kept(EntryFilter(), "later")) == (
            model.having("later") - model.having("snooze") - model.having("deleted")
        )
        assert wrong(self.store._db) == []

    @invariant()
    def the_journal_agrees(self) -> None:
        kept = [(one.id, one.undone) for one in reversed(self.store.journal.recent(1_000))]
        assert kept == [(step.id, step.undone > 0) for step in self.model.journal]

    def teardown(self) -> None:
        """All that is undone, whatever was undone before, leaves what there was at first and what just happened."""
        try:
            while self.model.travelled(self.store.journal.undo(), undo=True):
                pass
            assert all(step.undone for step in self.model.journal)
            self.entries_are_in_the_states_of_the_model()
        finally:
            self.store.close()
            self.folder.cleanup()


Undoing.TestCase.settings = settings(max_examples=30, stateful_step_count=40)
TestUndoing = Undoing.TestCase
