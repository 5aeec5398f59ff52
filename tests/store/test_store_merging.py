"""A feed that moves for good to an address that was subscribed and left before: one feed with both histories."""

import pytest

from clock import FakeClock
from newsreader.core.entries import EntryFilter
from newsreader.core.query import Named, Words
from newsreader.core.subscriptions import Subscription
from newsreader.store import Store
from store.world import OTHER_URL, URL, World, entry


@pytest.fixture
def moved(store: Store, clock: FakeClock) -> World:
    """OTHER_URL has A, B, C; see `move`."""
    world = World(store, clock)
    world.publish(entry("A", "old", at=1), entry("B", "old", at=2), entry("C", "old", at=3), url=OTHER_URL)
    return world


def move(world: World) -> None:
    """OTHER_URL is left; URL has B, C, D and moves there."""
    world.store.feeds.sync([Subscription(URL)])
    world.publish(entry("B", at=2), entry("C", at=3), entry("D", at=4))
    world.store.feeds.will_move(world.feed().id, OTHER_URL)
    world.store.feeds.sync([Subscription(OTHER_URL, title="Moved")])


def test_it_has_the_entries_of_both_once_each(moved: World) -> None:
    living = moved.feed().id
    move(moved)
    assert moved.titles() == ["D", "C", "B", "A"]
    (state,) = moved.store.feeds.all()
    assert (state.id, state.url, state.title, state.moved_to) == (living, OTHER_URL, "Moved", None)
    assert moved.titles(EntryFilter(feed_id=living)) == ["D", "C", "B", "A"]
    assert moved.store.feeds.counts()[living].entries == 4
    assert moved.find(Words("old")) == {"A"}
    assert moved.store.upkeep.check() == []


def test_no_star_is_lost(moved: World) -> None:
    moved.mark("A", "starred")
    moved.mark("B", "starred")
    move(moved)
    assert moved.titles(EntryFilter(starred=True)) == ["B", "A"]
    assert moved.store.feeds.counts()[moved.feed(OTHER_URL).id].starred == 2
    assert moved.store.upkeep.check() == []


def test_what_was_read_or_marked_stays_so(moved: World) -> None:
    states = moved.store.states
    for title in ("A", "C"):
        moved.mark(title)
        states.set_later([moved.id_of(title)], True, what=str)
        states.tag([moved.id_of(title)], "chips", True, what=str)
        states.put_note(moved.id_of(title), f"on {title}", what=str)
    move(moved)
    assert moved.titles(EntryFilter(read=True)) == ["C", "A"]
    assert set(moved.titles(EntryFilter(kept="later"))) == {"A", "C"}
    assert moved.find(Named("tag", "chips")) == {"A", "C"}
    assert states.of([moved.id_of("C")])[moved.id_of("C")].note == "on C"
    assert moved.store.upkeep.check() == []


def test_what_the_living_feed_has_of_its_own_wins(moved: World) -> None:
    states = moved.store.states
    states.put_note(moved.id_of("C"), "before", what=str)
    moved.store.feeds.sync([Subscription(URL)])
    moved.publish(entry("C", at=3))
    states.put_note(moved.id_of("C"), "now", what=str)
    move(moved)
    assert states.of([moved.id_of("C")])[moved.id_of("C")].note == "now"


def test_what_it_publishes_again_is_known(moved: World) -> None:
    move(moved)
    plan = moved.publish(entry("A", "old", at=1), entry("B", at=2), entry("C", at=3), entry("D", at=4), url=OTHER_URL)
    assert (plan.new, plan.changed) == ((), ())


def test_what_was_removed_of_either_does_not_come_back_but_what_the_other_has_is_kept_up(moved: World) -> None:
    retention = moved.store.retention
    for url in (URL, OTHER_URL):
        moved.publish(entry("E", at=5), url=url)
    retention.remove(moved.feed(OTHER_URL).id, [moved.id_of("C")])
    moved.store.feeds.sync([Subscription(URL)])
    retention.remove(moved.feed().id, [moved.id_of("E")])
    moved.store.feeds.will_move(moved.feed().id, OTHER_URL)
    moved.store.feeds.sync([Subscription(OTHER_URL)])
    assert retention.buried(moved.feed(OTHER_URL).id, ["A", "B", "C", "E"]) == ["C"]


def test_the_old_address_can_be_subscribed_again(moved: World) -> None:
    moved.mark("B", "starred")
    move(moved)
    moved.store.feeds.sync([Subscription(OTHER_URL), Subscription(URL)])
    assert len(moved.store.feeds.all()) == 2
    assert moved.titles(EntryFilter(starred=True)) == ["B"]
    assert moved.store.upkeep.check() == []


def test_of_two_that_moved_to_one_address_both_keep_what_they_have(store: Store, clock: FakeClock) -> None:
    world = World(store, clock)
    world.publish(entry("A", at=1))
    world.publish(entry("B", at=2), url=OTHER_URL)
    for url in (URL, OTHER_URL):
        store.feeds.will_move(world.feed(url).id, "https://new.example/")
    world.mark("A", "starred")
    store.feeds.sync([Subscription("https://new.example/")])
    assert "A" in world.titles()
    assert len(store.feeds.all()) == 1
    assert store.upkeep.check() == []
