from collections.abc import Mapping
from itertools import permutations
from typing import Any

import pytest

from newsreader.core.entries import EntryFilter
from newsreader.core.errors import ChangedSinceError
from newsreader.store.journal import MAX_AGE, MAX_CHANGES, Journal
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
    assert [kept.what for kept in three.store.journal.recent(10)] == ["Marked"]


def test_the_journal_shows_the_newest_first(three: World) -> None:
    three.mark("a")
    three.mark("b", "starred")
    three.store.journal.undo()
    newest, oldest = three.store.journal.recent(10)
    assert (newest.what, newest.count, newest.undone) == ("Marked", 1, True)
    assert (oldest.at, oldest.count, oldest.undone) == (three.clock.now(), 1, False)
    assert len(three.store.journal.recent(1)) == 1


def test_the_journal_forgets_old_changes(three: World) -> None:
    three.mark("a")
    three.clock.advance(MAX_AGE + 1)
    three.mark("b")
    assert len(three.store.journal.recent(10)) == 1


def test_the_journal_keeps_a_bounded_number(three: World) -> None:
    three.mark("a")
    three.store._db.write("UPDATE sqlite_sequence SET seq = ? WHERE name = 'journal'", (MAX_CHANGES,))
    three.mark("b", "starred")
    assert [kept.id for kept in three.store.journal.recent(10)] == [MAX_CHANGES + 1]


def test_when_an_entry_was_read_is_kept(three: World) -> None:
    three.clock.advance(60)
    three.mark("a")
    assert three.store._db.rows("SELECT read_at FROM status WHERE read = 1") == [(three.clock.now(),)]
    three.mark("a", "read", False)
    assert three.store._db.value("SELECT count(read_at) FROM status") == 0


def test_an_older_change_is_reverted_without_those_after_it(three: World) -> None:
    older = three.store.statuses.set_flag(EntryFilter(), "read", True, what="Marked 3 read")
    three.mark("a", "starred")
    assert older is not None
    reverted = three.store.journal.revert(older.id)
    assert reverted is not None
    assert reverted.told == "Marked 3 read"
    assert three.titles(EntryFilter(read=False)) == ["a", "b", "c"]
    assert three.titles(EntryFilter(starred=True)) == ["a"]


def test_reverting_leaves_alone_what_a_later_change_has_turned_and_says_so(three: World) -> None:
    older = three.store.statuses.set_flag(EntryFilter(), "read", True, what="Marked 3 read")
    three.mark("a", "read", False)
    assert older is not None
    reverted = three.store.journal.revert(older.id)
    assert reverted is not None
    assert reverted.told == "Marked 3 read (2 of 3; the others were changed since)"
    assert three.titles(EntryFilter(read=True)) == []


def test_what_is_reverted_cannot_be_reverted_again_but_redone(three: World) -> None:
    older = three.store.statuses.set_flag(EntryFilter(), "read", True, what="Marked 3 read")
    three.mark("a", "starred")
    assert older is not None
    three.store.journal.revert(older.id)
    assert three.store.journal.revert(older.id) is None
    assert three.store.journal.revert(99) is None
    redone = three.store.journal.redo()
    assert redone is not None
    assert redone.id == older.id
    assert three.titles(EntryFilter(read=True)) == ["a", "b", "c"]


def test_redo_goes_back_through_what_was_undone_in_any_order(three: World) -> None:
    ids = []
    for title in "abc":
        three.mark(title)
        ids.append(three.store.journal.recent(1)[0].id)
    for change_id in (ids[1], ids[0], ids[2]):
        three.store.journal.revert(change_id)
    redone = [three.store.journal.redo() for _ in range(3)]
    assert [change.id for change in redone if change] == [ids[2], ids[0], ids[1]]


def test_a_change_of_another_kind_is_undone_by_its_own_hand(three: World) -> None:
    titles = ["Old"]

    def rename(journal: Journal, change_id: int, data: Mapping[str, Any], forward: bool) -> bool:
        before, after = (data["from"], data["to"]) if forward else (data["to"], data["from"])
        if titles[-1] != before:
            return False
        titles.append(after)
        return True

    three.store.journal.add_kind("rename", rename)
    with three.store._db.transaction():
        titles.append("New")
        three.store.journal.record("rename", {"from": "Old", "to": "New"}, "Renamed Old to New")
    undone = three.store.journal.undo()
    assert undone is not None
    assert (undone.told, titles[-1]) == ("Renamed Old to New", "Old")
    assert three.store.journal.redo() is not None
    assert titles[-1] == "New"
    titles.append("Changed by hand")
    assert three.store.journal.undo() is None
    assert titles[-1] == "Changed by hand"


def test_a_change_of_a_kind_that_is_not_known_is_passed_over(three: World) -> None:
    with three.store._db.transaction():
        three.store.journal.record("of a newer version", {}, "Did something")
    assert three.store.journal.undo() is None


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_changes_undone_in_any_order_leave_what_was_there_before_all_of_them(
    three: World, order: tuple[int, ...]
) -> None:
    ids = [three.id_of(title) for title in "abc"]
    flags, states = three.store.statuses, three.store.states
    made = [flags.set_flag(ids[number:], "read", number != 1, what=str) for number in range(3)]
    noted = [states.put_note(ids[0], note, what=str) for note in ("x", "y", "")]
    for change in [*(made[number] for number in order), *(noted[number] for number in order)]:
        assert change is not None
        three.store.journal.revert(change.id)
    assert three.titles(EntryFilter(read=False)) == ["a", "b", "c"]
    assert states.of(ids)[ids[0]].note == ""
    while three.store.journal.redo():
        pass
    assert three.titles(EntryFilter(read=False)) == ["b"]
    assert all(not one.undone for one in three.store.journal.recent(10))


def test_a_later_change_decides_and_is_taken_back_to_what_was_before_both(three: World) -> None:
    three.mark("a")
    three.mark("a", "read", False)
    three.mark("a")
    last, middle, first = (one.id for one in three.store.journal.recent(3))
    assert three.store.journal.revert(middle) is None, "the last one made it read"
    assert three.store.journal.revert(last) is None, "so did the first one"
    assert three.titles(EntryFilter(read=True)) == ["a"]
    assert three.store.journal.revert(first) is not None
    assert three.titles(EntryFilter(read=True)) == []


def test_what_undo_left_alone_redo_leaves_alone_too(three: World) -> None:
    three.store.statuses.set_flag(EntryFilter(), "read", True, what="Marked 3 read")
    three.store._db.write("UPDATE status SET read = 0 WHERE id = ?", (three.id_of("a"),))
    three.store.journal.undo()
    redone = three.store.journal.redo()
    assert redone is not None
    assert redone.told == "Marked 3 read (2 of 3; the others were changed since)"
    assert three.titles(EntryFilter(read=False)) == ["a"]


def test_what_cannot_be_undone_stays_and_undo_goes_on_to_all_others_first(three: World) -> None:
    journal, closed = three.store.journal, {"Second", "Third"}

    def turn(journal: Journal, change_id: int, data: Mapping[str, Any], forward: bool) -> bool:
        if data["name"] in closed:
            raise ChangedSinceError(f"{data['name']} cannot be turned.")
        return True

    journal.add_kind("door", turn)
    for name in ("First", "Second", "Third"):
        journal.keep("door", {"name": name}, name)
    with pytest.raises(ChangedSinceError):
        journal.revert(journal.recent(1)[0].id)
    for name in ("Third", "Second"):
        with pytest.raises(ChangedSinceError, match=name):
            journal.undo()
    undone = journal.undo()
    assert undone is not None and undone.what == "First"
    assert [(one.what, one.undone) for one in journal.recent(9)] == [
        ("Third", False),
        ("Second", False),
        ("First", True),
    ]
    with pytest.raises(ChangedSinceError, match="Third"):
        journal.undo()
    closed.clear()
    assert [change.what for _ in range(3) if (change := journal.undo())] == ["Second", "Third"]
    closed.add("Third")
    with pytest.raises(ChangedSinceError, match="Third"):
        journal.redo()
    assert [change.what for _ in range(2) if (change := journal.redo())] == ["Second", "First"]
    closed.clear()
    redone = journal.redo()
    assert redone is not None and redone.what == "Third"


def test_what_another_hand_has_undone_is_not_made_again_by_redo(three: World) -> None:
    three.mark("a")
    three.store.journal.add_kind("door", lambda _journal, _change_id, _data, forward: forward)
    three.store.journal.keep("door", {}, "Opened the door")
    undone = three.store.journal.undo()
    assert undone is not None and undone.what == "Marked"
    assert three.store.journal.redo() is not None
    assert three.store.journal.redo() is None


def test_what_another_hand_changed_is_left_alone_by_all_changes_before_it(three: World) -> None:
    for value in (True, False, True):
        three.mark("a", "read", value)
    three.store._db.write("UPDATE status SET read = 0")
    assert three.store.journal.undo() is None
    assert three.titles(EntryFilter(read=True)) == []
    assert three.store.journal.redo() is None
    assert three.titles(EntryFilter(read=True)) == []
