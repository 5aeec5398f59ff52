"""How the feeds fare, for the health screen and a feed's own page."""

from newsreader.core.feeds import FeedCounts, FeedState
from newsreader.core.health import FeedHealth, assess, by_trouble
from newsreader.core.schedule import NotDue, decide, host_waits, next_try
from newsreader.core.subscriptions import NEVER, Subscription
from newsreader.library.library import Library


def feed_health(library: Library) -> list[FeedHealth]:
    """Every subscribed feed, those in trouble first. Raises StoreError where the store cannot be read."""
    store, now = library.store, library.now()
    counts, activity = store.feeds.counts(), store.feeds.activity()
    followed, usual = library.following.by_url(), Subscription("")
    return by_trouble(
        assess(
            feed,
            activity[feed.id],
            counts.get(feed.id, FeedCounts()),
            paused=followed.get(feed.url, usual).paused,
            now=now,
            keep=followed.get(feed.url, usual).keep,
        )
        for feed in store.feeds.all()
        if feed.id in activity
    )


class NextChecks:
    """When and why the feeds are checked next. Raises StoreError where the store cannot be read.

    `waits`: as of `core.schedule.host_waits`.
    """

    def __init__(self, library: Library) -> None:
        self._now = library.now()
        self._followed = library.following.by_url()
        self.waits = host_waits(library.store.feeds.all(), now=self._now)

    def at(self, feed: FeedState) -> int | None:
        """Unix seconds; None: at the next refresh, or not by itself."""
        subscription = self._followed.get(feed.url, Subscription(feed.url))
        at = next_try(subscription, feed, now=self._now, waits=self.waits)
        return at if at is not None and at > self._now else None

    def by_itself(self, feed: FeedState) -> bool:
        """Whether a feed is checked before the user asks."""
        subscription = self._followed.get(feed.url)
        return not (feed.paused or (subscription and (subscription.paused or subscription.interval == NEVER)))

    def reason(self, feed: FeedState) -> str:
        """Why a feed is not checked now, as a sentence; that it is due, where it is."""
        subscription = self._followed.get(feed.url)
        if subscription is None:
            return "feeds.toml has not been read yet."
        decision = decide(subscription, feed, now=self._now, asked="no", waits=self.waits)
        return decision.reason if isinstance(decision, NotDue) else "It is due: the next refresh checks it."
