"""What is followed, how the feeds fare and what is fetched, in plain mode."""

from collections.abc import Callable, Sequence
from typing import Final

from newsreader.config.subscriptions import LoadedSubscriptions
from newsreader.core.counting import counted
from newsreader.core.events import SourceFound
from newsreader.core.health import FeedHealth, Trouble, rate_text
from newsreader.core.subscriptions import PageRules, Subscription
from newsreader.core.urls import display_url
from newsreader.library.health import NextChecks, feed_health
from newsreader.library.subscribing import FeedsList, subscription_of_parts
from newsreader.library.views import ALL
from newsreader.plain.errands import Errands
from newsreader.plain.place import PlainPlace
from newsreader.plain.words import ago, aloud, sentence

_FARES: Final[dict[Trouble, str]] = {
    "gone": "gone for good",
    "failing": "failing",
    "shaky": "failed last time",
    "dormant": "nothing new for long",
    "unchecked": "not fetched yet",
    "paused": "paused",
    "well": "all is well",
}


class PlainFollowing(PlainPlace):
    """The commands of feeds; see PlainReader."""

    _errands: Errands
    _feeds_list: FeedsList | None
    _read_subscriptions: Callable[[], LoadedSubscriptions] | None
    _found: list[SourceFound]

    def _following(self) -> dict[str, Callable[[str], None]]:
        self._found = []
        return {
            "refresh_all": lambda _: self._refreshed(None),
            "refresh_feed": lambda _: self._refresh_feed(),
            "stop_refresh": lambda _: self._say("No refresh is under way. While one is, Control C ends it."),
            "prefetch": lambda _: self._prefetch(),
            "add_feed": self._add,
            "health": lambda _: self._health(),
            "feed_info": lambda _: self._feed_info(),
            "report": lambda _: self._report(),
        }

    # Fetching

    def _refreshed(self, urls: Sequence[str] | None) -> None:
        self._errands.refresh(urls)
        if arrived := self._session.headlines.arrivals():
            self._say(f"{arrived:,} new for this list; “show new” puts them in.")

    def _refresh_feed(self) -> None:
        self._session.reread_outline()
        if urls := self._session.feed_urls():
            self._refreshed(urls)
        else:
            self._say("There is no feed here to refresh.")

    def _prefetch(self) -> None:
        if count := self._session.library.want_full_texts():
            self._say(f"Fetching {counted(count, 'full text')}.")
            self._errands.full_texts(None)
        else:
            self._say("Everything unread and starred has its full text, or no page to take it from.")

    def _report(self) -> None:
        for line in self._errands.report():
            self._say(sentence(line))

    # Following

    def _add(self, rest: str) -> None:
        if self._feeds_list is None:
            self._say("feeds.toml cannot be changed here.")
        elif rest.isdecimal() and 0 < int(rest[:6]) <= len(self._found):
            self._follow_source(self._found[int(rest) - 1])
        elif not rest or rest.isdecimal():
            self._say("Say the address: “add example.org”. If there are several feeds, “add 2” takes the second.")
        else:
            self._say("Looking.")
            self._found, end = self._errands.discover(rest)
            if len(self._found) == 1:
                self._follow_source(self._found[0])
            elif not self._found:
                self._say(sentence(end.reason or "There is nothing to follow at this address"))
            else:
                for number, one in enumerate(self._found, 1):
                    self._say(f"{number}. {sentence(one.title or display_url(one.url))} {self._told(one)}")
                self._say("“add” and a number follows one.")

    def _told(self, one: SourceFound) -> str:
        newest = f", the newest {ago(one.newest, self._session.library.now())}" if one.newest is not None else ""
        kind = "A list on a web page" if one.kind == "page" else "A feed"
        return f"{kind}, {counted(one.entries, 'article')}{newest}."

    def _follow_source(self, one: SourceFound) -> None:
        """Follow it, in the folder at hand where there is one."""
        assert self._feeds_list is not None
        folder = self._session.view.name if self._session.view.kind == "folder" else ""
        rules = PageRules() if one.kind == "page" else None
        wanted = subscription_of_parts(Subscription(one.url, page=rules), folder=folder)
        what = self._feeds_list.add(wanted, one.title)
        self._list_changed(f"{what}, in the folder {folder}" if folder else what)
        self._refreshed([one.url])
        title = next((feed.title for feed, _ in self._session.library.feeds() if feed.url == one.url), "")
        if title:
            self._say(f"“go {title}” lists it.")

    def _list_changed(self, what: str) -> None:
        """Say a change of feeds.toml, and take it over."""
        self._say(self._undoable(what))
        self._reread_list()

    def _reread_list(self) -> None:
        """Take over what feeds.toml says now; a view that is no more is left for all that is unread."""
        session = self._session
        if self._read_subscriptions is not None:
            loaded = self._read_subscriptions()
            if loaded.usable:
                session.library.follow(loaded.subscriptions)
        session.reread_outline()
        if session.view.kind not in ("feed", "folder"):
            session.reopen()
            return
        now = next((row.view for row in session.outline if row.view == session.view), None)
        if now is None:
            session.open_view(ALL)
            self._say(f"This is {ALL.title} now.")
        else:
            session.view = now
            session.reopen()

    # How they fare

    def _health(self) -> None:
        rows = feed_health(self._session.library)
        well = sum(one.trouble == "well" for one in rows)
        self._say(f"{counted(len(rows), 'feed')}, {well:,} of them well.")
        for one in rows:
            if one.trouble != "well":
                self._say(f"{sentence(one.feed.title)} {self._fares(one)}")
        if well < len(rows):
            self._say("“go” and a name goes to one; “feed info”, “refresh feed” and “pause feed” are for that one.")

    def _feed_info(self) -> None:
        library = self._session.library
        self._session.reread_outline()
        urls = self._session.feed_urls()
        rows = [one for one in feed_health(library) if one.feed.url in urls]
        if len(rows) != 1:
            self._say("Go to one feed, or a headline of it: “feeds” lists them.")
            return
        one = rows[0]
        feed, counts = one.feed, one.counts
        self._say(f"{sentence(feed.title)} {self._fares(one)}")
        where = f"In the folder {feed.folder}. " if feed.folder else ""
        self._say(f"{where}Its address: {display_url(feed.url)}")
        articles = f"{counted(counts.entries, 'article')}, {counts.unread:,} unread, {counts.starred:,} starred."
        rate = f" It publishes about {rate_text(one.per_week)}." if one.per_week is not None else ""
        self._say(f"{articles}{rate}")
        checked = ago(feed.checked_at, library.now()) if feed.checked_at is not None else "never"
        self._say(f"Last checked {checked}. {sentence(aloud(NextChecks(library).reason(feed)))}")

    def _fares(self, one: FeedHealth) -> str:
        last = f"Last new article {ago(one.last_new_at, self._session.library.now())}." if one.last_new_at else ""
        error = sentence(one.feed.error) if one.feed.error else ""
        return " ".join(part for part in (f"{_FARES[one.trouble].capitalize()}.", error, last) if part)
