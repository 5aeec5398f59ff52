"""Any sequence of changes, undone in any order, with restarts and refreshes in between, against a plain model."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from clock import FakeClock
from newsreader.core.entries import EntryFilter, Flag
from newsreader.store import Store
from newsreader.store.flags import MANY
from newsreader.store.tallies import wrong
from store.world import URL, World, entry

FIRST = 6
FLAGS: tuple[Flag, ...] = ("read", "starred")


@dataclass
class Made:
    """A change in the model. `undone`: 0, or the number of the undo."""

    id: int
    flag: Flag
    value: bool
    ids: set[int]
    undone: int = 0


@dataclass
class Model:
    entries: int = FIRST
    now: dict[Flag, set[int]] = field(default_factory=lambda: {flag: set() for flag in FLAGS})
    journal: list[Made] = field(default_factory=list)

    def fitting(self, unread: bool) -> set[int]:
        everything = set(range(1, self.entries + 1))
        return everything - self.now["read"] if unread else everything

    def put(self, ids: set[int], flag: Flag, value: bool) -> set[int]:
        """Those of `ids` that it changes."""
        changed = ids - self.now[flag] if value else ids & self.now[flag]
        self.now[flag] = self.now[flag] | changed if value else self.now[flag] - changed
        return changed

    def make(self, change_id: int, flag: Flag, value: bool, ids: set[int]) -> None:
        self.journal = [made for made in self.journal if not made.undone]
        self.journal.append(Made(change_id, flag, value, ids))

    def turn(self, made: Made, undo: bool) -> set[int]:
        made.undone = max(one.undone for one in self.journal) + 1 if undo else 0
        return self.put(made.ids, made.flag, made.value is not undo)

    def step(self, undo: bool) -> set[int]:
        while candidates := [made for made in self.journal if (made.undone == 0) is undo]:
            made = candidates[-1] if undo else max(candidates, key=lambda one: one.undone)
            if changed := self.turn(made, undo):
                return changed
        return set()


class Undoing(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "newsreader.db"
        self.clock = FakeClock()
        self.model = Model()
        self.store = Store.open(self.path, clock=self.clock)
        self.publish(FIRST)

    def publish(self, upto: int) -> None:
        World(self.store, self.clock).publish(*(entry(str(number), at=number) for number in range(upto)), url=URL)

    @rule(
        ids=st.lists(st.integers(1, 9), max_size=5),
        many=st.booleans(),
        flag=st.sampled_from(FLAGS),
        value=st.booleans(),
    )
    def change(self, ids: list[int], many: bool, flag: Flag, value: bool) -> None:
        """`many`: asked for so often that the store takes the way of a million."""
        expected = self.model.put({one for one in ids if one <= self.model.entries}, flag, value)
        asked = [*ids, *ids[-1:] * MANY] if many else ids
        made = self.store.statuses.set_flag(asked, flag, value, what=str)
        assert (set(made.ids) if made else set()) == expected
        if made:
            self.model.make(made.id, flag, value, expected)

    @rule(flag=st.sampled_from(FLAGS), value=st.booleans(), unread=st.booleans())
    def change_all(self, flag: Flag, value: bool, unread: bool) -> None:
        expected = self.model.put(self.model.fitting(unread), flag, value)
        wanted = EntryFilter(read=False) if unread else EntryFilter()
        made = self.store.statuses.set_flag(wanted, flag, value, what=str)
        assert (set(made.ids) if made else set()) == expected
        if made:
            self.model.make(made.id, flag, value, expected)

    @rule()
    def undo(self) -> None:
        done = self.store.journal.undo()
        assert (set(done.ids) if done else set()) == self.model.step(undo=True)

    @rule()
    def redo(self) -> None:
        done = self.store.journal.redo()
        assert (set(done.ids) if done else set()) == self.model.step(undo=False)

    @rule(at=st.integers(0, 30))
    def revert_any(self, at: int) -> None:
        if not self.model.journal:
            return
        made = self.model.journal[at % len(self.model.journal)]
        expected = set() if made.undone else self.model.turn(made, undo=True)
        done = self.store.journal.revert(made.id)
        assert (set(done.ids) if done else set()) == expected
        if done:
            assert done.made == len(made.ids)

    @rule()
    def refresh(self) -> None:
        self.model.entries = min(self.model.entries + 1, 9)
        self.publish(self.model.entries)

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = Store.open(self.path, clock=self.clock)

    @rule(flag=st.sampled_from(FLAGS), value=st.booleans(), one=st.integers(1, 9))
    def another_process_changes(self, flag: Flag, value: bool, one: int) -> None:
        with Store.open(self.path, clock=self.clock) as other:
            made = other.statuses.set_flag([one], flag, value, what=str)
        if made:
            self.model.make(made.id, flag, value, self.model.put({one}, flag, value))

    @invariant()
    def the_store_agrees(self) -> None:
        ids = self.store.entries.ids
        assert set(ids(EntryFilter(read=True))) == self.model.now["read"]
        assert set(ids(EntryFilter(starred=True))) == self.model.now["starred"]
        assert set(ids(EntryFilter(read=False))) == self.model.fitting(unread=True)

    @invariant()
    def the_counts_agree(self) -> None:
        assert wrong(self.store._db) == []

    @invariant()
    def the_journal_agrees(self) -> None:
        kept = [(one.id, one.count, one.undone) for one in reversed(self.store.journal.recent(1_000))]
        assert kept == [(made.id, len(made.ids), made.undone > 0) for made in self.model.journal]

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


Undoing.TestCase.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)
TestUndoing = Undoing.TestCase
