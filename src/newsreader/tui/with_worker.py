"""What the reader asks of its worker, and what it does about the answers."""

import contextlib
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from textual import on

from newsreader.core.coming_back import TICK, ComingBack
from newsreader.core.counting import counted
from newsreader.core.errors import NewsreaderError
from newsreader.core.subscriptions import NEVER
from newsreader.library.session import ReadingSession
from newsreader.tui.counted_keys import CountedKeys
from newsreader.tui.screens.main import MainScreen
from newsreader.tui.screens.main_full_text import MainFullText

if TYPE_CHECKING:
    from newsreader.config.settings import Settings
    from newsreader.core.events import WorkerEvent
    from newsreader.library.library import Library
    from newsreader.library.refresh_status import RefreshStatus
    from newsreader.library.worker_client import WorkerClient
    from newsreader.tui.screens.add_feed import AddFeedScreen

ARRIVALS_SECONDS: Final = 0.5
"""How often a running refresh brings the counts up to date at most."""


class WithWorker(CountedKeys):
    """An application with a worker process: refreshes, full texts, pictures, sources of news."""

    _library: "Library"
    _settings: "Settings"
    _session: ReadingSession
    _busy: Sequence[str]
    _stamp_of_feeds: Callable[[], object]
    _followed: object = None
    """The stamp of feeds.toml when it was read last."""

    def _begin_working(self, command: Sequence[str]) -> None:
        """`command`: program and arguments of the worker process, which starts when it is needed."""
        self._arrivals_due = False
        self._store_version: int | None = None
        self._asked = False
        self._wish: tuple[Sequence[str] | None, bool] = (None, False)
        self._asked_pages: set[int] = set()
        self._pages_left = 0
        self._added: list[str] = []
        self._command = command

    def on_mount(self) -> None:
        self._coming_back = ComingBack(self._library.now(), wakes=self._settings.refresh_every != NEVER)
        self._note_store()
        self.set_interval(TICK, self._look_at_clock)

    async def _look_at_clock(self) -> None:
        if self._coming_back.is_time(self._library.now()):
            urls, asked = self._wish if self._coming_back.offline else (None, False)
            await self._refresh(urls, asked=asked, by_itself=True)
        self._look_at_store()
        if not self._worker.working and self._stamp_of_feeds() != self._followed:
            await self._follow()

    def _look_at_store(self) -> None:
        """Show what others have stored: cron's refresh, a command. Of its own worker's the reader is told."""
        with contextlib.suppress(NewsreaderError):
            if not self._worker.working and self._library.store.version() != self._store_version:
                self._arrivals()

    @cached_property
    def _worker(self) -> "WorkerClient":
        from newsreader.library.worker_client import WorkerClient

        return WorkerClient(self._command, self._hear)

    @cached_property
    def _status(self) -> "RefreshStatus":
        from newsreader.library.refresh_status import RefreshStatus

        return RefreshStatus()

    def _last_refresh(self) -> "RefreshStatus":
        """The last refresh, whoever made it."""
        from newsreader.library.last_refresh import latest

        return latest(self._library, self._status)

    async def _follow(self) -> None:
        """Take over what feeds.toml says now."""
        raise NotImplementedError

    async def _refresh(self, urls: Sequence[str] | None, *, asked: bool, by_itself: bool = False) -> None:
        """`by_itself`: what the user asked for is tried again, without words."""
        if self._worker.working:
            if asked and not by_itself:
                self._main.say("A refresh is under way already.")
            return
        self._asked = asked and not by_itself
        if asked or not self._coming_back.offline:
            self._wish = (urls, asked)
        if self._asked:
            self._main.unsay()
        await self._worker.refresh(urls, asked=asked)

    @on(MainScreen.PicturesWanted)
    async def _fetch_pictures(self, event: MainScreen.PicturesWanted) -> None:
        if not await self._worker.images(event.entry_id):
            self._main.pictures_given_up()

    def _hear(self, event: "WorkerEvent") -> None:
        from newsreader.core.events import (
            FullTextsFinished,
            FullTextTried,
            ImagesFinished,
            ImageTried,
            SourceFound,
            SourcesFinished,
            WorkerLost,
        )

        if not self.is_running:
            return
        match event:
            case FullTextTried():
                asked = event.entry_id in self._asked_pages
                self._asked_pages.discard(event.entry_id)
                self._main.full_text_tried(event.entry_id, event.reason, asked=asked)
                self._pages_left = event.left
            case FullTextsFinished():
                self._pages_left = 0
                if event.reason is not None:
                    self._main.say(event.reason)
            case ImageTried() | ImagesFinished():
                self._main.hear_of_pictures(event)
            case SourceFound() | SourcesFinished():
                self._main.hear_of_sources(event)
            case WorkerLost():
                self._pages_left = 0
                self._asked_pages.clear()
                self._main.pictures_given_up()
                self._main.hear_of_sources(SourcesFinished(event.reason))
                if self._status.running:
                    self._hear_of_refresh(event)
                else:
                    self._main.say(event.reason)
                    self._refresh_added()
            case _:
                self._hear_of_refresh(event)
        self._show_progress()

    def _hear_of_refresh(self, event: "WorkerEvent") -> None:
        from newsreader.core.events import FeedRefreshed, RefreshFinished

        was_running, was_offline = self._status.running, self._status.offline
        self._status.hear(event)
        if isinstance(event, RefreshFinished):
            self._coming_back.ended(offline=self._status.offline, now=self._library.now())
        if isinstance(event, FeedRefreshed):
            if event.new and not self._arrivals_due:
                self._arrivals_due = True
                self.set_timer(ARRIVALS_SECONDS, self._arrivals)
        elif not self._status.running:
            self._status.ended_at = self._library.now()
            self._arrivals()
            self.run_worker(self._follow())
            still_offline = was_offline and self._status.offline
            if self._asked or not was_running or (self._status.noteworthy and not still_offline):
                ended = self._status.answer if self._asked else self._status.ended
                self._main.say_ended(ended, more=self._status.more)
            if self._added:
                self._refresh_added()
            elif isinstance(event, RefreshFinished) and not self._status.offline:
                self.run_worker(self._fetch_pages(None))

    def _refresh_added(self) -> None:
        """Refresh what was added while the worker was at something else."""
        added, self._added = self._added, []
        if added:
            self.run_worker(self._refresh(added, asked=True))

    @on(MainFullText.FullTextWanted)
    async def _full_text_wanted(self, event: MainFullText.FullTextWanted) -> None:
        if event.entry_id is not None:
            self._asked_pages.add(event.entry_id)
        await self._fetch_pages(event.entry_id)

    async def _fetch_pages(self, entry_id: int | None) -> None:
        await self._worker.full_text(entry_id)

    def _show_progress(self) -> None:
        status = self._status
        spin = self._busy[(status.done + self._pages_left) % len(self._busy)]
        self._main.refreshing = status.running
        if status.running:
            back = self._main.stops_refresh_by
            self._main.show_progress(f"{spin} {status.progress}" + (f" · {back} stops" if back else ""))
        else:
            offline = "offline" if status.offline else ""
            self._main.show_progress(
                f"{spin} {counted(self._pages_left, 'full text')}" if self._pages_left else offline
            )

    def _arrivals(self) -> None:
        if not self.is_running:  # the timer may outlive the screens by a moment
            return
        self._arrivals_due = False
        self._note_store()
        self._main.news_arrived()

    def _note_store(self) -> None:
        """What is stored now is shown, or will be at once."""
        with contextlib.suppress(NewsreaderError):
            self._store_version = self._library.store.version()

    async def action_refresh_all(self) -> None:
        await self._refresh(None, asked=True)

    async def action_refresh_feed(self) -> None:
        urls = self._session.feed_urls()
        if urls:
            await self._refresh(urls, asked=True)
        else:
            self._main.say("There is no feed here to refresh.")

    async def action_stop_refresh(self) -> None:
        if self._worker.working:
            await self._worker.cancel()
        else:
            self._main.say("No refresh is under way.")

    # The list of feeds

    async def on_add_feed_screen_look_up(self, event: "AddFeedScreen.LookUp") -> None:
        if event.address:
            await self._worker.discover(event.address)
        else:
            await self._worker.cancel_discovery()

    @on(MainScreen.ListChanged)
    async def _list_changed(self, event: MainScreen.ListChanged) -> None:
        await self._follow()
        if event.new is None:
            return
        if self._worker.working:
            self._added.append(event.new)
        else:
            await self._refresh([event.new], asked=True)
