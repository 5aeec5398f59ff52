"""Renaming a feed and moving it to another folder."""

from collections.abc import Callable

from newsreader.core.feeds import FeedState
from newsreader.tui.screens.main_bulk import MainBulk


class MainFeeds(MainBulk, inherit_bindings=False):
    """The commands that change a feed's place and name in feeds.toml; each `action_` is a row of the command table."""

    def action_rename_feed(self) -> None:
        with self._telling():
            feed = self.feed_to_change("rename it")
            if feed is not None:
                question = "New title (empty: the feed's own): "
                self.ask(question, self._doing(feed, feed.title, self._rename), value=feed.title, blank=True)

    def action_move_feed(self) -> None:
        with self._telling():
            feed = self.feed_to_change("move it")
            if feed is not None:
                folders = sorted({one.folder for one in self._library.following.feeds if one.folder})
                question = "Folder (A/B nests; → completes; empty: none): "
                answered = self._doing(feed, feed.folder, self._move_feed)
                self.ask(question, answered, value=feed.folder, known=folders, blank=True)

    def _doing(self, feed: FeedState, before: str, do: Callable[[FeedState, str], str]) -> Callable[[str], None]:
        def answered(text: str) -> None:
            with self._telling():
                if text != before:
                    self.list_changed(do(feed, text))

        return answered

    def _rename(self, feed: FeedState, title: str) -> str:
        assert self.feeds_list is not None
        return self.feeds_list.rename(feed.url, title, feed.title)

    def _move_feed(self, feed: FeedState, folder: str) -> str:
        assert self.feeds_list is not None
        return self.feeds_list.move(feed.url, folder, feed.title)
