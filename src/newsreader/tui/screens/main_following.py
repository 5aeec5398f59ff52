"""Following a feed, and following it no longer."""

from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from textual.message import Message

from newsreader.core.errors import NewsreaderError
from newsreader.core.feeds import FeedState
from newsreader.core.subscriptions import Subscription
from newsreader.tui.screens.main_pictures import MainPictures

if TYPE_CHECKING:
    from newsreader.core.events import SourceEvent

UNCHANGEABLE: Final = "The list of feeds cannot be changed here."


class ListOfFeeds(Protocol):
    """What writes feeds.toml, and says in a sentence what it did; a fault is a NewsreaderError."""

    def add(self, subscription: Subscription, name: str = "") -> str: ...

    def remove(self, url: str, name: str = "") -> str: ...

    def rename(self, url: str, title: str, name: str = "") -> str: ...

    def move(self, url: str, folder: str, name: str = "") -> str: ...

    def pause(self, url: str, paused: bool, name: str = "") -> str: ...

    def place_of(self, url: str) -> tuple[Path, int]: ...


class MainFollowing(MainPictures, inherit_bindings=False):
    """The commands of the list of feeds; each `action_` is a row of the command table."""

    feeds_list: ListOfFeeds | None = None
    """None where feeds.toml cannot be changed."""

    class ListChanged(Message):
        """feeds.toml has another list now; `new` is the address that was added, None where one was removed."""

        def __init__(self, new: str | None) -> None:
            super().__init__()
            self.new = new

    def action_add_feed(self) -> None:
        if self.feeds_list is None:
            self.say(UNCHANGEABLE)
            return
        from newsreader.tui.screens.add_feed import AddFeedScreen

        feeds = self._library.following.feeds
        folders = sorted({one.folder for one in feeds if one.folder})
        here = self.session.view
        folder = here.name if here.kind == "folder" else ""
        self.app.push_screen(AddFeedScreen(folders, folder, {one.url for one in feeds}), self._add)

    def _add(self, wanted: Subscription | None) -> None:
        if wanted is None or self.feeds_list is None:
            return
        from newsreader.library.subscribing import subscription_of_parts

        try:
            self.feeds_list.add(subscription_of_parts(wanted, folder=wanted.folder))
        except NewsreaderError as error:
            self.say(str(error))
            return
        self.say("Added to feeds.toml; it is fetched now.")
        self.post_message(self.ListChanged(wanted.url))

    def hear_of_sources(self, event: "SourceEvent") -> None:
        """Something was found behind the address that was asked for, or all has been found."""
        from newsreader.core.events import SourceFound
        from newsreader.tui.screens.add_feed import AddFeedScreen

        for screen in self.app.screen_stack:  # the commands may be over it
            if not isinstance(screen, AddFeedScreen):
                continue
            if isinstance(event, SourceFound):
                screen.found(event)
            else:
                screen.finished(event.reason)

    def feed_at_hand(self, to_do: str) -> FeedState | None:
        """The one feed that a command is for: the sidebar's, else that of the headline. None, which is said: none.

        With the sidebar's cursor on a folder it is none, however many are inside.
        """
        view = self.session.view
        found = None if view.kind == "folder" and self.pane == "sidebar" else self.session.feed_of_row
        if view.kind == "feed":
            found = next((feed for feed, _ in self._library.feeds() if feed.url == view.name), None)
        if found is None:
            self.say(f"Choose one feed in the sidebar, or a headline of it, to {to_do}.")
        return found

    def feed_to_change(self, to_do: str) -> FeedState | None:
        """Likewise for what changes feeds.toml."""
        if self.feeds_list is None:
            self.say(UNCHANGEABLE)
            return None
        return self.feed_at_hand(to_do)

    def list_changed(self, what: str) -> None:
        """Say a change of feeds.toml, and that it can be taken back, and take it over."""
        if self._library.read_only:
            self.say(what)
        else:
            self.say_change(what)
        self.post_message(self.ListChanged(None))

    def action_unsubscribe(self) -> None:
        with self._telling():
            feed = self.feed_to_change("unsubscribe from")
            if feed is not None and self.feeds_list is not None:
                self.list_changed(f"{self.feeds_list.remove(feed.url, feed.title)}; its starred articles stay")
