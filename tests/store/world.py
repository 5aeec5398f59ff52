"""A store with feeds that publish, for tests to be short sentences."""

from clock import FakeClock
from newsreader.core.changes import FeedResult, RefreshPlan, plan_refresh
from newsreader.core.entries import EntryFilter
from newsreader.core.feeds import EntryData, FeedData, FeedState, ParsedFeed
from newsreader.core.query import Query
from newsreader.core.subscriptions import Subscription
from newsreader.store import Store
from packed import packed

URL = "https://example.org/feed"
OTHER_URL = "https://example.net/feed"


class World:
    """`store` follows URL and OTHER_URL until a test says otherwise."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.store = store
        self.clock = clock
        self.store.feeds.sync([Subscription(URL), Subscription(OTHER_URL)])

    def feed(self, url: str = URL) -> FeedState:
        state = self.store.feeds.get(url)
        assert state is not None
        return state

    def plan(self, *entries: EntryData, url: str = URL, feed: FeedData | None = None) -> RefreshPlan:
        state = self.feed(url)
        parsed = packed(ParsedFeed("rss", feed or FeedData("Own title"), entries))
        known = self.store.refreshes.known(state.id, parsed)
        return plan_refresh(parsed, known, last_success=state.succeeded_at, now=self.clock.now())

    def publish(self, *entries: EntryData, url: str = URL, feed: FeedData | None = None) -> RefreshPlan:
        """The feed at `url` is refreshed and has these entries."""
        plan = self.plan(*entries, url=url, feed=feed)
        self.store.refreshes.apply([FeedResult(self.feed(url), plan)])
        return plan

    def titles(self, wanted: EntryFilter | None = None) -> list[str]:
        ids = self.store.entries.ids(wanted or EntryFilter())
        return [summary.title for summary in self.store.entries.summaries(ids)]

    def find(self, query: Query) -> set[str]:
        wanted = EntryFilter(query=query)
        titles = self.titles(wanted)
        assert self.store.entries.count(wanted) == len(titles)
        return set(titles)

    def id_of(self, title: str) -> int:
        for summary in self.store.entries.summaries(self.store.entries.ids(EntryFilter())):
            if summary.title == title:
                return summary.id
        raise AssertionError(f"no entry is titled {title}")

    def mark(self, title: str, flag: str = "read", value: bool = True) -> None:
        assert flag in ("read", "starred")
        self.store.statuses.set_flag([self.id_of(title)], "read" if flag == "read" else "starred", value, what="Marked")


def entry(title: str, body: str = "", *, at: int | None = None, uid: str | None = None) -> EntryData:
    """An entry of `title`; its uid is the title where none is given."""
    return EntryData(uid or title, title, published_at=at, content_html=body)
