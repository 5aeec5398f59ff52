from array import array

import pytest

from newsreader.core.entries import EntryFilter
from newsreader.core.feeds import EntryData
from newsreader.core.query import And, Dated, Is, Named, Or, Words
from newsreader.core.subscriptions import Subscription
from newsreader.store.filters import order_by, select
from store.world import OTHER_URL, URL, World, entry


@pytest.fixture
def full(world: World) -> World:
    world.store.feeds.sync([Subscription(URL, folder="UN/News"), Subscription(OTHER_URL, folder="UN")])
    world.publish(entry("old", at=100), entry("new", at=300))
    world.publish(entry("mid", at=200), url=OTHER_URL)
    world.mark("old")
    world.mark("mid", "starred")
    return world


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (EntryFilter(), ["new", "mid", "old"]),
        (EntryFilter(feed_id=1), ["new", "old"]),
        (EntryFilter(feed_id=1, read=False), ["new"]),
        (EntryFilter(feed_id=2, starred=True), ["mid"]),
        (EntryFilter(feed_id=2**64), []),
        (EntryFilter(folder="UN"), ["new", "mid", "old"]),
        (EntryFilter(folder="UN/News"), ["new", "old"]),
        (EntryFilter(folder="UN/News", read=False), ["new"]),
        (EntryFilter(folder="U"), []),
        (EntryFilter(folder="un"), []),
        (EntryFilter(since=200), ["new", "mid"]),
        (EntryFilter(since=2**64), []),
        (EntryFilter(starred=True), ["mid"]),
        (EntryFilter(starred=False), ["new", "old"]),
        (EntryFilter(starred=True, read=False), ["mid"]),
        (EntryFilter(read=True), ["old"]),
        (EntryFilter(read=False), ["new", "mid"]),
        (EntryFilter(after_id=1), ["new", "mid"]),
        (EntryFilter(after_id=3), []),
        (EntryFilter(after_id=1, feed_id=1, read=False), ["new"]),
        (EntryFilter(query=And(())), ["new", "mid", "old"]),
        (EntryFilter(query=Or(())), []),
        (EntryFilter(query=Words("new"), folder="UN", read=False), ["new"]),
        (EntryFilter(query=Words("new"), after_id=2, feed_id=2), []),
        (EntryFilter(query=Named("folder", "un/NEWS"), starred=False), ["new", "old"]),
    ],
)
def test_a_filter_narrows_the_list(full: World, wanted: EntryFilter, titles: list[str]) -> None:
    assert full.titles(wanted) == titles
    assert full.store.entries.count(wanted) == len(titles)


def test_a_list_comes_in_pages_and_both_orders(full: World) -> None:
    ids = full.store.entries.ids
    newest = ids(EntryFilter())
    assert isinstance(newest, array)
    assert ids(EntryFilter(), order="oldest") == newest[::-1]
    assert ids(EntryFilter(), limit=1, offset=1) == newest[1:2]
    assert ids(EntryFilter(), limit=0) == array("q")
    assert ids(EntryFilter(), offset=1) == newest[1:]


def test_rows_come_in_the_order_asked_and_unknown_ids_are_left_out(full: World) -> None:
    assert [row.title for row in full.store.entries.summaries([3, 99, 1, 2**70, 3])] == ["mid", "old", "mid"]
    assert full.store.entries.summaries([]) == []


def test_a_row_says_what_a_list_shows(full: World) -> None:
    [row] = full.store.entries.summaries([3])
    assert (row.feed_id, row.feed_title, row.title, row.sort_at) == (2, "Own title", "mid", 200)
    assert (row.read, row.starred, row.published_at) == (False, True, 200)


def test_a_row_always_has_a_title(world: World) -> None:
    world.publish(EntryData("1", "", link="https://example.org/1"), EntryData("2", ""))
    assert sorted(world.titles()) == ["Untitled", "https://example.org/1"]


def test_an_unknown_entry_is_none(world: World) -> None:
    assert world.store.entries.get(1) is None
    assert world.store.entries.get(2**70) is None


def test_the_last_id_grows_with_each_new_entry(world: World) -> None:
    assert world.store.entries.last_id() == 0
    world.publish(entry("A"), entry("B"))
    assert world.store.entries.last_id() == 2


def test_an_ids_order_is_stable_among_equal_dates(world: World) -> None:
    world.publish(*(entry(str(number), at=5) for number in range(20)))
    assert world.titles() == [str(number) for number in range(20)]
    assert world.titles(EntryFilter(read=False)) == world.titles(EntryFilter(feed_id=world.feed().id))


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (EntryFilter(), "status_listed"),
        (EntryFilter(read=False), "status_unread"),
        (EntryFilter(starred=True), "status_starred"),
        (EntryFilter(feed_id=1), "status_feed"),
        (EntryFilter(feed_id=1, read=False), "status_feed"),
        (EntryFilter(query=Is("starred")), "status_starred"),
        (EntryFilter(query=And((Dated("after", 5), Is("unread")))), "status_unread"),
        (EntryFilter(starred=True, query=And((Is("starred"), Is("unread")))), "status_starred"),
    ],
)
def test_the_lists_of_the_sidebar_follow_one_index_and_sort_nothing(
    full: World, wanted: EntryFilter, index: str
) -> None:
    selection = select(full.store._db, wanted, full.store.statuses._index)
    plan = full.store._db.rows(
        f"EXPLAIN QUERY PLAN SELECT s.id FROM {selection.source} WHERE {selection.where.text} {order_by('newest')}",
        selection.where.values,
    )
    assert [row[3].split(" INDEX ")[1].split()[0] for row in plan] == [index]
