"""What is put aside, tagged and deleted where very many entries are at once: other statements, the same outcome."""

from collections.abc import Callable, Sequence

import pytest

from newsreader.core.entries import EntryFilter
from newsreader.core.journal import Change
from newsreader.store import Store
from newsreader.store.flags import MANY
from newsreader.store.states import States
from newsreader.store.tallies import VERY_MANY, recount, wrong
from store.world import World

Do = Callable[[States, Sequence[int]], Change | None]

COUNT = MANY + 10
CHANGES: dict[str, Do] = {
    "snooze": lambda states, ids: states.snooze(ids, 2_000_000_000, what=str),
    "delete": lambda states, ids: states.delete(ids, True, what=str),
    "later": lambda states, ids: states.set_later(ids, True, what=str),
    "tag": lambda states, ids: states.tag(ids, "chips", True, what=str),
}
BACK: dict[str, Do] = {
    "snooze": lambda states, ids: states.snooze(ids, None, what=str),
    "delete": lambda states, ids: states.delete(ids, False, what=str),
    "later": lambda states, ids: states.set_later(ids, False, what=str),
    "tag": lambda states, ids: states.tag(ids, "chips", False, what=str),
}
TABLES = {
    "snooze": "SELECT id, until FROM snooze ORDER BY id",
    "delete": "SELECT id, at FROM deleted ORDER BY id",
    "later": "SELECT id, 0 FROM later ORDER BY place",
    "tag": "SELECT id, tag FROM entry_tag ORDER BY id",
}


def fill(world: World, count: int = COUNT) -> list[int]:
    """The ids of that many entries, the newest first; every third of them is read."""
    database, feed_id = world.store._db, world.feed().id
    with database.transaction():
        database.write_many(
            "INSERT INTO status (feed_id, uid, arrived_at, sort_at, read) VALUES (?, ?, 0, ?, ?)",
            ((feed_id, str(number), number % 7, number % 3 == 0) for number in range(count)),
        )
        database.write("INSERT INTO entry (id, title, hash) SELECT id, uid, x'00' FROM status")
        recount(database)
    return world.store.entries.ids(EntryFilter()).tolist()


def state(store: Store, kind: str) -> tuple[list[tuple[object, ...]], list[int], list[int]]:
    assert wrong(store._db) == []
    unread = store.entries.ids(EntryFilter(read=False)).tolist()
    return store._db.rows(TABLES[kind]), store.entries.ids(EntryFilter()).tolist(), unread


@pytest.mark.parametrize("part", ["all", "the upper ones", "every other one"])
@pytest.mark.parametrize("kind", CHANGES)
def test_very_many_are_changed_undone_and_changed_again(world: World, kind: str, part: str) -> None:
    store, ids = world.store, fill(world, COUNT if part == "all" else 2 * COUNT)
    some = {"all": ids, "the upper ones": ids[:COUNT], "every other one": ids[::2]}[part]
    before = state(store, kind)
    made = CHANGES[kind](store.states, some)
    assert made is not None
    assert (made.what, sorted(made.ids)) == (str(len(some)), sorted(some))
    after = state(store, kind)
    assert {row[0] for row in after[0]} == set(some)
    hidden = set(some) if kind in ("snooze", "delete") else set()
    assert after[1] == [one for one in ids if one not in hidden]
    undone = store.journal.undo()
    assert undone is not None
    assert sorted(undone.ids) == sorted(some)
    assert state(store, kind) == before
    assert store.journal.redo() is not None
    assert state(store, kind) == after
    assert CHANGES[kind](store.states, some[:2]) is None


@pytest.mark.parametrize("kind", CHANGES)
def test_very_many_are_taken_back_by_a_change_of_its_own_that_can_be_undone(world: World, kind: str) -> None:
    store, ids = world.store, fill(world)
    nothing = state(store, kind)
    CHANGES[kind](store.states, ids)
    changed = state(store, kind)
    assert BACK[kind](store.states, ids) is not None
    assert state(store, kind) == nothing
    assert store.journal.undo() is not None
    assert state(store, kind) == changed
    assert store.journal.undo() is not None
    assert state(store, kind) == nothing


@pytest.mark.parametrize("kind", CHANGES)
def test_what_another_hand_changed_among_very_many_stays_as_it_is(world: World, kind: str) -> None:
    store, ids = world.store, fill(world)
    made = CHANGES[kind](store.states, ids)
    assert made is not None
    later = BACK[kind](store.states, ids[5:8])
    assert later is not None
    store._db.write("DELETE FROM journal WHERE id = ?", (later.id,))
    undone = store.journal.undo()
    assert undone is not None
    assert len(undone.ids) == COUNT - 3
    assert state(store, kind)[1] == ids
    again = store.journal.redo()
    assert again is not None
    assert sorted(again.ids) == sorted({*ids} - {*ids[5:8]})


@pytest.mark.parametrize("kind", CHANGES)
def test_a_later_change_of_some_of_very_many_outlasts_the_undoing_of_the_first(world: World, kind: str) -> None:
    store, ids = world.store, fill(world)
    first = CHANGES[kind](store.states, ids)
    assert first is not None
    BACK[kind](store.states, ids[:3])
    assert store.journal.revert(first.id) is not None
    assert state(store, kind)[:2] == ([], ids)
    assert store.journal.undo() is None


def test_some_of_very_many_are_changed_already(world: World) -> None:
    store, ids = world.store, fill(world)
    states = store.states
    states.snooze(ids[:4], 1_900_000_000, what=str)
    made = states.snooze([*ids, ids[0], 10**12, -1], 2_000_000_000, what=str)
    assert made is not None
    assert made.what == str(COUNT)
    assert store.entries.count(EntryFilter()) == 0
    assert store.journal.undo() is not None
    assert store._db.rows("SELECT DISTINCT until FROM snooze") == [(1_900_000_000,)]
    assert state(store, "snooze")[1] == ids[4:]


def test_the_list_for_later_has_very_many_in_the_order_in_which_they_stood(world: World) -> None:
    store, ids = world.store, fill(world)
    store.states.set_later(ids[-1:], True, what=str)
    store.states.set_later(ids, True, what=str)
    wanted = [ids[-1], *ids[:-1]]
    assert store.entries.kept(EntryFilter(), "later").tolist() == wanted
    store.states.set_later(ids, False, what=str)
    store.journal.undo()
    assert store.entries.kept(EntryFilter(), "later").tolist() == wanted


@pytest.mark.parametrize("first", [[], [0], [3, 700]])
def test_very_many_that_are_new_to_the_list_for_later_follow_what_is_on_it(world: World, first: list[int]) -> None:
    store, ids = world.store, fill(world)
    there = [ids[index] for index in first]
    store.states.set_later(there, True, what=str)
    new = [one for one in ids if one not in there]
    assert store.states.set_later(new, True, what=str) is not None
    assert store.entries.kept(EntryFilter(), "later").tolist() == [*there, *new]
    store.journal.undo()
    assert store.entries.kept(EntryFilter(), "later").tolist() == there
    store.journal.redo()
    assert store.entries.kept(EntryFilter(), "later").tolist() == [*there, *new]


def test_a_journal_with_a_group_for_each_place_is_read(world: World) -> None:
    store, ids = world.store, fill(world, 10)
    made = store.states.set_later(ids, True, what=str)
    assert made is not None
    kept = [[None, place, [one]] for place, one in enumerate(ids, 1)]
    store.journal.rewrite(made.id, {"name": "", "of": kept})
    assert store.journal.undo() is not None
    assert store._db.rows(TABLES["later"]) == []
    assert store.journal.redo() is not None
    assert store.entries.kept(EntryFilter(), "later").tolist() == ids


def test_so_many_are_snoozed_that_all_are_counted_when_they_wake(world: World) -> None:
    store, ids = world.store, fill(world, VERY_MANY)
    store.states.snooze(ids, world.clock.now() + 60, what=str)
    world.clock.advance(60)
    assert len(store.states.wake_due()) == len(ids)
    assert wrong(store._db) == []
