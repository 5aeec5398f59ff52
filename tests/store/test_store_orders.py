import random

import pytest

from newsreader.core.entries import EntryFilter, Order
from newsreader.core.query_parser import parse_query
from newsreader.core.subscriptions import PRIORITIES, Priority, Subscription
from newsreader.store import orders
from newsreader.store.orders import Listing
from store.world import OTHER_URL, URL, World, entry

THIRD_URL = "https://example.com/feed"
NOISE = random.Random(7).randbytes(1_500).hex()


@pytest.fixture
def sorted_world(world: World) -> World:
    """A loud feed that must be read, a quiet one that may be, and one that is neither; titles are their lengths."""
    world.store.feeds.sync(
        [
            Subscription(URL, priority="must", folder="A"),
            Subscription(OTHER_URL, priority="may", folder="A/B"),
            Subscription(THIRD_URL, folder="C"),
        ]
    )
    for url, published in ((URL, (60, 50, 40, 30)), (OTHER_URL, (55, 5)), (THIRD_URL, (58, 20))):
        entries = [entry(f"{at}", NOISE[: at * 40], at=at) for at in published]
        world.publish(*entries, url=url)
    return world


def titles(world: World, listing: Listing) -> list[str]:
    return [row.title for row in world.store.entries.summaries(listing.ids)]


TABLE: list[tuple[Order, str]] = [
    ("newest", "60 58 55 50 40 30 20 5"),
    ("oldest", "5 20 30 40 50 55 58 60"),
    ("feed", "60 50 40 30 55 5 58 20"),
    ("priority", "60 50 40 30 58 20 55 5"),
    ("length", "5 20 30 40 50 55 58 60"),
    ("round robin", "60 58 55 50 20 5 40 30"),
]


@pytest.mark.parametrize(("order", "expected"), TABLE)
def test_each_order(sorted_world: World, order: Order, expected: str) -> None:
    listing, whole = sorted_world.store.orders.head(EntryFilter(), order)
    assert titles(sorted_world, listing) == expected.split()
    assert whole


@pytest.mark.parametrize("order", ["newest", "oldest", "feed", "priority", "round robin", "length"])
@pytest.mark.parametrize(
    ("wanted", "count"),
    [(EntryFilter(), 8), (EntryFilter(folder="A"), 6), (EntryFilter(least_priority="should"), 6)],
)
def test_the_top_of_a_long_list_is_the_beginning_of_the_whole(
    sorted_world: World, order: Order, wanted: EntryFilter, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "AT_ONCE", 2)
    monkeypatch.setattr(orders, "HEAD", 3)
    monkeypatch.setattr(orders, "MEASURED", 3)
    top, _ = sorted_world.store.orders.head(wanted, order)
    listing = sorted_world.store.orders.whole(wanted, order)
    assert len(listing.ids) == count
    assert len(top.ids) >= 2
    assert listing.ids[: len(top.ids)] == top.ids
    assert listing.breaks[: len(top.breaks)] == top.breaks


def test_the_parts_of_a_list_by_feed_and_by_priority(sorted_world: World) -> None:
    ids = {url: sorted_world.feed(url).id for url in (URL, OTHER_URL, THIRD_URL)}
    by_feed, _ = sorted_world.store.orders.head(EntryFilter(), "feed")
    assert by_feed.breaks == ((0, ids[URL]), (4, ids[OTHER_URL]), (6, ids[THIRD_URL]))
    by_priority, _ = sorted_world.store.orders.head(EntryFilter(), "priority")
    assert by_priority.breaks == ((0, 0), (4, 1), (6, 2))


@pytest.mark.parametrize("order", [order for order, _ in TABLE])
def test_every_order_lists_what_fits_alone(sorted_world: World, order: Order) -> None:
    sorted_world.mark("58")
    unread, _ = sorted_world.store.orders.head(EntryFilter(read=False), order)
    assert sorted(titles(sorted_world, unread)) == ["20", "30", "40", "5", "50", "55", "60"]
    wanted = EntryFilter(query=parse_query("title:5", now=0, today=0))
    found, whole = sorted_world.store.orders.head(wanted, order)
    assert titles(sorted_world, found) == ["5"]
    assert whole


@pytest.mark.parametrize(("least", "count"), [("must", 4), ("should", 6), ("may", 8)])
def test_only_what_matters_as_much(sorted_world: World, least: Priority, count: int) -> None:
    wanted = EntryFilter(least_priority=least)
    assert len(sorted_world.store.entries.ids(wanted)) == count
    assert sorted_world.store.entries.count(wanted) == count
    assert sorted_world.store.entries.total(wanted) == count


def test_a_priority_that_was_changed_in_the_file_counts(sorted_world: World) -> None:
    sorted_world.store.feeds.sync([Subscription(URL, priority="may"), Subscription(OTHER_URL, priority="must")])
    assert len(sorted_world.store.entries.ids(EntryFilter(least_priority="must"))) == 2


def test_the_priorities_are_in_order() -> None:
    assert PRIORITIES == ("must", "should", "may")


def test_by_feed_is_as_the_sidebar_has_the_feeds(sorted_world: World) -> None:
    """Feeds without a folder come first, and those of a folder together, wherever the file has them."""
    followed = [Subscription(URL, folder="B"), Subscription(OTHER_URL), Subscription(THIRD_URL, folder="B")]
    sorted_world.store.feeds.sync(followed)
    listing = sorted_world.store.orders.whole(EntryFilter(), "feed")
    assert titles(sorted_world, listing) == ["55", "5", "60", "50", "40", "30", "58", "20"]


@pytest.mark.parametrize("order", ["newest", "feed", "priority", "round robin", "length"])
def test_a_copy_is_listed_where_what_it_is_folded_under_is_not(
    sorted_world: World, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = sorted_world.store
    ids = {row.title: row.id for row in store.entries.summaries(store.entries.ids(EntryFilter()))}
    store.copies.add([(ids["58"], ids["55"]), (ids["60"], ids["50"])])  # 58 is in another folder, 60 in the same
    monkeypatch.setattr(orders, "AT_ONCE", 2)
    in_folder, everywhere = EntryFilter(folder="A", folded=True), EntryFilter(folded=True)
    assert set(titles(sorted_world, store.orders.head(in_folder, order)[0])) == {"60", "55", "40", "30", "5"}
    assert set(titles(sorted_world, store.orders.head(everywhere, order)[0])) == {"60", "58", "40", "30", "20", "5"}
