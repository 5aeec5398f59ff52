import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from clock import FakeClock
from newsreader.core.entries import EntryFilter, Flag
from newsreader.store import Store
from newsreader.store.journal import MAX_AGE, MAX_CHANGES
from store.world import World, entry


@pytest.fixture
def three(world: World) -> World:
    world.publish(entry("a", at=3), entry("b", at=2), entry("c", at=1))
    return world


def test_only_entries_that_really_change_are_counted_and_kept(three: World) -> None:
    three.mark("b")
    change = three.store.statuses.set_flag(EntryFilter(), "read", True, what=lambda count: f"Marked {count} read")
    assert change is not None
    assert (change.what, list(change.ids), change.at) == (
        "Marked 2 read",
        [three.id_of("a"), three.id_of("c")],
        three.clock.now(),
    )


def test_nothing_changed_is_none_and_not_kept(three: World) -> None:
    assert three.store.statuses.set_flag(EntryFilter(), "starred", False, what="Unstarred") is None
    assert three.store.statuses.set_flag([], "read", True, what="Marked") is None
    assert three.store.statuses.set_flag([99, 2**70], "read", True, what="Marked") is None
    assert three.store.journal.recent(10) == []


def test_ids_are_kept_in_the_order_given_and_once(three: World) -> None:
    change = three.store.statuses.set_flag([2, 1, 2, 3], "read", True, what="Marked")
    assert change is not None
    assert list(change.ids) == [2, 1, 3]


def test_undo_and_redo_name_what_they_changed(three: World) -> None:
    made = three.store.statuses.set_flag(EntryFilter(), "read", True, what="Marked 3 read")
    undone = three.store.journal.undo()
    assert three.titles(EntryFilter(read=True)) == []
    redone = three.store.journal.redo()
    assert three.titles(EntryFilter(read=True)) == ["a", "b", "c"]
    assert made == undone == redone


def test_there_may_be_nothing_to_undo_or_redo(three: World) -> None:
    assert three.store.journal.undo() is None
    assert three.store.journal.redo() is None


def test_undo_leaves_alone_what_was_changed_otherwise_since(three: World) -> None:
    three.store.statuses.set_flag(EntryFilter(), "read", True, what="Marked 3 read")
    three.store._db.write("UPDATE status SET read = 0 WHERE id = ?", (three.id_of("a"),))
    undone = three.store.journal.undo()
    assert undone is not None
    assert list(undone.ids) == [three.id_of("b"), three.id_of("c")]


def test_undo_passes_over_a_change_without_effect(three: World) -> None:
    three.mark("a", "starred")
    three.mark("b")
    three.store._db.write("UPDATE status SET read = 0")
    undone = three.store.journal.undo()
    assert undone is not None
    assert list(undone.ids) == [three.id_of("a")]


def test_a_new_change_ends_what_could_be_done_again(three: World) -> None:
    three.mark("a")
    three.store.journal.undo()
    three.mark("b")
    assert three.store.journal.redo() is None
    assert [kept.change.what for kept in three.store.journal.recent(10)] == ["Marked"]


def test_the_journal_shows_the_newest_first(three: World) -> None:
    three.mark("a")
    three.mark("b", "starred")
    three.store.journal.undo()
    newest, oldest = three.store.journal.recent(10)
    assert (newest.flag, newest.value, newest.undone) == ("starred", True, True)
    assert (oldest.flag, list(oldest.change.ids), oldest.undone) == ("read", [three.id_of("a")], False)
    assert len(three.store.journal.recent(1)) == 1


def test_the_journal_forgets_old_changes(three: World) -> None:
    three.mark("a")
    three.clock.advance(MAX_AGE + 1)
    three.mark("b")
    assert len(three.store.journal.recent(10)) == 1


def test_the_journal_keeps_a_bounded_number(three: World) -> None:
    three.mark("a")
    three.store._db.write("UPDATE sqlite_sequence SET seq = ? WHERE name = 'journal'", (MAX_CHANGES,))
    three.mark("b")
    assert [list(kept.change.ids) for kept in three.store.journal.recent(10)] == [[three.id_of("b")]]


def test_when_an_entry_was_read_is_kept(three: World) -> None:
    three.clock.advance(60)
    three.mark("a")
    assert three.store._db.rows("SELECT read_at FROM status WHERE read = 1") == [(three.clock.now(),)]
    three.mark("a", "read", False)
    assert three.store._db.value("SELECT count(read_at) FROM status") == 0


class Undoing(RuleBasedStateMachine):
    """A model of the statuses and of both branches of the journal, beside the store."""

    def __init__(self) -> None:
        super().__init__()
        clock = FakeClock()
        self.store = Store.open(None, clock=clock)
        World(self.store, clock).publish(*(entry(str(number), at=number) for number in range(6)))
        self.now: dict[Flag, set[int]] = {"read": set(), "starred": set()}
        self.past: list[dict[Flag, set[int]]] = []
        self.future: list[dict[Flag, set[int]]] = []

    def copy(self) -> dict[Flag, set[int]]:
        return {flag: set(ids) for flag, ids in self.now.items()}

    @rule(ids=st.lists(st.integers(1, 7), max_size=5), flag=st.sampled_from(["read", "starred"]), value=st.booleans())
    def change(self, ids: list[int], flag: Flag, value: bool) -> None:
        before = self.copy()
        known = {number for number in ids if number <= 6}
        self.now[flag] = self.now[flag] | known if value else self.now[flag] - known
        made = self.store.statuses.set_flag(ids, flag, value, what="Changed")
        assert (made is None) == (before == self.now)
        if made:
            self.past.append(before)
            self.future.clear()

    @rule(flag=st.sampled_from(["read", "starred"]), value=st.booleans(), unread=st.booleans())
    def change_all(self, flag: Flag, value: bool, unread: bool) -> None:
        fitting = set(range(1, 7)) - self.now["read"] if unread else set(range(1, 7))
        before = self.copy()
        self.now[flag] = self.now[flag] | fitting if value else self.now[flag] - fitting
        wanted = EntryFilter(read=False) if unread else EntryFilter()
        if self.store.statuses.set_flag(wanted, flag, value, what="Changed"):
            self.past.append(before)
            self.future.clear()

    @rule()
    def undo(self) -> None:
        done = self.store.journal.undo()
        assert (done is not None) == bool(self.past)
        if done:
            self.future.append(self.copy())
            self.now = self.past.pop()

    @rule()
    def redo(self) -> None:
        done = self.store.journal.redo()
        assert (done is not None) == bool(self.future)
        if done:
            self.past.append(self.copy())
            self.now = self.future.pop()

    @invariant()
    def the_store_agrees(self) -> None:
        ids = self.store.entries.ids
        assert set(ids(EntryFilter(read=True))) == self.now["read"]
        assert set(ids(EntryFilter(starred=True))) == self.now["starred"]

    def teardown(self) -> None:
        while self.store.journal.undo():
            pass
        ids = self.store.entries.ids
        assert not ids(EntryFilter(read=True))
        assert not ids(EntryFilter(starred=True))
        self.store.close()


Undoing.TestCase.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)
TestUndoing = Undoing.TestCase
