"""A store with something in it, without a network."""

from collections.abc import Mapping, Sequence

from clock import FakeClock
from newsreader.core.changes import FeedResult, plan_refresh
from newsreader.core.feeds import EntryData, FeedData, ParsedFeed
from newsreader.core.subscriptions import SavedSearch, Subscription, Subscriptions
from newsreader.library.library import Library
from newsreader.store import Store
from packed import packed

_opened: list[Store] = []


def memory_store(clock: FakeClock) -> Store:
    """A new store in memory; the test's end closes it."""
    store = Store.open(None, clock=clock)
    _opened.append(store)
    return store


def close_stores() -> None:
    """Close what `memory_store` has opened."""
    while _opened:
        _opened.pop().close()


def stock(
    store: Store,
    clock: FakeClock,
    url: str,
    titles: Sequence[str],
    *,
    text: str = "",
    site: str = "https://news.example",
) -> None:
    """Store entries of these titles for a subscribed feed, newest first, a minute apart. Their links are to `site`."""
    state = store.feeds.get(url)
    assert state is not None
    entries = tuple(
        EntryData(
            uid=title,
            title=title,
            link=f"{site}/{title.replace(' ', '-')}",
            published_at=clock.now() - 60 * (age + 1),
            content_html=f"<p>{text or 'The text of ' + title}</p>",
        )
        for age, title in enumerate(titles)
    )
    parsed = packed(ParsedFeed("rss", FeedData(title=""), entries))
    known = store.refreshes.known(state.id, parsed)
    plan = plan_refresh(parsed, known, last_success=state.succeeded_at, now=clock.now())
    checked = state._replace(checked_at=clock.now(), succeeded_at=clock.now(), last_result="updated")
    store.refreshes.apply([FeedResult(checked, plan)])


def library_of(
    feeds: Mapping[str, Sequence[str]],
    clock: FakeClock,
    *,
    folders: Mapping[str, str] | None = None,
    searches: Sequence[SavedSearch] = (),
    store: Store | None = None,
) -> Library:
    """A library over an in-memory store with these feeds (name → titles); URLs are https://<name>.example/."""
    store = store or memory_store(clock)
    subscriptions = Subscriptions(
        tuple(
            Subscription(f"https://{name}.example/", title=name, folder=(folders or {}).get(name, "")) for name in feeds
        ),
        tuple(searches),
    )
    library = Library(store, clock)
    library.follow(subscriptions)
    for name, titles in feeds.items():
        stock(store, clock, f"https://{name}.example/", titles)
    return library
