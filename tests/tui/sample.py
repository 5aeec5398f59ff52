"""A library as a user might have it, the same on every run: for pictures of the screen."""

from clock import FakeClock
from newsreader.core.changes import FeedResult, plan_refresh
from newsreader.core.entries import EntryFilter
from newsreader.core.feeds import EntryData, FeedData, ParsedFeed
from newsreader.core.subscriptions import SavedSearch, Subscription, Subscriptions
from newsreader.library.library import Library
from packed import packed
from stocked import memory_store

BODY = """
<p>GENEVA. Members have begun talks on <strong>digital trade</strong>, the first of their kind in five years.
The <a href="https://wto.example/text">draft text</a> covers data flows, electronic signatures and source code.</p>
<h2>What is on the table</h2>
<ul><li>Customs duties on electronic transmissions</li><li>Rules for <em>cross-border</em> data</li></ul>
<blockquote><p>Nobody leaves the room before there is a text.</p></blockquote>
<table><tr><th>Member</th><th align="right">Proposals</th></tr><tr><td>Brazil</td><td align="right">4</td></tr>
<tr><td>Japan</td><td align="right">11</td></tr></table>
<p>The next round is in <a href="https://wto.example/dates">March</a>.</p>
"""
NEWS: dict[str, tuple[str, list[tuple[str, int]]]] = {
    "WTO": ("Trade", [("Members open talks on digital trade", 2), ("Fish subsidies: the second wave", 30)]),
    "UNCTAD": ("Trade", [("Ports without paper", 50)]),
    "CGITC": ("Technology", [("俄中讨论微电子合作", 5), ("Форум по стандартам ИИ открылся в Казани", 26)]),
    "ITU": ("Technology/Standards", [("New chips forum announced", 27), ("Spectrum for everyone", 80)]),
}


def sample_library(clock: FakeClock) -> Library:
    """Four feeds in three folders, some of it read and starred, one feed failing."""
    store = memory_store(clock)
    feeds = [Subscription(_url(name), title=name, folder=folder) for name, (folder, _) in NEWS.items()]
    library = Library(store, clock)
    library.follow(Subscriptions(tuple(feeds), (SavedSearch("Chips", "chips OR 微电子"),)))
    for name, (_, entries) in NEWS.items():
        state = store.feeds.get(_url(name))
        assert state is not None
        data = tuple(
            EntryData(uid=title, title=title, published_at=clock.now() - hours * 3600, content_html=BODY)
            for title, hours in entries
        )
        published = packed(ParsedFeed("rss", FeedData(title=name), data))
        plan = plan_refresh(published, (), last_success=None, now=clock.now())
        error = "The server answered 503 Service Unavailable." if name == "UNCTAD" else None
        checked = state._replace(
            checked_at=clock.now(),
            succeeded_at=clock.now(),
            error=error,
            failures=3 if error else 0,
            per_week=14.0,
        )
        store.refreshes.apply([FeedResult(checked, plan)])
    ids = store.entries.ids(EntryFilter())
    library.set_flags(ids[2:4], "read", True)
    library.set_flags(ids[1:2], "starred", True)
    return library


def _url(name: str) -> str:
    return f"https://{name.lower()}.example/feed"
