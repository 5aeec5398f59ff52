from newsreader.core.entries import EntryFilter
from newsreader.store import Store
from newsreader.store.flags import MANY
from newsreader.store.tallies import recount, wrong
from store.world import World

COUNT = MANY + 10
INDEXES = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'status' ORDER BY name"


def fill(store: Store, feed_id: int) -> None:
    with store._db.transaction():
        store._db.write_many(
            "INSERT INTO status (feed_id, uid, arrived_at, sort_at) VALUES (?, ?, 0, ?)",
            ((feed_id, str(number), number % 7) for number in range(COUNT)),
        )
        recount(store._db)


def test_very_many_are_marked_and_undone_with_their_counts_and_indexes(world: World) -> None:
    store, feed_id = world.store, world.feed().id
    fill(store, feed_id)
    indexes = store._db.rows(INDEXES)
    ids = store.entries.ids(EntryFilter(read=False))
    made = store.statuses.set_flag(ids, "read", True, what=lambda count: f"Marked {count} read")
    assert made is not None
    assert (made.what, len(made.ids)) == (f"Marked {COUNT} read", COUNT)
    assert (store.entries.count(EntryFilter(read=False)), store.feeds.counts()[feed_id].unread) == (0, 0)
    store.statuses.set_flag([ids[0]], "read", False, what="Marked unread")
    reverted = store.journal.revert(made.id)
    assert reverted is not None
    assert (len(reverted.ids), reverted.made) == (COUNT - 1, COUNT)
    assert store.entries.ids(EntryFilter(read=False)) == ids
    assert store._db.rows(INDEXES) == indexes
    assert wrong(store._db) == []


def test_very_many_are_starred_and_undone(world: World) -> None:
    store, feed_id = world.store, world.feed().id
    fill(store, feed_id)
    assert store.statuses.set_flag(EntryFilter(), "starred", True, what="Starred") is not None
    assert store.feeds.counts()[feed_id].starred == COUNT
    assert wrong(store._db) == []
    assert store.journal.undo() is not None
    assert store.entries.count(EntryFilter(starred=True)) == 0
    assert wrong(store._db) == []


def test_scattered_ones_among_very_many_are_marked_alone(world: World) -> None:
    store = world.store
    fill(store, world.feed().id)
    store.statuses.set_flag(list(range(1, COUNT, 2)), "read", True, what="Marked")
    every = list(range(1, COUNT + 1))
    made = store.statuses.set_flag(every, "read", True, what="Marked")
    assert made is not None
    assert list(made.ids) == [one for one in every if one % 2 == 0 or one >= COUNT]
    assert wrong(store._db) == []
