"""Changing what is followed, in plain mode: another title, another folder, paused and not; where feeds.toml says so."""

from collections.abc import Callable
from typing import Final

from newsreader.core.feeds import FeedState
from newsreader.core.subscriptions import Subscription
from newsreader.plain.following import PlainFollowing
from newsreader.plain.words import sentence

OWN: Final = "-"
"""Typed for nothing: the feed's own title, no folder. A voice passes over it, so it is named."""
OWN_TITLE: Final = "“rename feed” and a hyphen gives it the title that it gives itself"
NO_FOLDER: Final = "“move feed” and a hyphen takes it out of its folder"


class PlainChanging(PlainFollowing):
    """The commands that change a feed's row in feeds.toml; see PlainReader."""

    def _changing(self) -> dict[str, Callable[[str], None]]:
        return {
            "unsubscribe": lambda _: self._unsubscribe(),
            "rename_feed": self._rename,
            "move_feed": self._move,
            "pause_feed": lambda _: self._pause(True),
            "resume_feed": lambda _: self._pause(False),
            "edit_feed": lambda _: self._edit(),
            "reread": lambda _: self._reread(),
        }

    def _feed_at_hand(self, to_do: str) -> FeedState | None:
        """The one feed that a command is for; None after saying that there is none, or that it cannot be changed."""
        self._session.reread_outline()
        urls = self._session.feed_urls()
        if self._feeds_list is None:
            self._say("feeds.toml cannot be changed here.")
            return None
        found = [feed for feed, _ in self._session.library.feeds() if feed.url in urls]
        if len(found) != 1 or self._session.view.kind == "folder":
            self._say(f"Go to one feed, or a headline of it, to {to_do}: “feeds” lists them.")
            return None
        return found[0]

    def _subscription(self, feed: FeedState) -> Subscription:
        return self._session.library.following.by_url().get(feed.url, Subscription(feed.url))

    def _unsubscribe(self) -> None:
        feed = self._feed_at_hand("unsubscribe")
        if feed is not None and self._feeds_list is not None:
            self._list_changed(f"{self._feeds_list.remove(feed.url, feed.title)}; its starred articles stay")

    def _rename(self, rest: str) -> None:
        feed = self._feed_at_hand("rename it")
        if feed is None or self._feeds_list is None:
            return
        title = "" if rest == OWN else rest
        if not rest:
            self._say(f"Its title is {sentence(feed.title)} “rename feed Chips” makes it Chips; {OWN_TITLE}.")
        elif (self._subscription(feed).title or "") == title:
            self._say(f"Nothing has changed: {'that is its title' if title else 'it has its own title'}.")
        else:
            self._list_changed(self._feeds_list.rename(feed.url, title, feed.title))

    def _move(self, rest: str) -> None:
        feed = self._feed_at_hand("move it")
        if feed is None or self._feeds_list is None:
            return
        folder = "" if rest == OWN else rest
        if not rest:
            where = f"in the folder {feed.folder}" if feed.folder else "in no folder"
            folders = sorted({one.folder for one in self._session.library.following.feeds if one.folder})
            known = f" Folders: {', '.join(folders)}." if folders else ""
            self._say(f"{feed.title} is {where}.{known}")
            self._say(f"“move feed News” puts it into News; a slash goes deeper; {NO_FOLDER}.")
        elif feed.folder == folder:
            self._say("Nothing has changed: it is there already.")
        else:
            self._list_changed(self._feeds_list.move(feed.url, folder, feed.title))

    def _pause(self, paused: bool) -> None:
        feed = self._feed_at_hand("pause it" if paused else "let it go on")
        if feed is None or self._feeds_list is None:
            return
        if self._subscription(feed).paused is paused:
            self._say(f"Nothing has changed: {feed.title} {'is paused already' if paused else 'is not paused'}.")
            return
        self._list_changed(self._feeds_list.pause(feed.url, paused, feed.title))

    def _edit(self) -> None:
        feed = self._feed_at_hand("say where it stands")
        if feed is not None and self._feeds_list is not None:
            path, line = self._feeds_list.place_of(feed.url)
            self._say(f"{feed.title} stands in line {line} of {path}. “reread” takes over what you change there.")

    def _reread(self) -> None:
        self._reread_list()
        self._say("What feeds.toml says now is in force.")
