"""A refresh as a whole: real server, real fetcher, real parser, real store."""

from clock import FakeClock
from loopback import LoopbackServer
from newsreader.core.entries import EntryFilter
from newsreader.core.events import FeedRefreshed, RefreshEvent, RefreshFinished
from newsreader.core.subscriptions import Subscription
from newsreader.fetch.http import Fetcher
from newsreader.library.digester import Digester
from newsreader.library.moving import Mover
from newsreader.library.parse_lane import FeedReader
from newsreader.library.refresher import Refresher
from newsreader.store import Store


class Bench:
    """A store, a server and a refresher between them."""

    def __init__(self, server: LoopbackServer, clock: FakeClock, fetcher: Fetcher, reader: FeedReader) -> None:
        self.server = server
        self.clock = clock
        self.store = Store.open(None, clock=clock)
        self.events: list[RefreshEvent] = []
        self.subscriptions: tuple[Subscription, ...] = ()
        self.mover: Mover | None = None
        self._fetcher = fetcher
        self._reader = reader

    def subscribe(self, *paths: str) -> None:
        self.follow(*(Subscription(self.server.url(path)) for path in paths))

    def follow(self, *subscriptions: Subscription) -> None:
        self.subscriptions = subscriptions
        self.store.feeds.sync(subscriptions)

    def refresher(self) -> Refresher:
        return Refresher(
            store=self.store,
            fetcher=self._fetcher,
            digester=Digester(self._reader, lanes=0),
            clock=self.clock,
            emit=self.events.append,
            mover=self.mover,
        )

    async def refresh(self, *, asked: bool = True, named: bool = False) -> RefreshFinished:
        self.events.clear()
        return await self.refresher().run(self.subscriptions, asked=asked, named=named)

    def outcome(self, path: str) -> FeedRefreshed:
        url = self.server.url(path)
        return next(event for event in self.events if isinstance(event, FeedRefreshed) and event.url == url)

    def titles(self) -> list[str]:
        return [row.title for row in self.store.entries.summaries(self.store.entries.ids(EntryFilter()))]
