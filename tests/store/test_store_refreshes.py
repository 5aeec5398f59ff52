from newsreader.core.changes import FeedResult, NewEntry, RefreshPlan
from newsreader.core.entries import EntryFilter
from newsreader.core.feeds import Enclosure, EntryData, FeedData, ParsedFeed, Validators
from newsreader.core.query import Words
from packed import packed, packed_entry
from store.world import OTHER_URL, URL, World, entry


def test_an_entry_is_stored_whole(world: World) -> None:
    data = EntryData(
        uid="urn:1",
        title="Talks open",
        link="https://example.org/1",
        author="Anna, 李明",
        published_at=100,
        updated_at=200,
        content_html="<p>Членам начали</p>",
        base_url="https://example.org/",
        categories=("trade", "торговля"),
        enclosures=(Enclosure("https://example.org/a.mp3", "audio/mpeg", 5), Enclosure("https://example.org/b")),
        language="ru",
    )
    world.publish(data)
    stored = world.store.entries.get(world.id_of("Talks open"))
    assert stored is not None
    assert (stored.uid, stored.title, stored.link, stored.author) == (data.uid, data.title, data.link, data.author)
    assert (stored.published_at, stored.updated_at, stored.arrived_at) == (100, 200, world.clock.now())
    assert (stored.content_html, stored.base_url) == (data.content_html, data.base_url)
    assert (stored.categories, stored.enclosures, stored.language) == (data.categories, data.enclosures, "ru")
    assert (stored.feed_url, stored.feed_title, stored.read, stored.starred) == (URL, "Own title", False, False)


def test_the_newest_entries_come_first_and_the_last_published_among_equal_dates(world: World) -> None:
    world.publish(entry("new", at=300), entry("same, first", at=200), entry("same, last", at=200), entry("old", at=100))
    assert world.titles() == ["new", "same, first", "same, last", "old"]


def test_an_entry_published_again_is_unchanged(world: World) -> None:
    world.publish(entry("A", "text"))
    plan = world.publish(entry("A", "text"))
    assert (plan.new, plan.changed, plan.unchanged) == ((), (), 1)
    assert world.titles() == ["A"]


def test_a_corrected_entry_keeps_its_id_and_status(world: World) -> None:
    world.publish(entry("Wrong", "old text", uid="1", at=50))
    world.mark("Wrong")
    before = world.id_of("Wrong")
    world.publish(entry("Right", "new text", uid="1", at=50))
    stored = world.store.entries.get(before)
    assert stored is not None
    assert (stored.title, stored.content_html, stored.read) == ("Right", "new text", True)


def test_a_correction_changes_what_is_found(world: World) -> None:
    world.publish(entry("Wrong", "<p>apples</p>", uid="1"))
    world.publish(entry("Right", "<p>pears</p>", uid="1"))
    assert world.find(Words("apples")) == set()
    assert world.find(Words("Wrong")) == set()
    assert world.find(Words("pears")) == {"Right"}
    assert world.store.upkeep.check() == []


def test_revisions_are_counted(world: World) -> None:
    for number in range(3):
        world.publish(entry("A", f"text {number}"))
    parsed = packed(ParsedFeed("rss", FeedData(""), (entry("A"),)))
    assert [known.revisions for known in world.store.refreshes.known(world.feed().id, parsed)] == [2]


def test_a_renumbered_entry_stays_read(world: World) -> None:
    old = EntryData("http://example.org/1", "A", link="https://example.org/1", published_at=5)
    world.publish(old)
    world.mark("A")
    world.publish(old._replace(uid="https://example.org/1"))
    assert world.titles() == ["A"]
    assert world.titles(EntryFilter(read=True)) == ["A"]
    assert world.publish(old._replace(uid="https://example.org/1")).unchanged == 1


def test_known_names_entries_by_uid_and_by_link_of_this_feed_only(world: World) -> None:
    world.publish(entry("by uid"), EntryData("old", "by link", link="https://example.org/x"), entry("neither"))
    world.publish(entry("by uid"), url=OTHER_URL)
    published = (entry("by uid"), EntryData("new", "", link="https://example.org/x"))
    parsed = packed(ParsedFeed("rss", FeedData(""), published))
    known = world.store.refreshes.known(world.feed().id, parsed)
    assert [(one.uid, one.title) for one in known] == [("by uid", "by uid"), ("old", "by link")]


def test_an_empty_answer_deletes_nothing(world: World) -> None:
    world.publish(entry("A"))
    world.publish()
    assert world.titles() == ["A"]


def test_the_state_of_a_feed_comes_back_as_it_was(world: World) -> None:
    state = world.feed()._replace(
        validators=Validators('W/"x"', "Wed, 25 Nov 2026 12:00:00 GMT"),
        body_hash=b"\0\xff",
        checked_at=10,
        succeeded_at=9,
        next_check_at=20,
        last_result="failed",
        error="The server is busy.",
        failures=3,
        failing_since=8,
        paused=True,
        host_until=30,
        fresh_for=7,
        refused_by="other.example",
    )
    world.store.refreshes.apply([FeedResult(state)])
    assert world.feed() == state


def test_a_feed_keeps_its_name_where_an_answer_has_none(world: World) -> None:
    world.publish(feed=FeedData("Centre", link="https://example.org/"))
    world.publish(feed=FeedData(""))
    world.store.refreshes.apply([FeedResult(world.feed())])
    assert (world.feed().title, world.feed().link) == ("Centre", "https://example.org/")


def test_a_feed_that_is_gone_is_left_out(world: World) -> None:
    gone = world.feed()._replace(id=99)
    plan = RefreshPlan(FeedData("x"), new=(NewEntry(packed_entry(entry("A")), 1),))
    world.store.refreshes.apply([FeedResult(gone, plan), FeedResult(world.feed(), plan)])
    assert world.titles() == ["A"]


def test_entries_of_a_feed_unsubscribed_meanwhile_wait_until_it_comes_back(world: World) -> None:
    plan, state = world.plan(entry("A")), world.feed()
    world.store.feeds.sync([])
    world.store.refreshes.apply([FeedResult(state, plan)])
    assert world.titles() == []


def test_two_refreshes_at_once_store_an_entry_once(world: World) -> None:
    first, second = world.plan(entry("A", "one")), world.plan(entry("A", "two"))
    world.store.refreshes.apply([FeedResult(world.feed(), first)])
    world.mark("A")
    world.store.refreshes.apply([FeedResult(world.feed(), second)])
    assert world.titles(EntryFilter(read=True)) == ["A"]
    stored = world.store.entries.get(world.id_of("A"))
    assert stored is not None
    assert stored.content_html == "two"


def test_an_id_twice_in_one_plan_is_stored_once(world: World) -> None:
    twice = RefreshPlan(
        FeedData("x"), new=(NewEntry(packed_entry(entry("A", "1")), 1), NewEntry(packed_entry(entry("A", "2")), 1))
    )
    world.store.refreshes.apply([FeedResult(world.feed(), twice)])
    assert world.titles() == ["A"]
    assert world.store.upkeep.check() == []


def test_values_that_sqlite_cannot_hold_are_mended(world: World) -> None:
    world.publish(
        EntryData(
            "a\0\ud800",
            "T\ud800\0itle",
            link="https://example.org/\udfff",
            published_at=2**63,
            updated_at=-(2**70),
            content_html="x\0y\ud800 word",
            enclosures=(Enclosure("https://example.org/", length=2**80),),
            categories=("\ud800",),
        )
    )
    stored = world.store.entries.get(world.store.entries.last_id())
    assert stored is not None
    assert (stored.title, stored.content_html) == ("T\ufffditle", "xy\ufffd word")
    assert (stored.published_at, stored.updated_at) == (None, None)
    assert stored.enclosures[0].length == 2**80
    assert world.find(Words("word")) == {"T\ufffditle"}
    assert world.store.upkeep.check() == []


def test_entries_stored_for_a_later_index_are_found_once_it_has_caught_up(world: World) -> None:
    world.publish(entry("Before", "apples"))
    state = world.feed()
    world.store.refreshes.apply([FeedResult(state, world.plan(entry("After", "apples")))], search_later=True)
    world.publish(entry("Last", "apples"), entry("Before", "pears"))
    assert world.store.upkeep.search_state == "catching up", "searches miss what came last"
    assert world.find(Words("apples")) == set()
    assert world.find(Words("pears")) == {"Before"}
    world.store.upkeep.index_all()
    assert world.find(Words("apples")) == {"After", "Last"}
    assert world.store.upkeep.check() == []
