from collections.abc import Iterator

import pytest
from clock import FakeClock

from newsreader.core.changes import FeedResult, plan_refresh
from newsreader.core.entries import EntryFilter
from newsreader.core.feeds import EntryData, FeedData, ParsedFeed
from newsreader.core.subscriptions import Subscription
from newsreader.store import Store

URL = "https://example.org/feed"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(clock: FakeClock) -> Iterator[Store]:
    with Store.open(None, clock=clock) as store:
        store.feeds.sync([Subscription(URL)])
        yield store


def refresh(store: Store, clock: FakeClock, *entries: EntryData) -> None:
    state = store.feeds.get(URL)
    assert state
    parsed = ParsedFeed("rss", FeedData("Own"), entries)
    known = store.refreshes.known(state.id, parsed)
    store.refreshes.apply([FeedResult(state, plan_refresh(parsed, known, last_success=None, now=clock.now()))])


def test_entries_are_stored_newest_first(store: Store, clock: FakeClock) -> None:
    refresh(
        store,
        clock,
        EntryData("b", "B", published_at=20, content_html="<p>x</p>"),
        EntryData("a", "A", published_at=10),
    )
    ids = store.entries.ids(EntryFilter())
    assert [summary.title for summary in store.entries.summaries(ids)] == ["B", "A"]
    entry = store.entries.get(ids[0])
    assert entry
    assert entry.content_html == "<p>x</p>"
    change = store.statuses.set_flag(EntryFilter(), "read", True, what=lambda n: f"Marked {n} read")
    assert change
    assert change.what == "Marked 2 read"
    undone = store.journal.undo()
    assert undone
    assert store.entries.count(EntryFilter(read=False)) == 2
    assert store.upkeep.check() == []
