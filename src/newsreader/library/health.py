"""How the feeds fare, for the health screen and a feed's own page."""

from newsreader.core.feeds import FeedCounts
from newsreader.core.health import FeedHealth, assess, by_trouble
from newsreader.core.schedule import NotDue, decide
from newsreader.library.library import Library


def feed_health(library: Library) -> list[FeedHealth]:
    """Every subscribed feed, those in trouble first. Raises StoreError where the store cannot be read."""
    store, now = library.store, library.now()
    counts, activity = store.feeds.counts(), store.feeds.activity()
    paused = {one.url for one in library.following.feeds if one.paused}
    return by_trouble(
        assess(feed, activity[feed.id], counts.get(feed.id, FeedCounts()), paused=feed.url in paused, now=now)
        for feed in store.feeds.all()
        if feed.id in activity
    )


def waits_for(library: Library, one: FeedHealth) -> str:
    """Why a feed is not checked now, as a sentence; that it is due, where it is."""
    subscription = library.following.by_url().get(one.feed.url)
    if subscription is None:
        return "feeds.toml has not been read yet."
    decision = decide(subscription, one.feed, now=library.now(), asked="no")
    return decision.reason if isinstance(decision, NotDue) else "It is due: the next refresh checks it."
