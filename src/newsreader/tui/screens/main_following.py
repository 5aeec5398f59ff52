"""Following a feed, and following it no longer."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from textual.message import Message

from newsreader.core.errors import NewsreaderError
from newsreader.core.events import SourceEvent, SourceFound
from newsreader.core.subscriptions import Subscription
from newsreader.library.subscribing import subscription_of_parts
from newsreader.tui.screens.add_feed import AddFeedScreen
from newsreader.tui.screens.main_pictures import MainPictures

CONFIRM_SECONDS: Final = 6.0
"""How long a second press of the key counts as the answer to the question."""


class ListOfFeeds(Protocol):
    """What writes feeds.toml; a fault is a NewsreaderError."""

    def add(self, subscription: Subscription) -> None: ...

    def remove(self, url: str) -> None: ...

    def pause(self, url: str, paused: bool) -> None: ...

    def place_of(self, url: str) -> tuple[Path, int]: ...


class MainFollowing(MainPictures, inherit_bindings=False):
    """The commands of the list of feeds; each `action_` is a row of the command table."""

    feeds_list: ListOfFeeds | None = None
    """None where feeds.toml cannot be changed."""

    monotonic: Callable[[], float] = staticmethod(time.monotonic)
    _to_leave: tuple[str, float] = ("", 0.0)

    class ListChanged(Message):
        """feeds.toml has another list now; `new` is the address that was added, None where one was removed."""

        def __init__(self, new: str | None) -> None:
            super().__init__()
            self.new = new

    def action_add_feed(self) -> None:
        if self.feeds_list is None:
            self.say("The list of feeds cannot be changed here.")
            return
        feeds = self._library.following.feeds
        folders = sorted({one.folder for one in feeds if one.folder})
        here = self.session.view
        folder = here.name if here.kind == "folder" else ""
        self.app.push_screen(AddFeedScreen(folders, folder, {one.url for one in feeds}), self._add)

    def _add(self, wanted: Subscription | None) -> None:
        if wanted is None or self.feeds_list is None:
            return
        try:
            self.feeds_list.add(subscription_of_parts(wanted, folder=wanted.folder))
        except NewsreaderError as error:
            self.say(str(error))
            return
        self.say("Added to feeds.toml; it is fetched now.")
        self.post_message(self.ListChanged(wanted.url))

    def hear_of_sources(self, event: SourceEvent) -> None:
        """Something was found behind the address that was asked for, or all has been found."""
        screen = self.app.screen
        if isinstance(screen, AddFeedScreen):
            if isinstance(event, SourceFound):
                screen.found(event)
            else:
                screen.finished(event.reason)

    def action_unsubscribe(self) -> None:
        urls = self.session.feed_urls()
        if self.feeds_list is None or len(urls) != 1 or self.session.view.kind == "folder":
            self.say("Choose one feed in the sidebar, or a headline of it, to unsubscribe from.")
            return
        (url,) = urls
        title = next((feed.title for feed, _ in self._library.feeds() if feed.url == url), url)
        asked, at = self._to_leave
        if asked != url or self.monotonic() - at > CONFIRM_SECONDS:
            self._to_leave = (url, self.monotonic())
            self.say(
                f"Unsubscribe from {title}? {self._keymap.shown('unsubscribe')} again: yes; starred articles stay."
            )
            return
        self._to_leave = ("", 0.0)
        try:
            self.feeds_list.remove(url)
        except NewsreaderError as error:
            self.say(str(error))
            return
        self.say(f"{title} is removed from feeds.toml. Its starred articles stay.")
        self.post_message(self.ListChanged(None))
