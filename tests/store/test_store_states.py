"""Snoozing, deleting, the list for later, tags, notes and the history, in a store."""

from collections.abc import Callable
from pathlib import Path

import pytest

from clock import FakeClock
from newsreader.core.entries import EntryFilter, Kept
from newsreader.core.query import And, Is, Named, Not, Or, Query, Words
from newsreader.core.retention import Keep
from newsreader.core.subscriptions import Subscription
from newsreader.store import Store
from newsreader.store.states import MAX_OPENED
from newsreader.store.tallies import wrong
from store.world import OTHER_URL, URL, World, entry

DAY = 86_400


@pytest.fixture
def three(world: World) -> World:
    """A, B and C, the newest first."""
    now = world.clock.now()
    world.publish(entry("A", "alpha", at=now - 60), entry("B", at=now - 120), entry("C", at=now - 180))
    return world


def snooze(world: World, title: str, seconds: int = 3600) -> int:
    one = world.id_of(title)
    assert world.store.states.snooze([one], world.clock.now() + seconds, what=str)
    return one


def delete(world: World, *titles: str) -> list[int]:
    ids = [world.id_of(title) for title in titles]
    assert world.store.states.delete(ids, True, what=str)
    return ids


def kept(store: Store, kind: Kept) -> list[str]:
    return [row.title for row in store.entries.summaries(store.entries.kept(EntryFilter(), kind))]


def test_what_is_snoozed_is_in_no_list_and_in_no_count(three: World) -> None:
    snooze(three, "B")
    assert three.titles() == three.titles(EntryFilter(read=False)) == ["A", "C"]
    assert three.store.feeds.counts()[three.feed().id].unread == 2
    assert kept(three.store, "snoozed") == ["B"]
    assert wrong(three.store._db) == []


@pytest.mark.parametrize(("asked", "all_later"), [("", False), ("A", True), ("AB", True), ("ABC", False), ("C", False)])
def test_all_are_for_later_where_each_is(three: World, asked: str, all_later: bool) -> None:
    three.store.states.set_later([three.id_of("A"), three.id_of("B")], True, what=str)
    assert three.store.states.all_later([three.id_of(title) for title in asked]) == all_later


def test_the_tags_of_several_are_told_once_each_by_name(three: World) -> None:
    one, two, three_ = (three.id_of(title) for title in "ABC")
    three.store.states.tag([one, two], "trade", True, what=str)
    three.store.states.tag([two, three_], "climate", True, what=str)
    assert three.store.states.tags_among([one, two]) == ["climate", "trade"]
    assert three.store.states.tags_among([three_]) == ["climate"]


def test_what_is_due_comes_back_unread_and_on_top(three: World) -> None:
    three.mark("C")
    one = snooze(three, "C")
    assert three.store.states.wake_due() == []
    three.clock.advance(3600)
    assert three.store.states.wake_due() == [one]
    assert three.titles(EntryFilter(read=False)) == ["C", "A", "B"]
    assert kept(three.store, "snoozed") == []
    assert three.store.states.wake_due() == []


def test_a_snooze_outlasts_a_restart(path: Path, clock: FakeClock) -> None:
    with Store.open(path, clock=clock) as store:
        world = World(store, clock)
        world.publish(entry("A"), entry("B"))
        snooze(world, "A")
    clock.advance(3 * DAY)
    with Store.open(path, clock=clock) as store:
        world = World(store, clock)
        assert world.titles() == ["B"]
        assert len(store.states.wake_due()) == 1
        assert world.titles() == ["A", "B"]


@pytest.mark.parametrize("hide", [snooze, delete])
def test_what_is_hidden_stays_so_whatever_becomes_of_its_feed(
    three: World, hide: Callable[[World, str], object]
) -> None:
    hide(three, "B")
    three.publish(entry("A", "alpha"), entry("B", "another text"), entry("C"))
    three.store.feeds.sync([Subscription(OTHER_URL)])
    three.store.feeds.sync([Subscription(URL), Subscription(OTHER_URL)])
    assert three.titles() == ["A", "C"]
    assert wrong(three.store._db) == []


def test_a_star_does_not_bring_back_what_was_deleted(three: World) -> None:
    (one,) = delete(three, "B")
    three.store.statuses.set_flag([one], "starred", True, what="Starred")
    assert three.titles() == ["A", "C"]
    assert three.titles(EntryFilter(starred=True)) == []


def test_what_was_deleted_comes_back_by_undo_alone(three: World) -> None:
    delete(three, "A", "C")
    assert three.titles() == ["B"]
    three.publish(entry("A", "alpha"), entry("B"), entry("C"))
    assert three.titles() == ["B"]
    assert three.store.journal.undo() is not None
    assert three.titles() == ["A", "B", "C"]
    assert three.store.journal.redo() is not None
    assert three.titles() == ["B"]


def test_what_was_put_aside_is_never_removed_for_its_age(three: World) -> None:
    states, ids = three.store.states, [three.id_of(title) for title in "ABC"]
    three.publish(*(entry(title) for title in "DEFG"))
    states.set_later(ids[:1], True, what=str)
    states.tag(ids[1:2], "chips", True, what=str)
    states.put_note(ids[2], "why", what=str)
    snooze(three, "D", 900 * DAY)
    three.mark("E", "starred")
    three.clock.advance(400 * DAY)
    outdated = three.store.retention.outdated(three.feed().id, Keep(30 * DAY))
    assert sorted(row.title for row in three.store.entries.summaries(outdated)) == ["F", "G"]
    every = three.store.entries.ids(EntryFilter()).tolist()
    assert len(three.store.retention.remove(three.feed().id, every)) == 2


def test_the_memory_of_a_deletion_outlasts_the_entry(three: World) -> None:
    (one,) = delete(three, "B")
    feed = three.feed().id
    assert three.store.retention.outdated(feed, Keep(30_000 * DAY)) == []
    three.clock.advance(91 * DAY)
    assert three.store.retention.outdated(feed, Keep(30_000 * DAY)) == [one]
    assert len(three.store.retention.remove(feed, [one])) == 1
    assert three.store.retention.buried(feed, ["A", "B"]) == ["B"]


def test_the_list_for_later_has_an_order_of_its_own(three: World) -> None:
    a, b, c = (three.id_of(title) for title in "ABC")
    states = three.store.states
    states.set_later([c], True, what=str)
    states.set_later([a, b], True, what=str)
    assert kept(three.store, "later") == ["C", "A", "B"]
    assert states.move_later(b, -1, what=str)
    assert kept(three.store, "later") == ["C", "B", "A"]
    assert states.move_later(c, -1, what=str) is None
    assert states.move_later(a, 1, what=str) is None
    three.store.journal.undo()
    assert kept(three.store, "later") == ["C", "A", "B"]
    states.set_later([a], False, what=str)
    three.store.journal.undo()
    assert kept(three.store, "later") == ["C", "A", "B"], "it is back in its place"


def test_what_is_for_later_is_there_after_its_feed_was_left(three: World) -> None:
    three.store.states.set_later([three.id_of("B")], True, what=str)
    three.store.feeds.sync([Subscription(OTHER_URL)])
    assert kept(three.store, "later") == ["B"]
    assert three.titles() == []


def test_the_history_has_what_was_opened_last_first_and_once_each(three: World) -> None:
    a, b, c = (three.id_of(title) for title in "ABC")
    three.store.states.note_opened([a, b])
    three.store.states.note_opened([c])
    three.store.states.note_opened([a, 999])
    assert kept(three.store, "opened") == ["A", "C", "B"]


def test_the_history_has_an_end(three: World) -> None:
    three.publish(*(entry(f"{number}") for number in range(MAX_OPENED + 5)))
    ids = three.store.entries.ids(EntryFilter())
    three.store.states.note_opened(ids)
    found = three.store.entries.kept(EntryFilter(), "opened")
    assert found.tolist() == ids[::-1].tolist()[:MAX_OPENED]


def tagged_and_noted(world: World) -> World:
    a, b, _ = (world.id_of(title) for title in "ABC")
    world.store.states.tag([a], "Straße", True, what=str)
    world.store.states.put_note(b, "Ask Мария about 100% of this_that", what=str)
    world.store.states.set_later([b], True, what=str)
    snooze(world, "C")
    return world


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Is("later"), "B"),
        (Is("noted"), "B"),
        (Is("tagged"), "A"),
        (Is("snoozed"), "C"),
        (And((Is("snoozed"), Is("unread"))), "C"),
        (And((Is("snoozed"), Is("starred"))), ""),
        (Or((Is("snoozed"), Is("later"))), "BC"),
        (Not(Is("snoozed")), "AB"),
        (Not(Is("tagged")), "B"),
        (Named("tag", "STRASSE"), "A"),
        (Named("tag", "straß"), ""),
        (Named("tag", "world"), "AB"),
        (Named("note", "мария"), "B"),
        (Named("note", "100%"), "B"),
        (Named("note", "s_s"), ""),
        (Words("Ask"), "B"),
        (Words("about 100%"), "B"),
        (And((Words("Мария"), Words("ask"))), "B"),
        (And((Words("Мария"), Words("alpha"))), ""),
        (Or((Words("Мария"), Words("alpha"))), "AB"),
        (Words("ask", "title"), ""),
        (Words("ask", "text"), ""),
        (And((Words("ask"), Is("later"))), "B"),
        (And((Words("ask"), Is("read"))), ""),
    ],
)
def test_queries_know_of_tags_notes_and_states(three: World, query: Query, found: str) -> None:
    three.store.feeds.sync([Subscription(URL, tags=("World",)), Subscription(OTHER_URL)])
    assert tagged_and_noted(three).find(query) == set(found)
    head, whole = three.store.entries.head(EntryFilter(query=query))
    assert whole and len(head) == len(found)


def test_an_entry_has_its_feeds_tags_and_its_own_and_its_note(three: World) -> None:
    three.store.feeds.sync([Subscription(URL, tags=("World",)), Subscription(OTHER_URL)])
    tagged_and_noted(three)
    a, b = three.store.entries.get(three.id_of("A")), three.store.entries.get(three.id_of("B"))
    assert a is not None and b is not None
    assert (a.tags, a.note) == (("World", "Straße"), "")
    assert (b.tags, b.note) == (("World",), "Ask Мария about 100% of this_that")
    assert three.store.states.tags() == {"Straße": 1, "World": 0}


def test_a_change_tells_how_much_of_it_was_taken_back(three: World) -> None:
    a, b = three.id_of("A"), three.id_of("B")
    made = three.store.states.tag([a, b], "chips", True, what=lambda count: f"Tagged {count}")
    three.store.states.tag([a], "chips", False, what=str)
    assert made is not None
    done = three.store.journal.revert(made.id)
    assert done is not None and done.ids == [b]
    assert done.told == "Tagged 2 (1 of 2; the others were changed since)"
