import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.core.changes import FeedResult, RefreshPlan, plan_refresh
from newsreader.core.entries import EntryFilter
from newsreader.core.feeds import EntryData, FeedData, ParsedFeed
from newsreader.core.query import Words
from newsreader.core.retention import DAY, FORGET_AFTER, Keep
from newsreader.store import Store
from packed import packed
from store.world import OTHER_URL, URL, World, entry

KEEP_ONE = Keep(0, 1)


def old(world: World, title: str, days: int, body: str = "") -> EntryData:
    return entry(title, body, at=world.clock.now() - days * DAY)


def remove_outdated(world: World, keep: Keep, url: str = URL) -> list[str]:
    """The titles of what went."""
    feed = world.feed(url)
    before = world.titles()
    world.store.retention.remove(feed.id, world.store.retention.outdated(feed.id, keep, listed=feed.subscribed))
    after = world.titles()
    return sorted(title for title in before if title not in after)


def republish(world: World, *entries: EntryData, partial: bool = False) -> RefreshPlan:
    """The feed is refreshed as the refresher does it."""
    state = world.feed()
    parsed = packed(ParsedFeed("rss", FeedData("Own title"), entries))
    plan = plan_refresh(
        parsed,
        world.store.refreshes.known(state.id, parsed),
        last_success=state.succeeded_at,
        now=world.clock.now(),
        removed=world.store.retention.buried(state.id, (data.uid for data in parsed.entries)),
        partial=partial,
    )
    world.store.refreshes.apply([FeedResult(state, plan)])
    return plan


@pytest.mark.parametrize(
    ("keep", "gone"),
    [
        (Keep(10 * DAY), ["C", "D"]),
        (Keep(0, 3), ["D"]),
        (Keep(10 * DAY, 1), ["C", "D"]),
        (Keep(10 * DAY, 3), ["D"]),
        (Keep(40 * DAY, 1), []),
        (Keep(None), []),
    ],
)
def test_what_is_older_and_beyond_the_number_goes(world: World, keep: Keep, gone: list[str]) -> None:
    world.publish(old(world, "A", 1), old(world, "B", 5), old(world, "C", 20), old(world, "D", 30))
    assert remove_outdated(world, keep) == gone
    assert world.store.upkeep.check() == []


def test_what_is_starred_stays(world: World) -> None:
    world.publish(old(world, "A", 1), old(world, "B", 5), old(world, "C", 20))
    world.mark("C", "starred")
    assert remove_outdated(world, KEEP_ONE) == ["B"]


def test_a_star_set_meanwhile_counts(world: World) -> None:
    world.publish(old(world, "A", 1), old(world, "B", 5))
    ids = world.store.retention.outdated(world.feed().id, KEEP_ONE)
    world.mark("B", "starred")
    assert world.store.retention.remove(world.feed().id, ids) == []
    assert world.titles() == ["A", "B"]


def test_other_feeds_are_left_alone(world: World) -> None:
    world.publish(old(world, "A", 1), old(world, "B", 5))
    world.publish(old(world, "X", 1), old(world, "Y", 5), url=OTHER_URL)
    assert remove_outdated(world, KEEP_ONE) == ["B"]


def test_what_a_feed_no_longer_subscribed_has_goes_too(world: World) -> None:
    world.publish(old(world, "A", 1), old(world, "B", 5))
    feed = world.feed()
    world.store.feeds.sync([])
    assert feed.id in world.store.retention.unsubscribed()
    ids = world.store.retention.outdated(feed.id, KEEP_ONE, listed=False)
    assert len(world.store.retention.remove(feed.id, ids)) == 1
    assert world.store.upkeep.census().entries == 1


def test_the_words_the_text_and_the_page_go_too(world: World) -> None:
    world.publish(old(world, "A", 1, "<p>semiconductor"), old(world, "B", 5, "<p>semiconductor"))
    gone = world.id_of("B")
    removed = world.store.retention.remove(world.feed().id, [gone])
    assert [(one.id, one.bodies) for one in removed] == [(gone, (("<p>semiconductor", ""),))]
    assert world.find(Words("semiconductor")) == {"A"}
    assert world.store.entries.get(gone) is None
    assert world.store.feeds.counts()[world.feed().id].entries == 1


def test_what_was_removed_does_not_come_back_while_the_feed_lists_it(world: World) -> None:
    entries = (old(world, "A", 1), old(world, "B", 5))
    world.publish(*entries)
    remove_outdated(world, KEEP_ONE)
    for _ in range(30):
        plan = republish(world, *entries)
        assert (plan.new, plan.changed, plan.unchanged) == ((), (), 2)
        world.clock.advance(2 * DAY)
    assert world.titles() == ["A"]


def test_it_is_forgotten_once_the_feed_lists_it_no_more(world: World) -> None:
    both = (old(world, "A", 1), old(world, "B", 5))
    world.publish(*both)
    remove_outdated(world, KEEP_ONE)
    republish(world, both[0])
    assert republish(world, *both).new == ()  # one answer without it may be an old copy
    world.clock.advance(FORGET_AFTER + 1)
    republish(world, both[0])
    assert [new.data.uid for new in republish(world, *both).new] == ["B"]


def test_answers_with_new_entries_alone_let_nothing_be_forgotten(world: World) -> None:
    both = (old(world, "A", 1), old(world, "B", 5))
    world.publish(*both)
    remove_outdated(world, KEEP_ONE)
    world.clock.advance(FORGET_AFTER + 1)
    republish(world, old(world, "C", 0), partial=True)
    assert republish(world, *both).new == ()


def test_a_change_can_be_undone_for_what_is_left(world: World) -> None:
    world.publish(old(world, "A", 1), old(world, "B", 5))
    world.store.statuses.set_flag(EntryFilter(), "read", True, what="Marked 2 read")
    kept = world.id_of("A")
    remove_outdated(world, KEEP_ONE)
    change = world.store.journal.undo()
    assert change is not None
    assert list(change.ids) == [kept]


def test_free_pages_go_back_to_the_disk_in_steps(path: Path, clock: FakeClock) -> None:
    with Store.open(path, clock=clock) as store:
        world = World(store, clock)
        world.publish(*(old(world, f"N{n}", n, "<p>" + "x y z " * n * 50) for n in range(400)))
        remove_outdated(world, KEEP_ONE)
        before = store.retention.space()
        if not store.retention.can_give_back:
            store.retention.compact()
        while store.retention.give_back():
            pass
        after = store.retention.space()
    assert before.free > 0
    assert after.free == 0
    assert after.total < before.total
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_damaged_search_index_does_not_stop_it(world: World) -> None:
    world.publish(old(world, "A", 1, "<p>trade"), old(world, "B", 5, "<p>trade"))
    world.store._db.write("UPDATE search_data SET block = x'00' WHERE id > 1")
    assert remove_outdated(world, KEEP_ONE) == ["B"]
    world.store.upkeep.index_all()
    assert world.find(Words("trade")) == {"A"}


def test_the_words_of_what_was_removed_leave_the_index(path: Path, clock: FakeClock) -> None:
    with Store.open(path, clock=clock) as store:
        world = World(store, clock)
        texts = ("<p>" + " ".join(f"w{n * k}" for k in range(1, 90)) for n in range(400))
        world.publish(*(old(world, f"N{n}", n, text) for n, text in enumerate(texts)))
        full = store.retention.space().index
        remove_outdated(world, Keep(0, 40))
        assert store.retention.space().index > full
        steps = 1
        while store.retention.merge_words():
            steps += 1
        assert 1 < steps < 1_000
        assert store.retention.space().index < full / 5
        assert store.upkeep.check() == []
        assert world.find(Words("w78")) == {"N1", "N2", "N3", "N6", "N13", "N26", "N39"}
        assert not store.retention.merge_words()


def test_without_a_search_index_there_is_nothing_to_rid(world: World) -> None:
    world.publish(old(world, "A", 1, "<p>trade"))
    world.store._db.write("UPDATE note SET value = 'behind' WHERE key = 'store.search'")
    assert not world.store.retention.merge_words()


def test_a_damaged_search_index_is_given_up_and_stops_nothing(path: Path, clock: FakeClock) -> None:
    with Store.open(path, clock=clock) as store:
        World(store, clock).publish(old(World(store, clock), "A", 1, "<p>trade"))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE search_data SET block = x'00000000ffffffff' WHERE id = 10")
    with Store.open(path, clock=clock) as store:
        assert not store.retention.merge_words()
        assert store.upkeep.search_state == "behind"
        store.upkeep.index_all()
        assert World(store, clock).find(Words("trade")) == {"A"}


def test_what_was_given_back_is_gone_from_the_disk_while_another_has_the_store_open(
    path: Path, clock: FakeClock
) -> None:
    with Store.open(path, clock=clock) as store, Store.open(path, clock=clock) as reader:
        world = World(store, clock)
        world.publish(*(old(world, f"N{n}", n, "<p>" + f"x{n} y z " * 200) for n in range(400)))
        store.retention.settle()
        before = path.stat().st_size
        remove_outdated(world, KEEP_ONE)
        while store.retention.merge_words() or store.retention.give_back():
            pass
        store.retention.settle()
        assert path.stat().st_size < before / 2
        assert path.stat().st_size == store.upkeep.size_bytes() == reader.upkeep.size_bytes()
