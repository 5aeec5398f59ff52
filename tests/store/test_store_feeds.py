from newsreader.core.changes import FeedResult
from newsreader.core.entries import EntryFilter
from newsreader.core.feeds import FeedCounts, FeedData, Validators
from newsreader.core.subscriptions import PageRules, Subscription
from store.world import OTHER_URL, URL, World, entry


def test_feeds_stand_in_the_order_of_the_file(world: World) -> None:
    world.store.feeds.sync([Subscription("https://b/"), Subscription("https://a/"), Subscription("https://b/")])
    assert [feed.url for feed in world.store.feeds.all()] == ["https://b/", "https://a/"]


def test_a_feed_is_as_the_file_says(world: World) -> None:
    world.store.feeds.sync([Subscription(URL, title="Mine", folder="A/B", tags=("x", "ю"))])
    feed = world.feed()
    assert (feed.title, feed.folder, feed.tags, feed.subscribed) == ("Mine", "A/B", ("x", "ю"), True)
    assert world.store.feeds.by_id(feed.id) == feed


def test_a_title_is_the_users_else_the_feeds_else_the_url(world: World) -> None:
    assert world.feed().title == URL
    world.publish(feed=FeedData("Its own"))
    assert world.feed().title == "Its own"
    world.store.feeds.sync([Subscription(URL, title="Mine")])
    assert (world.feed().title, world.feed().own_title) == ("Mine", "Its own")
    world.store.feeds.sync([Subscription(URL, title="")])
    assert world.feed().title == "Its own"


def test_an_unknown_feed_is_none(world: World) -> None:
    assert world.store.feeds.get("https://nowhere/") is None
    assert world.store.feeds.by_id(2**70) is None


def test_unsubscribing_unlists_all_but_the_starred(world: World) -> None:
    world.publish(entry("plain"), entry("kept"))
    world.mark("kept", "starred")
    plain = world.id_of("plain")
    world.store.feeds.sync([Subscription(OTHER_URL)])
    assert world.titles() == ["kept"]
    assert not world.feed().subscribed
    assert world.store.entries.get(plain) is not None, "nothing is deleted"


def test_a_feed_that_comes_back_is_listed_again_as_it_was_left(world: World) -> None:
    world.publish(entry("A"), entry("B"))
    world.mark("A")
    feed_id = world.feed().id
    world.store.feeds.sync([])
    assert world.titles() == []
    world.store.feeds.sync([Subscription(URL)])
    assert world.feed().id == feed_id
    assert world.titles(EntryFilter(read=True)) == ["A"]
    assert world.titles(EntryFilter(read=False)) == ["B"]


def test_unstarring_an_entry_of_an_unsubscribed_feed_unlists_it_until_undone(world: World) -> None:
    world.publish(entry("kept"))
    world.mark("kept", "starred")
    world.store.feeds.sync([])
    world.mark("kept", "starred", False)
    assert world.titles() == []
    world.store.journal.undo()
    assert world.titles(EntryFilter(starred=True)) == ["kept"]


def test_starring_an_unlisted_entry_lists_it(world: World) -> None:
    world.publish(entry("A"))
    entry_id = world.id_of("A")
    world.store.feeds.sync([])
    world.store.statuses.set_flag([entry_id], "starred", True, what="Starred")
    assert world.titles() == ["A"]


def test_counts_are_by_feed(world: World) -> None:
    world.publish(entry("A"), entry("B"), entry("C"))
    world.mark("A")
    world.mark("B", "starred")
    assert world.store.feeds.counts() == {
        world.feed().id: FeedCounts(entries=3, unread=2, starred=1),
        world.feed(OTHER_URL).id: FeedCounts(),
    }
    world.store.feeds.sync([])
    assert world.store.feeds.counts() == {world.feed().id: FeedCounts(entries=1, unread=1, starred=1)}


def test_a_file_that_has_not_changed_writes_nothing(world: World) -> None:
    subscriptions = [Subscription(URL, tags=("a",)), Subscription(OTHER_URL)]
    world.store.feeds.sync(subscriptions)
    before = world.store._db.connection.total_changes
    world.store.feeds.sync(subscriptions)
    assert world.store._db.connection.total_changes == before


def test_a_page_that_is_to_be_read_in_another_way_is_read_whole(world: World) -> None:
    known = {"validators": Validators('"1"', "yesterday"), "body_hash": b"x", "checked_at": 10, "succeeded_at": 10}
    world.store.feeds.sync([Subscription(URL, page=PageRules())])
    world.store.refreshes.apply([FeedResult(world.feed()._replace(**known))])  # type: ignore[arg-type]
    world.store.feeds.sync([Subscription(URL, page=PageRules(), title="Mine")])
    assert world.feed().body_hash == b"x"
    world.store.feeds.sync([Subscription(URL, page=PageRules(item="article"))])
    assert (world.feed().validators, world.feed().body_hash, world.feed().checked_at) == (Validators(), None, 10)
    world.store.refreshes.apply([FeedResult(world.feed()._replace(**known))])  # type: ignore[arg-type]
    world.store.feeds.sync([Subscription(URL)])
    assert (world.feed().validators, world.feed().body_hash) == (Validators(), None)
